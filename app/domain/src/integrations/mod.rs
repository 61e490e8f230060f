//! Connections to outside systems (product I1): which slots there are, and what a vendor's settings promise.

pub mod civica_cx;
pub mod csv;
pub mod notify;
pub mod smtp;
pub mod twilio;

use crate::{
    forms::{Code, Form, FormErrors},
    identity::Email,
};
use serde::{Serialize, de::DeserializeOwned};

macro_rules! slots {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// A place where one outside system is plugged in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Slot { $($(#[$doc])* $name),+ }

        impl Slot {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database, in addresses and in the message `slot-…`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|slot| slot.as_str() == text)
            }
        }
    };
}

slots! {
    /// The landlord's record of people, homes and repairs.
    Housing = "housing",
    Payment = "payment",
    DirectDebit = "direct-debit",
    Chat = "chat",
    Documents = "documents",
    Sso = "sso",
    Mail = "mail",
    Text = "text",
}

impl Slot {
    /// Those for which this version of the product has a vendor.
    pub const IN_USE: &[Self] = &[Self::Housing, Self::Mail, Self::Text];
}

const TEST_MARK: &str = "test:";
/// Only for live ids that would look like marked ones.
const LIVE_MARK: &str = "live:";

/// Which of a slot's two connections is meant (product I7).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    #[default]
    Live,
    Test,
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::Live, Self::Test];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Live => Self::Test,
            Self::Test => Self::Live,
        }
    }

    /// An id of this mode's housing system as it is stored: no id of the one is ever an id of the other.
    pub fn mark(self, id: &str) -> String {
        match self {
            Self::Test => format!("{TEST_MARK}{id}"),
            Self::Live if id.starts_with(TEST_MARK) || id.starts_with(LIVE_MARK) => {
                format!("{LIVE_MARK}{id}")
            }
            Self::Live => id.to_owned(),
        }
    }

    /// The id as the system itself knows it; nothing for an id of the other mode.
    pub fn unmark(self, stored: &str) -> Option<&str> {
        match self {
            Self::Test => stored.strip_prefix(TEST_MARK),
            Self::Live if stored.starts_with(TEST_MARK) => None,
            Self::Live => Some(stored.strip_prefix(LIVE_MARK).unwrap_or(stored)),
        }
    }

    /// The name in the database and in the message `mode-…`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

/// How a connection is doing, in the words of the Integration Manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    NotSetUp,
    /// Nothing has been asked since it was saved.
    Untried,
    /// The last call was answered.
    Connected,
    /// The last call failed.
    Degraded,
    /// Address, password, permission or company are wrong: a person has to act.
    Failing,
    /// Switched off by staff.
    Off,
}

impl State {
    pub const ALL: [Self; 6] = [
        Self::NotSetUp,
        Self::Untried,
        Self::Connected,
        Self::Degraded,
        Self::Failing,
        Self::Off,
    ];

    /// The name in answers for machines and in the message `integration-state-…`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSetUp => "not-set-up",
            Self::Untried => "untried",
            Self::Connected => "connected",
            Self::Degraded => "degraded",
            Self::Failing => "failing",
            Self::Off => "off",
        }
    }
}

/// The settings of one vendor, without its secrets. Stored as JSON, so every field has a default.
pub trait VendorSettings: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    const SLOT: Slot;
    /// The name in the database and in the message `vendor-…`.
    const VENDOR: &'static str;

    /// Where the secrets are sent and as whom. A stored secret is kept only as long as this stays the same: otherwise
    /// somebody could have it sent to a machine of their own.
    fn goes_to(&self) -> String;

    /// Whether it can be used, or something is still to be chosen.
    fn is_complete(&self) -> bool {
        true
    }
}

/// The mode that a form names: live, unless it says test.
pub(crate) fn mode(raw: &str) -> Mode {
    Mode::parse(raw).unwrap_or_default()
}

const ADDRESS_MAX: usize = 200;

/// A base address: https, a host, perhaps a path; no user, query or fragment. Plain http is for simulators on this
/// machine; whether these are reached at all the server decides.
pub(crate) fn base_address(raw: &str) -> Option<String> {
    let text = raw.trim().trim_end_matches('/');
    let (is_plain, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (false, rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (true, rest),
        _ => return None,
    };
    let is_near = ["127.0.0.1", "localhost", "[::1]"].iter().any(|near| {
        rest.strip_prefix(near)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    let has_host = rest
        .split('/')
        .next()
        .is_some_and(|host| host.bytes().any(|byte| byte.is_ascii_alphanumeric()));
    let is_clean = rest
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"@?#\\\"<>%".contains(&byte));
    let scheme = if is_plain { "http" } else { "https" };
    (has_host && is_clean && (!is_plain || is_near)).then(|| format!("{scheme}://{rest}"))
}

/// The address of a vendor's API where it is another than the usual one; empty for the usual one.
pub(crate) fn optional_address(errors: &mut FormErrors, field: &str, raw: &str) -> String {
    if raw.trim().is_empty() {
        return String::new();
    }
    let address = base_address(raw).filter(|address| address.len() <= ADDRESS_MAX);
    if address.is_none() {
        errors.add(field, Code::Malformed);
    }
    address.unwrap_or_default()
}

/// A press on a connection: which, and the version that was on the screen.
#[derive(Clone, Default, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ConnectionForm {
    pub slot: String,
    /// Live or test; empty for live.
    pub mode: String,
    pub version: String,
    /// The earlier version to be put back.
    pub earlier: String,
}

/// The same, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneConnection {
    pub slot: Slot,
    pub mode: Mode,
    pub seen: i64,
    pub earlier: i64,
}

impl Form for ConnectionForm {
    type Parsed = OneConnection;

    fn parse(&self) -> Result<OneConnection, FormErrors> {
        let slot = Slot::parse(&self.slot).ok_or_else(|| FormErrors::one("slot", Code::NotOffered))?;
        Ok(OneConnection {
            slot,
            mode: mode(&self.mode),
            seen: self.version.parse().unwrap_or_default(),
            earlier: self.earlier.parse().unwrap_or_default(),
        })
    }
}

/// 'Test': of which connection, and where the message goes that it sends. Empty boxes are of no matter.
#[derive(Clone, Default, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TestForm {
    pub slot: String,
    /// Live or test; empty for live.
    pub mode: String,
    pub trial_email: String,
    pub trial_mobile: String,
}

/// The same, checked. Whether a number is one that we text is decided by the server.
#[derive(Clone, PartialEq, Eq)]
pub enum Trial {
    Housing,
    /// Nothing stands for whoever asks.
    Mail(Option<Email>),
    /// Nothing: they are only asked whether all is right.
    Text(Option<String>),
}

impl Trial {
    pub const fn slot(&self) -> Slot {
        match self {
            Self::Housing => Slot::Housing,
            Self::Mail(_) => Slot::Mail,
            Self::Text(_) => Slot::Text,
        }
    }
}

impl Form for TestForm {
    type Parsed = (Trial, Mode);

    fn parse(&self) -> Result<(Trial, Mode), FormErrors> {
        let filled = |typed: &str| Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
        let trial = match Slot::parse(&self.slot) {
            Some(Slot::Housing) => Ok(Trial::Housing),
            Some(Slot::Text) => Ok(Trial::Text(filled(&self.trial_mobile))),
            Some(Slot::Mail) => match filled(&self.trial_email).map(|to| Email::parse(&to)) {
                Some(None) => Err(FormErrors::one("trial_email", Code::Malformed)),
                address => Ok(Trial::Mail(address.flatten())),
            },
            _ => Err(FormErrors::one("slot", Code::NotOffered)),
        }?;
        Ok((trial, mode(&self.mode)))
    }
}

crate::silent_debug!(ConnectionForm, TestForm, Trial);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_test_goes_to_an_address_or_to_whoever_asks() {
        let form = |slot: &str, to: &str| TestForm {
            slot: slot.into(),
            trial_email: to.into(),
            trial_mobile: to.into(),
            ..TestForm::default()
        };
        assert!(form("housing", "").parse().map(|(trial, _)| trial) == Ok(Trial::Housing));
        assert!(form("mail", " ").parse().map(|(trial, _)| trial) == Ok(Trial::Mail(None)));
        let address = Email::parse("mae@example.org");
        assert!(
            form("mail", " Mae@example.org ").parse().map(|(trial, _)| trial) == Ok(Trial::Mail(address))
        );
        assert!(
            form("text", "07700 900123").parse().map(|(trial, _)| trial)
                == Ok(Trial::Text(Some("07700 900123".into())))
        );
        for wrong in [
            form("mail", "a@b\r\nBcc: all@example.org"),
            form("payment", ""),
            form("", ""),
        ] {
            assert!(wrong.parse().is_err());
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for slot in Slot::ALL {
            assert_eq!(Slot::parse(slot.as_str()), Some(*slot));
        }
        for mode in [Mode::Live, Mode::Test] {
            assert_eq!(Mode::parse(mode.as_str()), Some(mode));
        }
        assert_eq!((Slot::parse("fax"), Mode::parse("")), (None, None));
    }

    proptest! {
        #[test]
        fn ids_come_back_and_are_of_one_mode_only(id in "(test:|live:|)\\PC{0,20}") {
            for mode in Mode::ALL {
                let stored = mode.mark(&id);
                prop_assert_eq!(mode.unmark(&stored), Some(id.as_str()));
                prop_assert!(mode == Mode::Live || mode.other().unmark(&stored).is_none());
                prop_assert_ne!(stored, mode.other().mark(&id));
            }
        }

        #[test]
        fn no_id_of_live_is_read_as_one_of_test(one in "\\PC{0,20}", other in "(test:|live:|)\\PC{0,20}") {
            prop_assert_ne!(Mode::Test.mark(&one), Mode::Live.mark(&other));
            prop_assert!(Mode::Test.unmark(&Mode::Live.mark(&other)).is_none());
        }
    }
}
