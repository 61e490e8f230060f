//! The files of the contract and their columns.

use super::words;

words! {
    /// A file that a set may have.
    File {
        People = "people",
        Tenancies = "tenancies",
        Parties = "parties",
        Assets = "assets",
        TenancyAssets = "tenancy_assets",
        Accounts = "accounts",
        Transactions = "transactions",
        Repairs = "repairs",
        RepairsRejected = "repairs_rejected",
        Lookups = "lookups",
    }
}

/// Whether a column has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Part of what tells rows apart.
    Key,
    Always,
    Optional,
}

/// A column of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub need: Need,
}

const fn key(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Key,
    }
}

const fn always(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Always,
    }
}

const fn optional(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Optional,
    }
}

const PEOPLE: &[Column] = &[
    key("person_ref"),
    optional("title"),
    optional("forenames"),
    always("surname"),
    optional("date_of_birth"),
    optional("email"),
    optional("mobile"),
    optional("phone"),
    optional("language"),
    optional("deceased"),
];
const TENANCIES: &[Column] = &[
    key("tenancy_ref"),
    optional("tenure"),
    optional("start"),
    optional("end"),
    optional("status"),
];
const PARTIES: &[Column] = &[
    key("tenancy_ref"),
    key("person_ref"),
    always("role"),
    optional("from"),
    optional("to"),
];
const ASSETS: &[Column] = &[
    key("asset_ref"),
    optional("parent_ref"),
    optional("type"),
    optional("uprn"),
    always("line1"),
    optional("line2"),
    optional("line3"),
    optional("town"),
    optional("county"),
    optional("postcode"),
];
const TENANCY_ASSETS: &[Column] = &[key("tenancy_ref"), key("asset_ref"), optional("primary")];
const ACCOUNTS: &[Column] = &[
    key("account_ref"),
    always("tenancy_ref"),
    optional("type"),
    always("balance"),
    optional("as_at"),
    optional("payment_ref"),
    optional("frequency"),
    optional("next_charge_date"),
    optional("next_charge_amount"),
];
const TRANSACTIONS: &[Column] = &[
    key("transaction_ref"),
    always("account_ref"),
    always("date"),
    optional("type"),
    optional("description"),
    always("amount"),
];
const REPAIRS: &[Column] = &[
    key("repair_ref"),
    optional("external_ref"),
    always("asset_ref"),
    optional("person_ref"),
    always("description"),
    optional("sor_code"),
    optional("priority"),
    optional("repair_type"),
    optional("contract"),
    always("status"),
    always("created_at"),
    optional("target"),
    optional("appointment_date"),
    optional("appointment_from"),
    optional("appointment_to"),
    optional("completed_at"),
];
const REPAIRS_REJECTED: &[Column] = &[key("external_ref"), always("reason")];
const LOOKUPS: &[Column] = &[
    key("kind"),
    key("code"),
    always("description"),
    optional("active_from"),
    optional("active_to"),
    optional("parent"),
];

impl File {
    /// The name in the folder and in the manifest.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::People => "people.csv",
            Self::Tenancies => "tenancies.csv",
            Self::Parties => "parties.csv",
            Self::Assets => "assets.csv",
            Self::TenancyAssets => "tenancy_assets.csv",
            Self::Accounts => "accounts.csv",
            Self::Transactions => "transactions.csv",
            Self::Repairs => "repairs.csv",
            Self::RepairsRejected => "repairs_rejected.csv",
            Self::Lookups => "lookups.csv",
        }
    }

    /// Exactly such a name: nothing that could lead out of the folder is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|file| file.file_name() == name)
    }

    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::People => PEOPLE,
            Self::Tenancies => TENANCIES,
            Self::Parties => PARTIES,
            Self::Assets => ASSETS,
            Self::TenancyAssets => TENANCY_ASSETS,
            Self::Accounts => ACCOUNTS,
            Self::Transactions => TRANSACTIONS,
            Self::Repairs => REPAIRS,
            Self::RepairsRejected => REPAIRS_REJECTED,
            Self::Lookups => LOOKUPS,
        }
    }

    /// The column and the file to which a row's first link leads: what it names has to be there.
    pub const fn link(self) -> Option<(&'static str, Self)> {
        match self {
            Self::Parties | Self::TenancyAssets | Self::Accounts => Some(("tenancy_ref", Self::Tenancies)),
            Self::Assets => Some(("parent_ref", Self::Assets)),
            Self::Transactions => Some(("account_ref", Self::Accounts)),
            Self::Repairs => Some(("asset_ref", Self::Assets)),
            _ => None,
        }
    }

    /// As [`Self::link`], for the second link.
    pub const fn other_link(self) -> Option<(&'static str, Self)> {
        match self {
            Self::Parties => Some(("person_ref", Self::People)),
            Self::TenancyAssets => Some(("asset_ref", Self::Assets)),
            _ => None,
        }
    }

    /// Any more columns with names of the landlord's own: `attr:heating`.
    pub const fn takes_attributes(self) -> bool {
        matches!(self, Self::Assets)
    }
}
