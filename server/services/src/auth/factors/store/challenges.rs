use crate::{args, db::Tx, error::Result};
use domain::{dates::Millis, identity::Plane};

const KEEP: &str = "
    insert into passkey_challenges (browser_hash, plane, purpose, account_id, state, expires_at)
    values ($1, $2, $3, $4, $5, $6)";

pub async fn keep_challenge(
    tx: &Tx,
    browser: &[u8],
    plane: Plane,
    purpose: &str,
    account: &str,
    state: &str,
    expires_at: Millis,
) -> Result<()> {
    tx.execute(
        KEEP,
        args![browser, plane.as_str(), purpose, account, state, expires_at],
    )
    .await
    .map(drop)
}

const FORGET: &str = "
    delete from passkey_challenges
    where browser_hash = $1 or expires_at < $2";

/// Forgets the browser's older challenge, and whatever nobody came back for.
pub async fn forget_challenges(tx: &Tx, browser: &[u8], now: Millis) -> Result<()> {
    tx.execute(FORGET, args![browser, now]).await.map(drop)
}

#[derive(sqlx::FromRow)]
pub struct Challenge {
    pub account_id: String,
    pub state: String,
    pub expires_at: i64,
}

const TAKE: &str = "
    delete from passkey_challenges
    where browser_hash = $1 and plane = $2 and purpose = $3
    returning account_id, state, expires_at";

/// Uses a challenge up: nobody else can take it again.
pub async fn take_challenge(
    tx: &Tx,
    browser: &[u8],
    plane: Plane,
    purpose: &str,
) -> Result<Option<Challenge>> {
    tx.maybe(TAKE, args![browser, plane.as_str(), purpose]).await
}
