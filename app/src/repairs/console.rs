//! The repairs desk.

use super::{api::TryAgain, photos::gallery, portal::before};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::{Day, Millis},
    identity::Language,
    ids::RepairId,
    repairs::Status,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    outbox::Delivery,
    repairs::desk::{self, DeskDetails, DeskRow},
    times,
};

const UNDELIVERED: &str = "undelivered";

/// The list of reported repairs.
pub async fn list(page: Page) -> PageResult {
    let language = page.language();
    let now = page.ctx.clock.now();
    let filter = if page.query("show") == UNDELIVERED {
        UNDELIVERED
    } else {
        ""
    };
    let before = before(&page);
    let found = desk::list(&page.ctx, !filter.is_empty(), before.as_ref()).await?;
    let title = words::desk_title(language);
    let newest = before.is_some().then(|| paths::console_repairs_shown(filter));
    let last = found.rows.last().filter(|_| found.has_older);
    let older = last.map(|row| paths::older(paths::CONSOLE_REPAIRS, filter, row.received_at, &row.id));
    let tabs = [("", words::desk_filter_all(language)), (UNDELIVERED, words::desk_filter_undelivered(language))]
        .into_iter()
        .map(|(name, label)| {
            view! {
                <li><a href=paths::console_repairs_shown(name) aria-current=(name == filter).then_some("page")>{label}</a></li>
            }
        })
        .collect_view();
    let content = if found.rows.is_empty() {
        let (title, text) = if filter == UNDELIVERED {
            (
                words::desk_delivered_title(language),
                words::desk_delivered(language),
            )
        } else {
            (words::desk_empty_title(language), words::desk_empty(language))
        };
        ui::empty(title, text).into_any()
    } else {
        table(found.rows, now, language).into_any()
    };
    page.screen(
        title,
        view! {
            <div class="page-head"><div><h1>{title}</h1><p class="muted">{words::desk_purpose(language)}</p></div></div>
            <nav class="tabs" aria-label=words::desk_filter(language)><ul>{tabs}</ul></nav>
            {content}
            {ui::pagination(newest, older, language)}
        },
    )
}

/// How the delivery of a repair stands, for a tag: class and words.
fn delivery(state: &str, error: &str, passed_on: bool, language: Language) -> (&'static str, &'static str) {
    match state {
        _ if passed_on => ("tag good", words::delivery_done(language)),
        "waiting" if error.is_empty() => ("tag info", words::delivery_waiting(language)),
        "waiting" => ("tag warn", words::delivery_retrying(language)),
        "dead" => ("tag danger", words::delivery_dead(language)),
        _ => ("tag quiet", words::delivery_none(language)),
    }
}

fn table(rows: Vec<DeskRow>, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::desk_column_repair(language),
        words::desk_column_address(language),
        words::desk_column_received(language),
        words::desk_column_status(language),
        words::desk_column_delivery(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let status = Status::parse(&row.status).unwrap_or(Status::InProgress);
            let (class, state) = delivery(&row.delivery, &row.last_error, row.passed_on_at.is_some(), language);
            let address = row.address.lines().collect::<Vec<_>>().join(", ");
            let why = (row.passed_on_at.is_none() && !row.last_error.is_empty()).then(|| {
                view! { <p class="small muted">{ui::trouble(&row.last_error, language)}</p> }
            });
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>
                        <a href=paths::console_repair(&row.id)>{row.title}</a>
                        <p class="small muted">{format!("{} · {}", row.reference, row.customer_name)}</p>
                    </th>
                    <td data-label=heads[1]>{address}</td>
                    <td data-label=heads[2] class="nowrap">{ui::stamp(Millis(row.received_at), now, language)}</td>
                    <td data-label=heads[3]>{ui::status_tag(status, language)}</td>
                    <td data-label=heads[4]><span class=class>{state}</span>{why}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::desk_caption(language), &heads, rows)
}

/// One repair with everything about its delivery.
pub async fn details(page: Page) -> PageResult {
    let id = page.param("id", RepairId::parse)?;
    let record = desk::record(&page.ctx, &id).await?;
    let language = page.language();
    let now = page.ctx.clock.now();
    let repair = record.details;
    let title = repair.title.clone();
    let caption = words::repair_reference(language, &repair.reference);
    let status = Status::parse(&repair.status).unwrap_or(Status::InProgress);
    let photos = (!record.photos.is_empty()).then(|| {
        view! { <section class="panel"><h2>{words::repair_photos(language)}</h2>{gallery(&record.photos, paths::console_photo, language)}</section> }
    });
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_REPAIRS.to_owned(), language)}
            <div class="page-head">
                <div><p class="caption">{caption}</p><h1>{title.clone()}</h1><p>{ui::status_tag(status, language)}</p></div>
            </div>
            <div class="columns">
                <div class="stack">
                    <section class="panel">
                        <h2>{words::desk_details(language)}</h2>
                        {ui::summary(about(&repair, now, language), language)}
                    </section>
                    {photos}
                    <section class="panel">
                        <h2>{words::desk_deliveries(language)}</h2>
                        {deliveries(record.deliveries, &id, now, language)}
                    </section>
                </div>
                <aside class="stack">
                    <section class="panel">
                        <h2>{words::desk_hms_title(language)}</h2>
                        {ui::summary(wanted(&repair, now, language), language)}
                    </section>
                    <section class="panel">
                        <h2>{words::repair_what_happens(language)}</h2>
                        {ui::timeline(&record.timeline, None, now, language)}
                    </section>
                </aside>
            </div>
        },
    )
}

fn row(label: &str, value: impl Into<String>) -> ui::SummaryRow {
    let value: String = value.into();
    ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="pre break">{value}</span> }.into_any(),
        change: None,
    }
}

fn about(repair: &DeskDetails, now: Millis, language: Language) -> Vec<ui::SummaryRow> {
    let received = Millis(repair.received_at.unwrap_or(repair.reported_at));
    let mut rows = vec![
        row(words::desk_tenant(language), repair.customer_name.clone()),
        row(words::desk_home(language), repair.address.clone()),
        row(words::desk_tenancy(language), repair.tenancy_reference.clone()),
        row(words::desk_description(language), repair.description.clone()),
        row(words::desk_received(language), ui::stamp(received, now, language)),
    ];
    if let (Some(notice), Some(at)) = (&repair.safety_notice, repair.safety_accepted_at) {
        let at = Millis(at);
        let accepted = words::desk_safety_accepted(
            language,
            &times::short_day(at, now, language),
            &times::time_in_words(at, language),
        );
        rows.push(row(words::desk_safety(language), format!("{notice}\n{accepted}")));
    }
    if !repair.cancel_reason.is_empty() {
        rows.push(row(
            words::desk_cancel_reason(language),
            repair.cancel_reason.clone(),
        ));
    }
    rows
}

fn wanted(repair: &DeskDetails, now: Millis, language: Language) -> Vec<ui::SummaryRow> {
    let there = repair
        .hms_reference
        .clone()
        .unwrap_or_else(|| words::desk_hms_none(language).to_owned());
    let mut rows = vec![
        row(words::desk_hms_reference(language), there),
        row(words::desk_sor(language), repair.sor_code.clone()),
        row(words::desk_type(language), repair.repair_type.clone()),
        row(words::desk_priority(language), repair.priority.clone()),
        row(words::desk_contract(language), repair.contract.clone()),
    ];
    if let Some(day) = &repair.target_day {
        rows.push(row(
            words::desk_target(language),
            times::day_in_words(&Day(day.clone()), now, language),
        ));
    }
    rows
}

fn deliveries(
    all: Vec<Delivery>,
    repair: &RepairId,
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let heads = [
        words::desk_delivery_what(language),
        words::desk_delivery_state(language),
        words::desk_delivery_tries(language),
        words::desk_delivery_why(language),
        words::desk_delivery_next(language),
    ];
    let here = paths::console_repair(repair.as_str());
    let rows = all
        .into_iter()
        .map(|job| {
            let what = words::find(language, &format!("job-{}", job.kind)).unwrap_or_default();
            let (class, state) = match job.state.as_str() {
                "done" => ("tag good", words::delivery_finished(language)),
                state => delivery(state, &job.last_error, false, language),
            };
            let next = match job.state.as_str() {
                "waiting" => ui::stamp(Millis(job.run_after), now, language).into_any(),
                "dead" => {
                    let name = format!("{}: {what}", words::desk_try_again(language));
                    view! {
                        <form method="post" action=TryAgain::url() class="inline">
                            {ui::hidden("job", &job.id)}
                            {ui::hidden("next", &here)}
                            <button class="button small" aria-label=name>{words::desk_try_again(language)}</button>
                        </form>
                    }
                    .into_any()
                }
                _ => "–".into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>{what}</th>
                    <td data-label=heads[1]><span class=class>{state}</span></td>
                    <td data-label=heads[2] class="num">{job.attempts}</td>
                    <td data-label=heads[3]>{ui::trouble(&job.last_error, language)}</td>
                    <td data-label=heads[4]>{next}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table(
        "dense cards",
        words::desk_deliveries_caption(language),
        &heads,
        rows,
    )
}
