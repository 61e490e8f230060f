//! Where am I signed in.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::{Language, Plane, sessions::Device},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    auth::{self, Entry, Place},
    times,
};

pub async fn list(page: Page) -> PageResult {
    let before = page.query("before");
    let before = (!before.is_empty()).then_some(before);
    let found = auth::own_sessions(&page.ctx, &page.request.browser, before).await?;
    let (plane, language, now) = (page.plane(), page.language(), page.ctx.clock.now());
    let title = words::sessions_title(language);
    let newest = before.is_some().then(|| paths::sessions(plane).to_owned());
    let older = found
        .others
        .last()
        .filter(|_| found.has_older)
        .map(|last| paths::sessions_before(plane, last.place.id()));
    let is_alone = found.others.is_empty() && before.is_none();
    let this = found
        .this
        .filter(|_| before.is_none())
        .map(|entry| view! { <ul class="lines">{line(entry, true, plane, now, language)}</ul> });
    let others = if is_alone {
        view! { <p>{words::sessions_alone(language)}</p> }.into_any()
    } else {
        let lines = found
            .others
            .into_iter()
            .map(|entry| line(entry, false, plane, now, language))
            .collect_view();
        view! { <ul class="lines">{lines}</ul> }.into_any()
    };
    let everywhere = (!is_alone).then(|| everywhere_else(plane, language));
    page.screen(
        title,
        view! {
            {ui::back_to(paths::you(plane).to_owned(), language)}
            <h1>{title}</h1>
            <p>{words::sessions_purpose(language)}</p>
            {this}
            <h2>{words::sessions_others(language)}</h2>
            {others}
            {ui::pagination(newest, older, language)}
            {everywhere}
        },
    )
}

fn everywhere_else(plane: Plane, language: Language) -> impl IntoView {
    let action = match plane {
        Plane::Portal => api::EndOtherSessions::url(),
        Plane::Console => api::StaffEndOtherSessions::url(),
    };
    view! {
        <form method="post" action=action class="top-m">
            <p id="everywhere-hint">{words::sessions_end_others_about(language)}</p>
            <button class="button" aria-describedby="everywhere-hint">{words::sessions_end_others(language)}</button>
        </form>
    }
}

/// 'Chrome on Android'.
fn device_words(device: Device, language: Language) -> String {
    match (device.browser, device.system) {
        (Some(browser), Some(system)) => words::sessions_device(language, browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => words::sessions_device_unknown(language).to_owned(),
    }
}

fn when(at: Millis, now: Millis, language: Language) -> String {
    let (day, time) = (times::day_of(at), times::time_in_words(at, language));
    if day == times::day_of(now) {
        words::sessions_when_today(language, &time)
    } else {
        words::sessions_when_day(language, &times::day_in_words(&day, now, language), &time)
    }
}

fn last_used(at: Millis, now: Millis, language: Language) -> String {
    match now.secs_since(at).div_euclid(60) {
        // "Last seen" is written once a minute.
        ..2 => words::sessions_used_now(language).to_owned(),
        minutes @ 2..60 => words::sessions_used_minutes(language, minutes),
        _ => words::sessions_used(language, &when(at, now, language)),
    }
}

fn line(entry: Entry, is_this: bool, plane: Plane, now: Millis, language: Language) -> impl IntoView {
    let device = device_words(entry.device, language);
    let began = words::sessions_began(language, &when(entry.began_at, now, language));
    // That this one is in use need not be said.
    let used = (!is_this).then(|| last_used(entry.seen_at, now, language));
    let (tag, facts, button) = match entry.place {
        Place::Session { id, factor, is_near } => {
            let proof = words::find(language, &format!("session-proof-{factor}"));
            let near = match is_near.filter(|_| !is_this) {
                Some(true) => Some(words::sessions_near(language)),
                Some(false) => Some(words::sessions_far(language)),
                None => None,
            };
            let tag = is_this
                .then(|| view! { <span class="tag good">{words::sessions_this(language)}</span> }.into_any());
            let action = match plane {
                Plane::Portal => api::EndSession::url(),
                Plane::Console => api::StaffEndSession::url(),
            };
            let button = (!is_this).then(|| {
                let hidden = ui::hidden("session", id.as_str()).into_any();
                button(action, hidden, words::sessions_end(language), &device, &began)
            });
            (
                tag,
                [proof.map(str::to_owned), used, near.map(str::to_owned)],
                button,
            )
        }
        Place::Device { id } => {
            let tag =
                view! { <span class="tag quiet">{words::sessions_remembered(language)}</span> }.into_any();
            let action = match plane {
                Plane::Portal => api::ForgetDevice::url(),
                Plane::Console => api::StaffForgetDevice::url(),
            };
            let hidden = ui::hidden("device", id.as_str()).into_any();
            let button = button(action, hidden, words::sessions_forget(language), &device, &began);
            (
                Some(tag),
                [
                    used,
                    Some(words::sessions_remembered_about(language).to_owned()),
                    None,
                ],
                Some(button),
            )
        }
    };
    let facts = facts
        .into_iter()
        .flatten()
        .map(|fact| view! { <br/>{fact} })
        .collect_view();
    view! {
        <li class="session">
            <div>
                <p class="row"><strong>{device}</strong>{tag}</p>
                <p class="muted">{began}{facts}</p>
            </div>
            {button}
        </li>
    }
}

/// A button that says, to those who do not see the line, which device it is about.
fn button(action: &'static str, hidden: AnyView, label: &'static str, device: &str, began: &str) -> AnyView {
    let about = format!(" {device}, {began}");
    view! {
        <form method="post" action=action>
            {hidden}
            <button class="button secondary">{label}<span class="visually-hidden">{about}</span></button>
        </form>
    }
    .into_any()
}
