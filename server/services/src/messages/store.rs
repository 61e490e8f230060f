mod asking;

pub use asking::{ToAsk, any_to_ask, ask_later, end_asking, lease_to_ask};

use super::place;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    ids::CustomerId,
    messages::{Channel, State},
};

const INSERT: &str = "
    insert into messages (id, channel, kind, subject, customer_id, place, state, created_at, changed_at, mode)
    values ($1, $2, $7, $3, (
        select id
        from customers
        where id = $3 or email = $4
        order by case when id = $3 then 0 else 1 end
        limit 1
    ), $5, 'queued', $6, $6, $8)";

/// A message waits to be sent to `to`. It is a customer's if it is about them or goes to their mailbox.
pub async fn queued(
    tx: &Tx,
    id: &str,
    channel: Channel,
    kind: &str,
    subject: &str,
    to: &str,
    now: Millis,
) -> Result<()> {
    let place = place(to);
    tx.execute(
        INSERT,
        args![
            id,
            channel.as_str(),
            subject,
            to,
            place.as_slice(),
            now,
            kind,
            tx.mode().as_str()
        ],
    )
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub channel: String,
    pub state: String,
    pub why: String,
    pub vendor_id: String,
    pub mode: String,
}

macro_rules! row_sql {
    ($rest:literal) => {
        concat!(
            "
    select id, channel, state, why, vendor_id, mode
    from messages
    where ",
            $rest
        )
    };
}

// News of one message are told one after the other.
const LOCK: Sql = Sql::each(row_sql!("id = $1"), row_sql!("id = $1 for update"));
const LOCK_BY_VENDOR: Sql = Sql::each(
    row_sql!("vendor_id = $1 and vendor_id <> ''"),
    row_sql!("vendor_id = $1 and vendor_id <> '' for update"),
);

pub async fn lock(tx: &Tx, id: &str) -> Result<Option<Row>> {
    tx.maybe(LOCK, args![id]).await
}

pub async fn lock_by_vendor(tx: &Tx, vendor_id: &str) -> Result<Option<Row>> {
    tx.maybe(LOCK_BY_VENDOR, args![vendor_id]).await
}

pub async fn by_id(db: &Db, id: &str) -> Result<Option<Row>> {
    db.maybe(row_sql!("id = $1"), args![id]).await
}

const ADVANCE: &str = "
    update messages
    set state = $2, why = $3, vendor_id = $4, changed_at = $5, ask_at = $6, asked = 0
    where id = $1";

/// Stores how a message stands; from `ask_at` on whoever passes it on is asked what became of it.
pub async fn advance(
    tx: &Tx,
    id: &str,
    state: State,
    why: &str,
    vendor_id: &str,
    ask_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let ask_at = ask_at.map(|at| at.0);
    tx.execute(ADVANCE, args![id, state.as_str(), why, vendor_id, now, ask_at])
        .await?;
    Ok(())
}

/// Forgets a message that was never sent.
pub async fn forget(tx: &Tx, id: &str) -> Result<()> {
    tx.execute("delete from messages where id = $1", args![id])
        .await?;
    Ok(())
}

const REVIVED: &str = "
    update messages
    set state = 'queued', why = '', changed_at = $2
    where id = $1 and state = 'failed' and vendor_id = ''";

/// Staff have it tried again.
pub async fn revived(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(REVIVED, args![id, now]).await?;
    Ok(())
}

/// A message on a customer's record.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    pub channel: String,
    pub state: String,
    pub why: String,
    pub created_at: i64,
    pub changed_at: i64,
}

const NEWEST: &str = "
    select channel, state, why, created_at, changed_at
    from messages
    where customer_id = $1 and mode = $3
    order by id desc
    limit $2";

pub async fn newest(db: &Db, customer: &CustomerId, count: i64) -> Result<Vec<Line>> {
    db.all(NEWEST, args![customer.as_str(), count, db.mode().as_str()])
        .await
}

/// An address or number that takes no messages.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unreachable {
    pub channel: String,
    pub why: String,
    pub since: i64,
}

// The words are those of `Why::is_about_the_address`.
const UNREACHABLE: &str = "
    select m.channel, m.why, m.changed_at as since
    from messages m
    where m.customer_id = $1 and m.mode = $3 and m.state = 'failed' and m.why in ('no-such-address', 'not-a-mobile', 'opted-out')
        and (m.channel = 'text' or m.place = $2)
        and not exists (
            select 1
            from messages n
            where n.place = m.place and n.mode = m.mode and n.id > m.id and n.state <> 'queued' and (
                n.state <> 'failed' or n.why in ('no-such-address', 'not-a-mobile', 'opted-out')
            )
        )
    order by m.id desc
    limit 5";

/// What of a customer's takes no messages: their mailbox, if it is still the one at `mailbox`, and their numbers.
pub async fn unreachable(db: &Db, customer: &CustomerId, mailbox: &[u8]) -> Result<Vec<Unreachable>> {
    db.all(UNREACHABLE, args![customer.as_str(), mailbox, db.mode().as_str()])
        .await
}

/// A message that failed for good, and that nobody has given up yet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Failed {
    pub id: String,
    pub channel: String,
    /// Its kind; nothing for one that an older version queued, `test` for one that only tried whoever passed it on.
    pub kind: String,
    pub subject: String,
    pub customer_id: Option<String>,
    /// Their name, if it went to a customer who has one.
    pub customer_name: String,
    pub why: String,
    pub changed_at: i64,
    /// How often we tried to pass it on, and what went wrong the last time, as long as that is known.
    pub attempts: i64,
    pub last_error: String,
    /// It is still here and can be tried again: what came too late was emptied.
    pub can_be_sent: bool,
}

const FAILURES: &str = "
    select m.id, m.channel, m.kind, m.subject, m.customer_id,
        trim(coalesce(c.name, '') || ' ' || coalesce(c.last_name, '')) as customer_name, m.why, m.changed_at,
        coalesce(o.attempts, 0) as attempts, coalesce(o.last_error, '') as last_error,
        coalesce(o.state = 'dead' and o.payload <> '', false) as can_be_sent
    from messages m
    left join outbox o on o.id = m.id
    left join customers c on c.id = m.customer_id
    where m.mode = $3 and m.state = 'failed' and m.given_up_at is null and m.id < $1
    order by m.id desc
    limit $2";

pub async fn failures(db: &Db, before: &str, limit: i64) -> Result<Vec<Failed>> {
    db.all(FAILURES, args![before, limit, db.mode().as_str()]).await
}

pub async fn sweep(tx: &Tx, before: Millis) -> Result<()> {
    tx.execute("delete from messages where created_at < $1", args![before])
        .await?;
    Ok(())
}
