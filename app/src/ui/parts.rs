//! What pages are made of besides forms.

use domain::{
    dates::{Day, Millis},
    housing::Visit,
    identity::Language,
    repairs::{Event, Status, TimelineEntry},
};
use leptos::prelude::*;
use services::{hms::Freshness, times};

/// The few words for where a repair is.
const fn status_words(status: Status, language: Language) -> &'static str {
    match status {
        Status::Sent => words::status_sent(language),
        Status::Booked => words::status_booked(language),
        Status::InProgress => words::status_in_progress(language),
        Status::OnHold => words::status_on_hold(language),
        Status::NoAccess => words::status_no_access(language),
        Status::Done => words::status_done(language),
        Status::Closed => words::status_closed(language),
        Status::Cancelled => words::status_cancelled(language),
    }
}

/// A status as a coloured tag; the colour repeats what the words say.
pub fn status_tag(status: Status, language: Language) -> impl IntoView + use<> {
    let class = match status {
        Status::Sent | Status::InProgress => "tag info",
        Status::Booked | Status::Done | Status::Closed => "tag good",
        Status::OnHold | Status::NoAccess => "tag warn",
        Status::Cancelled => "tag quiet",
    };
    view! { <span class=class>{status_words(status, language)}</span> }
}

/// A point in time: `2:30pm on Thursday 3 December`.
pub fn moment(at: Millis, now: Millis, language: Language) -> String {
    let day = times::day_in_words(&times::day_of(at), now, language);
    words::recovery_moment(language, &times::time_in_words(at, language), &day)
}

/// A point in time where many stand under each other: `3 December, 2:30pm`.
pub fn stamp(at: Millis, now: Millis, language: Language) -> String {
    format!(
        "{}, {}",
        times::short_day(at, now, language),
        times::time_in_words(at, language)
    )
}

/// How old a copy is, in words (UX-N13).
pub fn age(freshness: Freshness, now: Millis, language: Language) -> impl IntoView + use<> {
    let text = match freshness.synced_at {
        None => words::age_never(language).to_owned(),
        Some(at) => {
            let time = times::time_in_words(at, language);
            let day = times::day_of(at);
            if day == times::day_of(now) {
                words::age_just_now(language, &time)
            } else {
                words::age_day(language, &time, &times::day_in_words(&day, now, language))
            }
        }
    };
    let newer = freshness.is_old.then(|| format!(" {}", words::age_old(language)));
    view! { <p class="age">{format!("{text}{}", newer.unwrap_or_default())}</p> }
}

/// A booked visit as a card: the day large, the window in words.
pub fn appointment(visit: &Visit, title: AnyView, now: Millis, language: Language) -> impl IntoView + use<> {
    let day = times::day_in_words(&visit.day, now, language);
    let window = words::home_visit_window(
        language,
        &times::clock_in_words(&visit.from, language),
        &times::clock_in_words(&visit.to, language),
    );
    let (weekday, number, month) = day_parts(&visit.day, now, language);
    view! {
        <article class="appointment card">
            <p class="day" aria-hidden="true"><span>{weekday}</span><strong>{number}</strong><span>{month}</span></p>
            <div>{title}<p>{day}<br/>{window}</p></div>
        </article>
    }
}

fn day_parts(day: &Day, now: Millis, language: Language) -> (String, String, String) {
    let full = times::day_in_words(day, now, language);
    let parts: Vec<&str> = full.split(' ').collect();
    // Welsh week days are two words: "Dydd Iau".
    let number = parts
        .iter()
        .position(|part| part.chars().all(|c| c.is_ascii_digit()))
        .unwrap_or(0);
    let short = |text: &str| text.chars().take(3).collect::<String>();
    let weekday = number
        .checked_sub(1)
        .and_then(|at| parts.get(at))
        .map_or_else(String::new, |text| short(text));
    let month = parts.get(number + 1).map_or_else(String::new, |text| short(text));
    (
        weekday,
        parts
            .get(number)
            .map_or_else(String::new, |text| (*text).to_owned()),
        month,
    )
}

/// One line of a summary list: label, value, and where it can be changed.
pub struct SummaryRow {
    pub label: String,
    pub value: AnyView,
    pub change: Option<String>,
}

pub fn summary(rows: Vec<SummaryRow>, language: Language) -> impl IntoView + use<> {
    let rows = rows
        .into_iter()
        .map(|row| {
            let about = format!(" {}", row.label.to_lowercase());
            let change = row.change.map(|href| {
                view! {
                    <dd class="change">
                        <a href=href>{words::change(language)}<span class="visually-hidden">{about}</span></a>
                    </dd>
                }
            });
            view! { <div><dt>{row.label}</dt><dd>{row.value}</dd>{change}</div> }
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }
}

/// Ways to other pages of a list.
pub fn pagination(
    newest: Option<String>,
    older: Option<String>,
    language: Language,
) -> Option<impl IntoView + use<>> {
    if newest.is_none() && older.is_none() {
        return None;
    }
    let newest = newest.map(|href| view! { <a rel="prev" href=href>{words::newer(language)}</a> });
    let older = older.map(|href| view! { <a rel="next" href=href>{words::older(language)}</a> });
    Some(view! { <nav class="pages" aria-label=words::pages(language)>{newest}{older}</nav> })
}

pub fn empty(title: &str, text: &str) -> impl IntoView + use<> {
    view! { <section class="empty"><h2>{title.to_owned()}</h2><p>{text.to_owned()}</p></section> }
}

/// What has happened, oldest first, and what comes next.
pub fn timeline(
    entries: &[TimelineEntry],
    next: Option<String>,
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let last = entries.len().saturating_sub(1);
    let lines = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let when = format!(
                "{}, {}",
                times::day_in_words(&times::day_of(entry.at), now, language),
                times::time_in_words(entry.at, language)
            );
            let is_now = at == last;
            view! {
                <li class=if is_now { "now" } else { "done" } aria-current=is_now.then_some("step")>
                    <h3>{event_words(&entry.event, now, language)}</h3>
                    <p>{when}</p>
                </li>
            }
        })
        .collect_view();
    let next = next.map(|next| view! { <li class="next"><h3>{next}</h3></li> });
    view! { <ol class="timeline">{lines}{next}</ol> }
}

fn event_words(event: &Event, now: Millis, language: Language) -> String {
    match event {
        Event::Received => words::event_received(language),
        Event::PassedOn => words::event_passed_on(language),
        Event::Reported => words::event_reported(language),
        Event::VisitBooked(visit) => {
            let day = times::day_in_words(&visit.day, now, language);
            let (from, to) = (
                times::clock_in_words(&visit.from, language),
                times::clock_in_words(&visit.to, language),
            );
            return words::event_visit(language, &day, &from, &to);
        }
        Event::CancelAsked => words::event_cancel_asked(language),
        Event::CancelConfirmed => words::event_cancel_confirmed(language),
        Event::CancelRefused => words::event_cancel_refused(language),
        Event::Became(status) => match status {
            Status::Sent => words::event_sent(language),
            Status::Booked => words::event_booked(language),
            Status::InProgress => words::event_in_progress(language),
            Status::OnHold => words::event_on_hold(language),
            Status::NoAccess => words::event_no_access(language),
            Status::Done => words::event_done(language),
            Status::Closed => words::event_closed(language),
            Status::Cancelled => words::event_cancelled(language),
        },
    }
    .to_owned()
}

/// A table whose rows become cards on a phone: each cell repeats its head in `data-label`. The caption is for those who
/// do not see the page around it.
pub fn table(
    class: &'static str,
    caption: &str,
    heads: &[&'static str],
    rows: Vec<AnyView>,
) -> impl IntoView + use<> {
    let heads = heads
        .iter()
        .map(|head| view! { <th scope="col">{*head}</th> })
        .collect_view();
    view! {
        <table class=class>
            <caption class="visually-hidden">{caption.to_owned()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Why a delivery failed, in words staff can act on.
pub fn trouble(code: &str, language: Language) -> String {
    match words::find(language, &format!("trouble-{code}")) {
        _ if code.is_empty() => "–".to_owned(),
        Some(sentence) => sentence.to_owned(),
        None => words::trouble_refused(language, code),
    }
}
