//! What the slots of email and of text messages have in common: how a message stands at whoever passes it on.

use domain::messages::{State, Why};

/// A message that the other side has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its name there; empty where there is none, as with SMTP.
    pub vendor_id: String,
    pub state: State,
    /// For one that failed.
    pub why: Option<Why>,
}

impl Taken {
    /// Sent, and nothing more will be told of it.
    pub const fn without_name() -> Self {
        Self {
            vendor_id: String::new(),
            state: State::Sent,
            why: None,
        }
    }
}

/// News of a message, which the other side brought by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Our name for the message, where they tell it.
    pub id: Option<String>,
    pub taken: Taken,
}

/// A request that says it comes from the other side.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// Behind the question mark, as it came.
    pub query: &'a str,
    pub authorization: &'a str,
    /// The header in which this vendor signs, if it does.
    pub signature: &'a str,
    pub body: &'a [u8],
}

/// Why news are not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disbelieved {
    /// It does not come from them.
    NotTheirs,
    /// It does, and cannot be read.
    Unreadable,
}
