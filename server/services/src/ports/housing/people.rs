//! People, how they are reached, and what they rent.

use domain::dates::Day;

/// A person on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub forenames: String,
    pub surname: String,
    pub preferred_name: Option<String>,
}

/// A person with what tells them from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Its name there, where rows have one.
    pub id: String,
    pub kind: ContactKind,
    pub value: String,
    /// The one to be used first.
    pub is_main: bool,
    /// From when it holds, if that is said.
    pub from: Option<Day>,
    /// Until when it holds, if it ended or will.
    pub until: Option<Day>,
    /// Which state of the row this is: a change names it, so that nobody overwrites what they have not seen.
    pub version: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ContactKind {
    #[default]
    Email,
    Mobile,
    Other(String),
}

impl ContactKind {
    /// One word for it; the vendor's own where it is not one of ours.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Mobile => "mobile",
            Self::Other(word) => word,
        }
    }
}

/// A contact method that is to be added, or what one is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContactMethod {
    pub kind: ContactKind,
    pub value: String,
    pub is_main: bool,
}

/// What part somebody has in a tenancy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Main,
    Joint,
    Guarantor,
    Occupant,
    Other(String),
}

impl Role {
    /// Main and joint tenants hold the tenancy; its money and repairs are theirs to see.
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Main | Self::Joint)
    }

    /// One word for it; the vendor's own where it is not one of ours.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Main => "main",
            Self::Joint => "joint",
            Self::Guarantor => "guarantor",
            Self::Occupant => "occupant",
            Self::Other(word) => word,
        }
    }
}

/// Somebody's part in a tenancy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    pub person_id: String,
    pub name: String,
    pub role: Role,
    pub from: Option<Day>,
    pub until: Option<Day>,
}

/// A tenancy with its home and accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenancy {
    pub id: String,
    pub reference: String,
    /// The role of the person who was asked about.
    pub role: Role,
    /// Code of the list of tenures.
    pub tenure: Option<String>,
    pub start: Option<Day>,
    pub end: Option<Day>,
    /// The home's asset id; a tenancy of several assets names its main one.
    pub asset_id: Option<String>,
    pub account_ids: Vec<String>,
    /// Everybody with a part in it, also those who left.
    pub parties: Vec<Party>,
}

/// Somebody whose record changed, with their current tenancies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub record: PersonRecord,
    pub tenancies: Vec<Tenancy>,
}

/// One page of those whose record changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    Page {
        people: Vec<Changed>,
        /// Where to go on; `None` after the last page.
        next: Option<String>,
    },
    /// The place that was given holds no longer: walk again from the start.
    PlaceExpired,
}
