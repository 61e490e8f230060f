//! Messages to people who ask for an account, and to mailboxes that are proved or replaced.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::{settings::Settings, times};
use domain::{dates::Millis, identity::Language};

fn mail(
    settings: &Settings,
    language: Language,
    to: &str,
    subject: &str,
    paragraphs: Vec<Paragraph>,
) -> Mail {
    with_footer(settings, language, to, subject, paragraphs)
}

fn quiet(settings: &Settings, language: Language, to: &str, paragraphs: Vec<Paragraph>) -> Mail {
    let subject = words::mail_quiet_subject(language, landlord(settings, language));
    mail(settings, language, to, &subject, paragraphs)
}

fn text(words: &str) -> Paragraph {
    Paragraph::Text(words.to_owned())
}

/// A code that proves this mailbox.
pub fn registration_code(
    settings: &Settings,
    language: Language,
    to: &str,
    code: &str,
    asked_at: Millis,
) -> Mail {
    let asked = times::time_in_words(asked_at, language);
    let paragraphs = vec![
        text(words::mail_register_code_intro(language)),
        Paragraph::Big(code.to_owned()),
        Paragraph::Text(words::mail_register_code_life(language, &asked)),
        text(words::mail_register_code_not_you(language)),
    ];
    let subject = words::mail_register_code_subject(language, landlord(settings, language));
    mail(settings, language, to, &subject, paragraphs)
}

/// Somebody asked for an account that there is.
pub fn already_registered(settings: &Settings, language: Language, to: &str, link: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_register_already(language)),
        Paragraph::Button {
            label: words::mail_register_sign_in(language).to_owned(),
            link: link.to_owned(),
        },
        text(words::mail_register_already_not_you(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// The landlord's record answers again.
pub fn registration_resumed(settings: &Settings, language: Language, to: &str, link: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_register_resumed(language)),
        Paragraph::Button {
            label: words::mail_register_resumed_button(language).to_owned(),
            link: link.to_owned(),
        },
    ];
    quiet(settings, language, to, paragraphs)
}

/// Staff made the account.
pub fn registration_approved(settings: &Settings, language: Language, to: &str, link: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_register_approved(language)),
        Paragraph::Button {
            label: words::mail_register_sign_in(language).to_owned(),
            link: link.to_owned(),
        },
    ];
    quiet(settings, language, to, paragraphs)
}

/// To the mailbox on record: there is an account now with another mailbox.
pub fn registration_told(settings: &Settings, language: Language, to: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_register_told(language)),
        text(words::mail_register_told_not_you(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// Staff could not make the account.
pub fn registration_refused(settings: &Settings, language: Language, to: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_register_refused(language)),
        text(words::mail_register_refused_call(language)),
    ];
    quiet(settings, language, to, paragraphs)
}

/// The mailbox of an account was replaced by means of a letter.
pub fn mailbox_replaced(settings: &Settings, language: Language, to: &str) -> Mail {
    let paragraphs = vec![
        text(words::mail_mailbox_replaced(language)),
        text(words::mail_mailbox_replaced_limits(language)),
        text(words::mail_mailbox_replaced_not_you(language)),
    ];
    quiet(settings, language, to, paragraphs)
}
