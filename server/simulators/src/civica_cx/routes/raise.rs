//! A new repair, once for each external reference.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{
        Agreement, AssetKind, Landlord,
        lookups::{self, COMPANIES},
        repairs::{Repair, Status, target},
    },
    ledger::RaisedRepair,
    paging::with,
    refusal::Refusal,
    state::{Cx, World},
    wire::{self, repair::NewRepair},
};
use axum::{extract::State, http::StatusCode, response::Response};
use jiff::civil::{Date, DateTime};

const REFERENCE: usize = 64;
const DESCRIPTION: usize = 2_000;
const NOTES: usize = 500;

pub async fn raise(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<NewRepair>,
) -> Result<Response, Refusal> {
    check_form(&sent)?;
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    if let Some(raised) = ledger.repairs.get_mut(&sent.external_reference) {
        raised.requests += 1;
    }
    let known = landlord
        .repairs
        .values()
        .find(|repair| repair.external_reference.as_ref() == Some(&sent.external_reference));
    if let Some(known) = known {
        return Ok(with(StatusCode::OK, &wire::repair::Repair::of(known)));
    }
    let now = clock.local();
    check_lookups(&sent, &caller, now.date())?;
    check_lines(&sent, &caller, landlord, now.date())?;
    let agreement = check_place(&sent, &caller, landlord, now.date())?;
    if cx.options.refuse_duplicate_open_repairs && is_open_already(&sent, landlord) {
        return Err(Refusal::conflict(
            "DuplicateOpenRepair",
            "The same work is open at this place.",
        ));
    }
    let repair = made(&sent, &caller, landlord, agreement, now);
    ledger.accepted += 1;
    ledger
        .repairs
        .insert(sent.external_reference.clone(), entry(sent, &repair.id, now));
    let answer = with(StatusCode::CREATED, &wire::repair::Repair::of(&repair));
    landlord.repairs.insert(repair.id.clone(), repair);
    Ok(answer)
}

fn check_form(sent: &NewRepair) -> Result<(), Refusal> {
    let length = |field: &str, text: &str, least: usize, most: usize| {
        let fits = (least..=most).contains(&text.chars().count());
        if fits {
            Ok(())
        } else {
            Err(Refusal::unprocessable(
                "InvalidValue",
                field,
                format!("{field} must have {least} to {most} characters."),
            ))
        }
    };
    length("externalReference", &sent.external_reference, 1, REFERENCE)?;
    length("description", &sent.description, 1, DESCRIPTION)?;
    length(
        "accessNotes",
        sent.access_notes.as_deref().unwrap_or_default(),
        0,
        NOTES,
    )?;
    length(
        "contactPhone",
        sent.contact_phone.as_deref().unwrap_or_default(),
        0,
        40,
    )?;
    if let Some(hazard) = &sent.hazard {
        length("hazard.kind", &hazard.kind, 1, 40)?;
        super::moment("hazard.reportedAt", &hazard.reported_at)?;
    }
    Ok(())
}

fn check_lookups(sent: &NewRepair, caller: &InCompany, today: Date) -> Result<(), Refusal> {
    let values = [
        ("repairType", "repair-types", &sent.repair_type),
        ("priority", "repair-priorities", &sent.priority),
        ("contract", "repair-contracts", &sent.contract),
    ];
    match values
        .into_iter()
        .find(|(_, kind, code)| lookups::active(kind, code, &caller.company, today).is_none())
    {
        Some((field, kind, _)) => Err(Refusal::unprocessable(
            "InvalidValue",
            field,
            format!("Not an active value of {kind}."),
        )),
        None => Ok(()),
    }
}

fn check_lines(
    sent: &NewRepair,
    caller: &InCompany,
    landlord: &Landlord,
    today: Date,
) -> Result<(), Refusal> {
    let tables = lookups::active("repair-contracts", &sent.contract, &caller.company, today)
        .map_or("", |found| found.attribute("tables"));
    for (at, line) in sent.lines.iter().enumerate() {
        let code = landlord.sor_codes.iter().find(|code| code.code == line.sor_code);
        let field = format!("lines[{at}].sorCode");
        match code {
            Some(code) if code.from <= today && code.to.is_none_or(|to| today <= to) => {
                if !tables.split(',').any(|table| table == code.table) {
                    return Err(Refusal::unprocessable(
                        "SorNotInContract",
                        &field,
                        "The contract has no such code.",
                    ));
                }
            }
            _ => {
                return Err(Refusal::unprocessable(
                    "SorInactive",
                    &field,
                    "Not an active code.",
                ));
            }
        }
        if !line.quantity.is_finite() || line.quantity <= 0.0 {
            return Err(Refusal::unprocessable(
                "InvalidValue",
                &format!("lines[{at}].quantity"),
                "Must be more than 0.",
            ));
        }
    }
    Ok(())
}

/// The person must live in, or under, the place.
fn check_place(
    sent: &NewRepair,
    caller: &InCompany,
    landlord: &Landlord,
    today: Date,
) -> Result<Option<String>, Refusal> {
    let not_repairable = || {
        Refusal::unprocessable(
            "AssetNotRepairable",
            "assetId",
            "No repairs can be raised for this asset.",
        )
    };
    let asset = landlord
        .assets
        .get(&sent.asset_id)
        .filter(|asset| asset.company == caller.company)
        .ok_or_else(not_repairable)?;
    if asset.kind == AssetKind::Land || asset.status != "Active" {
        return Err(not_repairable());
    }
    let covers = |agreement: &&Agreement| {
        let homes = agreement.assets.iter().filter_map(|id| landlord.assets.get(id));
        let mut homes = homes.filter(|home| {
            home.id == asset.id || landlord.related(home).iter().any(|other| other.id == asset.id)
        });
        agreement.is_current(today) && homes.next().is_some()
    };
    let named = |agreement: &&Agreement| sent.agreement_id.as_ref().is_none_or(|id| agreement.id == *id);
    let agreement = landlord
        .agreements_of(&sent.contact_id)
        .filter(named)
        .find(covers);
    let agreement = agreement.ok_or_else(|| {
        Refusal::unprocessable(
            "ContactNotLinked",
            "contactId",
            "The contact is not linked to the asset.",
        )
    })?;
    Ok(Some(agreement.id.clone()))
}

fn is_open_already(sent: &NewRepair, landlord: &Landlord) -> bool {
    landlord.repairs.values().any(|repair| {
        repair.asset_id == sent.asset_id
            && repair.status.is_open()
            && repair
                .lines
                .iter()
                .any(|line| sent.lines.iter().any(|new| new.sor_code == line.sor_code))
    })
}

fn made(
    sent: &NewRepair,
    caller: &InCompany,
    landlord: &Landlord,
    agreement: Option<String>,
    now: DateTime,
) -> Repair {
    let id = landlord.next_repair_id();
    let company = COMPANIES
        .iter()
        .find(|(code, _)| *code == caller.company)
        .map_or("", |(code, _)| code);
    Repair {
        request_reference: format!("REQ-{}-{}", now.year(), id.trim_start_matches("REP-")),
        id,
        external_reference: Some(sent.external_reference.clone()),
        company,
        asset_id: sent.asset_id.clone(),
        contact_id: sent.contact_id.clone(),
        agreement_id: agreement,
        description: sent.description.clone(),
        created_at: now,
        changed_at: now,
        status: Status::Req,
        priority: sent.priority.clone(),
        repair_type: sent.repair_type.clone(),
        contract: sent.contract.clone(),
        target: target(&sent.priority, now),
        lines: sent.lines.clone(),
        orders: Vec::new(),
    }
}

fn entry(sent: NewRepair, repair: &str, now: DateTime) -> RaisedRepair {
    let (hazard_kind, hazard_reported_at) = sent
        .hazard
        .map(|hazard| (hazard.kind, hazard.reported_at))
        .unzip();
    RaisedRepair {
        external_reference: sent.external_reference,
        repair_id: repair.to_owned(),
        accepted: 1,
        requests: 1,
        asset_id: sent.asset_id,
        contact_id: sent.contact_id,
        agreement_id: sent.agreement_id,
        description: sent.description,
        sor_code: sent.lines.first().map(|line| line.sor_code.clone()),
        lines: sent.lines,
        repair_type: sent.repair_type,
        priority: sent.priority,
        contract: sent.contract,
        access_notes: sent.access_notes,
        contact_phone: sent.contact_phone,
        hazard_kind,
        hazard_reported_at,
        received_at: wire::moment(now),
    }
}
