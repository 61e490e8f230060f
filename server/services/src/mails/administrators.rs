//! Messages to administrators.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::settings::Settings;
use domain::identity::Language;

/// The way in for somebody who was added.
pub fn administrator_invited(settings: &Settings, language: Language, to: &str, link: &str) -> Mail {
    let name = landlord(settings, language);
    let paragraphs = vec![
        Paragraph::Text(words::mail_administrator_invited(language, name)),
        Paragraph::Text(words::mail_administrator_invited_next(language).to_owned()),
        Paragraph::Button {
            label: words::mail_administrator_invited_button(language).to_owned(),
            link: link.to_owned(),
        },
        Paragraph::Text(words::mail_administrator_invited_life(language).to_owned()),
        Paragraph::Text(words::mail_administrator_invited_wrong(language).to_owned()),
    ];
    let subject = words::mail_administrator_invited_subject(language, name);
    with_footer(settings, language, to, &subject, paragraphs)
}
