//! Who somebody is: addresses, the two planes, and the forms of signing in.

pub mod factors;
mod recovery;
pub mod sessions;

pub use recovery::*;

use crate::{
    forms::{Code, Form, FormErrors},
    text,
};
use serde::{Deserialize, Serialize};

/// The portal of tenants or the console of staff: separate cookies, separate tables, never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plane {
    Portal,
    Console,
}

impl Plane {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Console => "console",
        }
    }
}

/// The language of a page or a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "cy")]
    Welsh,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// The BCP 47 tag, as in `lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// An email address in the form it is compared in: trimmed and lower-case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Accepts what mail systems accept in practice: one `@`, something before it, a dotted host after it, no spaces
    /// or control characters, at most 254 characters (RFC 5321).
    pub fn parse(raw: &str) -> Option<Self> {
        let address = text::clean_line(raw).to_lowercase();
        let (local, host) = address.rsplit_once('@')?;
        let host_is_dotted = host.split('.').count() >= 2
            && host
                .split('.')
                .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'));
        let plain = |part: &str| {
            part.chars()
                .all(|c| !c.is_whitespace() && !matches!(c, '@' | '<' | '>' | ',' | ';' | '"' | '\\'))
        };
        let fits = address.len() <= 254 && (1..=64).contains(&local.len());
        (fits && host_is_dotted && plain(local) && plain(host)).then_some(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// `m•••@example.org`: enough to know which mailbox, too little to learn an address.
    pub fn masked(&self) -> String {
        let (local, host) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{host}")
    }
}

/// Shortest new password accepted, in characters (SEC-A6).
pub const PASSWORD_MIN: u32 = 8;

/// Longest password accepted (SEC-A6).
pub const PASSWORD_MAX: u32 = 256;

/// Email and password, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub email: String,
    pub password: String,
    pub next: String,
}

/// Email and password, readable. The password is not checked further: whatever was typed is compared.
pub struct SignIn {
    pub email: Email,
    pub password: String,
    pub next: String,
}

impl Form for SignInForm {
    type Parsed = SignIn;
    const SECRETS: &'static [&'static str] = &["password"];

    fn parse(&self) -> Result<SignIn, FormErrors> {
        let mut errors = FormErrors::default();
        let email = Email::parse(&self.email);
        if self.email.trim().is_empty() {
            errors.add("email", Code::Required);
        } else if email.is_none() {
            errors.add("email", Code::Malformed);
        }
        if self.password.is_empty() {
            errors.add("password", Code::Required);
        } else if self.password.chars().count() > PASSWORD_MAX as usize {
            errors.add("password", Code::TooLong { max: PASSWORD_MAX });
        }
        errors.or(email.map(|email| SignIn {
            email,
            password: self.password.clone(),
            next: self.next.clone(),
        }))
    }
}

/// The emailed code, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
    pub next: String,
}

/// Six digits.
pub struct CodeEntry {
    pub code: String,
    pub next: String,
}

impl Form for CodeForm {
    type Parsed = CodeEntry;
    const SECRETS: &'static [&'static str] = &["code"];

    fn parse(&self) -> Result<CodeEntry, FormErrors> {
        let mut errors = FormErrors::default();
        let code = six_digits(&mut errors, "code", &self.code);
        errors.or(code.map(|code| CodeEntry {
            code,
            next: self.next.clone(),
        }))
    }
}

/// A code of six digits. People copy codes with the spaces and dashes that programs add (SEC-O1).
fn six_digits(errors: &mut FormErrors, field: &str, raw: &str) -> Option<String> {
    let digits: String = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        .collect();
    if digits.is_empty() {
        errors.add(field, Code::Required);
        return None;
    }
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        errors.add(field, Code::Malformed);
        return None;
    }
    Some(digits)
}

/// Asks for another code, or signs out: no boxes but the way back.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NextForm {
    pub next: String,
}

impl Form for NextForm {
    type Parsed = String;

    fn parse(&self) -> Result<String, FormErrors> {
        Ok(self.next.clone())
    }
}

crate::silent_debug!(SignInForm, CodeForm, NextForm);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_compared_without_case_or_edges() {
        assert_eq!(
            Email::parse("  Megan.Price@Example.ORG ").map(|e| e.0),
            Some("megan.price@example.org".into())
        );
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.cy",
            "a b@c.cy",
            "a@b..cy",
            "a@b.cy\r\nBcc: x@y.cy",
            "<a@b.cy>",
            "a@@b.cy",
        ] {
            assert!(Email::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_mask_hides_the_name() {
        assert_eq!(
            Email::parse("megan@example.org").map(|e| e.masked()),
            Some("m•••@example.org".into())
        );
    }

    #[test]
    fn codes_forgive_spaces_and_keep_leading_zeros() {
        let typed = |code: &str| {
            CodeForm {
                code: code.into(),
                next: String::new(),
            }
            .parse()
            .map(|c| c.code)
        };
        assert_eq!(typed(" 012 345 "), Ok("012345".into()));
        assert_eq!(typed("012-345"), Ok("012345".into()));
        assert_eq!(typed(""), Err(FormErrors::one("code", Code::Required)));
        assert_eq!(typed("12345"), Err(FormErrors::one("code", Code::Malformed)));
        assert_eq!(
            typed("１２３４５６"),
            Err(FormErrors::one("code", Code::Malformed))
        );
    }

    proptest! {
        #[test]
        fn no_address_carries_a_line_break_or_a_space(raw in ".*") {
            if let Some(email) = Email::parse(&raw) {
                prop_assert!(!email.as_str().chars().any(|c| c.is_whitespace() || c.is_control()));
            }
        }
    }
}
