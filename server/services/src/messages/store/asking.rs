//! Messages that stay sent, and about which nobody told anything.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, messages::Channel};

const ANY_TO_ASK: &str = "
    select id
    from messages
    where ask_at <= $1
    limit 1";

/// Whether there is anything to ask: a read, so that nobody takes SQLite's write lock for nothing.
pub async fn any_to_ask(db: &Db, now: Millis) -> Result<bool> {
    Ok(db.maybe::<(String,)>(ANY_TO_ASK, args![now]).await?.is_some())
}

#[derive(sqlx::FromRow)]
pub struct ToAsk {
    pub id: String,
    pub vendor_id: String,
    /// How often it was asked about so far.
    pub asked: i64,
}

// PostgreSQL's nodes skip rows that another one is just taking; SQLite has one writer, so there is nobody to skip.
const LEASE: Sql = Sql::each(
    "
    update messages
    set ask_at = $3
    where id in (
        select id
        from messages
        where ask_at <= $2 and channel = $1 and mode = $5
        order by ask_at
        limit $4)
    returning id, vendor_id, asked",
    "
    update messages
    set ask_at = $3
    where id in (
        select id
        from messages
        where ask_at <= $2 and channel = $1 and mode = $5
        order by ask_at
        limit $4
        for update skip locked)
    returning id, vendor_id, asked",
);

/// Takes up to `limit` messages of a channel and of our mode for ourselves until `lease_until`.
pub async fn lease_to_ask(
    tx: &Tx,
    channel: Channel,
    now: Millis,
    lease_until: Millis,
    limit: i64,
) -> Result<Vec<ToAsk>> {
    tx.all(
        LEASE,
        args![channel.as_str(), now, lease_until, limit, tx.mode().as_str()],
    )
    .await
}

const ASK_LATER: &str = "
    update messages
    set ask_at = $3, asked = asked + 1
    where id = $1 and ask_at = $2 and state = 'sent'";

/// It was asked about, and still nobody knows. Nothing if the lease ran out, or news came meanwhile.
pub async fn ask_later(tx: &Tx, id: &str, lease_until: Millis, next: Millis) -> Result<()> {
    tx.execute(ASK_LATER, args![id, lease_until, next]).await?;
    Ok(())
}

const END_ASKING: &str = "
    update messages
    set state = 'unknown', ask_at = null, changed_at = $2
    where ask_at is not null and state = 'sent' and changed_at <= $1";

/// Nobody will tell what became of those that were sent before `before`.
pub async fn end_asking(tx: &Tx, before: Millis, now: Millis) -> Result<u64> {
    tx.execute(END_ASKING, args![before, now]).await
}
