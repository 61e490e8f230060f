//! Messages to administrators.

use super::{Draft, draft};
use crate::settings::Settings;
use domain::{
    identity::Language,
    templates::{Kind, Placeholder::Link},
};

/// The way in for somebody who was added.
pub fn administrator_invited(settings: &Settings, language: Language, to: &str, link: &str) -> Draft {
    draft(
        settings,
        Kind::AdministratorInvited,
        language,
        to,
        [(Link, link.to_owned())],
    )
}
