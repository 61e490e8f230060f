mod attempts;
mod tokens;
mod warnings;

pub use attempts::{AttemptRow, begin, sweep, take};
pub use tokens::{TokenRow, cached, forget_tokens, lease, put_token, release, token_id};
pub use warnings::{ending, staff, warned};

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::dates::Millis;

#[derive(Clone, sqlx::FromRow)]
pub struct CredentialRow {
    pub id: String,
    pub version: String,
    pub name: String,
    pub kind: String,
    pub method: String,
    pub tenant: String,
    pub client: String,
    pub sealed_secret: String,
    pub secret_expires: String,
    pub wanted: String,
    pub granted: String,
    pub is_off: bool,
    pub failure: String,
    pub checked_at: i64,
}

const CREDENTIAL: &str = "
    select id, version, name, kind, method, tenant, client, sealed_secret, secret_expires, wanted, granted, is_off,
        failure, checked_at
    from credentials
    where id = $1";

pub async fn credential(db: &Db, id: &str) -> Result<Option<CredentialRow>> {
    db.maybe(CREDENTIAL, args![id]).await
}

/// SQLite has one writer anyway.
const CREDENTIAL_TO_CHANGE: Sql = Sql::each(
    CREDENTIAL,
    "
    select id, version, name, kind, method, tenant, client, sealed_secret, secret_expires, wanted, granted, is_off,
        failure, checked_at
    from credentials
    where id = $1
    for update",
);

pub async fn credential_in(tx: &Tx, id: &str) -> Result<Option<CredentialRow>> {
    tx.maybe(CREDENTIAL_TO_CHANGE, args![id]).await
}

const LIST: &str = "
    select id, version, name, kind, method, tenant, client, sealed_secret, secret_expires, wanted, granted, is_off,
        failure, checked_at
    from credentials
    where id < $1
    order by id desc
    limit $2";

/// Newest first, from the one before `before` on.
pub async fn list(db: &Db, before: Option<&str>, limit: usize) -> Result<Vec<CredentialRow>> {
    // Behind every id there is.
    let before = before.unwrap_or("g");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.all(LIST, args![before, limit]).await
}

const NAME_TAKEN: &str = "
    select id
    from credentials
    where lower(name) = lower($1) and id <> $2";

pub async fn is_name_taken(tx: &Tx, name: &str, id: &str) -> Result<bool> {
    let found: Option<(String,)> = tx.maybe(NAME_TAKEN, args![name, id]).await?;
    Ok(found.is_some())
}

const PUT: &str = "
    insert into credentials
        (id, version, name, kind, method, tenant, client, sealed_secret, secret_expires, wanted, granted, is_off, failure,
        checked_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    on conflict (id) do update
    set version = excluded.version, name = excluded.name, method = excluded.method, tenant = excluded.tenant,
        client = excluded.client, sealed_secret = excluded.sealed_secret, secret_expires = excluded.secret_expires,
        wanted = excluded.wanted, granted = excluded.granted, is_off = excluded.is_off, failure = excluded.failure,
        checked_at = excluded.checked_at, changed_at = excluded.changed_at";

pub async fn put(tx: &Tx, row: &CredentialRow, now: Millis) -> Result<()> {
    let values = args![
        &row.id,
        &row.version,
        &row.name,
        &row.kind,
        &row.method,
        &row.tenant,
        &row.client,
        &row.sealed_secret,
        &row.secret_expires,
        &row.wanted,
        &row.granted,
        row.is_off,
        &row.failure,
        row.checked_at,
        now
    ];
    tx.execute(PUT, values).await.map(drop)
}

// Settings are JSON and name a credential by its id, which stands nowhere else. Older versions count no more.
const USES: &str = "
    select slot, mode
    from connections c
    where settings like $1
        and version = (select max(version) from connections n where n.slot = c.slot and n.mode = c.mode)
    order by slot, mode";

fn naming(id: &str) -> String {
    format!("%\"{id}\"%")
}

pub async fn uses(db: &Db, id: &str) -> Result<Vec<(String, String)>> {
    db.all(USES, args![naming(id)]).await
}

pub async fn is_used(tx: &Tx, id: &str) -> Result<bool> {
    let found: Vec<(String, String)> = tx.all(USES, args![naming(id)]).await?;
    Ok(!found.is_empty())
}

const REMOVE: &str = "
    delete from credentials
    where id = $1";

pub async fn remove(tx: &Tx, id: &str) -> Result<bool> {
    Ok(tx.execute(REMOVE, args![id]).await? > 0)
}

const DUE: &str = "
    select id
    from credentials
    where not is_off and checked_at <= $1
    order by checked_at
    limit $2";

/// Those that nobody looked at since `before`.
pub async fn due(db: &Db, before: Millis, limit: usize) -> Result<Vec<String>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<(String,)> = db.all(DUE, args![before, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

const CLAIM: &str = "
    update credentials
    set checked_at = $3
    where id = $1 and checked_at <= $2";

/// False if another node was first.
pub async fn claim(tx: &Tx, id: &str, before: Millis, now: Millis) -> Result<bool> {
    Ok(tx.execute(CLAIM, args![id, before, now]).await? > 0)
}
