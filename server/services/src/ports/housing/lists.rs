//! The landlord's own lists.

use std::collections::BTreeMap;

/// A schedule-of-rates code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SorCode {
    pub code: String,
    pub table: String,
    pub description: String,
    pub active: bool,
}

/// An entry of one of the vendor's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    pub code: String,
    pub description: String,
    /// What else the list says of it: the tables of a contract …
    pub attributes: BTreeMap<String, String>,
    /// Of a priority: by when the work is to be done.
    pub target: Option<Target>,
}

/// By when work of a priority is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub within: Within,
    pub is_emergency: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Hours(u32),
    WorkingDays(u32),
}

macro_rules! lookup_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Which list to read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum LookupKind { $($(#[$doc])* $name),+ }

        impl LookupKind {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database and in messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

lookup_kinds! {
    SorTables = "sor-tables",
    RepairTypes = "repair-types",
    RepairPriorities = "repair-priorities",
    RepairContracts = "repair-contracts",
    CancelReasons = "cancel-reasons",
    OverrideReasons = "override-reasons",
    ContactMethodTypes = "contact-method-types",
    CaseTypes = "case-types",
    CasePriorities = "case-priorities",
    Tenures = "tenures",
    TransactionTypes = "transaction-types",
}
