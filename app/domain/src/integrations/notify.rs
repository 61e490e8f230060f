//! GOV.UK Notify, for texts and for email.

use super::{Mode, Slot, VendorSettings, mode, optional_address};
use crate::{
    forms::{Code, Form, FormErrors},
    templates::Kind,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names of the secrets.
pub const API_KEY: &str = "api-key";
/// What Notify says to us with its news.
pub const CALLBACK_TOKEN: &str = "callback-token";

/// Ids of templates there, by the names of the kinds of messages that have one of their own.
pub type OwnTemplates = BTreeMap<String, String>;

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident for $slot:ident),+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Empty for the real one.
            pub api_url: String,
            /// Id of the template there that carries all messages but those of `own_templates`.
            pub template: String,
            pub own_templates: OwnTemplates,
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
    /// Empty for the usual one.
    pub notify_url: String,
    /// `yes` once somebody confirms that a new address may be called.
    pub approve_host: String,
    pub notify_key: String,
    pub notify_template: String,
    /// A kind of message and the id of its template, line by line.
    pub notify_own: String,
    pub notify_sender: String,
    pub notify_token: String,
}

/// What is to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveNotify {
    pub seen: i64,
    pub mode: Mode,
    pub slot: Slot,
    pub api_url: String,
    pub template: String,
    pub own_templates: OwnTemplates,
    pub sender: String,
    /// Nothing keeps the stored one.
    pub key: Option<String>,
    pub token: Option<String>,
    /// The address may be put on the landlord's list of hosts.
    pub approve_host: bool,
}

const KEY_MAX: usize = 300;
/// Two UUIDs and the hyphen between them, behind a name of any form.
const KEY_TAIL: usize = 73;
const TOKEN: std::ops::RangeInclusive<usize> = 20..=200;

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_key(text: &str) -> bool {
    let tail = text
        .len()
        .checked_sub(KEY_TAIL)
        .and_then(|start| text.get(start..))
        .and_then(|tail| tail.split_at_checked(36));
    text.len() <= KEY_MAX
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && tail.is_some_and(|(service, secret)| {
            is_uuid(service) && secret.strip_prefix('-').is_some_and(is_uuid)
        })
}

/// Whether messages of this kind go by this slot.
pub fn goes_by(kind: Kind, slot: Slot) -> bool {
    slot == Slot::Mail || kind.sms_required().is_some()
}

/// Templates of their own as lines of names and ids.
pub fn written(templates: &OwnTemplates) -> String {
    let lines = templates.iter().map(|(kind, id)| format!("{kind} {id}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines read; none if one of them names no message of this slot, no id, or a message again.
fn own_templates(text: &str, slot: Slot) -> Option<OwnTemplates> {
    let mut read = OwnTemplates::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split([' ', '\t', ':', '=']).filter(|word| !word.is_empty());
        let (kind, id) = words.next().and_then(Kind::parse).zip(words.next())?;
        let id = id.to_lowercase();
        let fits = goes_by(kind, slot) && is_uuid(&id) && words.next().is_none();
        if !fits || read.insert(kind.as_str().to_owned(), id).is_some() {
            return None;
        }
    }
    Some(read)
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
        let api_url = optional_address(&mut errors, "notify_url", &self.notify_url);
        let (key, token) = (self.notify_key.trim(), self.notify_token.trim());
        if !key.is_empty() && !is_key(key) {
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
        let own = own_templates(&self.notify_own, slot.unwrap_or(Slot::Mail));
        if own.is_none() {
            errors.add("notify_own", Code::Malformed);
        }
        let sender = self.notify_sender.trim().to_lowercase();
        if !sender.is_empty() && !is_uuid(&sender) {
            errors.add("notify_sender", Code::Malformed);
        }
        errors.or(slot.zip(own).map(|(slot, own_templates)| SaveNotify {
            seen: self.version.parse().unwrap_or_default(),
            mode: mode(&self.mode),
            slot,
            api_url,
            template,
            own_templates,
            sender,
            key: (!key.is_empty()).then(|| key.to_owned()),
            token: (!token.is_empty()).then(|| token.to_owned()),
            approve_host: !self.approve_host.is_empty(),
        }))
    }
}

crate::silent_debug!(NotifyForm, SaveNotify);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEMPLATE: &str = "f33517ff-2a88-4f6e-b855-c550268ce08a";
    const KEY: &str = "my-portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";

    fn form(slot: &str) -> NotifyForm {
        NotifyForm {
            slot: slot.into(),
            notify_template: " F33517FF-2a88-4f6e-b855-c550268ce08a ".into(),
            ..NotifyForm::default()
        }
    }

    #[test]
    fn a_template_is_an_id_a_key_has_two_and_a_token_is_long() {
        let saved = form("text").parse().unwrap();
        assert_eq!((saved.slot, saved.template.as_str()), (Slot::Text, TEMPLATE));
        let keyed = |key: &str| {
            NotifyForm {
                notify_key: key.to_owned(),
                ..form("mail")
            }
            .parse()
        };
        assert_eq!(keyed(&format!(" {KEY}\n")).unwrap().key.as_deref(), Some(KEY));
        for wrong in [
            "no-key-at-all",
            TEMPLATE,
            &KEY[..KEY.len() - 1],
            &format!("ŷ{TEMPLATE}{TEMPLATE}"),
        ] {
            assert!(keyed(wrong).is_err(), "{wrong}");
        }
        let bad = NotifyForm {
            slot: "housing".into(),
            notify_url: "ftp://notify.example".into(),
            notify_key: "a\nb".into(),
            notify_template: "../x".into(),
            notify_own: "sign-in-code".into(),
            notify_sender: "me".into(),
            notify_token: "short".into(),
            ..form("text")
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "slot",
                "notify_url",
                "notify_key",
                "notify_token",
                "notify_template",
                "notify_own",
                "notify_sender"
            ]
        );
    }

    #[test]
    fn a_kind_of_message_may_have_a_template_of_its_own() {
        let own = |slot: &str, text: &str| {
            let form = NotifyForm {
                notify_own: text.to_owned(),
                ..form(slot)
            };
            form.parse().map(|saved| saved.own_templates)
        };
        let read = own(
            "mail",
            &format!("\n reset: {TEMPLATE}\r\nsign-in-code\t{TEMPLATE} \n"),
        )
        .unwrap();
        assert_eq!(
            written(&read),
            format!("reset {TEMPLATE}\nsign-in-code {TEMPLATE}")
        );
        assert_eq!(own("mail", &written(&read)), Ok(read));
        assert!(own("text", &format!("registration-code {TEMPLATE}")).is_ok());
        for wrong in [
            format!("reset {TEMPLATE}\nreset {TEMPLATE}"),
            format!("no-such-message {TEMPLATE}"),
            format!("reset {TEMPLATE} {TEMPLATE}"),
            "reset".to_owned(),
        ] {
            assert!(own("mail", &wrong).is_err(), "{wrong}");
        }
        assert!(
            own("text", &format!("reset {TEMPLATE}")).is_err(),
            "it is never a text"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_is_not(text in "\\PC{0,90}", lines in "(reset|sign-in-code|[a-z -]{0,9})[ :=\n]{1,2}[0-9a-f-]{0,36}") {
            for text in [text, lines] {
                let form = NotifyForm { notify_own: text.clone(), notify_key: text, ..form("mail") };
                if let Ok(saved) = form.parse() {
                    prop_assert_eq!(own_templates(&written(&saved.own_templates), Slot::Mail), Some(saved.own_templates));
                }
            }
        }
    }
}
