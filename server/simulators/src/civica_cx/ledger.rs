//! What the product changed here, counted, so that a test can prove 'exactly once'.

use super::landlord::repairs::Line;
use serde::Serialize;
use std::collections::BTreeMap;

/// All accepted changes since the last reset.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    /// Changes made; a repeat that changed nothing is not one.
    pub accepted: u64,
    /// By external reference.
    pub repairs: BTreeMap<String, RaisedRepair>,
    pub cancellations: Vec<Cancellation>,
    pub attachments: Vec<Attachment>,
    /// By external reference.
    pub visits: BTreeMap<String, Visit>,
}

/// A visit the product booked.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    pub appointment_id: String,
    pub order_id: String,
    pub slot_id: String,
    pub override_reason: Option<String>,
}

/// A repair the product raised.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RaisedRepair {
    pub external_reference: String,
    pub repair_id: String,
    /// Repairs made for this reference: 1, always.
    pub accepted: u64,
    /// Requests with this reference, the repeats included.
    pub requests: u64,
    pub asset_id: String,
    pub contact_id: String,
    pub agreement_id: Option<String>,
    pub description: String,
    pub lines: Vec<Line>,
    /// Of the first line.
    pub sor_code: Option<String>,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub access_notes: Option<String>,
    pub contact_phone: Option<String>,
    pub hazard_kind: Option<String>,
    pub hazard_reported_at: Option<String>,
    pub received_at: String,
}

/// A repair the product cancelled.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    pub repair_id: String,
    pub reason_code: String,
    pub note: Option<String>,
    pub received_at: String,
}

/// A file the product added.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub id: String,
    pub repair_id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub sha256: String,
    pub bytes: usize,
    pub received_at: String,
}
