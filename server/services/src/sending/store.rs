use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::dates::{Day, Millis};

const MARK_COUNTED: &str = "
    update outbox
    set counted_day = $2
    where id = $1 and counted_day <> $2";

/// False if the message was counted on this day before.
pub async fn mark_counted(tx: &Tx, job: &str, day: &Day) -> Result<bool> {
    Ok(tx.execute(MARK_COUNTED, args![job, &day.0]).await? == 1)
}

const COUNT: &str = "
    insert into message_counts (day, recipient, count)
    values ($1, $2, 1)
    on conflict (day, recipient) do update set count = message_counts.count + 1
    where message_counts.count < $3";

/// Counts one more; false if the limit is reached.
pub async fn count(tx: &Tx, day: &Day, recipient: &str, limit: i64) -> Result<bool> {
    Ok(tx.execute(COUNT, args![&day.0, recipient, limit]).await? == 1)
}

const FORGET_COUNTS: &str = "
    delete from message_counts
    where day < $1";

pub async fn forget_counts(tx: &Tx, before: &Day) -> Result<()> {
    tx.execute(FORGET_COUNTS, args![&before.0]).await.map(drop)
}

const GIVE_UP: &str = "
    update messages
    set given_up_at = $2
    where id = $1 and state = 'failed' and given_up_at is null
    returning subject";

const EMPTY: &str = "
    update outbox
    set payload = '', last_error = 'given-up', finished_at = $2
    where id = $1 and state = 'dead'";

/// Empties a message that failed, so that nobody sends it any more; what it was about, if it was still on the list.
pub async fn give_up(tx: &Tx, id: &str, now: Millis) -> Result<Option<String>> {
    let found = tx.maybe::<(String,)>(GIVE_UP, args![id, now]).await?;
    if found.is_some() {
        tx.execute(EMPTY, args![id, now]).await?;
    }
    Ok(found.map(|(subject,)| subject))
}

const IS_UNDELIVERED: &str = "
    select o.id
    from outbox o
    join messages m on m.id = o.id
    where o.id = $1 and o.state = 'dead' and o.payload <> '' and m.given_up_at is null";

/// Whether this job is a message that can be tried again.
pub async fn is_undelivered(db: &Db, id: &str) -> Result<bool> {
    Ok(db.maybe::<(String,)>(IS_UNDELIVERED, args![id]).await?.is_some())
}
