//! Messages about single sign-on.

use super::{
    Mail,
    factors::{moment, notice},
};
use crate::settings::Settings;
use domain::{dates::Millis, identity::Language};

/// How staff sign in was changed.
pub fn sso_changed(settings: &Settings, language: Language, to: &str, at: Millis) -> Mail {
    let text = words::mail_sso_changed(language, &moment(at, language));
    notice(
        settings,
        language,
        to,
        text,
        words::mail_sso_changed_not_you(language),
    )
}
