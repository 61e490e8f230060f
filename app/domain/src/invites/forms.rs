//! The forms of invitations.

use crate::{
    forms::{Code, Form, FormErrors, required_text},
    identity::{Email, Language, PASSWORD_MAX},
    ids::InviteId,
    text,
};
use serde::{Deserialize, Serialize};

pub const NAME_MAX: u32 = 80;
pub const PERSON_MAX: u32 = 40;

/// 'Invite User', as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub first_name: String,
    pub last_name: String,
    #[serde(rename = "invited-email")]
    pub email: String,
    pub language: String,
    pub person: String,
}

/// Somebody who is to be invited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInvite {
    pub first_name: String,
    pub last_name: String,
    pub email: Email,
    pub language: Language,
    /// Their person in the housing system; nothing if the landlord has none yet.
    pub person: String,
}

/// Reads the five boxes, or the five cells of a table.
pub fn new_invite(form: &InviteForm) -> Result<NewInvite, FormErrors> {
    let mut errors = FormErrors::default();
    let first_name = required_text(
        &mut errors,
        "first_name",
        &text::clean_line(&form.first_name),
        NAME_MAX,
    );
    let last_name = required_text(
        &mut errors,
        "last_name",
        &text::clean_line(&form.last_name),
        NAME_MAX,
    );
    let email = Email::parse(&form.email);
    if form.email.trim().is_empty() {
        errors.add("invited-email", Code::Required);
    } else if email.is_none() {
        errors.add("invited-email", Code::Malformed);
    }
    let language = language(&form.language);
    if language.is_none() {
        errors.add("language", Code::NotOffered);
    }
    let person = text::clean_line(&form.person);
    if person.chars().count() > PERSON_MAX as usize {
        errors.add("person", Code::TooLong { max: PERSON_MAX });
    }
    let invite = first_name.zip(last_name).zip(email.zip(language)).map(
        |((first_name, last_name), (email, language))| NewInvite {
            first_name,
            last_name,
            email,
            language,
            person,
        },
    );
    errors.or(invite)
}

/// English, unless it says otherwise; also as people write it in tables.
fn language(raw: &str) -> Option<Language> {
    match text::clean_line(raw).to_lowercase().as_str() {
        "" | "en" | "eng" | "english" | "saesneg" => Some(Language::English),
        "cy" | "cym" | "wel" | "welsh" | "cymraeg" => Some(Language::Welsh),
        _ => None,
    }
}

impl Form for InviteForm {
    type Parsed = NewInvite;

    fn parse(&self) -> Result<NewInvite, FormErrors> {
        new_invite(self)
    }
}

/// A button beside one invitation.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteIdForm {
    pub invite: String,
}

impl Form for InviteIdForm {
    type Parsed = Option<InviteId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(InviteId::parse(&self.invite))
    }
}

/// The invited person's answer. The link's token is a secret like the password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimForm {
    pub token: String,
    #[serde(rename = "own-last-name")]
    pub last_name: String,
    #[serde(rename = "new-password")]
    pub new_password: String,
}

/// A link, the extra fact, and a password that is short enough to be looked at.
pub struct Claimed {
    pub token: String,
    pub last_name: String,
    pub password: String,
}

impl Form for ClaimForm {
    type Parsed = Claimed;
    const SECRETS: &'static [&'static str] = &["token", "new-password"];

    fn parse(&self) -> Result<Claimed, FormErrors> {
        let mut errors = FormErrors::default();
        let last_name = required_text(
            &mut errors,
            "own-last-name",
            &text::clean_line(&self.last_name),
            NAME_MAX,
        );
        if self.new_password.is_empty() {
            errors.add("new-password", Code::Required);
        } else if self.new_password.chars().count() > PASSWORD_MAX as usize {
            errors.add("new-password", Code::TooLong { max: PASSWORD_MAX });
        }
        errors.or(last_name.map(|last_name| Claimed {
            token: self.token.clone(),
            last_name,
            password: self.new_password.clone(),
        }))
    }
}

crate::silent_debug!(InviteForm, NewInvite, InviteIdForm, ClaimForm, Claimed);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let form = InviteForm {
            email: "not an address".into(),
            language: "Klingon".into(),
            person: "9".repeat(41),
            ..InviteForm::default()
        };
        let errors = form.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            ["first_name", "last_name", "invited-email", "language", "person"]
        );
    }

    #[test]
    fn the_link_and_the_password_are_never_kept_or_printed() {
        for secret in ["token", "new-password"] {
            assert!(ClaimForm::SECRETS.contains(&secret));
        }
        let form = ClaimForm {
            token: "t0ken".into(),
            ..ClaimForm::default()
        };
        assert_eq!(format!("{form:?}"), "ClaimForm");
    }
}
