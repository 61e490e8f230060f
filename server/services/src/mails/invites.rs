//! Messages to people who are invited. Subject and text say no more than a stranger at their screen may read (UX-E27).

use super::{Draft, draft, moment};
use crate::settings::Settings;
use domain::{
    dates::Millis,
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Link, Name},
    },
};

/// The invitation.
pub fn invited(
    settings: &Settings,
    language: Language,
    to: &str,
    first_name: &str,
    asks_born: bool,
    link: &str,
) -> Draft {
    let kind = if asks_born {
        Kind::InvitedBorn
    } else {
        Kind::Invited
    };
    let values = [(Name, first_name.to_owned()), (Link, link.to_owned())];
    draft(settings, kind, language, to, values)
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
) -> Draft {
    let values = [(Name, first_name.to_owned()), (Link, link.to_owned())];
    let values = values.into_iter().chain(moment(ends, now, language));
    draft(settings, Kind::InviteReminder, language, to, values)
}
