use crate::{
    args,
    auth::store::planes,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

#[derive(sqlx::FromRow)]
pub struct FactorRow {
    pub id: String,
    pub kind: String,
    pub name: String,
    /// Sealed.
    pub secret: String,
    pub used: i64,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

planes!(
    of_account_sql,
    "
    select id, kind, name, secret, used, created_at, last_used_at
    from portal_factors
    where account_id = $1
    order by id",
    "
    select id, kind, name, secret, used, created_at, last_used_at
    from console_factors
    where account_id = $1
    order by id"
);

pub async fn factors_of(db: &Db, plane: Plane, account: &str) -> Result<Vec<FactorRow>> {
    db.all(of_account_sql(plane), args![account]).await
}

pub async fn factors_in(tx: &Tx, plane: Plane, account: &str) -> Result<Vec<FactorRow>> {
    tx.all(of_account_sql(plane), args![account]).await
}

planes!(
    by_credential_sql,
    "
    select f.id, f.kind, f.name, f.secret, f.used, f.created_at, f.last_used_at
    from portal_factors f
    join customers a on a.id = f.account_id
    where f.credential = $1 and f.account_id = $2 and a.disabled_at is null",
    "
    select f.id, f.kind, f.name, f.secret, f.used, f.created_at, f.last_used_at
    from console_factors f
    join staff a on a.id = f.account_id
    where f.credential = $1 and f.account_id = $2 and a.disabled_at is null and a.sso_only = false"
);

/// A passkey by its own id, if its owner may sign in here: whoever is to come by single sign-on alone may not, or they
/// would keep a way in that their organisation cannot close.
pub async fn passkey_by_credential(
    db: &Db,
    plane: Plane,
    credential: &str,
    account: &str,
) -> Result<Option<FactorRow>> {
    db.maybe(by_credential_sql(plane), args![credential, account])
        .await
}

/// A factor that is added.
pub struct NewFactor<'a> {
    pub id: &'a str,
    pub account: &'a str,
    pub kind: &'a str,
    pub name: &'a str,
    pub secret: &'a str,
    pub credential: &'a str,
    pub used: i64,
}

planes!(
    add_sql,
    "
    insert into portal_factors (id, account_id, kind, name, secret, credential, used, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict do nothing",
    "
    insert into console_factors (id, account_id, kind, name, secret, credential, used, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict do nothing"
);

/// False if the passkey is known already.
pub async fn add_factor(tx: &Tx, plane: Plane, factor: &NewFactor<'_>, now: Millis) -> Result<bool> {
    let NewFactor {
        id,
        account,
        kind,
        name,
        secret,
        credential,
        used,
    } = *factor;
    let added = tx
        .execute(
            add_sql(plane),
            args![id, account, kind, name, secret, credential, used, now],
        )
        .await?;
    Ok(added == 1)
}

planes!(
    use_app_sql,
    "update portal_factors set used = $2, last_used_at = $3 where id = $1 and used < $2",
    "update console_factors set used = $2, last_used_at = $3 where id = $1 and used < $2"
);

/// Uses a step of an app. False if it, or a later one, was used before (SEC-O7).
pub async fn use_step(tx: &Tx, plane: Plane, id: &str, step: i64, now: Millis) -> Result<bool> {
    Ok(tx.execute(use_app_sql(plane), args![id, step, now]).await? == 1)
}

planes!(
    use_passkey_sql,
    "
    update portal_factors
    set used = $2, secret = $3, last_used_at = $4
    where id = $1 and (used < $2 or (used = 0 and $2 = 0))",
    "
    update console_factors
    set used = $2, secret = $3, last_used_at = $4
    where id = $1 and (used < $2 or (used = 0 and $2 = 0))"
);

/// Keeps what a passkey has become. False if its counter did not grow: somebody copied it. Passkeys that several devices
/// share do not count and stay at 0.
pub async fn use_passkey(
    tx: &Tx,
    plane: Plane,
    id: &str,
    counter: i64,
    secret: &str,
    now: Millis,
) -> Result<bool> {
    Ok(tx
        .execute(use_passkey_sql(plane), args![id, counter, secret, now])
        .await?
        == 1)
}

planes!(
    rename_sql,
    "update portal_factors set name = $3 where id = $1 and account_id = $2",
    "update console_factors set name = $3 where id = $1 and account_id = $2"
);

pub async fn rename_factor(tx: &Tx, plane: Plane, id: &str, account: &str, name: &str) -> Result<bool> {
    Ok(tx.execute(rename_sql(plane), args![id, account, name]).await? == 1)
}

planes!(
    remove_sql,
    "delete from portal_factors where id = $1 and account_id = $2",
    "delete from console_factors where id = $1 and account_id = $2"
);

pub async fn remove_factor(tx: &Tx, plane: Plane, id: &str, account: &str) -> Result<bool> {
    Ok(tx.execute(remove_sql(plane), args![id, account]).await? == 1)
}

planes!(
    remove_all_sql,
    "delete from portal_factors where account_id = $1",
    "delete from console_factors where account_id = $1"
);

pub async fn remove_factors(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    tx.execute(remove_all_sql(plane), args![account]).await.map(drop)
}
