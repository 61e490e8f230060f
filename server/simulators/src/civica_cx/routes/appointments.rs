//! Visits: offered, booked, moved, cancelled.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{
        Landlord, lookups,
        repairs::{Appointment, Repair, Status},
        slots::Slot,
    },
    ledger::Visit,
    paging::{Page, ok, with},
    refusal::Refusal,
    state::{Cx, World},
    wire,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const LONGEST_RANGE: i32 = 28;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Range {
    from: String,
    to: String,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offered {
    slot_id: String,
    date: String,
    from: String,
    to: String,
    category: &'static str,
    after_target: bool,
}

pub async fn slots(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(order): Path<String>,
    Asked(asked): Asked<Range>,
) -> Result<Response, Refusal> {
    let (from, to) = (super::day("from", &asked.from)?, super::day("to", &asked.to)?);
    let days = from.until(to).map_or(-1, |span| span.get_days());
    if !(0..=LONGEST_RANGE).contains(&days) {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "BadRange",
            "At most 28 days.",
        ));
    }
    let list = format!("orders/{order}/slots/{from}/{to}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let repair = bookable(&world.landlord, &caller, &order)?;
    let slots = repair.orders.iter().filter(|known| known.id == order);
    let slots = slots.flat_map(|known| world.landlord.slots(known, from, to));
    let rows = slots.map(|slot| (slot.id.clone(), offered(&slot, repair)));
    Ok(ok(&page.of(&list, rows.collect())))
}

fn offered(slot: &Slot, repair: &Repair) -> Offered {
    let visit = slot.booked(String::new());
    Offered {
        slot_id: slot.id.clone(),
        date: wire::day(slot.date),
        from: wire::time(visit.from),
        to: wire::time(visit.to),
        category: slot.category,
        after_target: is_late(slot, repair),
    }
}

fn is_late(slot: &Slot, repair: &Repair) -> bool {
    repair.target.is_some_and(|target| slot.date > target.date())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Book {
    slot_id: String,
    external_reference: String,
    override_reason: Option<String>,
}

pub async fn book(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(order): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Book>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ids,
        ..
    } = &mut *world;
    if let Some(known) = ledger.visits.get(&sent.external_reference) {
        let visit = visit_of(landlord, &known.appointment_id).ok_or_else(Refusal::not_found)?;
        return Ok(with(StatusCode::OK, &wire::repair::Appointment::of(visit)));
    }
    let now = clock.local();
    let repair = bookable(landlord, &caller, &order)?;
    let slot = free(landlord, repair, &order, &sent.slot_id)?;
    if is_late(&slot, repair) {
        let reason = sent.override_reason.as_deref().unwrap_or_default();
        if lookups::active("override-reasons", reason, &caller.company, now.date()).is_none() {
            return Err(Refusal::unprocessable(
                "OverrideReasonRequired",
                "overrideReason",
                "The slot is after the target: a reason is required.",
            ));
        }
    }
    let id = repair.id.clone();
    let number = ledger.visits.len() + 1;
    let visit = slot.booked(format!("APT-P{number:06}"));
    let answer = with(StatusCode::CREATED, &wire::repair::Appointment::of(&visit));
    ledger.accepted += 1;
    let entry = Visit {
        appointment_id: visit.id.clone(),
        order_id: order,
        slot_id: slot.id.clone(),
        override_reason: sent.override_reason,
    };
    ledger.visits.insert(sent.external_reference, entry);
    landlord.taken.insert(slot.id);
    if let Some(repair) = landlord.repairs.get_mut(&id) {
        repair.progress(Status::App, Some(visit), ids, now);
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    slot_id: String,
}

pub async fn reschedule(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Move>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let repair = changeable(landlord, &caller, &id, clock.local().date())?;
    let order = repair
        .orders
        .iter()
        .find(|order| order.appointments.iter().any(|visit| visit.id == id))
        .map(|order| order.id.clone())
        .unwrap_or_default();
    let slot = free(landlord, repair, &order, &sent.slot_id)?;
    let (number, moved) = (repair.id.clone(), slot.booked(id.clone()));
    ledger.accepted += 1;
    let answer = ok(&wire::repair::Appointment::of(&moved));
    landlord.taken.insert(slot.id);
    if let Some(visit) = visit_mut(landlord, &number, &id) {
        *visit = moved;
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reason {
    reason_code: String,
}

pub async fn cancel(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(asked): Asked<Reason>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let today = clock.local().date();
    if lookups::active("cancel-reasons", &asked.reason_code, &caller.company, today).is_none() {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "reasonCode",
            "Not an active cancel reason.",
        ));
    }
    let repair = changeable(landlord, &caller, &id, today)?.id.clone();
    let visit = visit_mut(landlord, &repair, &id).ok_or_else(Refusal::not_found)?;
    if visit.status != "Cancelled" {
        visit.status = "Cancelled";
        ledger.accepted += 1;
    }
    Ok(ok(&wire::repair::Appointment::of(visit)))
}

fn bookable<'a>(landlord: &'a Landlord, caller: &InCompany, order: &str) -> Result<&'a Repair, Refusal> {
    let repair = landlord
        .repair_of_order(order)
        .filter(|repair| repair.company == caller.company)
        .ok_or_else(Refusal::not_found)?;
    if repair.status.is_bookable() {
        Ok(repair)
    } else {
        Err(Refusal::conflict(
            "OrderNotBookable",
            "No visits can be booked for the order.",
        ))
    }
}

/// The slot of this order, unless somebody took it.
fn free(landlord: &Landlord, repair: &Repair, order: &str, slot: &str) -> Result<Slot, Refusal> {
    let unknown = || Refusal::unprocessable("InvalidValue", "slotId", "No such slot.");
    let date = slot.get(slot.len().saturating_sub(13)..slot.len().saturating_sub(3));
    let date: Date = date.and_then(|date| date.parse().ok()).ok_or_else(unknown)?;
    let order = repair
        .orders
        .iter()
        .find(|known| known.id == order)
        .ok_or_else(unknown)?;
    if landlord.taken.contains(slot) {
        return Err(Refusal::conflict("SlotTaken", "Somebody else has the slot."));
    }
    landlord
        .slots(order, date, date)
        .into_iter()
        .find(|known| known.id == slot)
        .ok_or_else(unknown)
}

fn changeable<'a>(
    landlord: &'a Landlord,
    caller: &InCompany,
    visit: &str,
    today: Date,
) -> Result<&'a Repair, Refusal> {
    let repair = landlord
        .repair_of_visit(visit)
        .filter(|repair| repair.company == caller.company)
        .ok_or_else(Refusal::not_found)?;
    let is_over = visit_of(landlord, visit).is_some_and(|visit| visit.date <= today);
    if is_over || !repair.status.is_bookable() {
        return Err(Refusal::conflict(
            "TooLate",
            "The visit can no longer be changed.",
        ));
    }
    Ok(repair)
}

fn visit_of<'a>(landlord: &'a Landlord, id: &str) -> Option<&'a Appointment> {
    let repair = landlord.repair_of_visit(id)?;
    let mut visits = repair.orders.iter().flat_map(|order| &order.appointments);
    visits.find(|visit| visit.id == id)
}

fn visit_mut<'a>(landlord: &'a mut Landlord, repair: &str, id: &str) -> Option<&'a mut Appointment> {
    let orders = &mut landlord.repairs.get_mut(repair)?.orders;
    let mut visits = orders.iter_mut().flat_map(|order| &mut order.appointments);
    visits.find(|visit| visit.id == id)
}
