//! What the slots of email and of text messages have in common: how a message stands at whoever passes it on.

use domain::messages::{State, Why};
use serde::{Deserialize, Deserializer, de};

/// Longer than the name of anything at any vendor.
const NAME_MAX: usize = 100;

/// Whether this can be the name that a vendor gives to something. It is stored and asked for again, so nothing else is taken
/// for one: databases and addresses do not hold every text.
pub fn is_name(text: &str) -> bool {
    (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Reads such a name out of an answer.
pub fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_name(&text) {
        Ok(text)
    } else {
        Err(de::Error::custom("no name"))
    }
}

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
