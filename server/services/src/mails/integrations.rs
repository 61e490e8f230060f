//! The message by which staff see that mails arrive.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::settings::Settings;
use domain::identity::Language;

/// 'Test' of the mail system.
pub fn integration_test(settings: &Settings, language: Language, to: &str) -> Mail {
    with_footer(
        settings,
        language,
        to,
        &words::mail_integration_test_subject(language, landlord(settings, language)),
        vec![Paragraph::Text(words::mail_integration_test(language).to_owned())],
    )
}
