use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::dates::Millis;

#[derive(sqlx::FromRow)]
pub struct Count {
    pub hits: i64,
    pub window_ends_at: i64,
    pub blocked_until: i64,
}

const HIT: &str = "
    insert into throttles (key, hits, window_ends_at, blocked_until)
    values ($1, 1, $3, 0)
    on conflict (key) do update
    set hits = case
            when throttles.blocked_until > $2 then throttles.hits
            when throttles.window_ends_at <= $2 then 1
            else throttles.hits + 1
        end,
        window_ends_at = case when throttles.window_ends_at <= $2 then $3 else throttles.window_ends_at end
    returning hits, window_ends_at, blocked_until";

/// Counts one more; nothing is counted while the key is blocked.
pub async fn hit(tx: &Tx, key: &str, now: Millis, window_ends_at: Millis) -> Result<Count> {
    tx.one(HIT, args![key, now, window_ends_at]).await
}

const BLOCK: &str = "
    update throttles
    set blocked_until = $2, window_ends_at = $3
    where key = $1";

pub async fn block(tx: &Tx, key: &str, until: Millis, window_ends_at: Millis) -> Result<()> {
    tx.execute(BLOCK, args![key, until, window_ends_at]).await?;
    Ok(())
}

const BLOCKED_UNTIL: &str = "
    select blocked_until
    from throttles
    where key = $1";

pub async fn blocked_until(db: &Db, key: &str) -> Result<Option<Millis>> {
    Ok(db
        .maybe::<(i64,)>(BLOCKED_UNTIL, args![key])
        .await?
        .map(|(until,)| Millis(until)))
}

const FORGET_THROTTLE: &str = "
    delete from throttles
    where key = $1";

pub async fn forget_throttle(tx: &Tx, key: &str) -> Result<()> {
    tx.execute(FORGET_THROTTLE, args![key]).await?;
    Ok(())
}
