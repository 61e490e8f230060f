//! Randomness from the operating system: ids, tokens, codes and draws.

use domain::dates::Millis;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU32, Ordering};

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

/// A new time-ordered id (UUID version 7) as text; `parse` of an id type reads it. Ids of one process and one
/// millisecond are in the order in which they were made, so that two events of one transaction stay in order.
pub fn id(now: Millis) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let mut rest = bytes::<10>();
    // 12 bits beside the version and 14 beside the variant count (RFC 9562, 6.2); 48 stay random.
    rest[..4].copy_from_slice(&((number >> 14 << 16) | (number & 0x3fff)).to_be_bytes());
    let millis = u64::try_from(now.0).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &rest)
        .into_uuid()
        .to_string()
}

/// The least id that [`id`] can make at `at`: a bound for what happened before or after a point in time.
pub fn first_id_at(at: Millis) -> String {
    let millis = u64::try_from(at.0).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10])
        .into_uuid()
        .to_string()
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
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _infallible = write!(text, "{byte:02x}");
            text
        })
}

/// Reads hexadecimal; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_are_in_the_order_in_which_they_were_made() {
        let ids: Vec<String> = (0..40_000).map(|_| id(Millis(1_795_521_600_000))).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(id(Millis(1_795_521_600_001)) > ids[39_999]);
        assert!(first_id_at(Millis(1_795_521_600_000)) < ids[0]);
        assert!(first_id_at(Millis(1_795_521_600_001)) > ids[39_999]);
    }
}
