//! Messages about credentials: which one it is stands behind the link.

use super::{Draft, draft};
use crate::{settings::Settings, times};
use domain::{
    dates::{Day, Millis},
    identity::Language,
    templates::{Kind, Placeholder},
};

/// A secret ends soon.
pub fn secret_ends(
    settings: &Settings,
    language: Language,
    to: &str,
    link: &str,
    day: &Day,
    now: Millis,
) -> Draft {
    let day = times::day_in_words(day, now, language);
    let values = [(Placeholder::Day, day), (Placeholder::Link, link.to_owned())];
    draft(settings, Kind::SecretEnds, language, to, values)
}
