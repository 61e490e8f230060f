//! What goes over the wire in `cx-assumed-1` (assumed: our own proposal). Fields that we do not use are not listed.

mod cases;
mod lists;
mod money;
mod people;
mod places;
mod work;

pub use cases::{Case, CaseFile, CaseNote, CloseCase, NewCase, NewNote};
pub use lists::{Company, Lookup, SorCode};
pub use money::{Account, Entry, EntryPage, NewPayment};
pub use people::{Agreement, Contact, ContactMethod, NewMethod, Party};
pub use places::Asset;
pub use work::{Appointment, Booking, Cancellation, Move, NewLine, NewRepair, Order, Repair, Slot};

use super::scalar;
use domain::dates::Millis;
use serde::{Deserialize, Serialize};

/// A row of a list, with what tells it from others.
pub trait Keyed {
    fn key(&self) -> &str;
}

macro_rules! keyed {
    ($($row:ty: $field:ident),+ $(,)?) => { $(
        impl Keyed for $row {
            fn key(&self) -> &str {
                &self.$field
            }
        }
    )+ };
}

keyed! {
    Company: code, Lookup: code, SorCode: code,
    Contact: id, ContactMethod: id, Agreement: id,
    Asset: id, Entry: id, Repair: id, Slot: id, Case: id,
}

#[derive(Deserialize)]
pub struct ErrorBody {
    #[serde(deserialize_with = "scalar::need_text")]
    pub code: String,
}

#[derive(Serialize)]
pub struct LogIn<'a> {
    pub username: &'a str,
    pub password: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedIn {
    #[serde(deserialize_with = "scalar::need_text")]
    pub token: String,
    #[serde(default, deserialize_with = "scalar::moment_or_none")]
    pub expires_at: Option<Millis>,
}

#[derive(Deserialize)]
pub struct Pong {
    #[serde(deserialize_with = "scalar::need_text")]
    #[expect(dead_code, reason = "proves that the right service answered")]
    pub version: String,
}

/// A list, or one page of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub items: Vec<T>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub next_cursor: Option<String>,
}

/// The id of what was made.
#[derive(Deserialize)]
pub struct Created {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
}
