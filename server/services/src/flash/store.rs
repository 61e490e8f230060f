use crate::{
    args,
    db::{Arg, Tx},
    error::Result,
};
use domain::dates::Millis;

pub const KEEP: &str = "
    insert into flashes (browser_hash, path, account_id, payload, expires_at)
    values ($1, $2, $3, $4, $5)
    on conflict (browser_hash, path) do update
    set account_id = excluded.account_id, payload = excluded.payload, expires_at = excluded.expires_at";

pub fn keep(browser: &[u8], path: &str, account: &str, payload: &str, expires_at: Millis) -> Vec<Arg> {
    args![browser, path, account, payload, expires_at]
}

const TAKE: &str = "
    delete from flashes
    where browser_hash = $1 and path = $2 and (account_id = '' or account_id = $3) and expires_at > $4
    returning payload";

const LEFT: &str = "
    select count(*)
    from flashes
    where browser_hash = $1 and expires_at > $2";

/// What waits for this page, and whether something waits for others.
pub async fn take(
    tx: &Tx,
    browser: &[u8],
    path: &str,
    account: &str,
    now: Millis,
) -> Result<(Option<String>, bool)> {
    let taken = tx
        .maybe::<(String,)>(TAKE, args![browser, path, account, now])
        .await?
        .map(|(payload,)| payload);
    let (left,) = tx.one::<(i64,)>(LEFT, args![browser, now]).await?;
    Ok((taken, left > 0))
}

pub const SWEEP: &str = "
    delete from flashes
    where expires_at <= $1";

pub fn sweep(now: Millis) -> Vec<Arg> {
    args![now]
}
