//! 'Integration Manager': every slot with its provider and how it is doing (product I1).

use super::{
    api::TestConnection, chosen, last_error, modes, slot_words, sparkline::sparkline, state_tag,
    vendor_words, when,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::Language,
    integrations::{Mode, State},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::integrations::{self, Status};

pub async fn page(page: Page) -> PageResult {
    let (mode, current) = (chosen(&page), page.ctx.mode());
    let all = integrations::overview(&page.ctx, mode).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::integrations_title(language);
    let troubled: Vec<_> = all.iter().filter(|status| is_troubled(status)).collect();
    let trouble = (!troubled.is_empty()).then(|| {
        let lines = troubled
            .iter()
            .map(|status| {
                let slot = slot_words(status.slot, language);
                let href = paths::in_mode(paths::integration(status.slot), mode, current);
                let still = words::find(
                    language,
                    &format!("integration-still-works-{}", status.slot.as_str()),
                );
                view! { <li><a href=href>{slot}</a>": "{still}</li> }
            })
            .collect_view();
        view! {
            <section class="notice warn">
                <h2>{words::integrations_trouble(language)}</h2>
                <ul>{lines}</ul>
            </section>
        }
    });
    let related = ui::related(
        &page,
        &[paths::CONSOLE_CREDENTIALS, paths::CONSOLE_DOMAINS],
        language,
    );
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::integrations_purpose(language)}</p></div>
            </div>
            {modes(&page, paths::CONSOLE_INTEGRATIONS, language)}
            {trouble}
            {table(&all, (mode, current), now, language)}
            {related}
        },
    )
}

fn is_troubled(status: &Status) -> bool {
    matches!(status.state, State::Failing | State::Degraded)
}

fn table(
    all: &[Status],
    (mode, current): (Mode, Mode),
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let heads = [
        words::integrations_column_what(language),
        words::integrations_column_state(language),
        words::integrations_column_success(language),
        words::integrations_column_error(language),
        words::integrations_column_waiting(language),
        words::integrations_column_speed(language),
    ];
    let rows = all
        .iter()
        .map(|status| {
            let provider = status.vendor.as_deref().map(
                |vendor| view! { <br/><span class="small muted">{vendor_words(vendor, language)}</span> },
            );
            let href = paths::in_mode(paths::integration(status.slot), mode, current);
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]><a href=href>{slot_words(status.slot, language)}</a>{provider}</th>
                    <td data-label=heads[1]>{state(status, (mode, current), language)}</td>
                    <td data-label=heads[2]>{when(status.success_at, now, language)}</td>
                    <td data-label=heads[3]><div>{last_error(status, now, language)}</div></td>
                    <td data-label=heads[4]>{status.waiting}</td>
                    <td data-label=heads[5]>{sparkline(&status.minutes, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("cards", words::integrations_title(language), &heads, rows)
}

/// The state, and the one thing to do about it where there is one.
fn state(status: &Status, (mode, current): (Mode, Mode), language: Language) -> AnyView {
    let tag = state_tag(status.state, language);
    let about = format!(": {}", slot_words(status.slot, language));
    match status.state {
        State::Untried => view! {
            <form method="post" action=TestConnection::url() class="row">
                {tag}
                {ui::hidden("slot", status.slot.as_str())}
                {ui::hidden("mode", mode.as_str())}
                <button class="button secondary small">
                    {words::integration_test(language)}<span class="visually-hidden">{about}</span>
                </button>
            </form>
        }
        .into_any(),
        State::NotSetUp => view! {
            <div class="row">
                {tag}
                <a href=paths::in_mode(paths::integration(status.slot), mode, current)>
                    {words::integration_set_up(language)}<span class="visually-hidden">{about}</span>
                </a>
            </div>
        }
        .into_any(),
        _ => tag.into_any(),
    }
}
