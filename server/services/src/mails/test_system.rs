//! The news that live and test were switched.

use super::{Draft, draft, moment};
use crate::settings::Settings;
use domain::{
    dates::Millis,
    identity::Language,
    templates::{Kind, Placeholder::Link},
};

/// Somebody switched between live and test.
pub fn mode_switched(settings: &Settings, language: Language, to: &str, at: Millis, link: &str) -> Draft {
    let values = moment(at, at, language)
        .into_iter()
        .chain([(Link, link.to_owned())]);
    draft(settings, Kind::ModeSwitched, language, to, values)
}
