//! Messages to people who ask for an account, and to mailboxes that are proved or replaced.

use super::{Draft, draft};
use crate::{settings::Settings, times};
use domain::{
    dates::Millis,
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Code, Link, Time},
    },
};

/// A code that proves this mailbox.
pub fn registration_code(
    settings: &Settings,
    language: Language,
    to: &str,
    code: &str,
    asked_at: Millis,
) -> Draft {
    let time = times::time_in_words(asked_at, language);
    draft(
        settings,
        Kind::RegistrationCode,
        language,
        to,
        [(Code, code.to_owned()), (Time, time)],
    )
}

/// Somebody asked for an account that there is.
pub fn already_registered(settings: &Settings, language: Language, to: &str, link: &str) -> Draft {
    draft(
        settings,
        Kind::AlreadyRegistered,
        language,
        to,
        [(Link, link.to_owned())],
    )
}

/// The landlord's record answers again.
pub fn registration_resumed(settings: &Settings, language: Language, to: &str, link: &str) -> Draft {
    draft(
        settings,
        Kind::RegistrationResumed,
        language,
        to,
        [(Link, link.to_owned())],
    )
}

/// Staff made the account.
pub fn registration_approved(settings: &Settings, language: Language, to: &str, link: &str) -> Draft {
    draft(
        settings,
        Kind::RegistrationApproved,
        language,
        to,
        [(Link, link.to_owned())],
    )
}

/// To the mailbox on record: there is an account now with another mailbox.
pub fn registration_told(settings: &Settings, language: Language, to: &str) -> Draft {
    draft(settings, Kind::RegistrationTold, language, to, [])
}

/// Staff could not make the account.
pub fn registration_refused(settings: &Settings, language: Language, to: &str) -> Draft {
    draft(settings, Kind::RegistrationRefused, language, to, [])
}

/// The mailbox of an account was replaced by means of a letter.
pub fn mailbox_replaced(settings: &Settings, language: Language, to: &str) -> Draft {
    draft(settings, Kind::MailboxReplaced, language, to, [])
}
