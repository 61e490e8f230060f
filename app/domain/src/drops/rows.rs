//! Rows with their meaning.

use crate::{
    customers::fold,
    dates::Day,
    identity::Language,
    money::Pence,
    registration::{postcode_key, reference_key},
    repairs::Status,
};
use serde::{Deserialize, Serialize};

/// Somebody on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub person_ref: String,
    pub title: String,
    pub forenames: String,
    pub surname: String,
    pub date_of_birth: Option<Day>,
    pub email: Option<String>,
    pub mobile: String,
    pub phone: String,
    pub language: Option<Language>,
    pub deceased: bool,
}

/// A tenancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenancy {
    pub tenancy_ref: String,
    pub tenure: String,
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub status: String,
}

super::words! {
    /// What part somebody has in a tenancy.
    Role {
        Main = "Main",
        Joint = "Joint",
        Guarantor = "Guarantor",
        Occupant = "Occupant",
    }
}

/// Somebody's part in a tenancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub tenancy_ref: String,
    pub person_ref: String,
    pub role: Role,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A home, a block, a piece of land.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    pub asset_ref: String,
    pub parent_ref: Option<String>,
    pub kind: String,
    /// Without leading zeros.
    pub uprn: Option<String>,
    /// As on an envelope, without empty lines and without the postcode.
    pub lines: Vec<String>,
    pub county: String,
    pub postcode: String,
    pub attributes: Vec<(String, String)>,
}

/// An asset of a tenancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenancyAsset {
    pub tenancy_ref: String,
    pub asset_ref: String,
    /// The home itself.
    pub primary: bool,
}

/// An account; what the tenant owes is positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub account_ref: String,
    pub tenancy_ref: String,
    pub kind: String,
    pub balance: Pence,
    pub as_at: Option<(Day, String)>,
    pub payment_ref: String,
    pub frequency: String,
    pub next_charge: Option<(Day, Pence)>,
}

/// An entry of an account; charges are positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    pub transaction_ref: String,
    pub account_ref: String,
    pub date: Day,
    pub kind: String,
    pub description: String,
    pub amount: Pence,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    pub repair_ref: String,
    /// Ours, if we raised it.
    pub external_ref: Option<String>,
    pub asset_ref: String,
    pub person_ref: Option<String>,
    pub description: String,
    pub sor_code: String,
    pub priority: String,
    pub repair_type: String,
    pub contract: String,
    /// As it stands in the file.
    pub status: String,
    pub created_at: (Day, String),
    pub target: Option<Day>,
    pub appointment_date: Option<Day>,
    pub appointment_from: Option<String>,
    pub appointment_to: Option<String>,
    pub completed_at: Option<(Day, String)>,
}

/// A repair of ours that the landlord's system did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub external_ref: String,
    pub reason: String,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    pub kind: String,
    pub code: String,
    pub description: String,
    pub active_from: Option<Day>,
    pub active_to: Option<Day>,
    pub parent: String,
}

impl Asset {
    /// Somebody may live there, as nothing else is said.
    pub fn is_home(&self) -> bool {
        self.kind.is_empty() || self.kind.eq_ignore_ascii_case("property")
    }
}

impl Repair {
    /// Where it stands, in our words; nothing for a word that the contract does not have.
    pub fn known_status(&self) -> Option<Status> {
        let plain: String = self
            .status
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        Some(match plain.as_str() {
            "requested" | "inspection" | "issued" | "req" | "ins" | "iss" => Status::Sent,
            "appointed" | "app" => Status::Booked,
            "inprogress" | "variation" | "wip" | "var" => Status::InProgress,
            "onhold" | "hld" => Status::OnHold,
            "noaccess" | "noa" => Status::NoAccess,
            "completed" | "cmp" => Status::Done,
            "invoiced" | "inv" => Status::Closed,
            "cancelled" | "can" => Status::Cancelled,
            _ => return None,
        })
    }
}

/// A row of any file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Row {
    Person(Person),
    Tenancy(Tenancy),
    Party(Party),
    Asset(Asset),
    TenancyAsset(TenancyAsset),
    Account(Account),
    Transaction(Transaction),
    Repair(Box<Repair>),
    Rejected(Rejected),
    Lookup(Lookup),
}

/// By what a row is told from others and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub key: String,
    /// What [`File::link`] and [`File::other_link`] lead to; a repair's second is our reference, a person's and a tenancy's
    /// their own as people may type it.
    pub link: Option<String>,
    pub other: Option<String>,
    /// A surname, a postcode or the name of a list, folded.
    pub words: Option<String>,
    /// A day or moment, by which rows are put in order.
    pub at: Option<String>,
}

/// Two references as one key. Neither has a tab: they are cleaned.
pub fn pair(one: &str, other: &str) -> String {
    format!("{one}\t{other}")
}

/// A surname as it is looked for.
pub fn surname_key(surname: &str) -> String {
    fold(surname).concat()
}

impl Row {
    pub fn keys(&self) -> Keys {
        let keyed = |key: &str| Keys {
            key: key.to_owned(),
            ..Keys::default()
        };
        match self {
            Self::Person(row) => Keys {
                words: Some(surname_key(&row.surname)),
                other: typed(&row.person_ref),
                at: row.date_of_birth.as_ref().map(|day| day.0.clone()),
                ..keyed(&row.person_ref)
            },
            Self::Tenancy(row) => Keys {
                other: typed(&row.tenancy_ref),
                ..keyed(&row.tenancy_ref)
            },
            Self::Party(row) => linked(&row.tenancy_ref, &row.person_ref),
            Self::Asset(row) => Keys {
                link: row.parent_ref.clone(),
                words: Some(postcode_key(&row.postcode)).filter(|key| !key.is_empty()),
                ..keyed(&row.asset_ref)
            },
            Self::TenancyAsset(row) => linked(&row.tenancy_ref, &row.asset_ref),
            Self::Account(row) => Keys {
                link: Some(row.tenancy_ref.clone()),
                ..keyed(&row.account_ref)
            },
            Self::Transaction(row) => Keys {
                link: Some(row.account_ref.clone()),
                at: Some(row.date.0.clone()),
                ..keyed(&row.transaction_ref)
            },
            Self::Repair(row) => Keys {
                link: Some(row.asset_ref.clone()),
                other: row.external_ref.clone(),
                at: Some(format!("{}T{}", row.created_at.0.0, row.created_at.1)),
                ..keyed(&row.repair_ref)
            },
            Self::Rejected(row) => keyed(&row.external_ref),
            Self::Lookup(row) => Keys {
                words: Some(row.kind.clone()),
                ..keyed(&pair(&row.kind, &row.code))
            },
        }
    }
}

/// A reference as people may type it.
fn typed(reference: &str) -> Option<String> {
    Some(reference_key(reference)).filter(|key| !key.is_empty())
}

fn linked(one: &str, other: &str) -> Keys {
    Keys {
        key: pair(one, other),
        link: Some(one.to_owned()),
        other: Some(other.to_owned()),
        ..Keys::default()
    }
}
