//! Codes that prove a mailbox before there is an account: six digits, ten minutes, five tries in all.

use super::store;
use crate::{
    db::Tx,
    error::{Error, Result},
    random,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
};
use subtle::ConstantTimeEq;

/// A code lives this long (SEC-O1), and is tried this often (SEC-O4).
pub(crate) const LIFE_SECS: i64 = 10 * 60;
const TRIES: i64 = 5;

pub(crate) fn refused(code: Code) -> Error {
    Error::Form(FormErrors::one("code", code))
}

/// A new code in place of the old one; refused when the tries are used up.
pub(crate) async fn new_code(tx: &Tx, owner: &str, purpose: &str, now: Millis) -> Result<String> {
    let code = random::six_digits();
    let hash = random::hash(&code);
    let tries = store::replace_code(tx, owner, purpose, &hash, TRIES, now.plus_secs(LIFE_SECS)).await?;
    if tries == 0 {
        return Err(refused(Code::NoTriesLeft));
    }
    Ok(code)
}

/// Spends a try, then compares. What is wrong with it, or nothing: then the code is used up. The caller must let the
/// transaction end well either way, or the try would not be spent.
pub(crate) async fn check(
    tx: &Tx,
    owner: &str,
    purpose: &str,
    typed: &[u8],
    now: Millis,
) -> Result<Option<Code>> {
    let Some(stored) = store::spend_try(tx, owner, purpose).await? else {
        return Ok(Some(Code::NoTriesLeft));
    };
    if now >= Millis(stored.expires_at) {
        return Ok(Some(Code::Expired));
    }
    if !bool::from(stored.code_hash.as_slice().ct_eq(typed)) {
        return Ok(Some(if stored.tries_left == 0 {
            Code::NoTriesLeft
        } else {
            Code::Wrong
        }));
    }
    // Whoever deletes the row has used the code, and nobody can a second time.
    let is_ours = store::forget_code(tx, owner, purpose).await?;
    Ok((!is_ours).then_some(Code::Expired))
}
