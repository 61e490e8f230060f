use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};

#[derive(sqlx::FromRow)]
pub struct EndingRow {
    pub id: String,
    pub secret_expires: String,
}

const ENDING: &str = "
    select id, secret_expires
    from credentials
    where secret_expires >= $1";

/// Credentials whose secret ends on `day` or later.
pub async fn ending(db: &Db, day: &str) -> Result<Vec<EndingRow>> {
    db.all(ENDING, args![day]).await
}

const WARNED: &str = "
    insert into credential_warnings (credential_id, secret_expires, days)
    select id, secret_expires, $3
    from credentials
    where id = $1 and secret_expires = $2
    on conflict do nothing";

/// Notes a warning. False if it was sent before, or is about another secret than the stored one.
pub async fn warned(tx: &Tx, credential: &str, secret_expires: &str, days: i64) -> Result<bool> {
    let values = args![credential, secret_expires, days];
    Ok(tx.execute(WARNED, values).await? > 0)
}

#[derive(sqlx::FromRow)]
pub struct StaffRow {
    pub id: String,
    pub email: String,
    pub role: String,
    pub role_permissions: String,
}

const STAFF: &str = "
    select s.id, s.email, s.role, coalesce(r.permissions, '') as role_permissions
    from staff s
    left join roles r on r.id = s.role
    where s.disabled_at is null and s.deleted_at is null
    order by s.id";

pub async fn staff(tx: &Tx) -> Result<Vec<StaffRow>> {
    tx.all(STAFF, args![]).await
}
