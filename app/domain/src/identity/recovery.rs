//! The forms around a password: asking for a new one, choosing it, changing it, giving it once more.

use super::{Email, PASSWORD_MAX};
use crate::forms::{Code, Form, FormErrors};
use serde::{Deserialize, Serialize};

/// Asks for a link to choose a new password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskResetForm {
    pub email: String,
}

impl Form for AskResetForm {
    type Parsed = Email;

    fn parse(&self) -> Result<Email, FormErrors> {
        if self.email.trim().is_empty() {
            return Err(FormErrors::one("email", Code::Required));
        }
        Email::parse(&self.email).ok_or_else(|| FormErrors::one("email", Code::Malformed))
    }
}

/// A new password, chosen by whoever holds a mailed link. The link's token is a secret as well: it is never kept.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoosePasswordForm {
    pub token: String,
    #[serde(rename = "new-password")]
    pub new_password: String,
}

/// A link's token and a password that is long enough to be looked at.
pub struct ChoosePassword {
    pub token: String,
    pub password: String,
}

impl Form for ChoosePasswordForm {
    type Parsed = ChoosePassword;
    const SECRETS: &'static [&'static str] = &["token", "new-password"];

    fn parse(&self) -> Result<ChoosePassword, FormErrors> {
        Ok(ChoosePassword {
            token: self.token.clone(),
            password: new_password(&self.new_password)?,
        })
    }
}

/// Somebody's own new password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    #[serde(rename = "new-password")]
    pub new_password: String,
}

impl Form for ChangePasswordForm {
    type Parsed = String;
    const SECRETS: &'static [&'static str] = &["new-password"];

    fn parse(&self) -> Result<String, FormErrors> {
        new_password(&self.new_password)
    }
}

/// Whether it is good enough is judged where the lists are; here only what costs nothing.
fn new_password(raw: &str) -> Result<String, FormErrors> {
    let refused = |code| FormErrors::one("new-password", code);
    if raw.is_empty() {
        return Err(refused(Code::Required));
    }
    if raw.chars().count() > PASSWORD_MAX as usize {
        return Err(refused(Code::TooLong { max: PASSWORD_MAX }));
    }
    Ok(raw.to_owned())
}

/// The password once more, to show that it is still them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProveForm {
    #[serde(rename = "current-password")]
    pub current_password: String,
    pub next: String,
}

/// The password, and where they were going.
pub struct Prove {
    pub password: String,
    pub next: String,
}

impl Form for ProveForm {
    type Parsed = Prove;
    const SECRETS: &'static [&'static str] = &["current-password"];

    fn parse(&self) -> Result<Prove, FormErrors> {
        if self.current_password.is_empty() {
            return Err(FormErrors::one("current-password", Code::Required));
        }
        if self.current_password.chars().count() > PASSWORD_MAX as usize {
            return Err(FormErrors::one(
                "current-password",
                Code::TooLong { max: PASSWORD_MAX },
            ));
        }
        Ok(Prove {
            password: self.current_password.clone(),
            next: self.next.clone(),
        })
    }
}

/// 'It is me': the token of the mailed link.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItIsMeForm {
    pub token: String,
}

impl Form for ItIsMeForm {
    type Parsed = String;
    const SECRETS: &'static [&'static str] = &["token"];

    fn parse(&self) -> Result<String, FormErrors> {
        Ok(self.token.clone())
    }
}

crate::silent_debug!(
    AskResetForm,
    ChoosePasswordForm,
    ChoosePassword,
    ChangePasswordForm,
    ProveForm,
    Prove,
    ItIsMeForm
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_as_it_was_typed() {
        let typed = |password: &str| {
            ChangePasswordForm {
                new_password: password.into(),
            }
            .parse()
        };
        assert_eq!(typed("  ŵ walrus  "), Ok("  ŵ walrus  ".into()));
        assert_eq!(typed(""), Err(FormErrors::one("new-password", Code::Required)));
        assert_eq!(
            typed(&"a".repeat(257)),
            Err(FormErrors::one("new-password", Code::TooLong { max: 256 }))
        );
    }

    #[test]
    fn nothing_secret_is_printed() {
        let form = ChoosePasswordForm {
            token: "t0ken".into(),
            new_password: "s3cret".into(),
        };
        assert_eq!(format!("{form:?}"), "ChoosePasswordForm");
    }
}
