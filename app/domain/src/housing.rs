//! The landlord's record as the portal shows it: homes, accounts, and how fresh our copy is.

use crate::{
    dates::{Day, Millis},
    forms::{Code, Form, FormErrors},
    ids::{SyncId, TenancyId},
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
    /// Tenancies and homes.
    Home,
    Accounts,
    Repairs,
    /// Who they are and how they are reached.
    Person,
    Cases,
}

impl Resource {
    pub const ALL: [Self; 5] = [
        Self::Home,
        Self::Accounts,
        Self::Repairs,
        Self::Person,
        Self::Cases,
    ];

    /// What the portal shows.
    pub const OF_PORTAL: [Self; 3] = [Self::Home, Self::Accounts, Self::Repairs];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Accounts => "accounts",
            Self::Repairs => "repairs",
            Self::Person => "person",
            Self::Cases => "cases",
        }
    }
}

/// How a comparison of all customers with the housing system stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SyncState {
    Running,
    Done,
    /// By a person.
    Stopped,
    /// It cannot go on until a person mends something.
    Failed,
}

impl SyncState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Stopped, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// How old copies may grow, and when the night's comparison begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Refreshing {
    /// Seconds after which each copy is refreshed.
    pub people: i64,
    pub accounts: i64,
    pub repairs: i64,
    /// The landlord's lists and the codes of their tables.
    pub lists: i64,
    pub nightly: bool,
    /// The local hour at which the night's begins.
    pub hour: u8,
}

impl Default for Refreshing {
    fn default() -> Self {
        Self {
            people: 15 * 60,
            accounts: 15 * 60,
            repairs: 15 * 60,
            lists: 24 * 3600,
            nightly: true,
            hour: 2,
        }
    }
}

impl Refreshing {
    /// Seconds after which a copy is old.
    pub const fn limit(&self, resource: Resource) -> i64 {
        match resource {
            Resource::Home | Resource::Person | Resource::Cases => self.people,
            Resource::Accounts => self.accounts,
            Resource::Repairs => self.repairs,
        }
    }
}

/// The form of [`Refreshing`], in minutes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RefreshingForm {
    pub people: String,
    pub accounts: String,
    pub repairs: String,
    pub lists: String,
    pub nightly: String,
    pub hour: String,
}

/// Nothing is older than a day; nothing is asked for more often than every minute.
const MINUTES: std::ops::RangeInclusive<i64> = 1..=24 * 60;

impl Form for RefreshingForm {
    type Parsed = Refreshing;

    fn parse(&self) -> Result<Refreshing, FormErrors> {
        let mut errors = FormErrors::default();
        let mut minutes = |field: &str, raw: &str| {
            let raw = raw.trim();
            let read = raw.parse().ok().filter(|minutes| MINUTES.contains(minutes));
            if read.is_none() {
                let code = if raw.is_empty() {
                    Code::Required
                } else {
                    Code::Malformed
                };
                errors.add(field, code);
            }
            read.unwrap_or_default() * 60
        };
        let (people, accounts, repairs, lists) = (
            minutes("people", &self.people),
            minutes("accounts", &self.accounts),
            minutes("repairs", &self.repairs),
            minutes("lists", &self.lists),
        );
        let hour = self.hour.trim().parse().ok().filter(|hour: &u8| *hour < 24);
        if hour.is_none() {
            errors.add("hour", Code::Malformed);
        }
        errors.or(hour.map(|hour| Refreshing {
            people,
            accounts,
            repairs,
            lists,
            nightly: !self.nightly.is_empty(),
            hour,
        }))
    }
}

/// 'Start now': with a tick, everybody is compared and not only those who changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StartSyncForm {
    pub everybody: String,
}

impl Form for StartSyncForm {
    type Parsed = bool;

    fn parse(&self) -> Result<bool, FormErrors> {
        Ok(!self.everybody.is_empty())
    }
}

/// 'Stop' and 'Go on': of the comparison that was on the screen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncForm {
    pub sync: String,
}

impl Form for SyncForm {
    type Parsed = Option<SyncId>;

    fn parse(&self) -> Result<Option<SyncId>, FormErrors> {
        Ok(SyncId::parse(&self.sync))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(people: &str, hour: &str) -> RefreshingForm {
        RefreshingForm {
            people: people.into(),
            accounts: " 30 ".into(),
            repairs: "1440".into(),
            lists: "60".into(),
            nightly: "yes".into(),
            hour: hour.into(),
        }
    }

    #[test]
    fn times_are_minutes_up_to_a_day_and_the_hour_is_one_of_the_day() {
        let read = typed("15", "23").parse().unwrap_or_default();
        assert_eq!((read.people, read.accounts, read.repairs), (900, 1800, 86_400));
        assert_eq!(read.lists, 3600);
        assert!(read.nightly && read.hour == 23);
        for (people, hour) in [
            ("0", "2"),
            ("1441", "2"),
            ("-5", "2"),
            ("", "2"),
            ("1.5", "2"),
            ("15", "24"),
            ("15", ""),
        ] {
            assert!(typed(people, hour).parse().is_err(), "{people} {hour}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let errors = RefreshingForm::default().parse().err();
        let fields = ["people", "accounts", "repairs", "lists", "hour"];
        assert!(errors.is_some_and(|errors| fields.iter().all(|field| errors.code(field).is_some())));
    }
}
