//! Messages about passwords. The links of two of them hold a token; no other message of ours does (UX-E26).

use super::{Mail, Paragraph, landlord, with_footer};
use crate::{settings::Settings, times};
use domain::{dates::Millis, identity::Language};

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
pub fn reset(settings: &Settings, language: Language, to: &str, link: &str, asked_at: Millis) -> Mail {
    let asked = times::time_in_words(asked_at, language);
    let paragraphs = vec![
        text(words::mail_reset_intro(language)),
        button(words::reset_password(language), link),
        Paragraph::Text(words::mail_reset_life(language, &asked)),
        text(words::mail_reset_not_you(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// Somebody gave many wrong passwords: the link that lifts the wait for a known device.
pub fn waiting(settings: &Settings, language: Language, to: &str, link: &str, at: Millis) -> Mail {
    let time = times::time_in_words(at, language);
    let paragraphs = vec![
        Paragraph::Text(words::mail_waiting_intro(language, &time)),
        text(words::mail_waiting_you(language)),
        button(words::it_is_me(language), link),
        text(words::mail_waiting_not_you(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// Somebody gave a hundred wrong passwords: only a new one opens the account.
pub fn must_reset(settings: &Settings, language: Language, to: &str, link: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_must_reset_intro(language)),
        button(words::reset_password(language), link),
        text(words::mail_must_reset_next(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// Something changed in how the account is opened; what exactly is not said (SEC-A13).
pub fn account_changed(
    settings: &Settings,
    language: Language,
    to: &str,
    changed: Changed,
    reset_link: &str,
    at: Millis,
) -> Mail {
    let when = |at: Millis| {
        let day = times::day_in_words(&times::day_of(at), at, language);
        words::recovery_moment(language, &times::time_in_words(at, language), &day)
    };
    let said = match changed {
        Changed::Password { .. } => words::mail_password_changed(language, &when(at)),
        Changed::Factor => words::mail_factor_changed(language, &when(at)),
        Changed::Email => words::mail_email_changed(language, &when(at)),
    };
    let mut paragraphs = vec![Paragraph::Text(said)];
    if let Changed::Password {
        limited_until: Some(until),
    } = changed
    {
        paragraphs.push(Paragraph::Text(words::mail_limited(language, &when(until))));
    }
    paragraphs.push(text(words::mail_changed_not_you(language)));
    paragraphs.push(button(words::reset_password(language), reset_link));
    quiet(settings, language, to, paragraphs)
}

fn text(sentence: &str) -> Paragraph {
    Paragraph::Text(sentence.to_owned())
}

fn button(label: &str, link: &str) -> Paragraph {
    Paragraph::Button {
        label: label.to_owned(),
        link: link.to_owned(),
    }
}

fn quiet(settings: &Settings, language: Language, to: &str, paragraphs: Vec<Paragraph>) -> Mail {
    let subject = words::mail_quiet_subject(language, landlord(settings, language));
    with_footer(settings, language, to, &subject, paragraphs)
}
