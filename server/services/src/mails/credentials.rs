//! Messages about credentials: which one it is stands behind the link.

use super::{Mail, Paragraph, with_footer};
use crate::{settings::Settings, times};
use domain::{
    dates::{Day, Millis},
    identity::Language,
};

/// A secret ends soon.
pub fn secret_ends(
    settings: &Settings,
    language: Language,
    to: &str,
    link: &str,
    day: &Day,
    now: Millis,
) -> Mail {
    let day = times::day_in_words(day, now, language);
    let paragraphs = vec![
        Paragraph::Text(words::mail_secret_ends(language, &day)),
        Paragraph::Text(words::mail_secret_ends_next(language).to_owned()),
        Paragraph::Button {
            label: words::mail_secret_ends_button(language).to_owned(),
            link: link.to_owned(),
        },
    ];
    with_footer(
        settings,
        language,
        to,
        words::mail_secret_ends_subject(language),
        paragraphs,
    )
}
