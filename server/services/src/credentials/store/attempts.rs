use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::dates::Millis;

/// A journey to the page of consent.
#[derive(sqlx::FromRow)]
pub struct AttemptRow {
    pub credential_id: String,
    pub version: String,
    pub staff_id: String,
    pub session: String,
    pub in_popup: bool,
    pub expires_at: i64,
}

const BEGIN: &str = "
    insert into consent_attempts
        (state_hash, browser_hash, credential_id, version, staff_id, session, in_popup, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

pub async fn begin(tx: &Tx, state: &[u8], browser: &[u8], row: &AttemptRow) -> Result<()> {
    let values = args![
        state,
        browser,
        &row.credential_id,
        &row.version,
        &row.staff_id,
        &row.session,
        row.in_popup,
        row.expires_at
    ];
    tx.execute(BEGIN, values).await.map(drop)
}

const TAKE: &str = "
    delete from consent_attempts
    where state_hash = $1 and browser_hash = $2 and staff_id = $3 and session = $4
    returning credential_id, version, staff_id, session, in_popup, expires_at";

/// Uses up an attempt of this browser and session. Another's stays where it is.
pub async fn take(
    tx: &Tx,
    state: &[u8],
    browser: &[u8],
    staff: &str,
    session: &str,
) -> Result<Option<AttemptRow>> {
    tx.maybe(TAKE, args![state, browser, staff, session]).await
}

const SWEEP: &str = "
    delete from consent_attempts
    where expires_at < $1";

pub async fn sweep(db: &Db, now: Millis) -> Result<()> {
    db.execute(SWEEP, args![now]).await.map(drop)
}
