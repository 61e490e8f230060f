//! The housing slot: the landlord's record of people, homes, accounts and repairs.

use super::PortError;
use async_trait::async_trait;
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    money::Pence,
    repairs::Status,
};

/// A person on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub forenames: String,
    pub surname: String,
    pub preferred_name: Option<String>,
}

/// A person with what tells them from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    pub person: Person,
    /// The number by which the landlord knows them.
    pub reference: String,
    pub born: Option<Day>,
    pub is_deceased: bool,
}

/// What people are looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonSearch {
    /// Of the person; systems that know tenancies by theirs may find the people of one, too.
    Reference(String),
    Birth {
        surname: String,
        born: Day,
    },
    Postcode {
        surname: String,
        postcode: String,
    },
}

/// How somebody can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactMethod {
    pub kind: ContactKind,
    pub value: String,
    /// The one to be used first.
    pub is_main: bool,
    /// Until when it holds, if it ended or will.
    pub until: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactKind {
    Email,
    Mobile,
    Other(String),
}

/// What part somebody has in a tenancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Main,
    Joint,
    Guarantor,
    Occupant,
    Other(String),
}

/// A tenancy with its home and accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenancy {
    pub id: String,
    pub reference: String,
    /// The role of the person who was asked about.
    pub role: Role,
    pub start: Option<Day>,
    pub end: Option<Day>,
    /// The home's asset id; a tenancy of several assets names its main one.
    pub asset_id: Option<String>,
    pub account_ids: Vec<String>,
}

/// A home, block or piece of land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub id: String,
    pub reference: String,
    /// Unique Property Reference Number as text without leading zeros.
    pub uprn: Option<String>,
    /// Envelope lines without empty ones, postcode last.
    pub address: Vec<String>,
}

/// A rent account. Positive amounts are owed by the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: String,
    pub reference: String,
    /// The vendor's word for the kind: rent, garage …
    pub kind: String,
    pub balance: Pence,
    pub next_charge: Option<(Day, Pence)>,
}

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
}

/// A repair to be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// A schedule-of-rates code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SorCode {
    pub code: String,
    pub table: String,
    pub description: String,
    pub active: bool,
}

/// An entry of one of the vendor's lists (companies, SOR tables, repair types, priorities, contracts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    pub code: String,
    pub description: String,
}

/// Which list to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupKind {
    SorTables,
    RepairTypes,
    RepairPriorities,
    RepairContracts,
    CancelReasons,
}

/// A housing management system. Reads of something that is not there, or hidden from us, give `None` or nothing:
/// absent never means deleted. All methods end at the adapter's deadline (10 s reads, 30 s writes).
#[async_trait]
pub trait Housing: Send + Sync {
    /// Proves address, credentials, permission and company.
    async fn test(&self) -> Result<(), PortError>;
    async fn companies(&self) -> Result<Vec<Lookup>, PortError>;
    async fn lookups(&self, kind: LookupKind) -> Result<Vec<Lookup>, PortError>;
    /// All codes of a table, every page.
    async fn sor_codes(&self, table: &str) -> Result<Vec<SorCode>, PortError>;
    async fn person(&self, person_id: &str) -> Result<Option<Person>, PortError>;
    /// People who fit; nobody if the system finds too many to tell them.
    async fn find_people(&self, search: &PersonSearch) -> Result<Vec<PersonRecord>, PortError>;
    /// How a person can be reached, also what no longer holds.
    async fn contact_methods(&self, person_id: &str) -> Result<Vec<ContactMethod>, PortError>;
    /// Current tenancies of a person. Whoever left one has the role [`Role::Other`] in it.
    async fn tenancies(&self, person_id: &str) -> Result<Vec<Tenancy>, PortError>;
    async fn asset(&self, asset_id: &str) -> Result<Option<Asset>, PortError>;
    async fn account(&self, account_id: &str) -> Result<Option<Account>, PortError>;
    /// All repairs of a tenancy created on or after `from`, every page, newest first, each once.
    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Result<Vec<Repair>, PortError>;
    /// Looks a repair up by our reference: the question after an unknown outcome.
    async fn find_repair(&self, external_reference: &str) -> Result<Option<Repair>, PortError>;
    async fn raise_repair(&self, repair: &RaiseRepair) -> Result<Repair, PortError>;
    /// Cancelling what is already cancelled succeeds.
    async fn cancel_repair(&self, repair_id: &str, note: &str) -> Result<Repair, PortError>;
    /// Gives a photo (JPEG) to a repair. Attaching the same bytes twice leaves one (`name` holds their hash).
    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError>;
}
