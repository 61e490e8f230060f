//! Searching the audit.

use super::api::CheckAudit;
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    dates::{Day, Millis},
    identity::Language,
    permissions::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    audit::{self, Check, Entry, Filter},
    times,
};

fn day(page: &Page, name: &str) -> Option<Day> {
    let day = Day(page.query(name).to_owned());
    // Only a day of the calendar has a day after it.
    times::next_day(&day).map(|_| day)
}

fn filter(page: &Page) -> Filter {
    Filter {
        about: page.query("about").to_owned(),
        event: page.query("event").to_owned(),
        from: day(page, "from"),
        until: day(page, "until"),
    }
}

fn address(list: &str, filter: &Filter, before: &str) -> String {
    let text = |day: &Option<Day>| day.as_ref().map_or("", |day| day.0.as_str()).to_owned();
    paths::with_query(
        list,
        &[
            ("about", &filter.about),
            ("event", &filter.event),
            ("from", &text(&filter.from)),
            ("until", &text(&filter.until)),
            ("before", before),
        ],
    )
}

/// What an event is called; one that has no name yet is shown as it is stored.
fn event_words(event: &str, language: Language) -> String {
    words::find(language, &format!("audit-event-{}", event.replace('.', "-")))
        .map_or_else(|| event.to_owned(), str::to_owned)
}

/// A code under its name; the words of staff, numbers and ids stay as they were written.
fn named(kind: &str, stored: &str, language: Language) -> AnyView {
    match words::find(language, &format!("audit-{kind}-{stored}")) {
        Some(name) => name.into_any(),
        None => view! { <span class="data">{stored.to_owned()}</span> }.into_any(),
    }
}

pub async fn list(page: Page) -> PageResult {
    let filter = filter(&page);
    let before = page.query("before");
    let before = (!before.is_empty()).then_some(before);
    let (found, check) = (
        audit::search(&page.ctx, &filter, before).await?,
        audit::newest_check(&page.ctx).await?,
    );
    let language = page.language();
    let now = page.ctx.clock.now();
    let title = words::audit_title(language);
    let newest = before
        .is_some()
        .then(|| address(paths::CONSOLE_AUDIT, &filter, ""));
    let older = found
        .rows
        .last()
        .filter(|_| found.has_older)
        .map(|last| address(paths::CONSOLE_AUDIT, &filter, &last.id));
    let content = if found.rows.is_empty() {
        ui::empty(words::audit_empty_title(language), words::audit_empty(language)).into_any()
    } else {
        table(found.rows, now, language).into_any()
    };
    let takes = page.ctx.actor.require(Permission::AuditExport).is_ok();
    let export = takes.then(|| {
        let href = address(paths::CONSOLE_AUDIT_EXPORT, &filter, "");
        view! { <a class="button secondary" href=href>{words::audit_export(language)}</a> }
    });
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::audit_purpose(language)}</p></div>
                {export}
            </div>
            {search(&filter, found.events, language)}
            {content}
            {ui::pagination(newest, older, language)}
            {chain(check, now, language)}
        },
    )
}

fn search(filter: &Filter, events: Vec<String>, language: Language) -> impl IntoView + use<> {
    let choices = events
        .into_iter()
        .map(|event| {
            let selected = event == filter.event;
            let label = event_words(&event, language);
            view! { <option value=event selected=selected>{label}</option> }
        })
        .collect_view();
    let text = |day: &Option<Day>| day.as_ref().map(|day| day.0.clone());
    let (from, until) = (text(&filter.from), text(&filter.until));
    let is_filtered = *filter != Filter::default();
    let clear =
        is_filtered.then(|| view! { <a href=paths::CONSOLE_AUDIT>{words::audit_clear(language)}</a> });
    view! {
        <form class="panel" method="get" action=paths::CONSOLE_AUDIT role="search">
            <div class="row end">
                <div class="field">
                    <label for="about">{words::audit_about(language)}</label>
                    <p class="hint" id="about-hint">{words::audit_about_hint(language)}</p>
                    <input class="w-20" id="about" name="about" value=filter.about.clone() aria-describedby="about-hint" autocomplete="off" spellcheck="false" autocapitalize="none"/>
                </div>
                <div class="field">
                    <label for="event">{words::audit_event(language)}</label>
                    <select class="w-full" id="event" name="event">
                        <option value="">{words::audit_event_all(language)}</option>
                        {choices}
                    </select>
                </div>
                <div class="field">
                    <label for="from">{words::audit_from(language)}</label>
                    <input type="date" id="from" name="from" value=from/>
                </div>
                <div class="field">
                    <label for="until">{words::audit_until(language)}</label>
                    <input type="date" id="until" name="until" value=until/>
                </div>
            </div>
            <div class="actions"><button class="button small">{words::audit_search(language)}</button>{clear}</div>
        </form>
    }
}

fn who(entry: &Entry, language: Language) -> AnyView {
    let kind = match entry.actor_kind.as_str() {
        "customer" => words::audit_customer(language),
        "staff" => words::audit_staff(language),
        "system" => return words::audit_system(language).into_any(),
        _ => return words::audit_nobody(language).into_any(),
    };
    let name = if entry.actor_name.trim().is_empty() {
        words::audit_gone(language).to_owned()
    } else {
        entry.actor_name.clone()
    };
    view! { <a href=paths::audit_about(&entry.actor_id)>{name}</a><p class="small muted">{kind}</p> }
        .into_any()
}

fn about(entry: &Entry, language: Language) -> AnyView {
    let kind = match entry.subject_kind.as_str() {
        "customer" => words::audit_customer(language),
        "staff" => words::audit_staff(language),
        "repair" => words::audit_repair(language),
        _ => return view! { <span class="small muted break">{named("subject", &entry.subject, language)}</span> }.into_any(),
    };
    view! {
        <div>
            <a href=paths::audit_about(&entry.subject)>{entry.subject_name.clone()}</a>
            <p class="small muted">{kind}</p>
        </div>
    }
    .into_any()
}

fn table(rows: Vec<Entry>, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::audit_column_what(language),
        words::audit_column_who(language),
        words::audit_column_about(language),
        words::audit_column_when(language),
    ];
    let rows = rows
        .into_iter()
        .map(|entry| {
            let when = ui::stamp(Millis(entry.at), now, language);
            let (who, about) = (who(&entry, language), about(&entry, language));
            let detail = (!entry.detail.is_empty())
                .then(|| view! { <p class="small muted break">{named("detail", &entry.detail, language)}</p> });
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]><span class="break">{event_words(&entry.event, language)}</span>{detail}</th>
                    <td data-label=heads[1]><div>{who}</div></td>
                    <td data-label=heads[2]><div>{about}</div></td>
                    <td data-label=heads[3] class="nowrap">{when}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::audit_caption(language), &heads, rows)
}

/// Whether anybody tampered with it.
fn chain(check: Option<Check>, now: Millis, language: Language) -> impl IntoView + use<> {
    let when = |at: Millis| ui::stamp(at, now, language);
    let verdict = match check {
        None => view! { <p>{words::audit_chain_never(language)}</p> }.into_any(),
        Some(Check { finished_at: None, .. }) => {
            view! { <p>{words::audit_chain_running(language)}</p> }.into_any()
        }
        Some(Check { finished_at: Some(at), checked, broken: None, .. }) => {
            view! { <p><span class="tag good">{words::audit_chain_whole(language)}</span>" "{words::audit_chain_whole_when(language, checked, &when(at))}</p> }
                .into_any()
        }
        Some(Check { finished_at: Some(at), broken: Some((seq, id)), .. }) => view! {
            <div class="notice danger">
                <p>{words::audit_chain_broken(language, &seq.to_string(), &when(at))}</p>
                <p class="break">{id}</p>
                <p>{words::audit_chain_broken_next(language)}</p>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="panel top-l" aria-labelledby="chain">
            <h2 id="chain">{words::audit_chain(language)}</h2>
            <p class="muted">{words::audit_chain_purpose(language)}</p>
            {verdict}
            <form method="post" action=CheckAudit::url() class="inline">
                <button class="button small secondary">{words::audit_chain_check(language)}</button>
            </form>
        </section>
    }
}

/// What was found, as a file.
pub async fn export(page: Page) -> PageResult {
    let filter = filter(&page);
    let head = audit::export_began(&page.ctx, &filter)
        .await
        .map_err(AppError::from)?;
    let ctx = page.ctx.clone();
    let name = format!("audit-{}.csv", times::day_of(ctx.clock.now()).0);
    Ok(Screen::csv(&name, head, move |before| {
        let (ctx, filter) = (ctx.clone(), filter.clone());
        async move { audit::export_part(&ctx, &filter, before.as_deref()).await }
    }))
}
