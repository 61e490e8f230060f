//! Messages about second steps: something changed, and nothing of what (SEC-A13).

use super::{Mail, Paragraph, landlord, with_footer};
use crate::{settings::Settings, times};
use domain::{dates::Millis, identity::Language};

/// A passkey, an app or the recovery codes changed.
pub fn sign_in_changed(settings: &Settings, language: Language, to: &str, at: Millis) -> Mail {
    let text = words::mail_sign_in_changed(language, &moment(at, language));
    notice(
        settings,
        language,
        to,
        text,
        words::mail_sign_in_changed_not_you(language),
    )
}

/// A recovery code was used.
pub fn recovery_code_used(settings: &Settings, language: Language, to: &str, at: Millis) -> Mail {
    let text = words::mail_recovery_code_used(language, &moment(at, language));
    notice(
        settings,
        language,
        to,
        text,
        words::mail_sign_in_changed_not_you(language),
    )
}

/// Somebody gave the right password and many wrong codes.
pub fn many_wrong_codes(settings: &Settings, language: Language, to: &str, at: Millis) -> Mail {
    let text = words::mail_many_wrong_codes(language, &moment(at, language));
    notice(
        settings,
        language,
        to,
        text,
        words::mail_many_wrong_codes_next(language),
    )
}

/// The landlord removed the second steps of somebody who lost them.
pub fn second_steps_removed(settings: &Settings, language: Language, to: &str, at: Millis) -> Mail {
    let text = words::mail_second_steps_removed(language, &moment(at, language));
    notice(
        settings,
        language,
        to,
        text,
        words::mail_second_steps_removed_next(language),
    )
}

pub(super) fn moment(at: Millis, language: Language) -> String {
    let (time, day) = (
        times::time_in_words(at, language),
        times::day_in_words(&times::day_of(at), at, language),
    );
    words::mail_moment(language, &time, &day)
}

pub(super) fn notice(
    settings: &Settings,
    language: Language,
    to: &str,
    text: String,
    next: &'static str,
) -> Mail {
    let paragraphs = vec![Paragraph::Text(text), Paragraph::Text(next.to_owned())];
    let subject = words::mail_quiet_subject(language, landlord(settings, language));
    with_footer(settings, language, to, &subject, paragraphs)
}
