//! The page of one slot: how it is doing, 'Test', 'Configure', 'Disable', and its earlier versions.

use super::{
    api::{DisableConnection, EnableConnection, RestoreConnection},
    chosen, last_error, modes, slot_words,
    sparkline::sparkline,
    state_tag, trial, vendor_words, when,
};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::Language,
    integrations::{Mode, Slot, State},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::integrations::{self, Status, Stored};

pub async fn housing(page: Page) -> PageResult {
    one(page, Slot::Housing).await
}

pub async fn mail(page: Page) -> PageResult {
    one(page, Slot::Mail).await
}

pub async fn text(page: Page) -> PageResult {
    one(page, Slot::Text).await
}

async fn one(page: Page, slot: Slot) -> PageResult {
    let mode = chosen(&page);
    let status = integrations::status(&page.ctx, slot, mode)
        .await?
        .ok_or(AppError::NotFound)?;
    let current = integrations::current(&page.ctx, slot, mode).await?;
    let before = match page.query("before").parse() {
        Ok(before) if before < status.version => before,
        _ => status.version,
    };
    let (older, has_more) = integrations::history(&page.ctx, slot, mode, before).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = slot_words(slot, language);
    let (path, current_mode) = (paths::integration(slot), page.ctx.mode());
    let newest = (before < status.version).then(|| paths::in_mode(path, mode, current_mode));
    let next = older.last().filter(|_| has_more).map(|last| {
        let before = last.version.to_string();
        paths::with_query(path, &[("mode", mode.as_str()), ("before", &before)])
    });
    let history = (!older.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::integration_history(language)}</h2>
                <p>{words::integration_history_hint(language)}</p>
                {history(older, status.version, now, language)}
                {ui::pagination(newest, next, language)}
            </section>
        }
    });
    // What was never tried is tried first.
    let (untried, is_stored) = (status.state == State::Untried, status.vendor.is_some());
    let related = match slot {
        Slot::Housing => &[paths::CONSOLE_SYNC, paths::CONSOLE_DROPS, paths::CONSOLE_DOMAINS][..],
        _ => &[
            paths::CONSOLE_TEMPLATES,
            paths::CONSOLE_SENDING,
            paths::CONSOLE_DOMAINS,
        ][..],
    };
    let related = ui::related(&page, related, language);
    page.screen(
        title,
        view! {
            {ui::back_to(paths::in_mode(paths::CONSOLE_INTEGRATIONS, mode, current_mode), language)}
            <div class="page-head">
                <div><h1>{title}</h1><p>{state_tag(status.state, language)}</p></div>
                {configure(slot, mode, current_mode, language)}
            </div>
            {modes(&page, path, language)}
            {untried.then(|| trial::section(&page, slot, is_stored, Some(words::integration_untried(language))))}
            {facts(&status, current.as_ref(), now, language)}
            {(!untried).then(|| trial::section(&page, slot, is_stored, None))}
            {current.map(|current| switch(&current, language))}
            {history}
            {related}
        },
    )
}

/// A way to the settings of each vendor; where there are several each is named.
fn configure(slot: Slot, mode: Mode, now: Mode, language: Language) -> Option<impl IntoView + use<>> {
    // Files are those of the mode of now.
    let files = (slot == Slot::Housing && mode == now).then(|| {
        view! { <a class="button secondary" href=paths::CONSOLE_DROPS>{words::drops_nav(language)}</a> }
    });
    let vendors = paths::integration_settings(slot);
    let is_one = vendors.len() == 1;
    let links = vendors
        .iter()
        .map(|(vendor, href)| {
            let name = (!is_one).then(|| format!(": {}", vendor_words(vendor, language)));
            let href = paths::in_mode(href, mode, now);
            view! { <a class="button secondary" href=href>{words::integration_configure(language)}{name}</a> }
        })
        .collect_view();
    (!vendors.is_empty()).then(|| view! { <div class="actions">{links}{files}</div> })
}

fn facts(
    status: &Status,
    current: Option<&Stored>,
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let row = |label: &str, value: AnyView| ui::SummaryRow {
        label: label.to_owned(),
        value,
        change: None,
    };
    let provider = status.vendor.as_deref().map_or_else(
        || words::integration_no_provider(language).to_owned(),
        |vendor| vendor_words(vendor, language),
    );
    let mut rows = vec![row(words::integration_provider(language), provider.into_any())];
    if let Some(current) = current {
        let saved = saved_words(current, now, language);
        rows.push(row(words::integration_saved(language), saved.into_any()));
    }
    rows.extend([
        row(
            words::integrations_column_success(language),
            when(status.success_at, now, language).into_any(),
        ),
        row(
            words::integrations_column_error(language),
            last_error(status, now, language),
        ),
        row(
            words::integrations_column_waiting(language),
            status.waiting.into_any(),
        ),
        row(
            words::integrations_column_speed(language),
            sparkline(&status.minutes, language),
        ),
    ]);
    ui::summary(rows, language)
}

/// When a version was saved and by whom.
fn saved_words(stored: &Stored, now: Millis, language: Language) -> String {
    let moment = ui::stamp(stored.saved_at, now, language);
    if stored.saved_by.is_empty() {
        words::integration_saved_outside(language, &moment)
    } else {
        words::integration_saved_by(language, &moment, &stored.saved_by)
    }
}

fn switch(current: &Stored, language: Language) -> impl IntoView + use<> {
    let version = current.version.to_string();
    let fields = view! {
        {ui::hidden("slot", current.slot.as_str())}
        {ui::hidden("mode", current.mode.as_str())}
        {ui::hidden("version", &version)}
    };
    if current.enabled {
        let effect = words::find(
            language,
            &format!("integration-disable-{}", current.slot.as_str()),
        );
        view! {
            <section>
                <h2>{words::integration_disable(language)}</h2>
                <p>{effect}</p>
                <form method="post" action=DisableConnection::url()>
                    {fields}
                    <div class="actions"><button class="button danger">{words::integration_disable(language)}</button></div>
                </form>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section>
                <h2>{words::integration_enable(language)}</h2>
                <p>{words::integration_enable_effect(language)}</p>
                <form method="post" action=EnableConnection::url()>
                    {fields}
                    {ui::actions(words::integration_enable(language), None)}
                </form>
            </section>
        }
        .into_any()
    }
}

fn history(older: Vec<Stored>, newest: i64, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::integration_saved(language),
        words::integration_provider(language),
        words::integration_settings(language),
        words::integration_put_back(language),
    ];
    let rows = older
        .into_iter()
        .map(|stored| {
            let off = (!stored.enabled)
                .then(|| view! { " "<span class="tag quiet">{words::integration_state_off(language)}</span> });
            let saved = saved_words(&stored, now, language);
            let about = format!(" ({saved})");
            view! {
                <tr>
                    <th scope="row">{saved}</th>
                    <td data-label=heads[1]>{vendor_words(&stored.vendor, language)}{off}</td>
                    <td data-label=heads[2] class="break">{stored.summary()}</td>
                    <td data-label=heads[3]>
                        <form method="post" action=RestoreConnection::url()>
                            {ui::hidden("slot", stored.slot.as_str())}
                            {ui::hidden("mode", stored.mode.as_str())}
                            {ui::hidden("version", &newest.to_string())}
                            {ui::hidden("earlier", &stored.version.to_string())}
                            <button class="button secondary small">
                                {words::integration_put_back(language)}<span class="visually-hidden">{about}</span>
                            </button>
                        </form>
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("cards", words::integration_history(language), &heads, rows)
}
