//! Accounts and their entries.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{self, Landlord},
    paging::{Page, newest_first, ok, with},
    refusal::Refusal,
    state::{Cx, World},
    wire::{
        account::{Account, Transaction, Transactions},
        pounds,
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub async fn one(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    let world = cx.world();
    Ok(ok(&Account::of(
        find(&world.landlord, &caller, &id)?,
        world.clock.local(),
    )))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Range {
    from: Option<String>,
    to: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn transactions(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(asked): Asked<Range>,
) -> Result<Response, Refusal> {
    let world = cx.world();
    let today = world.clock.local().date();
    let from = asked
        .from
        .map_or(Ok(Date::MIN), |text| super::day("from", &text))?;
    let to = asked.to.map_or(Ok(Date::MAX), |text| super::day("to", &text))?;
    if from > to {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "BadRange",
            "from is after to.",
        ));
    }
    let list = format!("accounts/{id}/transactions/{from}/{to}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let entries = find(&world.landlord, &caller, &id)?.entries(today);
    let sum = |until: &dyn Fn(Date) -> bool| {
        entries
            .iter()
            .filter(|entry| until(entry.date))
            .map(|entry| entry.amount)
            .sum::<i64>()
    };
    let (opening, closing) = (sum(&|date| date < from), sum(&|date| date <= to));
    let inside = entries.iter().filter(|entry| (from..=to).contains(&entry.date));
    let rows = inside.map(|entry| {
        (
            newest_first(&format!("{}|{}", entry.posted_at, entry.id)),
            Transaction::of(entry),
        )
    });
    let rows = page.sorted(&list, rows);
    Ok(ok(&Transactions {
        opening_balance: pounds(opening),
        closing_balance: pounds(closing),
        items: rows.items,
        next_cursor: rows.next_cursor,
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Payment {
    external_reference: String,
    date: String,
    amount: String,
    method: String,
}

#[derive(Serialize)]
struct Posted {
    id: String,
}

pub async fn pay(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Payment>,
) -> Result<Response, Refusal> {
    let date = super::day("date", &sent.date)?;
    let pence = sent
        .amount
        .strip_prefix('-')
        .and_then(|amount| amount.split_once('.'))
        .filter(|(_, pence)| pence.len() == 2)
        .and_then(|(pounds, pence)| format!("{pounds}{pence}").parse::<i64>().ok())
        .filter(|pence| *pence > 0);
    let invalid = |field: &str| Refusal::unprocessable("InvalidValue", field, "Not a payment.");
    let pence = pence.ok_or_else(|| invalid("amount"))?;
    if !["Card", "DirectDebit"].contains(&sent.method.as_str()) {
        return Err(invalid("method"));
    }
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let now = clock.local();
    find(landlord, &caller, &id)?;
    let account = landlord.accounts.get_mut(&id).ok_or_else(Refusal::not_found)?;
    let reference = Some(sent.external_reference);
    if let Some(known) = account
        .posted
        .iter()
        .find(|entry| entry.external_reference == reference)
    {
        return Ok(with(StatusCode::OK, &Posted { id: known.id.clone() }));
    }
    if account.closed.is_some() {
        return Err(Refusal::conflict("PeriodClosed", "The account is closed."));
    }
    let entry = landlord::accounts::Entry {
        id: format!("{id}-P{:04}", account.posted.len() + 1),
        date,
        posted_at: now,
        kind: "PAY-CARD",
        description: "Card payment",
        amount: -pence,
        external_reference: reference,
    };
    ledger.accepted += 1;
    let answer = with(StatusCode::CREATED, &Posted { id: entry.id.clone() });
    account.posted.push(entry);
    Ok(answer)
}

fn find<'a>(
    landlord: &'a Landlord,
    caller: &InCompany,
    id: &str,
) -> Result<&'a landlord::accounts::Account, Refusal> {
    caller.own(landlord.accounts.get(id), |account| account.company)
}
