//! The queue of people who ask for an account and could not prove who they are.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::{Day, Millis},
    identity::Language,
    ids::RegistrationId,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    registration::{DeskRow, desk},
    times,
};

const PARTS: [&str; 4] = ["reference", "surname", "born", "postcode"];

/// What the landlord is called in the language of the page.
pub(super) fn landlord(page: &Page) -> String {
    match page.language() {
        Language::English => page.settings.landlord_en.clone(),
        Language::Welsh => page.settings.landlord_cy.clone(),
    }
}

fn day(at: i64, page: &Page) -> String {
    times::short_day(Millis(at), page.ctx.clock.now(), page.language())
}

fn is_right(row: &DeskRow, part: &str) -> bool {
    row.found.split(',').any(|right| right == part)
}

fn part_name(part: &str, language: Language) -> &'static str {
    words::find(language, &format!("registrations-part-{part}")).unwrap_or_default()
}

/// What is right of it, in a few words.
fn found(row: &DeskRow, language: Language) -> String {
    match (row.looked_up_at, row.verdict.as_str()) {
        (None, _) => words::registrations_found_unknown(language).to_owned(),
        (_, "one") => words::registrations_found_all(language).to_owned(),
        (_, "several") => words::registrations_found_several(language).to_owned(),
        _ if row.found.is_empty() => words::registrations_found_none(language).to_owned(),
        _ => {
            let right = PARTS.into_iter().filter(|part| is_right(row, part));
            right
                .map(|part| part_name(part, language))
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

fn reach(row: &DeskRow, language: Language) -> &'static str {
    match row.on_file.as_str() {
        "email" => words::registrations_reach_email(language),
        "mobile" => words::registrations_reach_mobile(language),
        "none" => words::registrations_reach_none(language),
        _ => "–",
    }
}

/// Who waits, the longest first.
pub async fn list(page: Page) -> PageResult {
    let language = page.language();
    let after = RegistrationId::parse(page.query("after"));
    let queue = desk::list(&page.ctx, after.as_ref()).await?;
    let title = words::registrations_title(language);
    let first = after.map(|_| {
        view! { <a href=paths::CONSOLE_REGISTRATIONS>{words::registrations_first(language)}</a> }
    });
    let more = queue.rows.last().filter(|_| queue.has_more).map(|last| {
        view! { <a rel="next" href=paths::console_registrations_after(&last.id)>{words::registrations_more(language)}</a> }
    });
    let pages = (first.is_some() || more.is_some())
        .then(|| view! { <nav class="pages" aria-label=words::pages(language)>{first}{more}</nav> });
    let content = if queue.rows.is_empty() {
        ui::empty(
            words::registrations_empty_title(language),
            words::registrations_empty(language),
        )
        .into_any()
    } else {
        table(&page, &queue.rows).into_any()
    };
    page.screen(
        title,
        view! {
            <div class="page-head"><div><h1>{title}</h1><p class="muted">{words::registrations_purpose(language)}</p></div></div>
            {content}
            {pages}
        },
    )
}

fn table(page: &Page, rows: &[DeskRow]) -> impl IntoView + use<> {
    let language = page.language();
    let now = page.ctx.clock.now();
    let heads = [
        words::registrations_column_who(language),
        words::registrations_column_found(language),
        words::registrations_column_reach(language),
        words::registrations_column_waits(language),
    ];
    let rows = rows
        .iter()
        .map(|row| {
            let waits = words::registrations_waits(language, desk::days_waiting(row, now));
            let letter = row.letter_at.map(|at| {
                view! { <p class="small muted">{words::registrations_letter_sent(language, &day(at, page))}</p> }
            });
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>
                        <a href=paths::console_registration(&row.id)>{row.surname.clone()}</a>
                        <p class="small muted break">{format!("{} · {}", row.reference, row.email)}</p>
                    </th>
                    <td data-label=heads[1]>{found(row, language)}</td>
                    <td data-label=heads[2]>{reach(row, language)}</td>
                    <td data-label=heads[3]>{waits}{letter}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table(
        "dense cards",
        words::registrations_caption(language),
        &heads,
        rows,
    )
}

/// One of them: what they typed against the record, and what can be done.
pub async fn details(page: Page) -> PageResult {
    let id = page.param("id", RegistrationId::parse)?;
    let row = desk::record(&page.ctx, &id).await?;
    let language = page.language();
    let back = ui::back_to(paths::CONSOLE_REGISTRATIONS.to_owned(), language);
    if row.state != "open" {
        let title = words::registrations_title(language);
        let text = decided(&page, &row);
        return page.screen(
            title,
            view! { {back}<div class="question"><h1>{title}</h1><p>{text}</p></div> },
        );
    }
    let title = row.surname.clone();
    let sections = (
        typed(&page, &row),
        nearest(&row, language),
        decide(&page, &id, &row),
        others(&page, &id, &row),
    );
    page.screen(
        &title,
        view! {
            {back}
            <div class="page-head"><h1>{title.clone()}</h1></div>
            <div class="columns">
                <div class="stack">{sections.0}{sections.2}</div>
                <aside class="stack">{sections.1}{sections.3}</aside>
            </div>
        },
    )
}

fn decided(page: &Page, row: &DeskRow) -> String {
    let language = page.language();
    let on = day(row.decided_at.unwrap_or(row.created_at), page);
    match row.state.as_str() {
        "refused" => words::registration_refused_by(language, &row.decider, &on),
        _ if row.decider.is_empty() => words::registration_done_itself(language).to_owned(),
        _ => words::registration_done(language, &row.decider, &on),
    }
}

fn line(label: &str, value: AnyView) -> ui::SummaryRow {
    ui::SummaryRow {
        label: label.to_owned(),
        value,
        change: None,
    }
}

fn plain(label: &str, value: &str) -> ui::SummaryRow {
    let value = value.to_owned();
    line(label, view! { <span class="break">{value}</span> }.into_any())
}

fn typed(page: &Page, row: &DeskRow) -> impl IntoView + use<> {
    let language = page.language();
    let now = page.ctx.clock.now();
    let born = row
        .born
        .as_ref()
        .map(|day| times::day_in_words(&Day(day.clone()), now, language));
    let values = [
        Some(row.reference.clone()),
        Some(row.surname.clone()),
        born,
        row.postcode.clone(),
    ];
    let mut rows: Vec<_> = PARTS
        .into_iter()
        .zip(values)
        .map(|(part, value)| {
            let Some(value) = value else {
                return plain(part_name(part, language), words::registration_not_given(language));
            };
            let (class, verdict) = match row.looked_up_at {
                None => ("tag quiet", words::registration_not_checked(language)),
                Some(_) if is_right(row, part) => ("tag good", words::registration_right(language)),
                Some(_) => ("tag warn", words::registration_not_right(language)),
            };
            let view = view! { <span class="break">{value}</span>" "<span class=class>{verdict}</span> };
            line(part_name(part, language), view.into_any())
        })
        .collect();
    rows.push(plain(words::registration_email(language), &row.email));
    view! { <section class="panel"><h2>{words::registration_typed(language)}</h2>{ui::summary(rows, language)}</section> }
}

fn nearest(row: &DeskRow, language: Language) -> impl IntoView + use<> {
    let content = if row.person_reference.is_empty() {
        view! { <p>{words::registration_nearest_none(language)}</p> }.into_any()
    } else {
        let name = format!("{} {}", row.first_name, row.last_name);
        let rows = vec![
            plain(words::registration_person(language), &name),
            plain(
                words::registration_person_reference(language),
                &row.person_reference,
            ),
            plain(words::registration_reach(language), reach(row, language)),
        ];
        ui::summary(rows, language).into_any()
    };
    view! { <section class="panel"><h2>{words::registration_nearest(language)}</h2>{content}</section> }
}

fn decide(page: &Page, id: &RegistrationId, row: &DeskRow) -> impl IntoView + use<> {
    let language = page.language();
    let typed = page
        .typed("approve")
        .or_stored(serde_json::json!({ "reference": row.person_reference }));
    let reference = ui::Field {
        name: "reference",
        label: words::registration_reference(language),
        hint: words::registration_reference_hint(language),
        kind: "text",
        autocomplete: "off",
        width: "w-10",
        exact: true,
    };
    let note = ui::TextArea {
        name: "proof",
        label: words::registration_note(language),
        rows: 3,
        ..ui::TextArea::default()
    };
    view! {
        <section class="panel">
            <h2>{words::registration_decide(language)}</h2>
            <p>{words::registration_decide_why(language)}</p>
            <form method="post" action=api::ApproveRegistration::url() novalidate>
                {ui::hidden("registration", id.as_str())}
                {ui::field(&typed, reference)}
                {ui::text_area(&typed, note)}
                <div class="actions">
                    <button class="button">{words::registration_approve(language)}</button>
                    <button class="button secondary" formaction=api::SendLetter::url()>
                        {words::registration_letter(language)}
                    </button>
                </div>
                <p class="hint">{words::registration_letter_why(language)}</p>
            </form>
        </section>
    }
}

fn others(page: &Page, id: &RegistrationId, row: &DeskRow) -> impl IntoView + use<> {
    let language = page.language();
    let typed = page.typed("refuse");
    let reason = ui::TextArea {
        name: "refusal",
        label: words::registration_refuse_reason(language),
        hint: words::registration_refuse_hint(language),
        rows: 2,
        ..ui::TextArea::default()
    };
    let letter = row.letter_at.map(|at| {
        view! {
            <section class="panel">
                <h2>{words::letter_print_title(language)}</h2>
                <p>{words::registrations_letter_sent(language, &day(at, page))}</p>
                <p><a href=paths::console_registration_letter(id)>{words::registration_letter_print(language)}</a></p>
            </section>
        }
    });
    view! {
        {letter}
        <section class="panel">
            <h2>{words::registration_refuse(language)}</h2>
            <form method="post" action=api::RefuseRegistration::url() novalidate>
                {ui::hidden("registration", id.as_str())}
                {ui::text_area(&typed, reason)}
                <div class="actions"><button class="button danger">{words::registration_refuse(language)}</button></div>
            </form>
        </section>
    }
}
