//! A mail server (SMTP).

use super::{Mode, Slot, VendorSettings, mode};
use crate::{
    forms::{Code, Form, FormErrors, optional_line, required_line},
    identity::Email,
    ids::CredentialId,
};
use serde::{Deserialize, Serialize};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    #[default]
    StartTls,
    Tls,
    /// Nothing at all: a relay on a trusted network.
    Plain,
}

impl Security {
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::Plain];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::Plain => "plain",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.as_str() == text)
    }
}

/// How we log in there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogIn {
    /// With a password; without a username not at all.
    Password,
    /// With a token of Microsoft's (XOAUTH2), which a credential of the Credential Manager obtains.
    Credential,
}

impl LogIn {
    pub const ALL: [Self; 2] = [Self::Password, Self::Credential];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Credential => "credential",
        }
    }

    /// Nothing is the way that there was before there was a choice.
    pub fn parse(text: &str) -> Option<Self> {
        let text = if text.is_empty() { "password" } else { text };
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

/// What is stored, beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty where the server asks for none; with a credential the mailbox that we send from.
    pub username: String,
    /// Id of the credential whose tokens we log in with; empty where a password does it.
    pub credential: String,
    pub from_name: String,
    pub from_address: String,
    /// Empty: answers go to the sender.
    pub reply_to: String,
}

impl Smtp {
    /// The name of the secret.
    pub const PASSWORD: &str = "password";

    pub const fn log_in(&self) -> LogIn {
        if self.credential.is_empty() {
            LogIn::Password
        } else {
            LogIn::Credential
        }
    }
}

impl VendorSettings for Smtp {
    const SLOT: Slot = Slot::Mail;
    const VENDOR: &'static str = "smtp";

    fn goes_to(&self) -> String {
        let there = format!(
            "{} {}:{} {}",
            self.username,
            self.host,
            self.port,
            self.security.as_str()
        );
        match self.log_in() {
            LogIn::Password => there,
            // Who logs in with tokens keeps no password.
            LogIn::Credential => format!("{there} {}", self.credential),
        }
    }
}

/// The settings as they are typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SmtpForm {
    /// The version that was on the screen.
    pub version: String,
    /// Live or test; empty for live.
    pub mode: String,
    pub smtp_host: String,
    pub smtp_port: String,
    pub smtp_security: String,
    /// `password` or `credential`.
    pub smtp_login: String,
    pub smtp_credential: String,
    pub smtp_username: String,
    pub smtp_password: String,
    pub from_name: String,
    pub from_address: String,
    pub reply_to: String,
    /// The server may go onto the landlord's list of hosts.
    pub approve_host: String,
}

/// What is to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveSmtp {
    pub seen: i64,
    pub mode: Mode,
    pub settings: Smtp,
    /// Nothing keeps the stored one.
    pub password: Option<String>,
    pub approve_host: bool,
}

const HOST_MAX: u32 = 200;
const NAME_MAX: u32 = 100;
const PASSWORD_MAX: usize = 500;

/// A name or an address of a machine.
fn is_host(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn address(errors: &mut FormErrors, field: &str, raw: &str) -> Option<String> {
    let address = Email::parse(raw);
    if address.is_none() {
        let code = if raw.trim().is_empty() {
            Code::Required
        } else {
            Code::Malformed
        };
        errors.add(field, code);
    }
    address.map(|address| address.as_str().to_owned())
}

impl Form for SmtpForm {
    type Parsed = SaveSmtp;
    const SECRETS: &'static [&'static str] = &["smtp_password"];

    fn parse(&self) -> Result<SaveSmtp, FormErrors> {
        let mut errors = FormErrors::default();
        let host = required_line(&mut errors, "smtp_host", &self.smtp_host, HOST_MAX).filter(|host| {
            let fits = is_host(host);
            if !fits {
                errors.add("smtp_host", Code::Malformed);
            }
            fits
        });
        let port = self.smtp_port.trim().parse::<u16>().ok().filter(|port| *port > 0);
        if port.is_none() {
            errors.add("smtp_port", Code::Malformed);
        }
        let security = Security::parse(&self.smtp_security);
        if security.is_none() {
            errors.add("smtp_security", Code::NotOffered);
        }
        let log_in = LogIn::parse(&self.smtp_login);
        if log_in.is_none() {
            errors.add("smtp_login", Code::NotOffered);
        }
        let with_tokens = log_in == Some(LogIn::Credential);
        let credential = with_tokens
            .then(|| CredentialId::parse(&self.smtp_credential))
            .flatten();
        if with_tokens && credential.is_none() {
            let code = if self.smtp_credential.is_empty() {
                Code::Required
            } else {
                Code::NotOffered
            };
            errors.add("smtp_credential", code);
        }
        let username = if with_tokens {
            required_line(&mut errors, "smtp_username", &self.smtp_username, NAME_MAX)
        } else {
            optional_line(&mut errors, "smtp_username", &self.smtp_username, NAME_MAX)
        };
        if self.smtp_password.chars().count() > PASSWORD_MAX
            || self.smtp_password.chars().any(char::is_control)
        {
            errors.add("smtp_password", Code::Malformed);
        }
        let from_name = required_line(&mut errors, "from_name", &self.from_name, NAME_MAX);
        let from_address = address(&mut errors, "from_address", &self.from_address);
        let reply_to = match self.reply_to.trim() {
            "" => Some(String::new()),
            raw => address(&mut errors, "reply_to", raw),
        };
        let whole = host
            .zip(port)
            .zip(security)
            .zip(username)
            .zip(from_name)
            .zip(from_address)
            .zip(reply_to);
        errors.or(whole.map(
            |((((((host, port), security), username), from_name), from_address), reply_to)| SaveSmtp {
                seen: self.version.parse().unwrap_or_default(),
                mode: mode(&self.mode),
                settings: Smtp {
                    host,
                    port,
                    security,
                    username,
                    credential: credential.map(|id| id.to_string()).unwrap_or_default(),
                    from_name,
                    from_address,
                    reply_to,
                },
                password: (!self.smtp_password.is_empty() && !with_tokens)
                    .then(|| self.smtp_password.clone()),
                approve_host: !self.approve_host.is_empty(),
            },
        ))
    }
}

crate::silent_debug!(SmtpForm, SaveSmtp);

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SmtpForm {
        SmtpForm {
            version: "2".into(),
            smtp_host: " smtp.example.org ".into(),
            smtp_port: "587".into(),
            smtp_security: "starttls".into(),
            from_name: "Our Homes".into(),
            from_address: "Repairs@Homes.Example".into(),
            ..SmtpForm::default()
        }
    }

    #[test]
    fn a_server_has_a_host_a_port_and_a_sender() {
        let saved = form().parse().unwrap();
        assert_eq!(
            (saved.settings.host.as_str(), saved.settings.port, saved.seen),
            ("smtp.example.org", 587, 2)
        );
        assert_eq!(
            (saved.settings.from_address.as_str(), saved.password),
            ("repairs@homes.example", None)
        );
    }

    #[test]
    fn a_credential_takes_the_place_of_a_password() {
        const ID: &str = "01932f3e-7a54-7c11-8a3b-0123456789ab";
        let with = |credential: &str, username: &str| SmtpForm {
            smtp_login: "credential".into(),
            smtp_credential: credential.into(),
            smtp_username: username.into(),
            smtp_password: "left over".into(),
            ..form()
        };
        let saved = with(ID, "repairs@homes.example").parse().unwrap();
        assert_eq!(
            (saved.settings.log_in(), saved.password),
            (LogIn::Credential, None)
        );
        let before = form().parse().unwrap().settings;
        assert_eq!(before.log_in(), LogIn::Password);
        assert!(saved.settings.goes_to().ends_with(ID) && !before.goes_to().contains(ID));
        for (credential, code) in [("", Code::Required), ("../x", Code::NotOffered)] {
            let errors = with(credential, "").parse().unwrap_err();
            assert_eq!(errors.code("smtp_credential"), Some(&code));
            assert_eq!(errors.code("smtp_username"), Some(&Code::Required));
        }
        let unknown = SmtpForm {
            smtp_login: "kerberos".into(),
            ..form()
        };
        assert_eq!(
            unknown.parse().unwrap_err().code("smtp_login"),
            Some(&Code::NotOffered)
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let bad = SmtpForm {
            smtp_host: "smtp.example.org/x".into(),
            smtp_port: "0".into(),
            smtp_security: "none".into(),
            smtp_password: "a\r\nb".into(),
            from_name: String::new(),
            from_address: "nobody".into(),
            reply_to: "a@b\r\nBcc: all@example.org".into(),
            ..form()
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "smtp_host",
                "smtp_port",
                "smtp_security",
                "smtp_password",
                "from_name",
                "from_address",
                "reply_to"
            ]
        );
    }
}
