//! Messages to people who are invited. Subject and text say no more than a stranger at their screen may read (UX-E27).

use super::{Mail, Paragraph, landlord, with_footer};
use crate::{settings::Settings, times};
use domain::{dates::Millis, identity::Language};

/// The invitation.
pub fn invited(
    settings: &Settings,
    language: Language,
    to: &str,
    first_name: &str,
    asks_born: bool,
    link: &str,
) -> Mail {
    let name = landlord(settings, language);
    let next = if asks_born {
        words::mail_invited_next_born(language)
    } else {
        words::mail_invited_next(language)
    };
    let paragraphs = vec![
        Paragraph::Text(words::mail_invited(language, first_name, name)),
        Paragraph::Text(next.to_owned()),
        button(language, link),
        Paragraph::Text(words::mail_invited_life(language).to_owned()),
        Paragraph::Text(words::mail_invited_wrong(language).to_owned()),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, name),
        paragraphs,
    )
}

/// The same link once more.
pub fn invite_reminder(
    settings: &Settings,
    language: Language,
    to: &str,
    first_name: &str,
    link: &str,
    ends: Millis,
    now: Millis,
) -> Mail {
    let name = landlord(settings, language);
    let day = times::day_in_words(&times::day_of(ends), now, language);
    let time = times::time_in_words(ends, language);
    let paragraphs = vec![
        Paragraph::Text(words::mail_invite_reminder(language, first_name, name)),
        button(language, link),
        Paragraph::Text(words::mail_invite_reminder_life(language, &time, &day)),
        Paragraph::Text(words::mail_invited_wrong(language).to_owned()),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, name),
        paragraphs,
    )
}

fn button(language: Language, link: &str) -> Paragraph {
    Paragraph::Button {
        label: words::mail_invited_button(language).to_owned(),
        link: link.to_owned(),
    }
}
