//! The forms of invitations.

use crate::{
    approvals,
    dates::Day,
    forms::{Code, Form, FormErrors, required_text},
    identity::{Email, Language, PASSWORD_MAX},
    ids::{ImportId, InviteId},
    registration::day_of_birth,
    text,
};
use serde::{Deserialize, Serialize};

pub const NAME_MAX: u32 = 80;
pub const PERSON_MAX: u32 = 40;

/// 'Invite User', as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub first_name: String,
    pub last_name: String,
    #[serde(rename = "invited-email")]
    pub email: String,
    pub language: String,
    pub person: String,
    pub day: String,
    pub month: String,
    pub year: String,
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
    /// Asked for beside the last name, where it was given.
    pub born: Option<Day>,
}

/// Reads the boxes, or the cells of a row; all of a date may stand in its first box.
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
    let born = born(&mut errors, [&form.day, &form.month, &form.year]);
    let invite = first_name.zip(last_name).zip(email.zip(language)).map(
        |((first_name, last_name), (email, language))| NewInvite {
            first_name,
            last_name,
            email,
            language,
            person,
            born,
        },
    );
    errors.or(invite)
}

/// A day of birth that may be left out.
fn born(errors: &mut FormErrors, [day, month, year]: [&String; 3]) -> Option<Day> {
    if [day, month, year].iter().all(|part| part.trim().is_empty()) {
        return None;
    }
    let born = day_of_birth(day, month, year);
    if born.is_none() {
        errors.add("day", Code::Malformed);
    }
    born
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

/// A table of people, as pasted.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TableForm {
    pub table: String,
}

impl Form for TableForm {
    type Parsed = String;

    fn parse(&self) -> Result<String, FormErrors> {
        Ok(self.table.clone())
    }
}

/// A button about one table of people.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    pub import: String,
}

impl Form for ImportForm {
    type Parsed = Option<ImportId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(ImportId::parse(&self.import))
    }
}

/// 'Send' under a table: why is asked where it takes a second person.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendImportForm {
    pub import: String,
    pub approval_reason: String,
}

/// Which table, and why so many.
#[derive(Clone, PartialEq, Eq)]
pub struct SendTable {
    pub import: Option<ImportId>,
    pub reason: String,
}

impl Form for SendImportForm {
    type Parsed = SendTable;

    fn parse(&self) -> Result<SendTable, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = approvals::reason(&mut errors, &self.approval_reason);
        errors.or(reason.map(|reason| SendTable {
            import: ImportId::parse(&self.import),
            reason,
        }))
    }
}

/// The invited person's answer. The link's token is a secret like the password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimForm {
    pub token: String,
    #[serde(rename = "own-last-name")]
    pub last_name: String,
    pub day: String,
    pub month: String,
    pub year: String,
    #[serde(rename = "new-password")]
    pub new_password: String,
}

/// A link, the extra facts, and a password that is short enough to be looked at.
#[derive(Clone)]
pub struct Claimed {
    pub token: String,
    pub last_name: String,
    pub born: Option<Day>,
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
        let born = born(&mut errors, [&self.day, &self.month, &self.year]);
        if self.new_password.is_empty() {
            errors.add("new-password", Code::Required);
        } else if self.new_password.chars().count() > PASSWORD_MAX as usize {
            errors.add("new-password", Code::TooLong { max: PASSWORD_MAX });
        }
        errors.or(last_name.map(|last_name| Claimed {
            token: self.token.clone(),
            last_name,
            born,
            password: self.new_password.clone(),
        }))
    }
}

crate::silent_debug!(
    InviteForm,
    NewInvite,
    InviteIdForm,
    TableForm,
    ImportForm,
    SendImportForm,
    SendTable,
    ClaimForm,
    Claimed
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let form = InviteForm {
            email: "not an address".into(),
            language: "Klingon".into(),
            person: "9".repeat(41),
            day: "31".into(),
            month: "2".into(),
            year: "1980".into(),
            ..InviteForm::default()
        };
        let errors = form.parse().unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "first_name",
                "last_name",
                "invited-email",
                "language",
                "person",
                "day"
            ]
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
