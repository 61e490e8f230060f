//! Repairs: found, read, cancelled.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{
        Landlord, lookups,
        repairs::{Repair, Status},
    },
    ledger::Cancellation,
    paging::{Page, newest_first, ok},
    refusal::Refusal,
    state::{Cx, World},
    variant::Variant,
    wire::{self, repair::Cancel},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

const NOTE: usize = 500;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    asset_id: Option<String>,
    contact_id: Option<String>,
    agreement_id: Option<String>,
    external_reference: Option<String>,
    created_from: Option<String>,
    changed_since: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn list(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(asked): Asked<Search>,
) -> Result<Response, Refusal> {
    let Search {
        asset_id,
        contact_id,
        agreement_id,
        external_reference,
        ..
    } = &asked;
    if [asset_id, contact_id, agreement_id, external_reference]
        .into_iter()
        .flatten()
        .count()
        != 1
    {
        return Err(Refusal::invalid(
            "",
            "One of: assetId, contactId, agreementId, externalReference.",
        ));
    }
    let from = asked
        .created_from
        .as_deref()
        .map(|text| super::day_or_moment("createdFrom", text))
        .transpose()?;
    let since = asked
        .changed_since
        .as_deref()
        .map(|text| super::moment("changedSince", text))
        .transpose()?;
    let list = format!(
        "repairs/{asset_id:?}/{contact_id:?}/{agreement_id:?}/{external_reference:?}/{from:?}/{since:?}"
    );
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let is = |wanted: &Option<String>, found: Option<&String>| wanted.is_none() || wanted.as_ref() == found;
    let keeps_references = cx.options.variant != Variant::NoExternalReference;
    let world = cx.world();
    let found = world.landlord.repairs.values().filter(|repair| {
        repair.company == caller.company
            && is(asset_id, Some(&repair.asset_id))
            && is(contact_id, Some(&repair.contact_id))
            && is(agreement_id, repair.agreement_id.as_ref())
            && (!keeps_references || is(external_reference, repair.external_reference.as_ref()))
            && from.is_none_or(|from| repair.created_at >= from)
            && since.is_none_or(|since| repair.changed_at >= since)
    });
    let rows = found.map(|repair| {
        (
            newest_first(&format!("{}|{}", wire::moment(repair.created_at), repair.id)),
            wire::repair::Repair::of(repair),
        )
    });
    Ok(ok(&page.sorted(&list, rows)))
}

pub async fn one(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    Ok(ok(&wire::repair::Repair::of(find(
        &cx.world().landlord,
        &caller,
        &id,
    )?)))
}

pub async fn cancel(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Cancel>,
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
    find(landlord, &caller, &id)?;
    if sent.note.as_ref().is_some_and(|note| note.chars().count() > NOTE) {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "note",
            "The note is too long.",
        ));
    }
    if lookups::active("cancel-reasons", &sent.reason_code, &caller.company, now.date()).is_none() {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "reasonCode",
            "Not an active cancel reason.",
        ));
    }
    let repair = landlord.repairs.get_mut(&id).ok_or_else(Refusal::not_found)?;
    if repair.status != Status::Can {
        if !repair.status.is_cancellable() {
            return Err(Refusal::conflict(
                "NotCancellable",
                "Work has begun or is finished.",
            ));
        }
        repair.progress(Status::Can, None, ids, now);
        ledger.accepted += 1;
        ledger.cancellations.push(Cancellation {
            repair_id: id,
            reason_code: sent.reason_code,
            note: sent.note,
            received_at: wire::moment(now),
        });
    }
    Ok(ok(&wire::repair::Repair::of(repair)))
}

/// Absent, not forbidden, for another company's users.
pub fn find<'a>(landlord: &'a Landlord, caller: &InCompany, id: &str) -> Result<&'a Repair, Refusal> {
    caller.own(landlord.repairs.get(id), |repair| repair.company)
}
