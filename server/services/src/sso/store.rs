use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::dates::Millis;

#[derive(Clone, sqlx::FromRow)]
pub struct RegistrationRow {
    pub kind: String,
    pub version: String,
    pub tenant: String,
    pub client: String,
    pub secret: String,
    pub secret_expires: String,
    pub domains: String,
    pub strong: bool,
    pub passed_version: String,
    pub failure: String,
    pub tells_proof_time: bool,
}

const REGISTRATION: &str = "
    select kind, version, tenant, client, secret, secret_expires, domains, strong, passed_version, failure,
        tells_proof_time
    from sso_registrations
    where kind = $1";

pub async fn registration(db: &Db, kind: &str) -> Result<Option<RegistrationRow>> {
    db.maybe(REGISTRATION, args![kind]).await
}

/// SQLite has one writer anyway.
const REGISTRATION_TO_CHANGE: Sql = Sql::each(
    REGISTRATION,
    "
    select kind, version, tenant, client, secret, secret_expires, domains, strong, passed_version, failure,
        tells_proof_time
    from sso_registrations
    where kind = $1
    for update",
);

pub async fn registration_in(tx: &Tx, kind: &str) -> Result<Option<RegistrationRow>> {
    tx.maybe(REGISTRATION_TO_CHANGE, args![kind]).await
}

const PUT: &str = "
    insert into sso_registrations
        (kind, version, tenant, client, secret, secret_expires, domains, strong, passed_version, failure,
        tells_proof_time, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (kind) do update
    set version = excluded.version, tenant = excluded.tenant, client = excluded.client, secret = excluded.secret,
        secret_expires = excluded.secret_expires, domains = excluded.domains, strong = excluded.strong,
        passed_version = excluded.passed_version, failure = excluded.failure,
        tells_proof_time = excluded.tells_proof_time, changed_at = excluded.changed_at";

pub async fn put(tx: &Tx, row: &RegistrationRow, now: Millis) -> Result<()> {
    tx.execute(
        PUT,
        args![
            &row.kind,
            &row.version,
            &row.tenant,
            &row.client,
            &row.secret,
            &row.secret_expires,
            &row.domains,
            row.strong,
            &row.passed_version,
            &row.failure,
            row.tells_proof_time,
            now
        ],
    )
    .await
    .map(drop)
}

const REMOVE: &str = "
    delete from sso_registrations
    where kind = $1";

pub async fn remove(tx: &Tx, kind: &str) -> Result<bool> {
    Ok(tx.execute(REMOVE, args![kind]).await? > 0)
}

const TESTED: &str = "
    update sso_registrations
    set passed_version = $2, failure = $3, tells_proof_time = $4
    where kind = 'draft' and version = $1";

/// Keeps what a test of these values found. False if they were changed meanwhile.
pub async fn tested(
    tx: &Tx,
    version: &str,
    passed: bool,
    failure: &str,
    tells_proof_time: bool,
) -> Result<bool> {
    let passed = if passed { version } else { "" };
    Ok(tx
        .execute(TESTED, args![version, passed, failure, tells_proof_time])
        .await?
        > 0)
}

const OWNERS_WITH_PASSWORD: &str = "
    select count(*)
    from staff
    where role = 'owner' and password_hash <> '' and not sso_only and disabled_at is null and deleted_at is null";

pub async fn owners_with_password(db: &Db) -> Result<i64> {
    Ok(db.one::<(i64,)>(OWNERS_WITH_PASSWORD, args![]).await?.0)
}

#[derive(sqlx::FromRow)]
pub struct OwnerRow {
    pub id: String,
    pub email: String,
}

const OWNERS: &str = "
    select id, email
    from staff
    where role = 'owner' and disabled_at is null and deleted_at is null
    order by id";

pub async fn owners(tx: &Tx) -> Result<Vec<OwnerRow>> {
    tx.all(OWNERS, args![]).await
}

#[derive(sqlx::FromRow)]
pub struct AttemptRow {
    pub purpose: String,
    pub staff_id: Option<String>,
    pub version: String,
    pub sealed: String,
    pub next: String,
    pub expires_at: i64,
}

const BEGIN: &str = "
    insert into sso_attempts (state_hash, browser_hash, purpose, staff_id, version, sealed, next, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

pub async fn begin(tx: &Tx, state: &[u8], browser: &[u8], row: &AttemptRow) -> Result<()> {
    tx.execute(
        BEGIN,
        args![
            state,
            browser,
            &row.purpose,
            row.staff_id.as_deref(),
            &row.version,
            &row.sealed,
            &row.next,
            row.expires_at
        ],
    )
    .await
    .map(drop)
}

const TAKE: &str = "
    delete from sso_attempts
    where state_hash = $1 and browser_hash = $2
    returning purpose, staff_id, version, sealed, next, expires_at";

/// Uses up an attempt of this browser. Another browser's stays where it is.
pub async fn take(tx: &Tx, state: &[u8], browser: &[u8]) -> Result<Option<AttemptRow>> {
    tx.maybe(TAKE, args![state, browser]).await
}

const SWEEP: &str = "
    delete from sso_attempts
    where expires_at < $1";

pub async fn sweep(db: &Db, now: Millis) -> Result<()> {
    db.execute(SWEEP, args![now]).await.map(drop)
}

/// Somebody who works here, as far as signing in asks.
#[derive(sqlx::FromRow)]
pub struct PersonRow {
    pub id: String,
    pub is_open: bool,
    /// Their person there, empty if they never came that way.
    pub object: String,
}

const LINKED: &str = "
    select s.id, s.disabled_at is null as is_open, l.object
    from staff_sso l
    join staff s on s.id = l.staff_id
    where l.tenant = $1 and l.object = $2 and s.deleted_at is null";

pub async fn linked(tx: &Tx, tenant: &str, object: &str) -> Result<Option<PersonRow>> {
    tx.maybe(LINKED, args![tenant, object]).await
}

const INVITED: &str = "
    select s.id, s.disabled_at is null as is_open, coalesce(l.object, '') as object
    from staff s
    left join staff_sso l on l.staff_id = s.id
    where s.email = $1 and s.deleted_at is null";

pub async fn invited(tx: &Tx, email: &str) -> Result<Option<PersonRow>> {
    tx.maybe(INVITED, args![email]).await
}

/// Somebody who was deleted here and invited anew comes as a new member of staff.
const UNLINK_DELETED: &str = "
    delete from staff_sso
    where tenant = $1 and object = $2 and staff_id in (select id from staff where deleted_at is not null)";

const LINK: &str = "
    insert into staff_sso (staff_id, tenant, object, linked_at)
    values ($1, $2, $3, $4)
    on conflict do nothing";

/// Links a member of staff with their person there, once and for all. False if either is linked already.
pub async fn link(tx: &Tx, staff: &str, tenant: &str, object: &str, now: Millis) -> Result<bool> {
    tx.execute(UNLINK_DELETED, args![tenant, object]).await?;
    Ok(tx.execute(LINK, args![staff, tenant, object, now]).await? > 0)
}

const UNLINK_OTHER_TENANTS: &str = "
    delete from staff_sso
    where tenant <> $1";

pub async fn unlink_other_tenants(tx: &Tx, tenant: &str) -> Result<()> {
    tx.execute(UNLINK_OTHER_TENANTS, args![tenant]).await.map(drop)
}
