//! Messages about single sign-on.

use super::{Draft, draft, moment};
use crate::settings::Settings;
use domain::{dates::Millis, identity::Language, templates::Kind};

/// How staff sign in was changed.
pub fn sso_changed(settings: &Settings, language: Language, to: &str, at: Millis) -> Draft {
    draft(settings, Kind::SsoChanged, language, to, moment(at, at, language))
}
