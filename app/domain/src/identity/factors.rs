//! The second step of signing in: what somebody may hold, what they are offered.

mod forms;

pub use forms::*;

use super::Plane;
use serde::{Deserialize, Serialize};

/// Apps that an account may hold: the old phone's and the new one's. Each is one more code that a guess may hit (SEC-O4).
pub const APPS_MAX: usize = 2;
/// Passkeys that an account may hold.
pub const PASSKEYS_MAX: usize = 10;
/// Recovery codes in a set.
pub const RECOVERY_CODES: u8 = 10;
/// Longest name of a factor.
pub const NAME_MAX: u32 = 40;
/// Longest answer of a passkey; those without a maker's certificate have a fraction of it.
pub const PASSKEY_ANSWER_MAX: u32 = 16 * 1024;

/// A way to give the second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    Passkey,
    App,
    Recovery,
    Email,
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Passkey, Self::App, Self::Recovery, Self::Email];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::App => "app",
            Self::Recovery => "recovery",
            Self::Email => "email",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

/// A factor that is kept here under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    Passkey,
    App,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::App => "app",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Passkey, Self::App]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// What an account holds besides its mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub passkey: bool,
    pub app: bool,
    /// Recovery codes that were not used.
    pub recovery: bool,
}

impl Held {
    /// Whether it holds more than a mailbox.
    pub const fn is_strong(self) -> bool {
        self.passkey || self.app
    }
}

/// What somebody is offered, best first (product S5, security decision 10). `passkeys_work` is false at an address where
/// browsers refuse them; `email_is_closed` for some days after the password was reset by email.
pub fn ways(plane: Plane, held: Held, passkeys_work: bool, email_is_closed: bool) -> Vec<Way> {
    let offers = |way: &Way| match way {
        Way::Passkey => held.passkey && passkeys_work,
        Way::App => held.app,
        // Codes stand in for a lost app or passkey; without one there is nothing to stand in for.
        Way::Recovery => held.recovery && held.is_strong(),
        Way::Email if held.is_strong() => plane == Plane::Portal && !email_is_closed,
        Way::Email => true,
    };
    Way::ALL.into_iter().filter(offers).collect()
}

/// Digits and letters that cannot be taken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_LETTERS: usize = 11;

/// A recovery code: a digit that says which of the set it is, and 55 secret bits.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode {
    pub number: u8,
    pub secret: String,
}

impl RecoveryCode {
    /// From random bytes, of which five bits each are used.
    pub fn new(number: u8, random: [u8; SECRET_LETTERS]) -> Self {
        let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
        Self {
            number: number % RECOVERY_CODES,
            secret: random.into_iter().map(letter).collect(),
        }
    }

    /// Reads what somebody typed: case, spaces, dashes and look-alikes are forgiven.
    pub fn parse(raw: &str) -> Option<Self> {
        let mut read = String::new();
        for letter in raw
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let known = u8::try_from(letter).is_ok_and(|byte| LETTERS.contains(&byte));
            if !known || read.len() > SECRET_LETTERS {
                return None;
            }
            read.push(letter);
        }
        let number = read.chars().next()?.to_digit(10)?;
        (read.len() == SECRET_LETTERS + 1).then(|| Self {
            number: u8::try_from(number).unwrap_or_default(),
            secret: read[1..].to_owned(),
        })
    }

    /// In groups of four, as it is shown and printed.
    pub fn to_text(&self) -> String {
        let whole = format!("{}{}", self.number, self.secret);
        format!("{}-{}-{}", &whole[..4], &whole[4..8], &whole[8..])
    }
}

/// A key in groups of four, for those who type it.
pub fn in_groups(key: &str) -> String {
    let mut grouped = String::with_capacity(key.len() + key.len() / 4);
    for (at, letter) in key.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}

crate::silent_debug!(RecoveryCode);

#[cfg(test)]
mod tests;
