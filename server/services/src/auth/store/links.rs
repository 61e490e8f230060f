use super::planes;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

#[derive(sqlx::FromRow)]
pub struct LinkRow {
    pub account_id: String,
    pub purpose: String,
}

planes!(
    put_link_sql,
    "
    insert into portal_links (account_id, purpose, token_hash, created_at, expires_at)
    values ($1, $2, $3, $4, $5)
    on conflict (account_id, purpose) do update
    set token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at",
    "
    insert into console_links (account_id, purpose, token_hash, created_at, expires_at)
    values ($1, $2, $3, $4, $5)
    on conflict (account_id, purpose) do update
    set token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at"
);

/// Puts a link in place of the account's older one of the same purpose.
pub async fn put_link(
    tx: &Tx,
    plane: Plane,
    account: &str,
    purpose: &str,
    hash: &[u8],
    now: Millis,
    expires_at: Millis,
) -> Result<()> {
    tx.execute(
        put_link_sql(plane),
        args![account, purpose, hash, now, expires_at],
    )
    .await?;
    Ok(())
}

planes!(
    link_sql,
    "
    select l.account_id, l.purpose
    from portal_links l
    join customers a on a.id = l.account_id
    where l.token_hash = $1 and l.expires_at > $2 and a.disabled_at is null",
    "
    select l.account_id, l.purpose
    from console_links l
    join staff a on a.id = l.account_id
    where l.token_hash = $1 and l.expires_at > $2 and a.disabled_at is null"
);

pub async fn link(db: &Db, plane: Plane, hash: &[u8], now: Millis) -> Result<Option<LinkRow>> {
    db.maybe(link_sql(plane), args![hash, now]).await
}

planes!(
    take_link_sql,
    "
    delete from portal_links
    where token_hash = $1 and expires_at > $2
        and account_id in (select id from customers where disabled_at is null)
    returning account_id, purpose",
    "
    delete from console_links
    where token_hash = $1 and expires_at > $2
        and account_id in (select id from staff where disabled_at is null)
    returning account_id, purpose"
);

/// Whoever deletes the row has used the link, and nobody can a second time.
pub async fn take_link(tx: &Tx, plane: Plane, hash: &[u8], now: Millis) -> Result<Option<LinkRow>> {
    tx.maybe(take_link_sql(plane), args![hash, now]).await
}

planes!(
    end_link_sql,
    "delete from portal_links where account_id = $1 and purpose = $2",
    "delete from console_links where account_id = $1 and purpose = $2"
);

pub async fn end_link(tx: &Tx, plane: Plane, account: &str, purpose: &str) -> Result<()> {
    tx.execute(end_link_sql(plane), args![account, purpose]).await?;
    Ok(())
}
