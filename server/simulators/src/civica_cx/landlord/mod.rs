//! An invented landlord, made from a seed: homes, people, tenancies, accounts and repairs.

pub mod accounts;
mod agreements;
mod assets;
pub mod cases;
pub mod demo;
pub mod lookups;
mod names;
mod people;
mod places;
pub mod repairs;
mod repairs_made;
pub mod slots;
pub mod sor;

use crate::rng::Rng;
use accounts::Account;
use cases::Case;
use jiff::civil::{Date, DateTime};
use repairs::Repair;
use sor::SorCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// People when nobody asks for another scale.
pub const PEOPLE: usize = 1_200;
const FEWEST_PEOPLE: usize = 12;
const HOMES_PER_1200_PEOPLE: usize = 500;
const REPAIRS_PER_1200_PEOPLE: usize = 2_000;

/// Everything the landlord's housing system holds.
#[derive(Clone, Debug)]
pub struct Landlord {
    pub seed: u64,
    /// The day the data was made for.
    pub made_on: Date,
    pub contacts: BTreeMap<String, Contact>,
    pub agreements: BTreeMap<String, Agreement>,
    pub accounts: BTreeMap<String, Account>,
    pub assets: BTreeMap<String, Asset>,
    pub repairs: BTreeMap<String, Repair>,
    pub cases: BTreeMap<String, Case>,
    /// Slots that somebody has.
    pub taken: BTreeSet<String>,
    pub sor_codes: Vec<SorCode>,
    agreements_of: HashMap<String, Vec<String>>,
}

/// A person.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub id: String,
    pub reference: String,
    pub companies: Vec<&'static str>,
    pub title: Option<String>,
    pub forenames: String,
    pub surname: String,
    pub preferred_name: Option<String>,
    pub date_of_birth: Option<Date>,
    pub kind: &'static str,
    pub language: Option<&'static str>,
    pub deceased: bool,
    pub changed_at: DateTime,
    pub alerts: Vec<Alert>,
    pub preferences: Vec<(&'static str, &'static str)>,
    pub methods: Vec<ContactMethod>,
}

/// A warning about a person or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub kind: &'static str,
    pub severity: &'static str,
    pub text: &'static str,
    pub from: Date,
    pub to: Option<Date>,
}

/// A way to reach a person.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactMethod {
    pub id: String,
    pub kind: &'static str,
    pub value: String,
    pub main: bool,
    pub from: Option<Date>,
    pub version: u32,
}

/// A tenancy.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub id: String,
    pub reference: String,
    pub company: &'static str,
    pub tenure: &'static str,
    pub start: Date,
    pub end: Option<Date>,
    pub parties: Vec<Party>,
    /// The home first; the first is the primary one.
    pub assets: Vec<String>,
    pub accounts: Vec<String>,
}

/// A person's part in a tenancy.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    pub contact_id: String,
    pub name: String,
    pub role: Role,
    pub from: Date,
    pub to: Option<Date>,
}

/// What part that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Main,
    Joint,
    Guarantor,
    Occupant,
}

/// A place: a home, a block, an estate, a laundry, a green.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    pub id: String,
    pub reference: String,
    pub company: &'static str,
    pub uprn: Option<String>,
    pub kind: AssetKind,
    pub parent: Option<String>,
    pub root: Option<String>,
    pub status: &'static str,
    pub address: Address,
    pub attributes: Vec<(&'static str, String)>,
    pub alerts: Vec<Alert>,
}

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetKind {
    Property,
    Communal,
    Shared,
    Land,
}

/// Where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    pub line1: String,
    pub line2: Option<String>,
    pub line3: Option<String>,
    pub town: &'static str,
    pub county: &'static str,
    pub postcode: String,
}

impl Landlord {
    /// The same for the same seed, day and number of people.
    pub fn generate(seed: u64, today: Date, people: usize) -> Self {
        let people = people.max(FEWEST_PEOPLE);
        let mut landlord = Self {
            seed,
            made_on: today,
            contacts: BTreeMap::new(),
            agreements: BTreeMap::new(),
            accounts: BTreeMap::new(),
            assets: BTreeMap::new(),
            repairs: BTreeMap::new(),
            cases: BTreeMap::new(),
            taken: BTreeSet::new(),
            sor_codes: sor::made(),
            agreements_of: HashMap::new(),
        };
        let homes = assets::fill(
            &mut landlord,
            (people * HOMES_PER_1200_PEOPLE / PEOPLE).max(FEWEST_PEOPLE),
        );
        agreements::fill(&mut landlord, &homes, people);
        repairs_made::fill(&mut landlord, people * REPAIRS_PER_1200_PEOPLE / PEOPLE);
        cases::fill(&mut landlord);
        landlord
    }

    /// The tenancies a person is party to, oldest id first.
    pub fn agreements_of(&self, contact: &str) -> impl Iterator<Item = &Agreement> {
        self.agreements_of
            .get(contact)
            .into_iter()
            .flatten()
            .filter_map(|id| self.agreements.get(id))
    }

    /// Other places that concern a place: what it stands in, and what those share.
    pub fn related(&self, asset: &Asset) -> Vec<&Asset> {
        let mut above = Vec::new();
        let mut parent = asset.parent.as_ref();
        while let Some(found) = parent.and_then(|id| self.assets.get(id)) {
            above.push(found);
            parent = found.parent.as_ref();
        }
        let beside = self.assets.values().filter(|other| {
            other.kind != AssetKind::Property
                && other.id != asset.id
                && !above.iter().any(|found| found.id == other.id)
                && above.iter().any(|found| other.parent.as_ref() == Some(&found.id))
                && !is_another_building(other)
        });
        let beside: Vec<_> = beside.collect();
        above.into_iter().chain(beside).collect()
    }

    fn rng(&self, purpose: &str) -> Rng {
        Rng::for_purpose(self.seed, purpose)
    }

    fn link(&mut self, contact: &str, agreement: &str) {
        let linked = self.agreements_of.entry(contact.to_owned()).or_default();
        if !linked.iter().any(|id| id == agreement) {
            linked.push(agreement.to_owned());
        }
    }
}

/// A block is communal for its own homes only.
fn is_another_building(asset: &Asset) -> bool {
    asset.kind == AssetKind::Communal && asset.attributes.iter().any(|(name, _)| *name == "storeys")
}

impl Contact {
    /// Forenames and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.forenames, self.surname)
    }
}

impl Agreement {
    pub fn is_current(&self, today: Date) -> bool {
        self.end.is_none_or(|end| end >= today)
    }

    pub fn has_party(&self, contact: &str) -> bool {
        self.parties.iter().any(|party| party.contact_id == contact)
    }
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "Main",
            Self::Joint => "Joint",
            Self::Guarantor => "Guarantor",
            Self::Occupant => "Occupant",
        }
    }
}

impl AssetKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Property => "Property",
            Self::Communal => "Communal",
            Self::Shared => "Shared",
            Self::Land => "Land",
        }
    }
}
