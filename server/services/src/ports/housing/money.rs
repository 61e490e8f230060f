//! Rent accounts and their entries.

use domain::{
    dates::{Day, Millis},
    money::Pence,
};

/// A rent account. Positive amounts are owed by the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: String,
    pub reference: String,
    /// The vendor's word for the kind: rent, garage …
    pub kind: String,
    pub balance: Pence,
    pub next_charge: Option<(Day, Pence)>,
    /// The number that goes with a payment.
    pub payment_reference: Option<String>,
    pub frequency: Option<Frequency>,
}

/// How often an account is charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frequency {
    Weekly,
    Fortnightly,
    FourWeekly,
    Monthly,
    Other(String),
}

/// One entry of an account: charges positive, payments negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    pub id: String,
    pub day: Day,
    pub posted_at: Option<Millis>,
    /// Code of the list of transaction types.
    pub kind: String,
    pub description: String,
    pub amount: Pence,
    /// Ours, where the entry came from us.
    pub external_reference: Option<String>,
}

/// Which entries are asked for. Both days are included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A page of entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transactions {
    /// Before the first and after the last entry of the whole range, where they are told.
    pub opening: Option<Pence>,
    pub closing: Option<Pence>,
    pub rows: Vec<Transaction>,
    /// Where to go on; `None` after the last page.
    pub next: Option<String>,
}

/// A payment to be posted to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostPayment {
    /// Ours, and the idempotency key.
    pub external_reference: String,
    pub day: Day,
    /// What was paid, positive.
    pub amount: Pence,
    pub method: String,
}
