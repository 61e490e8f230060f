//! How people are reached: added, changed, removed; each change names the version that it saw.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{Contact, ContactMethod, Landlord, lookups},
    paging::{ok, with},
    refusal::Refusal,
    state::{Cx, World},
    wire::contact,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    #[serde(rename = "type")]
    kind: String,
    value: String,
    main: bool,
}

pub async fn add(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Method>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ids,
        ..
    } = &mut *world;
    let now = clock.local();
    let kind = valid(&sent, &caller, now.date())?;
    let person = person(landlord, &caller, &id)?;
    let method = ContactMethod {
        id: format!("CM-{}", ids.guid()),
        kind,
        value: sent.value,
        main: sent.main,
        from: Some(now.date()),
        version: 1,
    };
    ledger.accepted += 1;
    person.changed_at = now;
    let answer = with(StatusCode::CREATED, &contact::Method::of(&method));
    person.methods.push(method);
    Ok(answer)
}

pub async fn change(
    State(cx): State<Cx>,
    caller: InCompany,
    Path((id, method)): Path<(String, String)>,
    headers: HeaderMap,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Method>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let now = clock.local();
    let kind = valid(&sent, &caller, now.date())?;
    let person = person(landlord, &caller, &id)?;
    let at = seen(person, &method, &headers)?;
    person.changed_at = now;
    let row = &mut person.methods[at];
    (row.kind, row.value, row.main) = (kind, sent.value, sent.main);
    row.version += 1;
    ledger.accepted += 1;
    Ok(ok(&contact::Method::of(row)))
}

pub async fn remove(
    State(cx): State<Cx>,
    caller: InCompany,
    Path((id, method)): Path<(String, String)>,
    headers: HeaderMap,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let person = person(landlord, &caller, &id)?;
    let at = seen(person, &method, &headers)?;
    person.changed_at = clock.local();
    person.methods.remove(at);
    ledger.accepted += 1;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn valid(sent: &Method, caller: &InCompany, today: Date) -> Result<&'static str, Refusal> {
    let wrong = |field: &str| Refusal::unprocessable("InvalidValue", field, "Not a value of this kind.");
    let kind = lookups::active("contact-method-types", &sent.kind, &caller.company, today)
        .ok_or_else(|| wrong("type"))?
        .code;
    let fits = match kind {
        "EMAIL" => sent
            .value
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        _ => sent.value.chars().filter(char::is_ascii_digit).count() >= 10,
    };
    if fits { Ok(kind) } else { Err(wrong("value")) }
}

fn person<'a>(landlord: &'a mut Landlord, caller: &InCompany, id: &str) -> Result<&'a mut Contact, Refusal> {
    landlord
        .contacts
        .get_mut(id)
        .filter(|contact| contact.companies.contains(&caller.company.as_str()))
        .ok_or_else(Refusal::not_found)
}

/// Where the row is, if it is still in the state that the caller saw.
fn seen(person: &Contact, method: &str, headers: &HeaderMap) -> Result<usize, Refusal> {
    let at = person
        .methods
        .iter()
        .position(|known| known.id == method)
        .ok_or_else(Refusal::not_found)?;
    let version = headers
        .get(header::IF_MATCH)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(|| Refusal::invalid("If-Match", "The header If-Match is required."))?;
    if person.methods[at].version.to_string() == version {
        Ok(at)
    } else {
        Err(Refusal::conflict(
            "VersionConflict",
            "The row was changed meanwhile.",
        ))
    }
}
