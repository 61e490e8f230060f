//! Civica Cx as the housing system (product I2).

use super::{Mode, Slot, VendorSettings, base_address, mode};
use crate::{
    dates::Day,
    forms::{Code, Form, FormErrors, optional_line, required_line},
};
use serde::{Deserialize, Serialize};

/// What is stored, beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CivicaCx {
    /// Address of the landlord's own Cx.
    pub api_url: String,
    pub username: String,
    /// Code of the selected company; empty until one is selected.
    pub company: String,
}

impl CivicaCx {
    /// The name of the secret.
    pub const PASSWORD: &str = "password";
}

impl VendorSettings for CivicaCx {
    const SLOT: Slot = Slot::Housing;
    const VENDOR: &'static str = "civica-cx";

    fn goes_to(&self) -> String {
        format!("{} {}", self.username, self.api_url)
    }

    fn is_complete(&self) -> bool {
        !self.company.is_empty()
    }
}

/// The settings as they are typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CivicaCxForm {
    /// The version that was on the screen.
    pub version: String,
    /// Live or test; empty for live.
    pub mode: String,
    /// `on` or `off`.
    pub api_integration: String,
    pub api_url: String,
    pub api_username: String,
    pub api_password: String,
    pub company: String,
    /// `yes` once somebody confirms that a new address may be called.
    pub approve_host: String,
}

/// What is to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveCivicaCx {
    pub seen: i64,
    pub mode: Mode,
    pub enabled: bool,
    pub settings: CivicaCx,
    /// Nothing keeps the stored one.
    pub password: Option<String>,
    /// The address may be put on the landlord's list of hosts.
    pub approve_host: bool,
}

const URL_MAX: u32 = 200;
const NAME_MAX: u32 = 100;

impl Form for CivicaCxForm {
    type Parsed = SaveCivicaCx;
    const SECRETS: &'static [&'static str] = &["api_password"];

    fn parse(&self) -> Result<SaveCivicaCx, FormErrors> {
        let mut errors = FormErrors::default();
        let enabled = match self.api_integration.as_str() {
            "on" => Some(true),
            "off" => Some(false),
            _ => {
                errors.add("api_integration", Code::NotOffered);
                None
            }
        };
        let api_url = required_line(&mut errors, "api_url", &self.api_url, URL_MAX).and_then(|url| {
            let address = base_address(&url);
            if address.is_none() {
                errors.add("api_url", Code::Malformed);
            }
            address
        });
        let username = required_line(&mut errors, "api_username", &self.api_username, NAME_MAX);
        if self.api_password.chars().count() > NAME_MAX as usize {
            errors.add("api_password", Code::TooLong { max: NAME_MAX });
        } else if self.api_password.chars().any(char::is_control) {
            errors.add("api_password", Code::Malformed);
        }
        let company = optional_line(&mut errors, "company", &self.company, NAME_MAX);
        errors.or(enabled.zip(api_url).zip(username).zip(company).map(
            |(((enabled, api_url), username), company)| SaveCivicaCx {
                seen: self.version.parse().unwrap_or_default(),
                mode: mode(&self.mode),
                enabled,
                settings: CivicaCx {
                    api_url,
                    username,
                    company,
                },
                password: (!self.api_password.is_empty()).then(|| self.api_password.clone()),
                approve_host: !self.approve_host.is_empty(),
            },
        ))
    }
}

/// How repairs of the housing system are shown (product R8 and R9).
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordForm {
    pub repairs_start: String,
    pub can_cancel: String,
    pub notice_days: String,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveRecord {
    pub repairs_start: Option<Day>,
    pub can_cancel: bool,
    pub notice_days: u32,
}

const NOTICE_DAYS_MAX: u32 = 60;

impl Form for RecordForm {
    type Parsed = SaveRecord;

    fn parse(&self) -> Result<SaveRecord, FormErrors> {
        let mut errors = FormErrors::default();
        let repairs_start = match self.repairs_start.trim() {
            "" => None,
            day if is_day(day) => Some(Day(day.to_owned())),
            _ => {
                errors.add("repairs_start", Code::Malformed);
                None
            }
        };
        let notice_days = self
            .notice_days
            .trim()
            .parse()
            .ok()
            .filter(|days| *days <= NOTICE_DAYS_MAX);
        if notice_days.is_none() {
            errors.add("notice_days", Code::Malformed);
        }
        errors.or(notice_days.map(|notice_days| SaveRecord {
            repairs_start,
            can_cancel: !self.can_cancel.is_empty(),
            notice_days,
        }))
    }
}

/// `YYYY-MM-DD` with a month and a day that can be.
fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    text.len() == 10
        && matches!(parts[..], [Some(2000..=2099), Some(1..=12), Some(day)] if (1..=31).contains(&day))
}

crate::silent_debug!(CivicaCxForm, SaveCivicaCx, RecordForm);

#[cfg(test)]
mod tests {
    use super::*;

    fn form(url: &str) -> CivicaCxForm {
        CivicaCxForm {
            version: "3".into(),
            api_integration: "on".into(),
            api_url: url.into(),
            api_username: " portal ".into(),
            ..CivicaCxForm::default()
        }
    }

    #[test]
    fn an_address_is_a_host_with_https() {
        for (typed, kept) in [
            ("https://cx.example.org/", "https://cx.example.org"),
            (
                " HTTPS://cx.example.org:8443/cx ",
                "https://cx.example.org:8443/cx",
            ),
            ("http://127.0.0.1:8090", "http://127.0.0.1:8090"),
        ] {
            let saved = form(typed).parse().unwrap();
            assert_eq!((saved.settings.api_url.as_str(), saved.seen), (kept, 3));
            assert_eq!(
                (saved.settings.username.as_str(), saved.password),
                ("portal", None)
            );
        }
        for bad in [
            "cx.example.org",
            "http://cx.example.org",
            "http://127.0.0.1.example.org",
            "https://",
            "https:///x",
            "https://user:word@cx.example.org",
            "https://cx.example.org/?a=b",
            "https://cx.example.org/#x",
            "https://cx.example.org/\r\nx",
            "file:///etc/passwd",
            "javascript://x",
        ] {
            let errors = form(bad).parse().unwrap_err();
            assert_eq!(errors.code("api_url"), Some(&Code::Malformed), "{bad}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let bad = CivicaCxForm {
            api_password: "a\r\nb".into(),
            ..CivicaCxForm::default()
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            ["api_integration", "api_url", "api_username", "api_password"]
        );
    }

    #[test]
    fn numbers_and_days_of_the_record_are_sensible() {
        let good = RecordForm {
            repairs_start: "2026-04-01".into(),
            notice_days: "2".into(),
            can_cancel: "yes".into(),
        };
        let saved = good.parse().unwrap();
        assert_eq!((saved.can_cancel, saved.notice_days), (true, 2));
        let bad = RecordForm {
            repairs_start: "2026-13-01".into(),
            notice_days: "-1".into(),
            can_cancel: String::new(),
        };
        assert_eq!(bad.parse().unwrap_err().0.len(), 2);
    }
}
