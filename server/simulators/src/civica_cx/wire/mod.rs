//! The bodies of `cx-assumed-1`, written from its description and shared with nobody.

pub mod account;
pub mod asset;
pub mod case;
pub mod contact;
pub mod field;
pub mod repair;

use jiff::civil::{Date, DateTime, Time};

/// `YYYY-MM-DD`.
pub fn day(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

/// `YYYY-MM-DDThh:mm:ss`, UK local time without an offset.
pub fn moment(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `hh:mm:ss`.
pub fn time(time: Time) -> String {
    time.strftime("%H:%M:%S").to_string()
}

/// Pence as a decimal string with two places.
pub fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", pence.abs() / 100, pence.abs() % 100)
}
