//! Messages about passwords. The links of two of them hold a token; no other message of ours does (UX-E26).

use super::{Draft, draft, moment};
use crate::{settings::Settings, times};
use domain::{
    dates::Millis,
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Link, Time, Until},
    },
};

/// What changed in how somebody gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Password {
        /// Part of the account is closed until then, because the new password was chosen by email alone.
        limited_until: Option<Millis>,
    },
    /// A passkey, an app, recovery codes.
    Factor,
    Email,
}

/// The link to choose a new password.
pub fn reset(settings: &Settings, language: Language, to: &str, link: &str, asked_at: Millis) -> Draft {
    with_time(settings, Kind::Reset, language, to, link, asked_at)
}

/// Somebody gave many wrong passwords: the link that lifts the wait for a known device.
pub fn waiting(settings: &Settings, language: Language, to: &str, link: &str, at: Millis) -> Draft {
    with_time(settings, Kind::Waiting, language, to, link, at)
}

fn with_time(settings: &Settings, kind: Kind, language: Language, to: &str, link: &str, at: Millis) -> Draft {
    let time = times::time_in_words(at, language);
    draft(
        settings,
        kind,
        language,
        to,
        [(Link, link.to_owned()), (Time, time)],
    )
}

/// Somebody gave a hundred wrong passwords: only a new one opens the account.
pub fn must_reset(settings: &Settings, language: Language, to: &str, link: &str) -> Draft {
    draft(settings, Kind::MustReset, language, to, [(Link, link.to_owned())])
}

/// Something changed in how the account is opened; what exactly is not said (SEC-A13).
pub fn account_changed(
    settings: &Settings,
    language: Language,
    to: &str,
    changed: Changed,
    reset_link: &str,
    at: Millis,
) -> Draft {
    let (kind, until) = match changed {
        Changed::Password { limited_until: None } => (Kind::PasswordChanged, None),
        Changed::Password { limited_until } => (Kind::PasswordLimited, limited_until),
        Changed::Factor => (Kind::FactorChanged, None),
        Changed::Email => (Kind::EmailChanged, None),
    };
    let until = until.map(|until| {
        let day = times::day_in_words(&times::day_of(until), until, language);
        (
            Until,
            words::recovery_moment(language, &times::time_in_words(until, language), &day),
        )
    });
    let link = (Link, reset_link.to_owned());
    let values = moment(at, at, language).into_iter().chain(until).chain([link]);
    draft(settings, kind, language, to, values)
}
