use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{dates::Millis, integrations::Mode};

const NAME_OF: &str = "
    select name
    from staff
    where id = $1";

pub async fn name_of(db: &Db, staff: &str) -> Result<String> {
    let row = db.maybe::<(String,)>(NAME_OF, args![staff]).await?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

const WAITING: &str = "
    select count(*)
    from outbox
    where state = 'waiting' and mode = $1";

/// Deliveries of a mode that are still to be made.
pub async fn waiting(db: &Db, mode: Mode) -> Result<i64> {
    Ok(db.one::<(i64,)>(WAITING, args![mode.as_str()]).await?.0)
}

const GIVE_TIME: &str = "
    update outbox
    set give_up_at = give_up_at + $2
    where state = 'waiting' and mode = $1";

/// What waited because its mode was off has the time back in which it could not be tried.
pub async fn give_time(tx: &Tx, mode: Mode, secs: i64) -> Result<()> {
    let millis = secs.saturating_mul(1000);
    tx.execute(GIVE_TIME, args![mode.as_str(), millis])
        .await
        .map(drop)
}

const ACCOUNTS: &str = "
    select id
    from customers
    where mode = 'test'
    order by id";

pub async fn accounts_of_test(tx: &Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(ACCOUNTS, args![]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

const FORGET_TEST: &[&str] = &[
    "delete from registration_codes where owner in (select id from registrations where mode = 'test')
        or owner in (select id from letters where mode = 'test')",
    "delete from letters where mode = 'test'",
    "delete from registrations where mode = 'test'",
    "delete from invites where mode = 'test'",
];

/// Ways in that were opened in test mode.
pub async fn forget_test(tx: &Tx) -> Result<()> {
    for sql in FORGET_TEST {
        tx.execute(*sql, args![]).await?;
    }
    Ok(())
}

const ENDED: &[&str] = &[
    "delete from portal_sessions where created_at >= $1",
    "delete from console_sessions where created_at >= $1",
    "delete from portal_devices where created_at >= $1",
    "delete from console_devices where created_at >= $1",
    "delete from portal_links where created_at >= $1",
    "delete from console_links where created_at >= $1",
    // Tables of people to invite that were not sent: whom they mean was looked up in the test system.
    "delete from invite_imports where created_at >= $1 and sent_at is null",
];

/// Ends sessions, remembered devices and links that began since: their codes and links were in the inbox.
pub async fn end_what_began(tx: &Tx, since: Millis) -> Result<()> {
    for sql in ENDED {
        tx.execute(*sql, args![since]).await?;
    }
    Ok(())
}

/// A member of staff with what they may do.
#[derive(sqlx::FromRow)]
pub struct Keeper {
    pub id: String,
    pub email: String,
    pub role: String,
    pub permissions: String,
}

const STAFF: &str = "
    select s.id, s.email, s.role, coalesce(r.permissions, '') as permissions
    from staff s
    left join roles r on r.id = s.role
    where s.disabled_at is null and s.deleted_at is null
    order by s.id";

pub async fn staff(tx: &Tx) -> Result<Vec<Keeper>> {
    tx.all(STAFF, args![]).await
}
