//! Repairs, the orders behind them, and visits.

use domain::{
    dates::{Day, Millis},
    housing::Visit,
    repairs::Status,
};

/// A repair on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub id: String,
    /// The number that the repairs team uses.
    pub reference: String,
    /// Our reference, where the repair was raised by us.
    pub external_reference: Option<String>,
    pub description: String,
    pub created_at: Millis,
    pub status: Status,
    /// The vendor's word where it is not one that we know; shown as in progress and reported to staff.
    pub unknown_status: Option<String>,
    pub target: Option<Day>,
    /// The next or last visit that was not cancelled.
    pub visit: Option<Visit>,
    /// The vendor says that it can still be cancelled.
    pub cancellable: bool,
    pub sor_code: Option<String>,
    /// The orders that were made of it, with their visits.
    pub orders: Vec<WorkOrder>,
}

/// Work that a contractor was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkOrder {
    pub id: String,
    pub reference: String,
    pub is_cancelled: bool,
    pub appointments: Vec<Appointment>,
}

/// A visit on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub id: String,
    pub visit: Visit,
    pub is_cancelled: bool,
}

/// A time at which a contractor can come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub id: String,
    pub visit: Visit,
    /// Later than the repair is promised for: booking it needs a reason.
    pub is_after_target: bool,
}

/// A visit to be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookSlot {
    /// Ours, and the idempotency key.
    pub external_reference: String,
    pub slot_id: String,
    /// Code of the list of override reasons, for a slot after the target.
    pub override_reason: Option<String>,
}

/// A repair to be raised.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RaiseRepair {
    /// Ours, and the idempotency key: raising it twice gives the first repair again.
    pub external_reference: String,
    pub asset_id: String,
    pub person_id: String,
    pub tenancy_id: String,
    pub description: String,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
}
