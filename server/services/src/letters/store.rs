use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, ids::LetterId};

pub struct New<'a> {
    pub id: &'a LetterId,
    pub selector: &'a str,
    pub secret_hash: &'a str,
    pub sealed: &'a str,
    pub registration: Option<&'a str>,
    pub customer: Option<&'a str>,
    pub person: &'a str,
    pub reason: &'a str,
    pub tries: i64,
    pub issued_by: &'a str,
}

const INSERT: &str = "
    insert into letters
        (id, selector, secret_hash, sealed, registration_id, customer_id, person_id, reason, tries_left, issued_by,
        issued_at, expires_at, mode)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    on conflict (selector) do nothing";

/// False if another letter begins alike.
pub async fn insert(tx: &Tx, new: &New<'_>, now: Millis, expires_at: Millis) -> Result<bool> {
    let added = tx
        .execute(
            INSERT,
            args![
                new.id.as_str(),
                new.selector,
                new.secret_hash,
                new.sealed,
                new.registration,
                new.customer,
                new.person,
                new.reason,
                new.tries,
                new.issued_by,
                now,
                expires_at,
                tx.mode().as_str()
            ],
        )
        .await?;
    Ok(added == 1)
}

pub async fn forget_others(tx: &Tx, registration: Option<&str>, customer: Option<&str>) -> Result<()> {
    tx.execute(
        "delete from letters where mode = $3 and (registration_id = $1 or customer_id = $2)",
        args![registration, customer, tx.mode().as_str()],
    )
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct Tried {
    pub id: String,
    pub secret_hash: String,
    pub registration_id: Option<String>,
    pub customer_id: Option<String>,
}

const SPEND: &str = "
    update letters
    set tries_left = tries_left - 1
    where selector = $1 and mode = $3 and tries_left > 0 and used_at is null and expires_at > $2
    returning id, secret_hash, registration_id, customer_id";

/// Spends a try of the letter that begins like this, before the comparison.
pub async fn spend_try(tx: &Tx, selector: &str, now: Millis) -> Result<Option<Tried>> {
    tx.maybe(SPEND, args![selector, now, tx.mode().as_str()]).await
}

/// False if the letter was used meanwhile.
pub async fn use_up(tx: &Tx, id: &str, browser: Option<&[u8]>, now: Millis) -> Result<bool> {
    let used = match browser {
        Some(browser) => {
            tx.execute(
                "update letters set used_at = $2, sealed = '', browser_hash = $3 where id = $1 and used_at is null",
                args![id, now, browser],
            )
            .await?
        }
        None => {
            tx.execute(
                "update letters set used_at = $2, sealed = '' where id = $1 and used_at is null",
                args![id, now],
            )
            .await?
        }
    };
    Ok(used == 1)
}

/// A letter that was made and not printed yet.
#[derive(sqlx::FromRow)]
pub struct Printable {
    pub id: String,
    pub sealed: String,
    pub person_id: String,
    pub expires_at: i64,
}

macro_rules! printable_sql {
    ($whose:literal) => {
        concat!(
            "
    select id, sealed, person_id, expires_at
    from letters
    where mode = $2 and sealed <> '' and used_at is null and ",
            $whose,
            " = $1"
        )
    };
}

pub async fn for_registration(db: &Db, registration: &str) -> Result<Option<Printable>> {
    db.maybe(
        printable_sql!("registration_id"),
        args![registration, db.mode().as_str()],
    )
    .await
}

pub async fn for_customer(db: &Db, customer: &str) -> Result<Option<Printable>> {
    db.maybe(printable_sql!("customer_id"), args![customer, db.mode().as_str()])
        .await
}

const PRINTED: &str = "
    update letters
    set sealed = ''
    where id = $1 and mode = $3 and (registration_id is null) = $2 and sealed <> ''
    returning coalesce(registration_id, customer_id)";

/// Empties the code; gives whose letter it was.
pub async fn printed(tx: &Tx, id: &LetterId, is_customers: bool) -> Result<Option<String>> {
    Ok(tx
        .maybe::<(String,)>(PRINTED, args![id.as_str(), is_customers, tx.mode().as_str()])
        .await?
        .map(|(whose,)| whose))
}

/// Somebody who typed the code of a letter and chooses a mailbox.
#[derive(sqlx::FromRow)]
pub struct Opened {
    pub id: String,
    pub customer_id: String,
    pub used_at: i64,
    pub new_email: String,
    pub old_email: String,
    pub language: String,
}

macro_rules! opened_sql {
    ($lock:literal) => {
        concat!(
            "
    select l.id, l.customer_id, l.used_at, l.new_email, c.email as old_email, c.language
    from letters l
    join customers c on c.id = l.customer_id
    where l.browser_hash = $1 and l.mode = $2 and c.disabled_at is null",
            $lock
        )
    };
}

const LOCK_OPENED: Sql = Sql::each(opened_sql!(""), opened_sql!(" for update"));

pub async fn opened(db: &Db, browser: &[u8]) -> Result<Option<Opened>> {
    db.maybe(opened_sql!(""), args![browser, db.mode().as_str()])
        .await
}

pub async fn lock_opened(tx: &Tx, browser: &[u8]) -> Result<Option<Opened>> {
    tx.maybe(LOCK_OPENED, args![browser, tx.mode().as_str()]).await
}

pub async fn choose(tx: &Tx, id: &str, email: &str) -> Result<()> {
    tx.execute(
        "update letters set new_email = $2 where id = $1",
        args![id, email],
    )
    .await?;
    Ok(())
}

// In test mode the mailbox was not proved: its code went to the inbox. So no account of live gets it.
const REPLACE_EMAIL: &str = "
    update customers
    set email = $2,
        limited_until = case when coalesce(limited_until, 0) > $3 then limited_until else $3 end
    where id = $1 and mode = $4
        and not exists (select 1 from customers other where other.email = $2)";

/// False if the mailbox has an account.
pub async fn replace_email(tx: &Tx, customer: &str, email: &str, limited_until: Millis) -> Result<bool> {
    Ok(tx
        .execute(
            REPLACE_EMAIL,
            args![customer, email, limited_until, tx.mode().as_str()],
        )
        .await?
        == 1)
}

/// Nobody who was signed in stays so, and every device is asked for a code again.
pub async fn end_sessions(tx: &Tx, customer: &str) -> Result<()> {
    tx.execute(
        "delete from portal_sessions where account_id = $1",
        args![customer],
    )
    .await?;
    tx.execute(
        "delete from portal_devices where account_id = $1",
        args![customer],
    )
    .await?;
    Ok(())
}

pub async fn close(tx: &Tx, id: &str) -> Result<()> {
    tx.execute("delete from letters where id = $1", args![id]).await?;
    Ok(())
}

/// Of whom a letter may be made.
#[derive(sqlx::FromRow)]
pub struct Customer {
    pub name: String,
    pub last_name: String,
    pub person_id: String,
}

pub async fn customer(db: &Db, id: &str) -> Result<Option<Customer>> {
    db.maybe(
        "select name, last_name, person_id from customers where id = $1 and disabled_at is null",
        args![id],
    )
    .await
}

pub async fn sweep(tx: &Tx, before: Millis) -> Result<()> {
    tx.execute(
        "delete from letters where expires_at < $1 or used_at < $1",
        args![before],
    )
    .await?;
    tx.execute(
        "update letters set sealed = '' where sealed <> '' and issued_at < $1",
        args![before],
    )
    .await?;
    Ok(())
}
