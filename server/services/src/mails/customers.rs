//! Messages about an account.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::settings::Settings;
use domain::identity::Language;

/// The account was deleted by staff.
pub fn account_deleted(settings: &Settings, language: Language, to: &str) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_deleted_intro(language).to_owned()),
        Paragraph::Text(words::mail_deleted_kept(language).to_owned()),
        Paragraph::Text(words::mail_deleted_not_asked(language).to_owned()),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, landlord(settings, language)),
        paragraphs,
    )
}
