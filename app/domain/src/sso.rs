//! Single sign-on of staff with Microsoft Entra ID (product S6 to S8): the settings' form, and what can go wrong.

use crate::{
    approvals,
    dates::Day,
    domains::domains_of,
    forms::{Code, Form, FormErrors},
};
use serde::{Deserialize, Serialize};

/// The settings as they are typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SsoForm {
    pub directory: String,
    pub application: String,
    pub client_secret: String,
    pub secret_expires: String,
    pub allowed_domains: String,
    pub strong: String,
}

/// The settings of the landlord's application.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveSso {
    pub tenant: String,
    pub client: String,
    /// Nothing keeps the stored one.
    pub secret: Option<String>,
    pub secret_expires: Option<Day>,
    pub domains: Vec<String>,
    /// Microsoft asks for a second step itself.
    pub strong: bool,
}

const SECRET_MAX: usize = 256;

/// An id as Microsoft shows it: 32 hexadecimal digits in five groups.
pub fn directory_id(raw: &str) -> Option<String> {
    let text = raw.trim().to_ascii_lowercase();
    let groups: Vec<&str> = text.split('-').collect();
    let is_id = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_id.then_some(text)
}

pub(crate) fn id_box(errors: &mut FormErrors, field: &str, raw: &str) -> Option<String> {
    let id = directory_id(raw);
    if raw.trim().is_empty() {
        errors.add(field, Code::Required);
    } else if id.is_none() {
        errors.add(field, Code::Malformed);
    }
    id
}

pub(crate) fn day_box(errors: &mut FormErrors, field: &str, raw: &str) -> Option<Day> {
    let text = raw.trim();
    if text.is_empty() {
        return None;
    }
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let is_day = text.len() == 10
        && matches!(parts[..], [Some(2000..), Some(month), Some(day)] if (1..=12).contains(&month) && (1..=31).contains(&day));
    if !is_day {
        errors.add(field, Code::Malformed);
        return None;
    }
    Some(Day(text.to_owned()))
}

/// A secret as Microsoft makes them; nothing where none was typed.
pub(crate) fn secret_box(errors: &mut FormErrors, field: &str, raw: &str) -> Option<String> {
    let secret = raw.trim();
    // Microsoft shows a secret's id beside its value, and the id is the one with the familiar look.
    if directory_id(secret).is_some() {
        errors.add(field, Code::Malformed);
        return None;
    }
    if secret.len() > SECRET_MAX || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        errors.add(field, Code::Wrong);
        return None;
    }
    (!secret.is_empty()).then(|| secret.to_owned())
}

impl Form for SsoForm {
    type Parsed = SaveSso;
    const SECRETS: &'static [&'static str] = &["client_secret"];

    fn parse(&self) -> Result<SaveSso, FormErrors> {
        let mut errors = FormErrors::default();
        let tenant = id_box(&mut errors, "directory", &self.directory);
        let client = id_box(&mut errors, "application", &self.application);
        let secret = secret_box(&mut errors, "client_secret", &self.client_secret);
        let secret_expires = day_box(&mut errors, "secret_expires", &self.secret_expires);
        let domains = domains_of(&self.allowed_domains)
            .map_err(|code| errors.add("allowed_domains", code))
            .ok();
        errors.or(tenant
            .zip(client)
            .zip(domains)
            .map(|((tenant, client), domains)| SaveSso {
                tenant,
                client,
                secret,
                secret_expires,
                domains,
                strong: !self.strong.is_empty(),
            }))
    }
}

/// 'Enable SSO': the values that were on the screen.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EnableForm {
    pub version: String,
    pub approval_reason: String,
}

/// Which values are to be put live, and why.
#[derive(Clone, PartialEq, Eq)]
pub struct Enable {
    pub version: String,
    pub reason: String,
}

impl Form for EnableForm {
    type Parsed = Enable;

    fn parse(&self) -> Result<Enable, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = approvals::reason(&mut errors, &self.approval_reason);
        errors.or(reason.map(|reason| Enable {
            version: self.version.clone(),
            reason,
        }))
    }
}

crate::silent_debug!(SsoForm, SaveSso, EnableForm, Enable);

macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Why a sign-in with Microsoft came to nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Failure { $($(#[$doc])* $name),+ }

        impl Failure {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database, in the audit and in the message `problem-…`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

failures! {
    /// Single sign-on is off.
    Off = "sso-off",
    /// Begun too long ago, used already, or in another browser.
    Lapsed = "sso-lapsed",
    /// The person, or their organisation, said no.
    Refused = "sso-refused",
    WrongTenant = "sso-wrong-tenant",
    UnknownClient = "sso-unknown-client",
    WrongSecret = "sso-wrong-secret",
    ExpiredSecret = "sso-expired-secret",
    RedirectNotRegistered = "sso-redirect",
    NotInTenant = "sso-not-in-tenant",
    NotAssigned = "sso-not-assigned",
    NoConsent = "sso-no-consent",
    /// A resource or scope that the application does not have.
    BadScope = "sso-scope",
    /// Microsoft could not be reached or did not answer in time.
    Unreachable = "sso-unreachable",
    /// Microsoft answered with a fault of its own.
    Broken = "sso-broken",
    /// The directory names another issuer than the configured one.
    OtherIssuer = "sso-other-issuer",
    /// The proof of who somebody is does not hold.
    Untrusted = "sso-untrusted",
    /// The proof is over or not yet begun: a clock is wrong.
    Clock = "sso-clock",
    /// Refused without a reason that we know.
    Unexplained = "sso-unexplained",
    /// Nobody invited them here.
    Unknown = "sso-unknown",
    /// The Microsoft account names no email address.
    NoEmail = "sso-no-email",
    OtherDomain = "sso-other-domain",
    /// The address here belongs to another Microsoft account.
    OtherAccount = "sso-other-account",
    /// A guest in the directory.
    Guest = "sso-guest",
    Disabled = "sso-disabled",
    /// Proved, but as somebody else than who is signed in here.
    NotYou = "sso-not-you",
    /// Microsoft did not ask anew who they are.
    NotFresh = "sso-not-fresh",
    /// The settings were changed while the test was on its way.
    Changed = "sso-changed",
}

impl Failure {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|failure| failure.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::Fault;

    const ID: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";

    fn form() -> SsoForm {
        SsoForm {
            directory: format!(" {} ", ID.to_uppercase()),
            application: ID.into(),
            client_secret: "abc~DEF.ghi".into(),
            secret_expires: "2027-05-31".into(),
            allowed_domains: "Landlord.example, other.example".into(),
            strong: "yes".into(),
        }
    }

    #[test]
    fn settings_are_read() {
        let read = form().parse();
        let expected = SaveSso {
            tenant: ID.into(),
            client: ID.into(),
            secret: Some("abc~DEF.ghi".into()),
            secret_expires: Some(Day("2027-05-31".into())),
            domains: vec!["landlord.example".into(), "other.example".into()],
            strong: true,
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn a_blank_secret_keeps_the_old_one_and_blank_domains_allow_all() {
        let read = SsoForm {
            client_secret: "  ".into(),
            allowed_domains: " ".into(),
            secret_expires: String::new(),
            strong: String::new(),
            ..form()
        }
        .parse()
        .map(|read| (read.secret, read.domains, read.secret_expires, read.strong));
        assert_eq!(read, Ok((None, vec![], None, false)));
    }

    #[test]
    fn the_id_of_a_secret_and_what_is_no_id_are_refused_all_at_once() {
        let errors = SsoForm {
            directory: "landlord.onmicrosoft.com".into(),
            application: String::new(),
            client_secret: ID.into(),
            secret_expires: "31/05/2027".into(),
            allowed_domains: "landlord".into(),
            strong: String::new(),
        }
        .parse()
        .map_err(|errors| {
            errors
                .0
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect::<Vec<_>>()
        });
        assert_eq!(
            errors,
            Err(vec![
                ("directory".into(), Code::Malformed),
                ("application".into(), Code::Required),
                ("client_secret".into(), Code::Malformed),
                ("secret_expires".into(), Code::Malformed),
                (
                    "allowed_domains".into(),
                    Code::Entry {
                        entry: "landlord".into(),
                        fault: Fault::Inside
                    }
                ),
            ])
        );
    }

    #[test]
    fn every_failure_has_a_name_of_its_own() {
        for failure in Failure::ALL {
            assert_eq!(Failure::parse(failure.as_str()), Some(*failure));
        }
    }
}
