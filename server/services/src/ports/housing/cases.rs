//! Cases: complaints, enquiries and whatever else the landlord works through step by step.

use domain::dates::{Day, Millis};

/// A case on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub reference: String,
    /// Code of the list of case types.
    pub kind: String,
    pub subject: String,
    /// The vendor's word.
    pub status: String,
    pub owner: Option<String>,
    pub target: Option<Day>,
    pub is_on_hold: bool,
    pub created_at: Millis,
    pub closed_at: Option<Millis>,
    /// Oldest first; only where one case was asked for.
    pub notes: Vec<CaseNote>,
    pub attachments: Vec<CaseFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNote {
    pub id: String,
    pub at: Millis,
    pub author: String,
    /// Whether the landlord means the customer to read it.
    pub is_for_customer: bool,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    pub id: String,
    pub name: String,
    pub bytes: u64,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// Ours, and the idempotency key.
    pub external_reference: String,
    pub person_id: String,
    pub tenancy_id: Option<String>,
    pub asset_id: Option<String>,
    pub kind: String,
    pub priority: String,
    pub subject: String,
    pub description: String,
}
