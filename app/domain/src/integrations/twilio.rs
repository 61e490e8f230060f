//! Twilio, for texts.

use super::{Mode, Slot, VendorSettings, mode, optional_address};
use crate::forms::{Code, Form, FormErrors, required_line};
use serde::{Deserialize, Serialize};

/// What is stored, beside the secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Twilio {
    /// Empty for the real one.
    pub api_url: String,
    /// The Account SID, `AC…`.
    pub account: String,
    /// A number, a name, or a Messaging Service (`MG…`).
    pub sender: String,
    /// The name of an API key, `SK…`; empty where the auth token serves.
    pub api_key: String,
}

impl Twilio {
    /// The names of the secrets. News are signed with the auth token, also where an API key is used.
    pub const AUTH_TOKEN: &str = "auth-token";
    pub const API_KEY_SECRET: &str = "api-key-secret";
}

impl VendorSettings for Twilio {
    const SLOT: Slot = Slot::Text;
    const VENDOR: &'static str = "twilio";

    fn goes_to(&self) -> String {
        format!("{} {} {}", self.account, self.api_key, self.api_url)
    }

    fn is_complete(&self) -> bool {
        !self.account.is_empty() && !self.sender.is_empty()
    }
}

/// The settings as they are typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TwilioForm {
    /// The version that was on the screen.
    pub version: String,
    /// Live or test; empty for live.
    pub mode: String,
    /// Empty for the usual one.
    pub twilio_url: String,
    /// `yes` once somebody confirms that a new address may be called.
    pub approve_host: String,
    pub twilio_account: String,
    pub twilio_token: String,
    pub twilio_sender: String,
    pub twilio_key: String,
    pub twilio_key_secret: String,
}

/// What is to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveTwilio {
    pub seen: i64,
    pub mode: Mode,
    pub settings: Twilio,
    /// Nothing keeps the stored one.
    pub token: Option<String>,
    pub key_secret: Option<String>,
    /// The address may be put on the landlord's list of hosts.
    pub approve_host: bool,
}

const SENDER_MAX: u32 = 40;
const SECRET_MAX: usize = 200;

fn is_sid(text: &str, begins: &str) -> bool {
    text.len() == 34 && text.starts_with(begins) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Form for TwilioForm {
    type Parsed = SaveTwilio;
    const SECRETS: &'static [&'static str] = &["twilio_token", "twilio_key_secret"];

    fn parse(&self) -> Result<SaveTwilio, FormErrors> {
        let mut errors = FormErrors::default();
        let api_url = optional_address(&mut errors, "twilio_url", &self.twilio_url);
        let account = self.twilio_account.trim();
        if !is_sid(account, "AC") {
            let code = if account.is_empty() {
                Code::Required
            } else {
                Code::Malformed
            };
            errors.add("twilio_account", code);
        }
        let secrets = [
            ("twilio_token", &self.twilio_token),
            ("twilio_key_secret", &self.twilio_key_secret),
        ];
        for (field, secret) in secrets {
            if secret.len() > SECRET_MAX || !secret.trim().bytes().all(|byte| byte.is_ascii_graphic()) {
                errors.add(field, Code::Malformed);
            }
        }
        let sender = required_line(&mut errors, "twilio_sender", &self.twilio_sender, SENDER_MAX);
        let key = self.twilio_key.trim();
        if !key.is_empty() && !is_sid(key, "SK") {
            errors.add("twilio_key", Code::Malformed);
        }
        let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        errors.or(sender.map(|sender| SaveTwilio {
            seen: self.version.parse().unwrap_or_default(),
            mode: mode(&self.mode),
            settings: Twilio {
                api_url,
                account: account.to_owned(),
                sender,
                api_key: key.to_owned(),
            },
            token: filled(&self.twilio_token),
            key_secret: filled(&self.twilio_key_secret),
            approve_host: !self.approve_host.is_empty(),
        }))
    }
}

crate::silent_debug!(TwilioForm, SaveTwilio);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_as_twilio_names_them() {
        let form = TwilioForm {
            twilio_account: " AC00000000000000000000000000000007 ".into(),
            twilio_token: " token ".into(),
            twilio_sender: "Our Homes".into(),
            ..TwilioForm::default()
        };
        let saved = form.parse().unwrap();
        assert_eq!(
            (saved.settings.account.len(), saved.token.as_deref()),
            (34, Some("token"))
        );
        let regional = TwilioForm {
            twilio_url: " https://api.dublin.ie1.twilio.com/ ".into(),
            ..form.clone()
        };
        let regional = regional.parse().unwrap().settings;
        assert_eq!(regional.api_url, "https://api.dublin.ie1.twilio.com");
        assert_ne!(
            regional.goes_to(),
            saved.settings.goes_to(),
            "secrets stay where they were typed for"
        );
        let bad = TwilioForm {
            twilio_account: "SK00000000000000000000000000000007".into(),
            twilio_token: "a\nb".into(),
            twilio_sender: String::new(),
            twilio_key: "AC1".into(),
            twilio_url: "http://api.twilio.example".into(),
            ..form
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "twilio_url",
                "twilio_account",
                "twilio_token",
                "twilio_sender",
                "twilio_key"
            ]
        );
    }
}
