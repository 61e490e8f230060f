//! Messages about second steps: something changed, and nothing of what (SEC-A13).

use super::{Draft, draft, moment};
use crate::settings::Settings;
use domain::{dates::Millis, identity::Language, templates::Kind};

/// A passkey, an app or the recovery codes changed.
pub fn sign_in_changed(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(
        settings,
        Kind::SignInChanged,
        language,
        to,
        moment(at, at, language),
    )
}

/// A recovery code was used.
pub fn recovery_code_used(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(
        settings,
        Kind::RecoveryCodeUsed,
        language,
        to,
        moment(at, at, language),
    )
}

/// Somebody gave the right password and many wrong codes.
pub fn many_wrong_codes(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(
        settings,
        Kind::ManyWrongCodes,
        language,
        to,
        moment(at, at, language),
    )
}

/// The landlord removed the second steps of somebody who lost them.
pub fn second_steps_removed(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(
        settings,
        Kind::SecondStepsRemoved,
        language,
        to,
        moment(at, at, language),
    )
}
