//! The control plane: not part of the contract, on a port of its own.

use super::{
    ask::Sent,
    landlord::repairs::{Appointment, Status, window},
    paging::ok,
    refusal::Refusal,
    routes,
    state::{Cx, World},
    wire,
};
use crate::faults::Fault;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

pub fn router(cx: Cx) -> Router {
    Router::new()
        .route("/_sim/reset", post(reset))
        .route("/_sim/clock", post(advance))
        .route("/_sim/faults", post(arm).get(armed))
        .route("/_sim/journal", get(journal))
        .route("/_sim/ledger", get(ledger))
        .route("/_sim/people", get(people))
        .route("/_sim/repairs/{id}", get(repair))
        .route("/_sim/repairs/{id}/status", post(progress))
        .route("/_sim/contacts/{id}/surname", post(rename))
        .route("/_sim/contacts/{id}/hide", post(hide))
        .route("/_sim/agreements/{id}/end", post(end))
        .route("/_sim/slots/{id}/take", post(take))
        .layer(middleware::from_fn(explained))
        .with_state(cx)
}

/// A mistake in a test's call should say what it is.
async fn explained(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.extensions().get::<Refusal>() {
        Some(refusal) => refusal.body(""),
        None => response,
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    seed: Option<u64>,
}

async fn reset(State(cx): State<Cx>, body: Bytes) -> Result<Response, Refusal> {
    let asked = if body.is_empty() {
        Ok(Reset::default())
    } else {
        serde_json::from_slice(&body)
    };
    let asked = asked.map_err(|error| Refusal::invalid("", error.to_string()))?;
    cx.reset(asked.seed.unwrap_or(cx.options.seed));
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: i64,
}

async fn advance(State(cx): State<Cx>, Sent(asked): Sent<Advance>) -> Response {
    let mut world = cx.world();
    world.clock.advance(asked.advance);
    ok(&serde_json::json!({ "now": wire::moment(world.clock.local()) }))
}

async fn arm(State(cx): State<Cx>, Sent(faults): Sent<Vec<Fault>>) -> Response {
    cx.world().faults.arm(faults);
    StatusCode::NO_CONTENT.into_response()
}

async fn armed(State(cx): State<Cx>) -> Response {
    ok(&cx.world().faults.armed())
}

async fn journal(State(cx): State<Cx>) -> Response {
    let entries = cx.world().journal.entries();
    ok(&entries)
}

async fn ledger(State(cx): State<Cx>) -> Response {
    ok(&cx.world().ledger)
}

async fn people(State(cx): State<Cx>) -> Response {
    let world = cx.world();
    let people = world.landlord.demo_people().into_iter().map(|person| {
        serde_json::json!({
            "contactId": person.contact_id,
            "reference": person.reference,
            "forenames": person.forenames,
            "surname": person.surname,
            "email": person.email,
            "mobile": person.mobile,
            "dateOfBirth": person.date_of_birth.map(wire::day),
            "agreementId": person.agreement_id,
            "homeId": person.home_id,
            "postcode": person.postcode,
            "accountIds": person.account_ids,
        })
    });
    ok(&people.collect::<Vec<_>>())
}

async fn repair(State(cx): State<Cx>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let world = cx.world();
    let repair = world.landlord.repairs.get(&id).ok_or_else(Refusal::not_found)?;
    Ok(ok(&wire::repair::Repair::of(repair)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Progress {
    status: Status,
    appointment: Option<Visit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    date: String,
    category: String,
}

async fn progress(
    State(cx): State<Cx>,
    Path(id): Path<String>,
    Sent(asked): Sent<Progress>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord, clock, ids, ..
    } = &mut *world;
    let repair = landlord.repairs.get_mut(&id).ok_or_else(Refusal::not_found)?;
    let appointment = asked.appointment.map(|visit| {
        let date = routes::day("date", &visit.date)?;
        let (category, from, to) = window(&visit.category);
        let number: usize = repair.orders.iter().map(|order| order.appointments.len()).sum();
        let id = format!("APT-{}-{}", id.trim_start_matches("REP-"), number + 1);
        Ok(Appointment {
            id,
            date,
            from,
            to,
            category,
            status: "Booked",
        })
    });
    repair.progress(asked.status, appointment.transpose()?, ids, clock.local());
    Ok(ok(&wire::repair::Repair::of(repair)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    surname: String,
}

async fn rename(
    State(cx): State<Cx>,
    Path(id): Path<String>,
    Sent(asked): Sent<Rename>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World { landlord, clock, .. } = &mut *world;
    let contact = landlord.contacts.get_mut(&id).ok_or_else(Refusal::not_found)?;
    contact.surname = asked.surname;
    contact.changed_at = clock.local();
    let name = contact.name();
    let parties = landlord
        .agreements
        .values_mut()
        .flat_map(|agreement| &mut agreement.parties);
    parties
        .filter(|party| party.contact_id == id)
        .for_each(|party| party.name.clone_from(&name));
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The record is no longer shown to our user.
async fn hide(State(cx): State<Cx>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let contact = world
        .landlord
        .contacts
        .get_mut(&id)
        .ok_or_else(Refusal::not_found)?;
    contact.companies.clear();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Somebody else has the slot.
async fn take(State(cx): State<Cx>, Path(id): Path<String>) -> Response {
    cx.world().landlord.taken.insert(id);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    on: String,
}

async fn end(
    State(cx): State<Cx>,
    Path(id): Path<String>,
    Sent(asked): Sent<End>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World { landlord, clock, .. } = &mut *world;
    let on = routes::day("on", &asked.on)?;
    let agreement = landlord.agreements.get_mut(&id).ok_or_else(Refusal::not_found)?;
    agreement.end = Some(on);
    for party in &mut agreement.parties {
        party.to = Some(on);
        landlord
            .contacts
            .entry(party.contact_id.clone())
            .and_modify(|contact| contact.changed_at = clock.local());
    }
    for account in &agreement.accounts {
        landlord
            .accounts
            .entry(account.clone())
            .and_modify(|account| account.closed = Some(on));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
