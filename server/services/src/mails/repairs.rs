//! Messages about a repair.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::settings::Settings;
use domain::identity::Language;

/// We have the repair: its reference and where to follow it.
pub fn repair_received(
    settings: &Settings,
    language: Language,
    to: &str,
    reference: &str,
    link: &str,
) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_repair_intro(language).to_owned()),
        Paragraph::Big(reference.to_owned()),
        Paragraph::Text(words::mail_repair_next(language).to_owned()),
        Paragraph::Text(words::mail_repair_link(language, link)),
        Paragraph::Text(words::mail_repair_worse(language, &settings.emergency_phone)),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, landlord(settings, language)),
        paragraphs,
    )
}

/// The repairs team could not cancel a repair that the tenant cancelled.
pub fn cancel_refused(settings: &Settings, language: Language, to: &str, reference: &str) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_cancel_refused(language, reference)),
        Paragraph::Text(words::mail_cancel_call(language, &settings.phone)),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, landlord(settings, language)),
        paragraphs,
    )
}
