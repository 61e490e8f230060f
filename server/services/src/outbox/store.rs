use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, delivery::JobState, ids::JobId};

const INSERT: &str = "
    insert into outbox (id, kind, subject, payload, key, state, attempts, run_after, lease_until, last_error, created_at, give_up_at, message, mode)
    values ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, '', $6, $7, $8, $9)
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
    message: &str,
    mode: &str,
) -> Result<bool> {
    let added = tx
        .execute(
            INSERT,
            args![id, kind, subject, payload, key, now, give_up_at, message, mode],
        )
        .await?;
    Ok(added == 1)
}

#[derive(sqlx::FromRow)]
pub struct Leased {
    pub id: String,
    pub subject: String,
    pub payload: String,
    pub attempts: i64,
    pub created_at: i64,
    pub give_up_at: i64,
    /// The kind of message, if it is one.
    pub message: String,
    /// The mode in which it was made; empty for work that calls nobody outside.
    pub mode: String,
}

// What was made in the other mode waits until that mode is back. Only the news of the switch itself goes out in either.
// PostgreSQL's workers skip rows that another node is just taking; SQLite has one writer, so there is nobody to skip.
const LEASE: Sql = Sql::each(
    "
    update outbox
    set lease_until = $2, attempts = attempts + 1
    where id in (
        select id
        from outbox
        where state = 'waiting' and run_after <= $1 and lease_until <= $1
            and (mode in ('', $4) or message = 'mode-switched')
        order by run_after
        limit $3)
    returning id, subject, payload, attempts, created_at, give_up_at, message, mode",
    "
    update outbox
    set lease_until = $2, attempts = attempts + 1
    where id in (
        select id
        from outbox
        where state = 'waiting' and run_after <= $1 and lease_until <= $1
            and (mode in ('', $4) or message = 'mode-switched')
        order by run_after
        limit $3
        for update skip locked)
    returning id, subject, payload, attempts, created_at, give_up_at, message, mode",
);

const ANY_DUE: &str = "
    select id
    from outbox
    where state = 'waiting' and run_after <= $1 and lease_until <= $1
        and (mode in ('', $2) or message = 'mode-switched')
    limit 1";

/// Whether there is anything to lease: a read, so that an idle worker does not take SQLite's write lock.
pub async fn any_due(db: &Db, now: Millis) -> Result<bool> {
    Ok(db
        .maybe::<(String,)>(ANY_DUE, args![now, db.mode().as_str()])
        .await?
        .is_some())
}

/// Takes up to `limit` due jobs for ourselves until `lease_until`.
pub async fn lease(tx: &Tx, now: Millis, lease_until: Millis, limit: i64) -> Result<Vec<Leased>> {
    tx.all(LEASE, args![now, lease_until, limit, tx.mode().as_str()])
        .await
}

// A worker that overslept its lease must not disturb the one that has the job now: `attempts` counts the leases, so it
// tells them apart. What was done is done, whoever did it.

const DONE: &str = "
    update outbox
    set state = 'done', last_error = '', finished_at = $2, lease_until = 0,
        payload = case when kind in ('send-mail', 'send-text') then '' else payload end
    where id = $1 and state <> 'done'";

/// Done. A message is emptied: nobody needs its text any more.
pub async fn done(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(DONE, args![id, now]).await?;
    Ok(())
}

const GIVE_UP: &str = "
    update outbox
    set state = 'dead', last_error = $3, finished_at = $4, lease_until = 0
    where id = $1 and attempts = $2 and state = 'waiting'";

/// Given up; a person decides. False if it is somebody else's meanwhile.
pub async fn give_up(tx: &Tx, id: &str, attempts: i64, error: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(GIVE_UP, args![id, attempts, error, now]).await? == 1)
}

const GIVE_UP_AFTER_ALL: &str = "
    update outbox
    set state = 'dead', last_error = $2, finished_at = $3, lease_until = 0
    where key = $1 and state = 'done'";

/// What was done has come back; a person decides.
pub async fn give_up_after_all(tx: &Tx, key: &str, error: &str, now: Millis) -> Result<()> {
    tx.execute(GIVE_UP_AFTER_ALL, args![key, error, now]).await?;
    Ok(())
}

const DROP_LATE: &str = "
    update outbox
    set state = 'dead', last_error = 'too-late', payload = '', finished_at = $3, lease_until = 0
    where id = $1 and attempts = $2 and state = 'waiting'";

/// Given up and emptied, so that nobody can send it late. False if it is somebody else's meanwhile.
pub async fn drop_late(tx: &Tx, id: &str, attempts: i64, now: Millis) -> Result<bool> {
    Ok(tx.execute(DROP_LATE, args![id, attempts, now]).await? == 1)
}

const POSTPONE: &str = "
    update outbox
    set run_after = $3, last_error = $4, lease_until = 0
    where id = $1 and attempts = $2 and state = 'waiting'";

pub async fn postpone(tx: &Tx, id: &str, attempts: i64, run_after: Millis, error: &str) -> Result<()> {
    tx.execute(POSTPONE, args![id, attempts, run_after, error])
        .await?;
    Ok(())
}

const REVIVE: &str = "
    update outbox
    set state = 'waiting', run_after = $2, lease_until = 0, give_up_at = $3, finished_at = null
    where id = $1 and state = 'dead' and payload <> ''
    returning subject";

/// What the revived job is about; `None` if it was not dead, or was emptied.
pub async fn revive(tx: &Tx, id: &JobId, now: Millis, give_up_at: Millis) -> Result<Option<String>> {
    Ok(tx
        .maybe::<(String,)>(REVIVE, args![id.as_str(), now, give_up_at])
        .await?
        .map(|(subject,)| subject))
}

const STATE_OF: &str = "
    select state
    from outbox
    where key = $1";

/// How the job with this key stands; `None` if it is forgotten.
pub async fn state_of(db: &Db, key: &str) -> Result<Option<JobState>> {
    Ok(db
        .maybe::<(String,)>(STATE_OF, args![key])
        .await?
        .and_then(|(state,)| JobState::parse(&state)))
}

const IS_WAITING: &str = "
    select id
    from outbox
    where subject = $1 and kind = $2 and state = 'waiting'";

/// Whether a job of this kind about `subject` is still to be done.
pub async fn is_waiting(tx: &Tx, subject: &str, kind: &str) -> Result<bool> {
    Ok(tx
        .maybe::<(String,)>(IS_WAITING, args![subject, kind])
        .await?
        .is_some())
}

const WITHDRAW: &str = "
    update outbox
    set state = 'done', finished_at = $2
    where key = $1 and state = 'dead'";

/// Settles a job that was given up and that nobody wants any more; false if it was tried again meanwhile.
pub async fn withdraw(tx: &Tx, key: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(WITHDRAW, args![key, now]).await? == 1)
}

const SWEEP: &str = "
    delete from outbox
    where (state = 'done' or state = 'dead' and payload = '') and finished_at < $1";

/// Forgets what was done or dropped before `before`.
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
