//! Erasing. Tables that refer to customers go with the row by their foreign keys; a test lists them, so that a new one is
//! counted in the receipt.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    ids::{CustomerId, PhotoId},
};
use std::collections::BTreeMap;

// What belongs to live stays where an account of test mode goes.

/// Invitations to them, also those that were never used.
macro_rules! invites_of {
    () => {
        "(customer_id = $1 or email = (select email from customers where id = $1)
            and (mode = 'test' or (select mode from customers where id = $1) = 'live'))"
    };
}

/// Wishes for an account from their mailbox, or of the same person.
macro_rules! registrations_of {
    () => {
        "((email = (select email from customers where id = $1)
                or (person_id <> '' and person_id = (select person_id from customers where id = $1)))
            and (mode = 'test' or (select mode from customers where id = $1) = 'live'))"
    };
}

/// What goes: the name of its words on the receipt, the table, and how many rows are theirs.
pub const REMOVED: &[(&str, &str, &str)] = &[
    (
        "sessions",
        "portal_sessions",
        "select count(*) from portal_sessions where account_id = $1",
    ),
    (
        "devices",
        "portal_devices",
        "select count(*) from portal_devices where account_id = $1",
    ),
    (
        "codes",
        "portal_codes",
        "select count(*) from portal_codes where account_id = $1",
    ),
    (
        "tenancies",
        "customer_tenancies",
        "select count(*) from customer_tenancies where customer_id = $1",
    ),
    (
        "copies",
        "housing_freshness",
        "select count(*) from housing_freshness where customer_id = $1",
    ),
    (
        "drafts",
        "repair_drafts",
        "select count(*) from repair_drafts where customer_id = $1 and sent_as is null",
    ),
    (
        "photos",
        "repair_photos",
        "select count(*) from repair_photos where customer_id = $1 and repair_id is null",
    ),
    (
        "notes",
        "customer_notes",
        "select count(*) from customer_notes where customer_id = $1",
    ),
    (
        "invites",
        "invites",
        concat!("select count(*) from invites where ", invites_of!()),
    ),
    (
        "registrations",
        "registrations",
        concat!("select count(*) from registrations where ", registrations_of!()),
    ),
    (
        "messages",
        "messages",
        "select count(*) from messages where customer_id = $1",
    ),
    (
        "person",
        "housing_people",
        "select count(*) from housing_people where customer_id = $1",
    ),
    (
        "contact",
        "housing_contact_methods",
        "select count(*) from housing_contact_methods where customer_id = $1",
    ),
    (
        "cases",
        "housing_cases",
        "select count(*) from housing_cases where customer_id = $1",
    ),
    (
        "search",
        "customer_search",
        "select count(*) from customer_search where customer_id = $1",
    ),
];

/// What stays, with the landlord's duty to keep it.
pub const KEPT: &[(&str, &str, &str)] = &[
    (
        "repairs",
        "repairs",
        "select count(*) from repairs where customer_id = $1 and received_at is not null",
    ),
    (
        "repair-photos",
        "repair_photos",
        "select count(*) from repair_photos where customer_id = $1 and repair_id is not null",
    ),
    (
        "audit",
        "audit",
        "select count(*) from audit where subject = $1 or actor_id = $1",
    ),
];

async fn counted(
    tx: &Tx,
    list: &[(&str, &str, &'static str)],
    customer: &CustomerId,
) -> Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for (name, _, sql) in list {
        let (count,) = tx.one::<(i64,)>(*sql, args![customer.as_str()]).await?;
        counts.insert((*name).to_owned(), count);
    }
    Ok(counts)
}

pub async fn to_remove(tx: &Tx, customer: &CustomerId) -> Result<BTreeMap<String, i64>> {
    counted(tx, REMOVED, customer).await
}

pub async fn to_keep(tx: &Tx, customer: &CustomerId) -> Result<BTreeMap<String, i64>> {
    counted(tx, KEPT, customer).await
}

#[derive(sqlx::FromRow)]
pub struct Mailbox {
    pub email: String,
    pub language: String,
}

const LOCK: Sql = Sql::each(
    "select email, language from customers where id = $1",
    "select email, language from customers where id = $1 for update",
);

/// The last address to write to. Two who delete at once take turns.
pub async fn lock_mailbox(tx: &Tx, customer: &CustomerId) -> Result<Option<Mailbox>> {
    tx.maybe(LOCK, args![customer.as_str()]).await
}

const ON_ITS_WAY: &str = "
    select count(*)
    from repairs r
    join outbox o on o.subject = r.id
    where r.customer_id = $1 and o.state = 'waiting' and o.kind in ('send-repair', 'cancel-repair') and o.mode = 'live'";

/// Whether the housing system is still to be told who reported a repair.
pub async fn has_repair_on_its_way(tx: &Tx, customer: &CustomerId) -> Result<bool> {
    Ok(tx.one::<(i64,)>(ON_ITS_WAY, args![customer.as_str()]).await?.0 > 0)
}

const UNSENT_PHOTOS: &str = "
    delete from repair_photos
    where customer_id = $1 and repair_id is null
    returning id";

pub async fn remove_unsent_photos(tx: &Tx, customer: &CustomerId) -> Result<Vec<PhotoId>> {
    let rows: Vec<(String,)> = tx.all(UNSENT_PHOTOS, args![customer.as_str()]).await?;
    Ok(rows.into_iter().filter_map(|(id,)| PhotoId::parse(&id)).collect())
}

const TENANCIES: &str = "
    select tenancy_id
    from customer_tenancies
    where customer_id = $1
    order by tenancy_id";

const LONELY_ACCOUNTS: &str = "
    delete from rent_accounts
    where tenancy_id = $1 and not exists (select 1 from customer_tenancies t where t.tenancy_id = $1)";

const LONELY_HOME: &str = "
    delete from homes
    where tenancy_id = $1
        and not exists (select 1 from customer_tenancies t where t.tenancy_id = $1)
        and not exists (select 1 from repairs r where r.tenancy_id = $1)
        and not exists (select 1 from repair_drafts d where d.tenancy_id = $1)";

/// What belongs to them and has no foreign key that would take it along.
const WITHOUT_A_KEY: &[&str] = &[
    "delete from flashes where account_id = $1",
    "delete from outbox where subject = $1",
    concat!(
        "delete from outbox where subject in (select id from invites where ",
        invites_of!(),
        ")"
    ),
    concat!("delete from invites where ", invites_of!()),
    concat!(
        "delete from outbox where subject in (select id from registrations where ",
        registrations_of!(),
        ")"
    ),
    concat!(
        "delete from registration_codes where owner in (select id from registrations where ",
        registrations_of!(),
        ")"
    ),
    "delete from registration_codes where owner in (select id from letters where customer_id = $1)",
    concat!("delete from registrations where ", registrations_of!()),
];

/// Removes the account with everything that hangs on it, what has no foreign key, and copies of homes that nobody else
/// here lives in.
pub async fn remove_customer(tx: &Tx, customer: &CustomerId) -> Result<()> {
    let tenancies: Vec<(String,)> = tx.all(TENANCIES, args![customer.as_str()]).await?;
    for sql in WITHOUT_A_KEY {
        tx.execute(*sql, args![customer.as_str()]).await?;
    }
    tx.execute(
        "delete from throttles where key like $1",
        args![format!("%{customer}%")],
    )
    .await?;
    tx.execute("delete from customers where id = $1", args![customer.as_str()])
        .await?;
    for (tenancy,) in tenancies {
        tx.execute(LONELY_ACCOUNTS, args![&tenancy]).await?;
        tx.execute(LONELY_HOME, args![tenancy]).await?;
    }
    Ok(())
}

const ADD_RECEIPT: &str = "
    insert into customer_deletions (id, customer_id, at, removed, kept)
    values ($1, $2, $3, $4, $5)";

pub async fn add_receipt(
    tx: &Tx,
    id: &str,
    customer: &CustomerId,
    now: Millis,
    removed: &str,
    kept: &str,
) -> Result<()> {
    let row = args![id, customer.as_str(), now, removed, kept];
    tx.execute(ADD_RECEIPT, row).await.map(drop)
}

#[derive(sqlx::FromRow)]
pub struct ReceiptRow {
    pub at: i64,
    pub removed: String,
    pub kept: String,
}

const RECEIPT: &str = "
    select at, removed, kept
    from customer_deletions
    where id = $1";

pub async fn receipt(db: &Db, id: &str) -> Result<Option<ReceiptRow>> {
    db.maybe(RECEIPT, args![id]).await
}
