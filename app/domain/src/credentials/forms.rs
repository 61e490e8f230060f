//! The forms of credentials.

use super::{Method, Right, Rights};
use crate::{
    dates::Day,
    forms::{Code, Form, FormErrors},
    ids::CredentialId,
    sso::{day_box, id_box, secret_box},
    text,
};
use serde::{Deserialize, Serialize};

/// Characters of a name.
const NAME_MAX: u32 = 60;

/// 'New Credential', and the page where one is changed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CredentialForm {
    /// The one that is changed; nothing for a new one.
    pub credential: String,
    /// A new one's id, so that a second press makes no second one.
    pub submission: String,
    /// The version that was on the screen.
    pub seen: String,
    pub credential_name: String,
    pub method: String,
    pub directory: String,
    pub application: String,
    pub client_secret: String,
    pub secret_expires: String,
    pub rights: Vec<String>,
}

/// A credential as it is to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Keep {
    /// The one to be changed, or the id of a new one.
    pub id: Option<CredentialId>,
    pub is_new: bool,
    pub seen: String,
    pub name: String,
    pub method: Method,
    pub tenant: String,
    pub client: String,
    /// Nothing keeps the stored one.
    pub secret: Option<String>,
    pub secret_expires: Day,
    pub rights: Rights,
}

impl Form for CredentialForm {
    type Parsed = Keep;
    const SECRETS: &'static [&'static str] = &["client_secret"];

    fn parse(&self) -> Result<Keep, FormErrors> {
        let mut errors = FormErrors::default();
        let name = text::clean_line(&self.credential_name);
        if name.is_empty() {
            errors.add("credential_name", Code::Required);
        } else if name.chars().count() > NAME_MAX as usize {
            errors.add("credential_name", Code::TooLong { max: NAME_MAX });
        }
        let method = Method::parse(&self.method);
        if method.is_none() {
            errors.add("method", Code::Required);
        }
        let tenant = id_box(&mut errors, "directory", &self.directory);
        let client = id_box(&mut errors, "application", &self.application);
        let is_new = self.credential.is_empty();
        let secret = secret_box(&mut errors, "client_secret", &self.client_secret);
        if is_new && secret.is_none() && errors.code("client_secret").is_none() {
            errors.add("client_secret", Code::Required);
        }
        let expires = day_box(&mut errors, "secret_expires", &self.secret_expires);
        if self.secret_expires.trim().is_empty() {
            errors.add("secret_expires", Code::Required);
        }
        let rights: Rights = self.rights.iter().filter_map(|role| Right::parse(role)).collect();
        if rights.is_empty() {
            errors.add("rights", Code::Required);
        }
        let id = if is_new {
            &self.submission
        } else {
            &self.credential
        };
        let boxes = method.zip(tenant).zip(client.zip(expires));
        errors.or(boxes.map(|((method, tenant), (client, secret_expires))| Keep {
            id: CredentialId::parse(id),
            is_new,
            seen: self.seen.clone(),
            name,
            method,
            tenant,
            client,
            secret,
            secret_expires,
            rights,
        }))
    }
}

/// A button that belongs to one credential.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CredentialPress {
    pub credential: String,
}

impl Form for CredentialPress {
    type Parsed = Option<CredentialId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(CredentialId::parse(&self.credential))
    }
}

crate::silent_debug!(CredentialForm, Keep, CredentialPress);

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";

    fn form() -> CredentialForm {
        CredentialForm {
            submission: ID.into(),
            credential_name: " SharePoint ".into(),
            method: "oauth".into(),
            directory: ID.to_uppercase(),
            application: ID.into(),
            client_secret: "abc~DEF.ghi".into(),
            secret_expires: "2027-05-31".into(),
            rights: vec!["Sites.Selected".into()],
            ..CredentialForm::default()
        }
    }

    fn codes(form: &CredentialForm) -> Vec<(String, Code)> {
        let errors = form.parse().map(drop).err().unwrap_or_default();
        errors
            .0
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect()
    }

    #[test]
    fn a_new_credential_is_read() {
        let Ok(read) = form().parse() else {
            panic!("it is whole")
        };
        assert!(read.is_new && read.id == CredentialId::parse(ID));
        assert_eq!((read.name.as_str(), read.tenant.as_str()), ("SharePoint", ID));
        assert_eq!(read.secret.as_deref(), Some("abc~DEF.ghi"));
        assert_eq!(read.rights.to_text(), "Sites.Selected");
    }

    #[test]
    fn a_changed_one_keeps_its_secret_when_none_is_typed() {
        let changed = CredentialForm {
            credential: ID.into(),
            client_secret: " ".into(),
            ..form()
        };
        let read = changed.parse().map(|read| (read.is_new, read.secret));
        assert_eq!(read, Ok((false, None)));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        assert_eq!(
            codes(&CredentialForm::default()),
            [
                ("credential_name".into(), Code::Required),
                ("method".into(), Code::Required),
                ("directory".into(), Code::Required),
                ("application".into(), Code::Required),
                ("client_secret".into(), Code::Required),
                ("secret_expires".into(), Code::Required),
                ("rights".into(), Code::Required),
            ]
        );
    }

    #[test]
    fn a_secret_with_a_line_break_or_the_id_of_one_is_refused() {
        for (secret, code) in [
            ("abc\r\nX-Header: 1", Code::Wrong),
            (ID, Code::Malformed),
            (&"a".repeat(300), Code::Wrong),
        ] {
            let typed = CredentialForm {
                client_secret: secret.into(),
                ..form()
            };
            assert_eq!(codes(&typed), [("client_secret".to_owned(), code)]);
        }
        let long = CredentialForm {
            credential_name: "n".repeat(61),
            ..form()
        };
        assert_eq!(
            codes(&long),
            [("credential_name".into(), Code::TooLong { max: 60 })]
        );
    }
}
