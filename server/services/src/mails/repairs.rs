//! Messages about a repair.

use super::{Draft, draft};
use crate::settings::Settings;
use domain::{
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Link, Reference},
    },
};

/// We have the repair: its reference and where to follow it.
pub fn repair_received(
    settings: &Settings,
    language: Language,
    to: &str,
    reference: &str,
    link: &str,
) -> Draft {
    let values = [(Reference, reference.to_owned()), (Link, link.to_owned())];
    draft(settings, Kind::RepairReceived, language, to, values)
}

/// The repairs team could not cancel a repair that the tenant cancelled.
pub fn cancel_refused(settings: &Settings, language: Language, to: &str, reference: &str) -> Draft {
    draft(
        settings,
        Kind::CancelRefused,
        language,
        to,
        [(Reference, reference.to_owned())],
    )
}
