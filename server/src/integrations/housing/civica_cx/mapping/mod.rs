//! From the words of `cx-assumed-1` (assumed) to ours.

mod cases;
mod lists;
mod money;
mod people;
mod places;
mod work;

pub use cases::{case, new_case, note};
pub use lists::{company, lookups, sor_code};
pub use money::{account, decimal, transactions};
pub use people::{changed, contact_method, new_method, person_record, tenancy};
pub use places::asset;
pub use work::{appointment, description, mark, repair, slot};

use super::{scalar::LONDON, wire};
use domain::{
    dates::{Day, Millis},
    repairs::Status,
};
use jiff::{Timestamp, civil};
use std::collections::HashMap;

/// The vendor's repair statuses in our words. Landlords rename theirs, so it is configuration.
#[derive(Clone, Debug)]
pub struct StatusMap(pub HashMap<String, Status>);

impl Default for StatusMap {
    fn default() -> Self {
        let known = [
            ("REQ", Status::Sent),
            ("INS", Status::Sent),
            ("ISS", Status::Sent),
            ("APP", Status::Booked),
            ("WIP", Status::InProgress),
            ("VAR", Status::InProgress),
            ("HLD", Status::OnHold),
            ("CMP", Status::Done),
            ("INV", Status::Closed),
            ("CAN", Status::Cancelled),
            ("NOA", Status::NoAccess),
        ];
        Self(
            known
                .into_iter()
                .map(|(code, status)| (code.to_owned(), status))
                .collect(),
        )
    }
}

impl StatusMap {
    fn of(&self, code: &str) -> Option<Status> {
        self.0.get(code).copied()
    }
}

/// The local day and time of a moment.
pub fn local(now: Millis) -> civil::DateTime {
    LONDON.to_datetime(Timestamp::from_millisecond(now.0).unwrap_or_default())
}

pub fn today(now: Millis) -> Day {
    Day(local(now).date().to_string())
}

/// The moment as the vendor writes it.
pub fn stamp(at: Millis) -> String {
    local(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
