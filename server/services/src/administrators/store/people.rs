use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Email, ids::StaffId};

/// An administrator as lists and pages show one.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Administrator {
    pub id: String,
    pub email: String,
    pub name: String,
    pub first_name: String,
    pub last_name: String,
    pub role: String,
    /// Of a role that the landlord made.
    pub role_name: String,
    pub role_permissions: String,
    pub sso_only: bool,
    pub has_password: bool,
    pub invited_at: Option<i64>,
    pub last_sign_in_at: Option<i64>,
    pub changed_at: i64,
}

const LIST: &str = "
    select s.id, s.email, s.name, s.first_name, s.last_name, s.role, coalesce(r.name, '') as role_name,
        coalesce(r.permissions, '') as role_permissions, s.sso_only, s.password_hash <> '' as has_password,
        s.invited_at, s.last_sign_in_at, s.changed_at
    from staff s
    left join roles r on r.id = s.role
    where s.deleted_at is null and (s.name, s.id) > ($1, $2)
    order by s.name, s.id
    limit $3";

/// Administrators by name, after a name and id.
pub async fn list(db: &Db, after: (&str, &str), size: i64) -> Result<Vec<Administrator>> {
    db.all(LIST, args![after.0, after.1, size]).await
}

const ONE: &str = "
    select s.id, s.email, s.name, s.first_name, s.last_name, s.role, coalesce(r.name, '') as role_name,
        coalesce(r.permissions, '') as role_permissions, s.sso_only, s.password_hash <> '' as has_password,
        s.invited_at, s.last_sign_in_at, s.changed_at
    from staff s
    left join roles r on r.id = s.role
    where s.id = $1 and s.deleted_at is null";

pub async fn one(db: &Db, id: &StaffId) -> Result<Option<Administrator>> {
    db.maybe(ONE, args![id.as_str()]).await
}

/// As [`one`], in a transaction that holds the lock.
pub async fn locked(tx: &Tx, id: &StaffId) -> Result<Option<Administrator>> {
    tx.maybe(ONE, args![id.as_str()]).await
}

const OWNERS: &str = "
    select count(*)
    from staff
    where role = 'owner' and deleted_at is null and disabled_at is null";

pub async fn owners(tx: &Tx) -> Result<i64> {
    Ok(tx.one::<(i64,)>(OWNERS, args![]).await?.0)
}

/// As [`owners`], outside a transaction.
pub async fn owners_now(db: &Db) -> Result<i64> {
    Ok(db.one::<(i64,)>(OWNERS, args![]).await?.0)
}

/// An administrator who is to be added.
pub struct NewAdministrator<'a> {
    pub id: &'a str,
    pub email: &'a Email,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub name: &'a str,
    pub role: &'a str,
    pub sso_only: bool,
}

const ADD: &str = "
    insert into staff
        (id, email, password_hash, name, first_name, last_name, role, sso_only, created_at, changed_at)
    values ($1, $2, '', $3, $4, $5, $6, $7, $8, $8)
    on conflict (email) do nothing";

/// False if the address has an account already.
pub async fn add(tx: &Tx, new: &NewAdministrator<'_>, now: Millis) -> Result<bool> {
    let added = tx
        .execute(
            ADD,
            args![
                new.id,
                new.email.as_str(),
                new.name,
                new.first_name,
                new.last_name,
                new.role,
                new.sso_only,
                now
            ],
        )
        .await?;
    Ok(added == 1)
}

const INVITED: &str = "
    update staff
    set invited_at = $2
    where id = $1";

pub async fn invited(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(INVITED, args![id, now]).await.map(drop)
}

const CHANGE: &str = "
    update staff
    set name = $2, first_name = $3, last_name = $4, role = $5, sso_only = $6, changed_at = $7
    where id = $1";

/// What an administrator becomes.
pub struct Changed<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub role: &'a str,
    pub sso_only: bool,
}

pub async fn change(tx: &Tx, new: &Changed<'_>, now: Millis) -> Result<()> {
    tx.execute(
        CHANGE,
        args![
            new.id,
            new.name,
            new.first_name,
            new.last_name,
            new.role,
            new.sso_only,
            now
        ],
    )
    .await
    .map(drop)
}

const DROP_PASSWORD: &str = "
    update staff
    set password_hash = '', invited_at = null
    where id = $1";

pub async fn drop_password(tx: &Tx, id: &str) -> Result<()> {
    tx.execute(DROP_PASSWORD, args![id]).await.map(drop)
}

/// The id in place of the address: nobody signs in with it, and the address is free again.
const DELETE: &str = "
    update staff
    set email = id, password_hash = '', role = '', deleted_at = $2, disabled_at = $2
    where id = $1";

pub async fn delete(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(DELETE, args![id, now]).await.map(drop)
}

const OTHER_DOMAINS: &str = "
    select email
    from staff
    where deleted_at is null
    order by email";

/// The addresses of all administrators.
pub async fn addresses(db: &Db) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db.all(OTHER_DOMAINS, args![]).await?;
    Ok(rows.into_iter().map(|(email,)| email).collect())
}

const BY_EMAIL: &str = "
    select id, role
    from staff
    where email = $1 and deleted_at is null and disabled_at is null and not sso_only";

/// The administrator with this address who signs in with a password, and their role.
pub async fn by_email(tx: &Tx, email: &Email) -> Result<Option<(String, String)>> {
    tx.maybe(BY_EMAIL, args![email.as_str()]).await
}
