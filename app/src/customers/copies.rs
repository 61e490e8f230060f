//! What stands on a customer's record from the housing system: who they are there, homes, accounts, ways to reach them,
//! cases; each with its age.

use super::api::one_line;
use crate::ui;
use domain::{
    dates::{Day, Millis},
    housing::Resource,
    identity::Language,
};
use leptos::prelude::*;
use services::{
    customers::{PersonRow, Record, TenancyRow},
    hms::{Account, CaseRow, Freshness, MethodRow, PartyRow},
    times,
};
use std::collections::BTreeMap;

/// Runs of everybody in a row after which it is worth a word.
const UNSEEN: i64 = 3;

/// How old a copy is. One that is not there yet is on its way: the page that is looked at asked for it.
fn how_old(age: Freshness, now: Millis, language: Language) -> AnyView {
    if age.synced_at.is_none() {
        return view! { <p class="age">{words::customer_not_read(language)}</p> }.into_any();
    }
    ui::age(age, now, language).into_any()
}

/// The panels, top to bottom.
pub fn panels(record: &Record, now: Millis, language: Language) -> impl IntoView + use<> {
    let panel = |title: &str, resource: Resource, content: AnyView| {
        let age = record.ages.get(&resource).copied();
        view! {
            <section class="panel">
                <h2>{title.to_owned()}</h2>
                {content}
                {age.map(|age| how_old(age, now, language))}
            </section>
        }
    };
    let person = record
        .person
        .as_ref()
        .filter(|person| !person.surname.is_empty() || person.unseen >= UNSEEN)
        .map(|person| {
            panel(
                words::customer_hms(language),
                Resource::Person,
                who(person, language),
            )
        });
    let cases = record.has_cases.then(|| {
        panel(
            words::customer_cases(language),
            Resource::Cases,
            cases(&record.cases, &record.words.case_types, now, language),
        )
    });
    view! {
        {person}
        {panel(words::customer_tenancies(language), Resource::Home, tenancies(record, now, language))}
        {panel(words::customer_accounts(language), Resource::Accounts, accounts(&record.accounts, now, language))}
        {panel(
            words::customer_reach(language),
            Resource::Person,
            methods(&record.contact_methods, &record.words.contact_types, now, language),
        )}
        {cases}
    }
}

fn who(person: &PersonRow, language: Language) -> AnyView {
    let row = |label: &str, value: String| ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="break">{value}</span> }.into_any(),
        change: None,
    };
    let name = format!("{} {}", person.forenames, person.surname);
    let mut rows = Vec::new();
    if !name.trim().is_empty() {
        rows.push(row(words::customer_hms_name(language), name.trim().to_owned()));
    }
    if !person.reference.is_empty() {
        rows.push(row(
            words::customer_hms_reference(language),
            person.reference.clone(),
        ));
    }
    let deceased = person
        .is_deceased
        .then(|| view! { <p class="notice warn">{words::customer_hms_deceased(language)}</p> });
    let unseen = (person.unseen >= UNSEEN)
        .then(|| view! { <p class="notice warn">{words::customer_hms_unseen(language, person.unseen)}</p> });
    view! { {deceased}{unseen}{ui::summary(rows, language)} }.into_any()
}

fn day(day: &str, now: Millis, language: Language) -> String {
    times::day_in_words(&Day(day.to_owned()), now, language)
}

fn tenancies(record: &Record, now: Millis, language: Language) -> AnyView {
    if record.tenancies.is_empty() {
        return view! { <p>{words::customer_tenancies_none(language)}</p> }.into_any();
    }
    let lines = record
        .tenancies
        .iter()
        .map(|row| tenancy(row, record, now, language))
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn tenancy(row: &TenancyRow, record: &Record, now: Millis, language: Language) -> impl IntoView + use<> {
    let tenure = record.words.tenures.get(&row.tenure).unwrap_or(&row.tenure);
    let attributes: BTreeMap<String, String> = serde_json::from_str(&row.attributes).unwrap_or_default();
    let facts = [tenure.clone(), row.county.clone()]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .chain(
            attributes
                .into_iter()
                .map(|(name, value)| format!("{name}: {value}")),
        )
        .collect::<Vec<_>>()
        .join(" · ");
    let others: Vec<_> = record
        .parties
        .iter()
        .filter(|party| party.tenancy_id == row.tenancy_id)
        .map(|party| view! { <li>{party_line(party, now, language)}</li> })
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! {
            <p class="small">{words::customer_parties(language)}</p>
            <ul class="small">{others}</ul>
        }
    });
    view! {
        <li>
            <p><strong>{row.reference.clone()}</strong>" "<span class="muted">{role(&row.role, language)}</span></p>
            <p>{one_line(&row.address)}</p>
            {(!facts.is_empty()).then(|| view! { <p class="small muted break">{facts}</p> })}
            {others}
        </li>
    }
}

fn role(role: &str, language: Language) -> String {
    match role {
        "main" => words::customer_tenancy_main(language),
        "joint" => words::customer_tenancy_joint(language),
        "guarantor" => words::customer_party_guarantor(language),
        "occupant" => words::customer_party_occupant(language),
        other => return other.to_owned(),
    }
    .to_owned()
}

fn party_line(party: &PartyRow, now: Millis, language: Language) -> String {
    let until = party
        .until_day
        .as_ref()
        .map(|until| words::customer_party_until(language, &day(until, now, language)));
    [Some(party.name.clone()), Some(role(&party.role, language)), until]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn accounts(all: &[Account], now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p>{words::customer_accounts_none(language)}</p> }.into_any();
    }
    let lines = all
        .iter()
        .map(|account| {
            let amount = account.balance.unsigned().to_string();
            let balance = match account.balance.0 {
                0 => words::customer_account_clear(language).to_owned(),
                1.. => words::customer_account_owes(language, &amount),
                _ => words::customer_account_credit(language, &amount),
            };
            let next = account.next_charge.as_ref().map(|(due, pence)| {
                let text = words::customer_account_next(
                    language,
                    &pence.to_string(),
                    &times::day_in_words(due, now, language),
                );
                view! { <p class="small muted">{text}</p> }
            });
            view! {
                <li>
                    <p>
                        <strong>{account.reference.clone()}</strong>" "
                        <span class="muted">{account.kind.clone()}</span>
                    </p>
                    <p>{balance}</p>
                    {next}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn methods(all: &[MethodRow], kinds: &BTreeMap<String, String>, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p>{words::customer_reach_none(language)}</p> }.into_any();
    }
    let lines = all
        .iter()
        .map(|method| {
            let kind = match method.kind.as_str() {
                "email" => words::customer_reach_email(language),
                "mobile" => words::customer_reach_mobile(language),
                code => kinds.get(code).map_or(code, String::as_str),
            };
            let main = method.is_main.then(|| words::customer_reach_main(language).to_owned());
            let until = method
                .until_day
                .as_ref()
                .map(|until| words::customer_reach_until(language, &day(until, now, language)));
            let about: Vec<String> = [Some(kind.to_owned()), main, until].into_iter().flatten().collect();
            view! {
                <li><p class="break">{method.value.clone()}</p><p class="small muted">{about.join(" · ")}</p></li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn cases(all: &[CaseRow], kinds: &BTreeMap<String, String>, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p>{words::customer_cases_none(language)}</p> }.into_any();
    }
    let lines = all
        .iter()
        .map(|case| {
            let kind = kinds.get(&case.kind).unwrap_or(&case.kind).clone();
            let held = case
                .is_on_hold
                .then(|| words::customer_case_on_hold(language).to_owned());
            let closed = case.closed_at.map(|at| {
                words::customer_case_closed(language, &times::short_day(Millis(at), now, language))
            });
            let since = times::short_day(Millis(case.created_at), now, language);
            let about: Vec<String> = [
                Some(case.reference.clone()),
                Some(kind),
                Some(since),
                Some(case.status.clone()),
                held,
                closed,
            ]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
            view! {
                <li>
                    <p><strong>{case.subject.clone()}</strong></p>
                    <p class="small muted">{about.join(" · ")}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}
