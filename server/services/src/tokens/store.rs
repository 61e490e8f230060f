use crate::{
    args,
    db::{Sql, Tx},
    error::Result,
};
use domain::dates::Millis;

#[derive(sqlx::FromRow)]
pub struct Row {
    pub sealed: String,
    pub renew_at: i64,
}

const LOCK: Sql = Sql::each(
    "select sealed, renew_at from shared_tokens where key = $1",
    "select sealed, renew_at from shared_tokens where key = $1 for update",
);

pub async fn lock(tx: &Tx, key: &str) -> Result<Option<Row>> {
    tx.maybe(LOCK, args![key]).await
}

const LEASE: &str = "
    insert into shared_tokens (key, sealed, version, renew_at, leased_until)
    values ($1, '', 0, 0, $3)
    on conflict (key) do update set leased_until = excluded.leased_until
    where shared_tokens.leased_until <= $2";

/// Takes the log-in upon ourselves; false if another node is at it.
pub async fn lease(tx: &Tx, key: &str, now: Millis, until: Millis) -> Result<bool> {
    Ok(tx.execute(LEASE, args![key, now, until]).await? == 1)
}

const KEEP: &str = "
    update shared_tokens
    set sealed = $2, version = version + 1, renew_at = $3, leased_until = 0
    where key = $1";

pub async fn keep(tx: &Tx, key: &str, sealed: &str, renew_at: Millis) -> Result<()> {
    tx.execute(KEEP, args![key, sealed, renew_at]).await.map(drop)
}

const END_LEASE: &str = "
    update shared_tokens
    set leased_until = 0
    where key = $1";

pub async fn end_lease(tx: &Tx, key: &str) -> Result<()> {
    tx.execute(END_LEASE, args![key]).await.map(drop)
}

const USES: &str = "
    insert into shared_token_users (key, node, seen_at)
    values ($1, $2, $3)
    on conflict (key, node) do update set seen_at = excluded.seen_at";

pub async fn uses(tx: &Tx, key: &str, node: &str, now: Millis) -> Result<()> {
    tx.execute(USES, args![key, node, now]).await.map(drop)
}

const LEAVE: &str = "
    delete from shared_token_users
    where key = $1 and (node = $2 or seen_at < $3)";

const USERS: &str = "
    select count(*)
    from shared_token_users
    where key = $1";

/// The node is no longer among its users, nor is any that is gone; how many are left.
pub async fn leave(tx: &Tx, key: &str, node: &str, gone: Millis) -> Result<i64> {
    tx.execute(LEAVE, args![key, node, gone]).await?;
    Ok(tx.one::<(i64,)>(USERS, args![key]).await?.0)
}

const FORGET: &str = "
    delete from shared_tokens
    where key = $1";

pub async fn forget(tx: &Tx, key: &str) -> Result<()> {
    tx.execute(FORGET, args![key]).await.map(drop)
}
