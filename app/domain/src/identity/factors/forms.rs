//! The forms of second steps.

use super::{super::six_digits, NAME_MAX, PASSKEY_ANSWER_MAX, RecoveryCode};
use crate::{
    forms::{Code, Form, FormErrors},
    ids::{CustomerId, FactorId, StaffId},
    text,
};
use serde::{Deserialize, Serialize};

fn factor_name(errors: &mut FormErrors, raw: &str) -> Option<String> {
    let name = text::clean_line(raw);
    if name.chars().count() > NAME_MAX as usize {
        errors.add("name", Code::TooLong { max: NAME_MAX });
        return None;
    }
    Some(name)
}

/// The app's code at sign-in, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AppCodeForm {
    pub authenticator: String,
    pub next: String,
}

/// Six digits of an app.
pub struct AppCode {
    pub code: String,
    pub next: String,
}

impl Form for AppCodeForm {
    type Parsed = AppCode;
    const SECRETS: &'static [&'static str] = &["authenticator"];

    fn parse(&self) -> Result<AppCode, FormErrors> {
        let mut errors = FormErrors::default();
        let code = six_digits(&mut errors, "authenticator", &self.authenticator);
        errors.or(code.map(|code| AppCode {
            code,
            next: self.next.clone(),
        }))
    }
}

/// A recovery code at sign-in, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecoveryForm {
    pub recovery: String,
    pub next: String,
}

/// A readable recovery code.
pub struct RecoveryEntry {
    pub code: RecoveryCode,
    pub next: String,
}

impl Form for RecoveryForm {
    type Parsed = RecoveryEntry;
    const SECRETS: &'static [&'static str] = &["recovery"];

    fn parse(&self) -> Result<RecoveryEntry, FormErrors> {
        if self.recovery.trim().is_empty() {
            return Err(FormErrors::one("recovery", Code::Required));
        }
        match RecoveryCode::parse(&self.recovery) {
            Some(code) => Ok(RecoveryEntry {
                code,
                next: self.next.clone(),
            }),
            None => Err(FormErrors::one("recovery", Code::Malformed)),
        }
    }
}

/// What a passkey answered, written by the script; the name is of one that is being added.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    pub answer: String,
    pub name: String,
    pub next: String,
}

/// An answer of bearable length. What it says is for the server to check.
pub struct PasskeyEntry {
    pub answer: String,
    pub name: String,
    pub next: String,
}

impl Form for PasskeyForm {
    type Parsed = PasskeyEntry;
    const SECRETS: &'static [&'static str] = &["answer"];

    fn parse(&self) -> Result<PasskeyEntry, FormErrors> {
        let mut errors = FormErrors::default();
        if self.answer.is_empty() {
            errors.add("passkey", Code::Required);
        } else if self.answer.len() > PASSKEY_ANSWER_MAX as usize {
            errors.add("passkey", Code::Wrong);
        }
        let name = factor_name(&mut errors, &self.name);
        errors.or(name.map(|name| PasskeyEntry {
            answer: self.answer.clone(),
            name,
            next: self.next.clone(),
        }))
    }
}

/// The first code of an app that is being added, and what to call it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmAppForm {
    pub authenticator: String,
    pub name: String,
}

/// Six digits and a name, which may be empty.
pub struct ConfirmApp {
    pub code: String,
    pub name: String,
}

impl Form for ConfirmAppForm {
    type Parsed = ConfirmApp;
    const SECRETS: &'static [&'static str] = &["authenticator"];

    fn parse(&self) -> Result<ConfirmApp, FormErrors> {
        let mut errors = FormErrors::default();
        let code = six_digits(&mut errors, "authenticator", &self.authenticator);
        let name = factor_name(&mut errors, &self.name);
        errors.or(code.zip(name).map(|(code, name)| ConfirmApp { code, name }))
    }
}

/// Another name for a factor.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RenameForm {
    pub factor: String,
    pub name: String,
}

pub struct Rename {
    pub factor: FactorId,
    pub name: String,
}

impl Form for RenameForm {
    type Parsed = Rename;

    fn parse(&self) -> Result<Rename, FormErrors> {
        let mut errors = FormErrors::default();
        let name = factor_name(&mut errors, &self.name);
        if name.as_ref().is_some_and(String::is_empty) {
            errors.add("name", Code::Required);
        }
        let factor = FactorId::parse(&self.factor);
        if factor.is_none() {
            errors.add("factor", Code::NotOffered);
        }
        errors.or(factor.zip(name).map(|(factor, name)| Rename { factor, name }))
    }
}

/// Takes a factor away.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    pub factor: String,
}

impl Form for RemoveForm {
    type Parsed = FactorId;

    fn parse(&self) -> Result<FactorId, FormErrors> {
        FactorId::parse(&self.factor).ok_or_else(|| FormErrors::one("factor", Code::NotOffered))
    }
}

/// A button without boxes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PressForm {
    pub pressed: String,
}

impl Form for PressForm {
    type Parsed = ();

    fn parse(&self) -> Result<(), FormErrors> {
        Ok(())
    }
}

/// Why staff remove somebody's second steps. A short list, because the audit keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    LostPhone,
    NewPhone,
    Stolen,
    Other,
}

impl Reason {
    pub const ALL: [Self; 4] = [Self::LostPhone, Self::NewPhone, Self::Stolen, Self::Other];

    /// The name in forms and in the audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LostPhone => "lost-phone",
            Self::NewPhone => "new-phone",
            Self::Stolen => "stolen",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Staff remove the second steps of somebody who lost them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HelpForm {
    pub account: String,
    pub reason: String,
    /// `yes`: the person was asked who they are.
    pub checked: String,
}

/// Whom to help and why; their identity was checked.
pub struct Help {
    pub account: Helped,
    pub reason: Reason,
}

/// Whose second steps are removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped(String);

impl Helped {
    /// An id as it stands in an address or a form.
    pub fn parse(text: &str) -> Option<Self> {
        CustomerId::parse(text).map(|id| Self(id.to_string()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn customer(&self) -> Option<CustomerId> {
        CustomerId::parse(&self.0)
    }

    pub fn staff(&self) -> Option<StaffId> {
        StaffId::parse(&self.0)
    }
}

impl Form for HelpForm {
    type Parsed = Help;

    fn parse(&self) -> Result<Help, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = Reason::parse(&self.reason);
        if self.reason.is_empty() {
            errors.add("reason", Code::Required);
        } else if reason.is_none() {
            errors.add("reason", Code::NotOffered);
        }
        if self.checked != "yes" {
            errors.add("checked", Code::Required);
        }
        let account = Helped::parse(&self.account);
        if account.is_none() {
            errors.add("account", Code::NotOffered);
        }
        errors.or(account
            .zip(reason)
            .map(|(account, reason)| Help { account, reason }))
    }
}

/// How staff sign in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInSettingsForm {
    /// `yes`: staff need a passkey or an app.
    pub strong: String,
}

impl Form for SignInSettingsForm {
    type Parsed = bool;

    fn parse(&self) -> Result<bool, FormErrors> {
        Ok(self.strong == "yes")
    }
}

crate::silent_debug!(
    AppCodeForm,
    RecoveryForm,
    PasskeyForm,
    ConfirmAppForm,
    RenameForm,
    RemoveForm,
    PressForm,
    HelpForm,
    SignInSettingsForm,
);
