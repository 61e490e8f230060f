//! Messages about the connection with the housing system.

use super::{Mail, Paragraph, with_footer};
use crate::settings::Settings;
use domain::identity::Language;

/// The housing system has not told of some customers three times in a row. Nobody is named: mails travel far.
pub fn customers_unseen(settings: &Settings, language: Language, to: &str, count: i64, link: &str) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_unseen(language, count)),
        Paragraph::Text(words::mail_unseen_why(language).to_owned()),
        Paragraph::Button {
            label: words::mail_unseen_button(language).to_owned(),
            link: link.to_owned(),
        },
    ];
    with_footer(
        settings,
        language,
        to,
        words::mail_unseen_subject(language),
        paragraphs,
    )
}
