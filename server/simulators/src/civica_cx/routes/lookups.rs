//! Lookup values and codes of work.

use crate::civica_cx::{
    ask::{Asked, InCompany},
    landlord::{
        lookups::{self, FROM, Lookup},
        sor::SorCode,
    },
    paging::{Page, ok},
    refusal::Refusal,
    state::Cx,
    wire::{
        day,
        field::{Field, Turns},
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookupQuery {
    active_on: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Value {
    code: &'static str,
    description: &'static str,
    effective_from: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    effective_to: Field<String>,
    display_order: usize,
    companies: &'static [&'static str],
    attributes: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_period: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emergency: Option<bool>,
}

pub async fn values(
    _: State<Cx>,
    caller: InCompany,
    Path(kind): Path<String>,
    Asked(asked): Asked<LookupQuery>,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "LookupUnknown", "No such lookup.");
    let values = lookups::values(&kind).ok_or_else(unknown)?;
    let list = format!("lookups/{kind}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let on = asked
        .active_on
        .map(|text| super::day("activeOn", &text))
        .transpose()?;
    let seen = |lookup: &&Lookup| {
        lookup.companies.contains(&caller.company.as_str()) && on.is_none_or(|on| lookup.is_active(on))
    };
    let rows = values
        .iter()
        .filter(seen)
        .enumerate()
        .map(|(at, lookup)| (format!("{at:04}"), value(at, lookup)));
    Ok(ok(&page.of(&list, rows.collect())))
}

fn value(at: usize, lookup: &'static Lookup) -> Value {
    Value {
        code: lookup.code,
        description: lookup.description,
        effective_from: day(FROM),
        effective_to: Turns::of(lookup.code).date(lookup.to.map(day)),
        display_order: (at + 1) * 10,
        companies: lookup.companies,
        attributes: lookup.attributes.iter().copied().collect(),
        target_unit: lookup.target.map(|target| target.unit.as_str()),
        target_period: lookup.target.map(|target| target.period),
        emergency: lookup.target.map(|target| target.emergency),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SorQuery {
    table: String,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sor {
    code: String,
    short_description: String,
    long_description: String,
    table: &'static str,
    unit: &'static str,
    trade: &'static str,
    default_priority: &'static str,
    default_repair_type: &'static str,
    standard_minutes: u32,
    effective_from: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    effective_to: Field<String>,
}

pub async fn sor_codes(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(asked): Asked<SorQuery>,
) -> Result<Response, Refusal> {
    let tables = lookups::values("sor-tables").unwrap_or_default();
    let seen =
        |table: &Lookup| table.code == asked.table && table.companies.contains(&caller.company.as_str());
    if !tables.iter().any(seen) {
        return Err(Refusal::not_found());
    }
    let list = format!("sor-codes/{}", asked.table);
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let mut rows: Vec<_> = world
        .landlord
        .sor_codes
        .iter()
        .filter(|code| code.table == asked.table)
        .map(|code| (code.code.clone(), sor(code)))
        .collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(ok(&page.of(&list, rows)))
}

fn sor(code: &SorCode) -> Sor {
    Sor {
        code: code.code.clone(),
        short_description: code.short.clone(),
        long_description: code.long.clone(),
        table: code.table,
        unit: code.unit,
        trade: code.trade,
        default_priority: code.priority,
        default_repair_type: code.repair_type,
        standard_minutes: code.minutes,
        effective_from: day(code.from),
        effective_to: Turns::of(&code.code).date(code.to.map(day)),
    }
}
