//! Messages about the connection with the housing system.

use super::{Draft, draft};
use crate::settings::Settings;
use domain::{
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Count, Link},
    },
};

/// The housing system has not told of some customers three times in a row. Nobody is named: mails travel far.
pub fn customers_unseen(settings: &Settings, language: Language, to: &str, count: i64, link: &str) -> Draft {
    let values = [(Count, count.to_string()), (Link, link.to_owned())];
    draft(settings, Kind::CustomersUnseen, language, to, values)
}
