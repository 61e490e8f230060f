//! The Test System (product I7): who reads what would go to tenants, and the switch between live and test.

use crate::{
    forms::{Code, Form, FormErrors, optional_text},
    identity::Email,
    integrations::Mode,
};
use serde::{Deserialize, Serialize};

const MOBILE_MAX: u32 = 40;

/// Where everything goes in test mode, as it is typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxForm {
    pub test_inbox: String,
    pub test_mobile: String,
}

/// The same, checked. Which numbers are mobiles the use case knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveInbox {
    pub inbox: Email,
    pub mobile: String,
}

impl Form for InboxForm {
    type Parsed = SaveInbox;

    fn parse(&self) -> Result<SaveInbox, FormErrors> {
        let mut errors = FormErrors::default();
        let inbox = Email::parse(&self.test_inbox);
        if inbox.is_none() {
            let code = if self.test_inbox.trim().is_empty() {
                Code::Required
            } else {
                Code::Malformed
            };
            errors.add("test_inbox", code);
        }
        let mobile = optional_text(&mut errors, "test_mobile", &self.test_mobile, MOBILE_MAX);
        errors.or(inbox
            .zip(mobile)
            .map(|(inbox, mobile)| SaveInbox { inbox, mobile }))
    }
}

/// The press that switches: to which mode, and since when the other one had been on as it was shown.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    pub to: String,
    pub since: String,
    /// `yes` from whoever has read what will happen.
    pub understood: String,
}

/// The same, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    pub to: Mode,
    pub seen_since: i64,
}

impl Form for SwitchForm {
    type Parsed = Switch;

    fn parse(&self) -> Result<Switch, FormErrors> {
        let mut errors = FormErrors::default();
        let to = Mode::parse(&self.to);
        if to.is_none() {
            errors.add("to", Code::NotOffered);
        }
        if self.understood != "yes" {
            errors.add("understood", Code::Required);
        }
        errors.or(to.map(|to| Switch {
            to,
            seen_since: self.since.parse().unwrap_or(-1),
        }))
    }
}

crate::silent_debug!(InboxForm, SwitchForm);

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<T>(parsed: Result<T, FormErrors>) -> Vec<String> {
        let errors = parsed.err().unwrap_or_default();
        errors.0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn an_inbox_is_one_address() {
        let form = |inbox: &str| InboxForm {
            test_inbox: inbox.into(),
            ..InboxForm::default()
        };
        let saved = form(" Tests@Landlord.Example ").parse().unwrap();
        assert_eq!(saved.inbox.as_str(), "tests@landlord.example");
        for bad in [
            "",
            "nobody",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
        ] {
            assert_eq!(fields(form(bad).parse()), ["test_inbox"], "{bad}");
        }
    }

    #[test]
    fn nobody_switches_without_saying_that_they_understand() {
        let form = |to: &str, understood: &str| SwitchForm {
            to: to.into(),
            since: "7".into(),
            understood: understood.into(),
        };
        let switch = form("test", "yes").parse().unwrap();
        assert_eq!((switch.to, switch.seen_since), (Mode::Test, 7));
        assert_eq!(fields(form("test", "").parse()), ["understood"]);
        assert_eq!(fields(form("both", "no").parse()), ["to", "understood"]);
    }
}
