//! Randomness from the operating system: ids, tokens, codes and draws.

use domain::dates::Millis;
use sha2::{Digest, Sha256};

/// Fills bytes from the system's generator.
///
/// A system without randomness cannot be used safely, so failure ends the request by panicking.
#[expect(clippy::expect_used, reason = "there is no safe way on without randomness")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's random generator answers");
    bytes
}

/// A number from 0 to `u32::MAX`.
pub fn draw() -> u32 {
    u32::from_le_bytes(bytes())
}

/// A new time-ordered id (UUID version 7) as text; `parse` of an id type reads it.
pub fn id(now: Millis) -> String {
    let millis = u64::try_from(now.0).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid().to_string()
}

/// Six digits, each number equally likely.
pub fn six_digits() -> String {
    // Numbers past the last whole million would make low codes likelier, so they are drawn again.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let number = draw();
        if number < FAIR {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

/// A bearer token of 256 bits in hexadecimal. Only its [`hash`] is ever stored.
pub fn token() -> String {
    hex(&bytes::<32>())
}

/// What is stored of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// Reads hexadecimal; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
