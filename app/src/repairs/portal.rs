//! What a tenant sees of repairs.

use super::{api::CancelRepair, photos::gallery};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::Language,
    ids::RepairId,
    repairs::{Cancelling, Details, Status, Summary},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    repairs::{self, Before},
    times,
};

/// Reads `before=<millis>.<id>` of a list's address.
pub(super) fn before(page: &Page) -> Option<Before> {
    let (at, id) = page.query("before").split_once('.')?;
    Some(Before {
        reported_at: Millis(at.parse().ok()?),
        id: RepairId::parse(id)?.to_string(),
    })
}

/// 'My repairs'.
pub async fn list(page: Page) -> PageResult {
    let before = before(&page);
    let found = repairs::list(&page.ctx, before.as_ref()).await?;
    let language = page.language();
    let now = page.ctx.clock.now();
    let title = words::repairs_title(language);
    let newest = before.is_some().then(|| paths::REPAIRS.to_owned());
    let last = found.repairs.last().filter(|_| found.has_older);
    let older = last.map(|row| paths::older(paths::REPAIRS, "", row.reported_at.0, row.id.as_str()));
    let content = if found.repairs.is_empty() {
        ui::empty(
            words::repairs_empty_title(language),
            words::repairs_empty(language),
        )
        .into_any()
    } else {
        table(found.repairs, now, language).into_any()
    };
    page.screen(
        title,
        view! {
            <h1>{title}</h1>
            <p><a class="button" href=paths::REPORT>{words::home_report(language)}</a></p>
            {content}
            {ui::pagination(newest, older, language)}
            {ui::age(found.age, now, language)}
        },
    )
}

fn table(repairs: Vec<Summary>, now: Millis, language: Language) -> impl IntoView + use<> {
    let (what, reported) = (
        words::repairs_column_what(language),
        words::repairs_column_reported(language),
    );
    let (visit, place) = (
        words::repairs_column_visit(language),
        words::repairs_column_status(language),
    );
    let rows = repairs
        .into_iter()
        .map(|repair| {
            let coming = repair.visit.as_ref().filter(|_| repair.status == Status::Booked);
            let when = coming.map_or_else(
                || {
                    if repair.status.is_open() {
                        words::repairs_no_visit(language).to_owned()
                    } else {
                        "–".to_owned()
                    }
                },
                |visit| times::day_in_words(&visit.day, now, language),
            );
            view! {
                <tr>
                    <th scope="row" data-label=what>
                        <a href=paths::repair(&repair.id)>{repair.title}</a>
                    </th>
                    <td data-label=reported>{times::short_day(repair.reported_at, now, language)}</td>
                    <td data-label=visit>{when}</td>
                    <td data-label=place>{ui::status_tag(repair.status, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table(
        "cards",
        words::repairs_caption(language),
        &[what, reported, visit, place],
        rows,
    )
}

fn id(page: &Page) -> Result<RepairId, AppError> {
    page.param("id", RepairId::parse)
}

/// A repair's own page.
pub async fn details(page: Page) -> PageResult {
    let repair = repairs::details(&page.ctx, &id(&page)?).await?;
    let language = page.language();
    let now = page.ctx.clock.now();
    let reference = words::repair_reference(language, &repair.summary.reference);
    let waiting = repair.waiting_to_be_passed_on.then(|| {
        view! { <div class="inset"><p>{words::repair_waiting(language)}</p></div> }
    });
    let visit = repair
        .summary
        .visit
        .as_ref()
        .filter(|_| repair.summary.status == Status::Booked)
        .map(|visit| {
            let title = view! { <h2>{words::home_next_visit(language)}</h2> }.into_any();
            ui::appointment(visit, title, now, language)
        });
    let target = repair
        .target
        .as_ref()
        .filter(|_| repair.summary.status.is_open())
        .map(|day| {
            view! { <p>{words::repair_target(language, &times::day_in_words(day, now, language))}</p> }
        });
    let photos = (!repair.photos.is_empty()).then(|| {
        view! { <section><h2>{words::repair_photos(language)}</h2>{gallery(&repair.photos, paths::photo, language)}</section> }
    });
    let next = next_step(&repair, now, language);
    let title = repair.summary.title.clone();
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::REPAIRS.to_owned(), language)}
            <div class="stack">
                <div>
                    <p class="caption">{reference}</p>
                    <h1>{title.clone()}</h1>
                    <p>{ui::status_tag(repair.summary.status, language)}</p>
                </div>
                {waiting}
                {visit}
                {target}
                <section>
                    <h2>{words::repair_what_happens(language)}</h2>
                    {ui::timeline(&repair.timeline, next, now, language)}
                </section>
                <section>
                    <h2>{words::repair_what_you_said(language)}</h2>
                    <p class="pre break">{repair.description.clone()}</p>
                </section>
                {photos}
                {cancel_link(&page, &repair)}
            </div>
        },
    )
}

fn next_step(repair: &Details, now: Millis, language: Language) -> Option<String> {
    match (repair.summary.status, &repair.summary.visit) {
        (Status::Sent, _) => Some(words::event_next_sent(language).to_owned()),
        (Status::Booked, Some(visit)) => Some(words::event_next_booked(
            language,
            &times::day_in_words(&visit.day, now, language),
        )),
        _ => None,
    }
}

fn cancel_link(page: &Page, repair: &Details) -> Option<AnyView> {
    let language = page.language();
    let phone = &page.settings.phone;
    match repair.cancelling {
        Cancelling::Allowed => {
            let href = paths::repair_cancel(&repair.summary.id);
            Some(
                view! { <p><a class="button secondary" href=href>{words::repair_cancel(language)}</a></p> }
                    .into_any(),
            )
        }
        Cancelling::TooLate => {
            Some(view! { <p>{words::repair_cancel_too_late(language, phone)}</p> }.into_any())
        }
        Cancelling::SwitchedOff if repair.summary.status.is_open() => {
            Some(view! { <p>{words::repair_cancel_off(language, phone)}</p> }.into_any())
        }
        Cancelling::TooFarOn | Cancelling::SwitchedOff => None,
    }
}

/// What we got, and what happens next.
pub async fn sent(page: Page) -> PageResult {
    let repair = repairs::details(&page.ctx, &id(&page)?).await?;
    let language = page.language();
    let title = words::sent_title(language);
    let worse = words::sent_worse(language, &ui::unbroken(&page.settings.emergency_phone));
    page.screen(
        title,
        view! {
            <div class="stack">
                <div class="confirm">
                    <h1>{title}</h1>
                    <p>{words::sent_reference(language)}</p>
                    <p class="reference">{repair.summary.reference.clone()}</p>
                </div>
                <section>
                    <h2>{words::sent_next_title(language)}</h2>
                    <ol>
                        <li>{words::sent_next_pass_on(language)}</li>
                        <li>{words::sent_next_book(language)}</li>
                        <li>{words::sent_next_follow(language)}</li>
                    </ol>
                    <p>{words::sent_mail(language)}</p>
                </section>
                <section>
                    <h2>{words::sent_worse_title(language)}</h2>
                    <p>{worse}</p>
                </section>
                <p><a class="button" href=paths::repair(&repair.summary.id)>{words::sent_follow(language)}</a></p>
            </div>
        },
    )
}

/// Asks before cancelling, naming what happens.
pub async fn cancel(page: Page) -> PageResult {
    let repair = repairs::details(&page.ctx, &id(&page)?).await?;
    if repair.cancelling != Cancelling::Allowed {
        return Err(AppError::Conflict("not-cancellable".into()));
    }
    let language = page.language();
    let title = words::cancel_title(language);
    let typed = page.typed("cancellation");
    let reason = ui::TextArea {
        name: "reason",
        label: words::cancel_reason(language),
        hint: words::cancel_reason_hint(language),
        rows: 3,
        optional: true,
        ..ui::TextArea::default()
    };
    let here = paths::repair(&repair.summary.id);
    page.screen(
        title,
        view! {
            {ui::back_to(here.clone(), language)}
            <div class="question">
                <p class="caption">{words::repair_reference(language, &repair.summary.reference)}</p>
                <h1>{title}</h1>
                <p><strong>{repair.summary.title.clone()}</strong></p>
                <p>{words::cancel_effect(language)}</p>
                <form method="post" action=CancelRepair::url() novalidate>
                    {ui::hidden("repair", repair.summary.id.as_str())}
                    {ui::text_area(&typed, reason)}
                    <div class="actions">
                        <button class="button danger">{words::cancel_button(language)}</button>
                        <a href=here>{words::cancel_keep(language)}</a>
                    </div>
                </form>
            </div>
        },
    )
}
