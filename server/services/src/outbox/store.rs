use crate::{args, db::{Db, Sql, Tx}, error::Result};
use domain::{dates::Millis, delivery::JobState, ids::JobId};

const INSERT: &str = "
    insert into outbox (id, kind, subject, payload, key, state, attempts, run_after, lease_until, last_error, created_at, give_up_at)
    values ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, '', $6, $7)
    on conflict (key) do nothing";

#[expect(clippy::too_many_arguments, reason = "one per column")]
pub async fn insert(
    tx: &Tx,
    id: &str,
    kind: &str,
    subject: &str,
    payload: &str,
    key: &str,
    now: Millis,
    give_up_at: Millis,
) -> Result<()> {
    tx.execute(INSERT, args![id, kind, subject, payload, key, now, give_up_at]).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct Leased {
    pub id: String,
    pub subject: String,
    pub payload: String,
    pub attempts: i64,
    pub give_up_at: i64,
}

// PostgreSQL's workers skip rows that another node is just taking; SQLite has one writer, so there is nobody to skip.
const LEASE: Sql = Sql::each(
    "
    update outbox
    set lease_until = $2, attempts = attempts + 1
    where id in (
        select id
        from outbox
        where state = 'waiting' and run_after <= $1 and lease_until <= $1
        order by run_after
        limit $3)
    returning id, subject, payload, attempts, give_up_at",
    "
    update outbox
    set lease_until = $2, attempts = attempts + 1
    where id in (
        select id
        from outbox
        where state = 'waiting' and run_after <= $1 and lease_until <= $1
        order by run_after
        limit $3
        for update skip locked)
    returning id, subject, payload, attempts, give_up_at",
);

const ANY_DUE: &str = "
    select id
    from outbox
    where state = 'waiting' and run_after <= $1 and lease_until <= $1
    limit 1";

/// Whether there is anything to lease: a read, so that an idle worker does not take SQLite's write lock.
pub async fn any_due(db: &Db, now: Millis) -> Result<bool> {
    Ok(db.maybe::<(String,)>(ANY_DUE, args![now]).await?.is_some())
}

/// Takes up to `limit` due jobs for ourselves until `lease_until`.
pub async fn lease(tx: &Tx, now: Millis, lease_until: Millis, limit: i64) -> Result<Vec<Leased>> {
    tx.all(LEASE, args![now, lease_until, limit]).await
}

const FINISH: &str = "
    update outbox
    set state = $2, last_error = $3, finished_at = $4, lease_until = 0
    where id = $1";

/// Done or given up. A finished message is emptied: nobody needs its text any more.
pub async fn finish(tx: &Tx, id: &str, state: JobState, error: &str, now: Millis) -> Result<()> {
    tx.execute(FINISH, args![id, state.as_str(), error, now]).await?;
    if state == JobState::Done {
        tx.execute("update outbox set payload = '' where id = $1 and kind = 'send-mail'", args![id]).await?;
    }
    Ok(())
}

const POSTPONE: &str = "
    update outbox
    set run_after = $2, last_error = $3, lease_until = 0
    where id = $1";

pub async fn postpone(tx: &Tx, id: &str, run_after: Millis, error: &str) -> Result<()> {
    tx.execute(POSTPONE, args![id, run_after, error]).await?;
    Ok(())
}

const REVIVE: &str = "
    update outbox
    set state = 'waiting', run_after = $2, lease_until = 0, give_up_at = $3, finished_at = null
    where id = $1 and state = 'dead'
    returning subject";

/// What the revived job is about; `None` if it was not dead.
pub async fn revive(tx: &Tx, id: &JobId, now: Millis, give_up_at: Millis) -> Result<Option<String>> {
    Ok(tx.maybe::<(String,)>(REVIVE, args![id.as_str(), now, give_up_at]).await?.map(|(subject,)| subject))
}

const SWEEP: &str = "
    delete from outbox
    where state = 'done' and finished_at < $1";

/// Forgets what was done before `before`.
pub async fn sweep(tx: &Tx, before: Millis) -> Result<()> {
    tx.execute(SWEEP, args![before]).await?;
    Ok(())
}

/// A delivery as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Delivery {
    pub id: String,
    pub kind: String,
    pub subject: String,
    pub state: String,
    pub attempts: i64,
    pub run_after: i64,
    pub last_error: String,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

const FOR_SUBJECT: &str = "
    select id, kind, subject, state, attempts, run_after, last_error, created_at, finished_at
    from outbox
    where subject = $1
    order by created_at, id
    limit 100";

/// What is, or was, on its way about one thing, oldest first.
pub async fn for_subject(db: &Db, subject: &str) -> Result<Vec<Delivery>> {
    db.all(FOR_SUBJECT, args![subject]).await
}
