//! The landlord's record as the portal shows it: homes, accounts, and how fresh our copy is.

use crate::{
    dates::{Day, Millis},
    ids::TenancyId,
    money::Pence,
};
use serde::{Deserialize, Serialize};

/// A home as a tenant knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub tenancy: TenancyId,
    /// Address lines as on an envelope, postcode last, none of them empty.
    pub address: Vec<String>,
}

/// A rent account's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSummary {
    pub reference: String,
    /// Positive: the tenant is behind; negative: in credit.
    pub balance: Pence,
    pub next_charge: Option<(Day, Pence)>,
    /// When the housing system last told us.
    pub as_of: Millis,
}

/// A visit that is booked: the day and the window in local time, `HH:MM`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub day: Day,
    pub from: String,
    pub to: String,
}

/// What is copied from the housing system, each with its own age (product R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Person, tenancies and homes.
    Home,
    Accounts,
    Repairs,
}

impl Resource {
    pub const ALL: [Self; 3] = [Self::Home, Self::Accounts, Self::Repairs];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Accounts => "accounts",
            Self::Repairs => "repairs",
        }
    }
}
