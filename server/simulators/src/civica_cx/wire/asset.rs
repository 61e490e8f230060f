//! Places.

use super::{
    day,
    field::{Field, Turns},
};
use crate::civica_cx::landlord;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    id: String,
    reference: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    uprn: Field<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Field::is_absent")]
    parent_id: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    root_id: Field<String>,
    status: &'static str,
    address: Address,
    attributes: BTreeMap<&'static str, String>,
    alerts: Vec<Alert>,
}

#[derive(Serialize)]
struct Address {
    line1: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    line2: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    line3: Field<String>,
    town: &'static str,
    county: &'static str,
    postcode: String,
}

#[derive(Serialize)]
pub struct Alert {
    #[serde(rename = "type")]
    kind: &'static str,
    severity: &'static str,
    text: &'static str,
    from: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    to: Field<String>,
}

impl Alert {
    pub fn of(alert: &landlord::Alert, turns: &mut Turns) -> Self {
        Self {
            kind: alert.kind,
            severity: alert.severity,
            text: alert.text,
            from: day(alert.from),
            to: turns.date(alert.to.map(day)),
        }
    }
}

impl Asset {
    pub fn of(asset: &landlord::Asset) -> Self {
        let mut turns = Turns::of(&asset.id);
        Self {
            id: asset.id.clone(),
            reference: asset.reference.clone(),
            uprn: turns.text(asset.uprn.clone()),
            kind: asset.kind.as_str(),
            parent_id: turns.id(asset.parent.clone()),
            root_id: turns.id(asset.root.clone()),
            status: asset.status,
            address: Address {
                line1: asset.address.line1.clone(),
                line2: turns.text(asset.address.line2.clone()),
                line3: turns.text(asset.address.line3.clone()),
                town: asset.address.town,
                county: asset.address.county,
                postcode: asset.address.postcode.clone(),
            },
            attributes: asset.attributes.iter().cloned().collect(),
            alerts: asset
                .alerts
                .iter()
                .map(|alert| Alert::of(alert, &mut turns))
                .collect(),
        }
    }
}
