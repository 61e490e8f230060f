//! Messages about what takes two, to staff. Why somebody asks or refuses stands behind the link.

use super::{Draft, draft, moment};
use crate::settings::Settings;
use domain::{
    approvals,
    dates::Millis,
    identity::Language,
    templates::{Kind, Placeholder},
};

/// What is to be done, as the end of a sentence.
fn action(kind: approvals::Kind, language: Language) -> (Placeholder, String) {
    let words = words::find(language, &format!("approval-action-{}", kind.as_str()));
    (Placeholder::Action, words.unwrap_or(kind.as_str()).to_owned())
}

/// Somebody asks for something; `until` is when it lapses.
pub fn approval_asked(
    settings: &Settings,
    language: Language,
    to: &str,
    (asker, wanted): (&str, approvals::Kind),
    link: &str,
    (until, now): (Millis, Millis),
) -> Draft {
    let values = [
        (Placeholder::Colleague, asker.to_owned()),
        action(wanted, language),
        (Placeholder::Link, link.to_owned()),
    ];
    let values = values.into_iter().chain(moment(until, now, language));
    draft(settings, Kind::ApprovalAsked, language, to, values)
}

fn decided(
    settings: &Settings,
    language: Language,
    to: &str,
    (decider, asked): (&str, approvals::Kind),
    link: &str,
    message: Kind,
) -> Draft {
    let values = [
        (Placeholder::Colleague, decider.to_owned()),
        action(asked, language),
        (Placeholder::Link, link.to_owned()),
    ];
    draft(settings, message, language, to, values)
}

/// To whoever asked: it is agreed to, and done.
pub fn approval_given(
    settings: &Settings,
    language: Language,
    to: &str,
    by: (&str, approvals::Kind),
    link: &str,
) -> Draft {
    decided(settings, language, to, by, link, Kind::ApprovalGiven)
}

/// To whoever asked: it is refused.
pub fn approval_refused(
    settings: &Settings,
    language: Language,
    to: &str,
    by: (&str, approvals::Kind),
    link: &str,
) -> Draft {
    decided(settings, language, to, by, link, Kind::ApprovalRefused)
}

fn over(
    settings: &Settings,
    language: Language,
    to: &str,
    asked: approvals::Kind,
    link: &str,
    message: Kind,
) -> Draft {
    let values = [action(asked, language), (Placeholder::Link, link.to_owned())];
    draft(settings, message, language, to, values)
}

/// To whoever asked: nothing came of it.
pub fn approval_lapsed(
    settings: &Settings,
    language: Language,
    to: &str,
    asked: approvals::Kind,
    link: &str,
) -> Draft {
    over(settings, language, to, asked, link, Kind::ApprovalLapsed)
}

/// To those who were asked: nobody waits for them any more.
pub fn approval_over(
    settings: &Settings,
    language: Language,
    to: &str,
    asked: approvals::Kind,
    link: &str,
) -> Draft {
    over(settings, language, to, asked, link, Kind::ApprovalOver)
}

/// To every administrator: somebody did alone what takes two.
pub fn done_alone(
    settings: &Settings,
    language: Language,
    to: &str,
    (doer, done): (&str, approvals::Kind),
    at: Millis,
) -> Draft {
    let values = [(Placeholder::Colleague, doer.to_owned()), action(done, language)];
    let values = values.into_iter().chain(moment(at, at, language));
    draft(settings, Kind::DoneAlone, language, to, values)
}

/// To every administrator: the vault has another key.
pub fn vault_rotated(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(
        settings,
        Kind::VaultRotated,
        language,
        to,
        moment(at, at, language),
    )
}
