//! GOV.UK Notify, for texts and for email.

use super::{Mode, Slot, VendorSettings, mode};
use crate::forms::{Code, Form, FormErrors};
use serde::{Deserialize, Serialize};

/// The names of the secrets.
pub const API_KEY: &str = "api-key";
/// What Notify says to us with its news.
pub const CALLBACK_TOKEN: &str = "callback-token";

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident for $slot:ident),+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Empty for the real one.
            pub api_url: String,
            /// Id of the template there.
            pub template: String,
            /// Id of the sender or of the reply address there; empty for the usual one.
            pub sender: String,
        }

        impl VendorSettings for $name {
            const SLOT: Slot = Slot::$slot;
            const VENDOR: &'static str = "notify";

            fn goes_to(&self) -> String {
                self.api_url.clone()
            }

            fn is_complete(&self) -> bool {
                !self.template.is_empty()
            }
        }
    )+ };
}

settings!(
    /// Texts, each in the place `((text))` of a template.
    NotifyText for Text,
    /// Emails, each in the places `((subject))` and `((body))` of a template.
    NotifyMail for Mail
);

/// The settings as they are typed, of either kind.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NotifyForm {
    /// The version that was on the screen.
    pub version: String,
    /// Live or test; empty for live.
    pub mode: String,
    /// `mail` or `text`.
    pub slot: String,
    pub notify_key: String,
    pub notify_template: String,
    pub notify_sender: String,
    pub notify_token: String,
}

/// What is to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveNotify {
    pub seen: i64,
    pub mode: Mode,
    pub slot: Slot,
    pub template: String,
    pub sender: String,
    /// Nothing keeps the stored one.
    pub key: Option<String>,
    pub token: Option<String>,
}

const KEY_MAX: usize = 300;
const TOKEN: std::ops::RangeInclusive<usize> = 20..=200;

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl Form for NotifyForm {
    type Parsed = SaveNotify;
    const SECRETS: &'static [&'static str] = &["notify_key", "notify_token"];

    fn parse(&self) -> Result<SaveNotify, FormErrors> {
        let mut errors = FormErrors::default();
        let slot = Slot::parse(&self.slot).filter(|slot| matches!(slot, Slot::Mail | Slot::Text));
        if slot.is_none() {
            errors.add("slot", Code::NotOffered);
        }
        let (key, token) = (self.notify_key.trim(), self.notify_token.trim());
        if key.len() > KEY_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            errors.add("notify_key", Code::Malformed);
        }
        let is_usable = TOKEN.contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic());
        if !token.is_empty() && !is_usable {
            errors.add("notify_token", Code::Malformed);
        }
        let template = self.notify_template.trim().to_lowercase();
        if !is_uuid(&template) {
            let code = if template.is_empty() {
                Code::Required
            } else {
                Code::Malformed
            };
            errors.add("notify_template", code);
        }
        let sender = self.notify_sender.trim().to_lowercase();
        if !sender.is_empty() && !is_uuid(&sender) {
            errors.add("notify_sender", Code::Malformed);
        }
        errors.or(slot.map(|slot| SaveNotify {
            seen: self.version.parse().unwrap_or_default(),
            mode: mode(&self.mode),
            slot,
            template,
            sender,
            key: (!key.is_empty()).then(|| key.to_owned()),
            token: (!token.is_empty()).then(|| token.to_owned()),
        }))
    }
}

crate::silent_debug!(NotifyForm, SaveNotify);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_an_id_and_a_token_is_long() {
        let form = NotifyForm {
            slot: "text".into(),
            notify_template: " F33517FF-2a88-4f6e-b855-c550268ce08a ".into(),
            ..NotifyForm::default()
        };
        let saved = form.parse().unwrap();
        assert_eq!(
            (saved.slot, saved.template.as_str()),
            (Slot::Text, "f33517ff-2a88-4f6e-b855-c550268ce08a")
        );
        let bad = NotifyForm {
            slot: "housing".into(),
            notify_key: "a\nb".into(),
            notify_template: "../x".into(),
            notify_sender: "me".into(),
            notify_token: "short".into(),
            ..form
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "slot",
                "notify_key",
                "notify_token",
                "notify_template",
                "notify_sender"
            ]
        );
    }
}
