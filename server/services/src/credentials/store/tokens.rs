use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{credentials::Standing, dates::Millis};

/// A credential's standing with the token that is shared for one scope, if there is one.
#[derive(sqlx::FromRow)]
pub struct CachedRow {
    pub version: String,
    wanted: String,
    granted: String,
    is_off: bool,
    pub token_id: String,
    pub token_version: String,
    pub sealed_token: String,
    pub obtained_at: i64,
    pub renew_at: i64,
    pub usable_until: i64,
}

impl CachedRow {
    pub fn standing(&self) -> Standing {
        Standing {
            wanted: domain::credentials::Rights::parse(&self.wanted),
            granted: domain::credentials::Rights::parse(&self.granted),
            is_off: self.is_off,
        }
    }
}

const CACHED: &str = "
    select c.version, c.wanted, c.granted, c.is_off, coalesce(t.id, '') as token_id,
        coalesce(t.version, '') as token_version, coalesce(t.sealed_token, '') as sealed_token,
        coalesce(t.obtained_at, 0) as obtained_at, coalesce(t.renew_at, 0) as renew_at,
        coalesce(t.usable_until, 0) as usable_until
    from credentials c
    left join credential_tokens t on t.credential_id = c.id and t.scope = $2
    where c.id = $1";

pub async fn cached(db: &Db, id: &str, scope: &str) -> Result<Option<CachedRow>> {
    db.maybe(CACHED, args![id, scope]).await
}

const LEASE: &str = "
    insert into credential_tokens
        (id, credential_id, scope, version, sealed_token, obtained_at, renew_at, usable_until, lease, lease_until)
    select $1, id, $3, '', '', 0, 0, 0, $4, $6
    from credentials
    where id = $2
    on conflict (credential_id, scope) do update
    set lease = excluded.lease, lease_until = excluded.lease_until
    where credential_tokens.lease_until <= $5";

/// Takes the lease of a scope; false while another has it.
pub async fn lease(
    tx: &Tx,
    row: &str,
    credential: &str,
    scope: &str,
    lease: &str,
    now: Millis,
    until: Millis,
) -> Result<bool> {
    let values = args![row, credential, scope, lease, now, until];
    Ok(tx.execute(LEASE, values).await? > 0)
}

const RELEASE: &str = "
    update credential_tokens
    set lease = '', lease_until = 0
    where credential_id = $1 and scope = $2 and lease = $3";

pub async fn release(tx: &Tx, credential: &str, scope: &str, lease: &str) -> Result<()> {
    tx.execute(RELEASE, args![credential, scope, lease])
        .await
        .map(drop)
}

const TOKEN_ID: &str = "
    insert into credential_tokens
        (id, credential_id, scope, version, sealed_token, obtained_at, renew_at, usable_until, lease, lease_until)
    values ($1, $2, $3, '', '', 0, 0, 0, '', 0)
    on conflict (credential_id, scope) do update
    set scope = excluded.scope
    returning id";

/// The id of the row of a scope, which is made where it is missing.
pub async fn token_id(tx: &Tx, new: &str, credential: &str, scope: &str) -> Result<String> {
    Ok(tx
        .one::<(String,)>(TOKEN_ID, args![new, credential, scope])
        .await?
        .0)
}

pub struct TokenRow {
    pub id: String,
    pub version: String,
    pub sealed_token: String,
    pub obtained_at: i64,
    pub renew_at: i64,
    pub usable_until: i64,
}

const PUT_TOKEN: &str = "
    update credential_tokens
    set version = $2, sealed_token = $3, obtained_at = $4, renew_at = $5, usable_until = $6
    where id = $1";

pub async fn put_token(tx: &Tx, row: &TokenRow) -> Result<()> {
    let values = args![
        &row.id,
        &row.version,
        &row.sealed_token,
        row.obtained_at,
        row.renew_at,
        row.usable_until
    ];
    tx.execute(PUT_TOKEN, values).await.map(drop)
}

const FORGET: &str = "
    delete from credential_tokens
    where credential_id = $1";

/// Forgets all tokens of a credential.
pub async fn forget_tokens(tx: &Tx, credential: &str) -> Result<()> {
    tx.execute(FORGET, args![credential]).await.map(drop)
}
