//! Messages about an account.

use super::{Draft, draft};
use crate::settings::Settings;
use domain::{identity::Language, templates::Kind};

/// The account was deleted by staff.
pub fn account_deleted(settings: &Settings, language: Language, to: &str) -> Draft {
    draft(settings, Kind::AccountDeleted, language, to, [])
}
