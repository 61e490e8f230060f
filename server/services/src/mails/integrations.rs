//! The message by which staff see that mails arrive. It tries the mail system, not the wording, so it has none of its own.

use super::{Mail, Paragraph, footer, landlord};
use crate::settings::Settings;
use domain::identity::Language;

/// 'Test' of the mail system.
pub fn integration_test(settings: &Settings, language: Language, to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        language,
        subject: words::mail_integration_test_subject(language, landlord(settings, language)),
        paragraphs: vec![
            Paragraph::Text(words::mail_integration_test(language).to_owned()),
            Paragraph::Text(footer(settings, language)),
        ],
    }
}
