use crate::{
    args,
    auth::store::planes,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    identity::{Plane, factors::Held},
};

/// Whom a change concerns: where to tell them and in which language.
#[derive(sqlx::FromRow)]
pub struct Account {
    pub id: String,
    pub email: String,
    pub language: String,
    /// As they are called, with the last name where we have it.
    pub name: String,
    pub role: String,
    pub role_permissions: String,
}

planes!(
    account_sql,
    "
    select id, email, language, trim(name || ' ' || last_name) as name, '' as role, '' as role_permissions
    from customers
    where id = $1 and disabled_at is null",
    "
    select a.id, a.email, 'en' as language, a.name, a.role, coalesce(r.permissions, '') as role_permissions
    from staff a
    left join roles r on r.id = a.role
    where a.id = $1 and a.disabled_at is null"
);

/// An account that is open.
pub async fn account(db: &Db, plane: Plane, id: &str) -> Result<Option<Account>> {
    db.maybe(account_sql(plane), args![id]).await
}

pub async fn account_in(tx: &Tx, plane: Plane, id: &str) -> Result<Option<Account>> {
    tx.maybe(account_sql(plane), args![id]).await
}

fn lock_account_sql(plane: Plane) -> Sql {
    match plane {
        Plane::Portal => Sql::each(
            "select count(*) from customers where id = $1",
            "select 1::bigint from customers where id = $1 for update",
        ),
        Plane::Console => Sql::each(
            "select count(*) from staff where id = $1",
            "select 1::bigint from staff where id = $1 for update",
        ),
    }
}

/// What follows in this transaction sees and changes the account's factors alone.
pub async fn lock_account(tx: &Tx, plane: Plane, id: &str) -> Result<()> {
    tx.all::<(i64,)>(lock_account_sql(plane), args![id])
        .await
        .map(drop)
}

/// What an account holds, and until when emailed codes are closed to those who hold more.
#[derive(sqlx::FromRow)]
pub struct HeldRow {
    passkeys: i64,
    apps: i64,
    codes: i64,
    pub email_closed_until: i64,
}

impl HeldRow {
    pub const fn held(&self) -> Held {
        Held {
            passkey: self.passkeys > 0,
            app: self.apps > 0,
            recovery: self.codes > 0,
        }
    }
}

planes!(
    held_sql,
    "
    select
        (select count(*) from portal_factors where account_id = $1 and kind = 'passkey') as passkeys,
        (select count(*) from portal_factors where account_id = $1 and kind = 'app') as apps,
        (select count(*) from portal_recovery_codes where account_id = $1 and used_at is null) as codes,
        coalesce((select email_codes_closed_until from customers where id = $1), 0) as email_closed_until",
    "
    select
        (select count(*) from console_factors where account_id = $1 and kind = 'passkey') as passkeys,
        (select count(*) from console_factors where account_id = $1 and kind = 'app') as apps,
        (select count(*) from console_recovery_codes where account_id = $1 and used_at is null) as codes,
        cast(0 as bigint) as email_closed_until"
);

pub async fn held(db: &Db, plane: Plane, account: &str) -> Result<HeldRow> {
    db.one(held_sql(plane), args![account]).await
}

pub async fn held_in(tx: &Tx, plane: Plane, account: &str) -> Result<HeldRow> {
    tx.one(held_sql(plane), args![account]).await
}

planes!(
    forget_enrolments_sql,
    "delete from portal_enrolments where account_id = $1",
    "delete from console_enrolments where account_id = $1"
);

pub async fn forget_enrolments(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    tx.execute(forget_enrolments_sql(plane), args![account])
        .await
        .map(drop)
}

const LIMIT: &str = "
    update customers
    set limited_until = case when coalesce(limited_until, 0) > $2 then limited_until else $2 end
    where id = $1";

/// Closes money, documents and contact details for some time (SEC-A14).
pub async fn limit(tx: &Tx, customer: &str, until: Millis) -> Result<()> {
    tx.execute(LIMIT, args![customer, until]).await.map(drop)
}

const CLOSE_EMAIL_CODES: &str = "
    update customers
    set email_codes_closed_until = $2
    where id = $1";

pub async fn close_email_codes(tx: &Tx, customer: &str, until: Millis) -> Result<()> {
    tx.execute(CLOSE_EMAIL_CODES, args![customer, until])
        .await
        .map(drop)
}

planes!(
    spend_try_sql,
    "
    update portal_sessions
    set tries_left = tries_left - 1
    where token_hash = $1 and account_id = $2 and stage = 'half' and tries_left > 0
    returning tries_left",
    "
    update console_sessions
    set tries_left = tries_left - 1
    where token_hash = $1 and account_id = $2 and stage = 'half' and tries_left > 0
    returning tries_left"
);

/// Spends one of a half session's tries; `None` when there is none left, or no such session.
pub async fn spend_session_try(tx: &Tx, plane: Plane, session: &[u8], account: &str) -> Result<Option<i64>> {
    Ok(tx
        .maybe::<(i64,)>(spend_try_sql(plane), args![session, account])
        .await?
        .map(|(left,)| left))
}
