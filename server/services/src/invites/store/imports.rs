//! The SQL of tables that were read in.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    ids::{ImportId, StaffId},
    invites::Life,
};

const ADD: &str = "
    insert into invite_imports (id, staff_id, lines, created_at, expires_at)
    values ($1, $2, $3, $4, $5)";

/// Keeps a table in place of those that the same person read in before and did not send; those that wait for a second
/// person stay.
pub async fn add(
    tx: &Tx,
    id: &ImportId,
    by: &StaffId,
    lines: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<()> {
    let older = "delete from invite_imports where staff_id = $1 and sent_at is null and approval_id = ''";
    tx.execute(older, args![by.as_str()]).await?;
    let row = args![id.as_str(), by.as_str(), lines, now, expires_at];
    tx.execute(ADD, row).await.map(drop)
}

#[derive(sqlx::FromRow)]
pub struct Import {
    pub staff_id: String,
    pub lines: String,
    pub expires_at: i64,
    pub sent_at: Option<i64>,
    pub invited: i64,
    pub left_out: i64,
}

macro_rules! import_sql {
    ($whose:literal) => {
        concat!(
            "
    select staff_id, lines, expires_at, sent_at, invited, left_out
    from invite_imports
    where id = $1 and ",
            $whose
        )
    };
}

/// One that this person read in, or that waited for a second person.
pub async fn find(db: &Db, id: &ImportId, by: &StaffId) -> Result<Option<Import>> {
    let sql = import_sql!("(staff_id = $2 or approval_id <> '')");
    db.maybe(sql, args![id.as_str(), by.as_str()]).await
}

const LOCKED: Sql = Sql::each(
    import_sql!("staff_id = $2"),
    import_sql!("staff_id = $2 for update"),
);

/// Reads one that nobody else sends until the transaction ends.
pub async fn locked(tx: &Tx, id: &ImportId, by: &StaffId) -> Result<Option<Import>> {
    tx.maybe(LOCKED, args![id.as_str(), by.as_str()]).await
}

const KEEP: &str = "
    update invite_imports
    set approval_id = $2, expires_at = $3
    where id = $1 and sent_at is null";

/// Keeps one until a second person has answered.
pub async fn keep_for_approval(tx: &Tx, id: &ImportId, approval: &str, until: Millis) -> Result<()> {
    tx.execute(KEEP, args![id.as_str(), approval, until])
        .await
        .map(drop)
}

const LINE_UP: Sql = Sql::each(
    "select id from staff where id = $1",
    "select id from staff where id = $1 for no key update",
);

/// Lets one person's tables go out one after the other, so that their limit holds.
pub async fn line_up(tx: &Tx, by: &StaffId) -> Result<()> {
    tx.all::<(String,)>(LINE_UP, args![by.as_str()]).await.map(drop)
}

const SENT_SINCE: &str = "
    select cast(coalesce(sum(invited), 0) as bigint)
    from invite_imports
    where staff_id = $1 and sent_at >= $2";

/// Invitations by tables of one person since then.
pub async fn sent_since(tx: &Tx, by: &StaffId, since: Millis) -> Result<i64> {
    Ok(tx.one::<(i64,)>(SENT_SINCE, args![by.as_str(), since]).await?.0)
}

/// As [`sent_since`], outside a transaction.
pub async fn sent_since_now(db: &Db, by: &StaffId, since: Millis) -> Result<i64> {
    Ok(db.one::<(i64,)>(SENT_SINCE, args![by.as_str(), since]).await?.0)
}

const SENT: &str = "
    update invite_imports
    set sent_at = $2, invited = $3, left_out = $4, lines = ''
    where id = $1";

/// Its people are invited: the table is forgotten.
pub async fn sent(tx: &Tx, id: &ImportId, now: Millis, invited: i64, left_out: i64) -> Result<()> {
    let row = args![id.as_str(), now, invited, left_out];
    tx.execute(SENT, row).await.map(drop)
}

const AWAIT_TURN: &str = "
    update invites
    set import_id = $2, mail_at = $3, token_hash = null, sealed_token = '', sent_at = null, expires_at = null,
        tries_left = $4
    where id = $1";

/// Puts an invitation among those that go out one after the other.
pub async fn await_turn(tx: &Tx, invite: &str, import: &ImportId, now: Millis) -> Result<()> {
    let row = args![invite, import.as_str(), now, Life::WAITING.tries_left];
    tx.execute(AWAIT_TURN, row).await.map(drop)
}

/// How far the invitations of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Progress {
    pub sent: i64,
    pub waiting: i64,
}

const PROGRESS: &str = "
    select cast(coalesce(sum(case when sent_at is not null then 1 else 0 end), 0) as bigint) as sent,
        cast(coalesce(sum(case when sent_at is null and mail_at is not null then 1 else 0 end), 0) as bigint) as waiting
    from invites
    where import_id = $1";

pub async fn progress(db: &Db, id: &ImportId) -> Result<Progress> {
    db.one(PROGRESS, args![id.as_str()]).await
}

const STOP: &str = "
    update invites
    set cancelled_at = $2, mail_at = null, born = ''
    where import_id = $1 and sent_at is null and used_at is null and cancelled_at is null
    returning id";

/// Cancels those that still wait, and says which.
pub async fn stop(tx: &Tx, id: &ImportId, now: Millis) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(STOP, args![id.as_str(), now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

const FORGET: &str = "
    delete from invite_imports
    where (sent_at is null and expires_at <= $1) or created_at <= $2";

/// Forgets tables that were never sent, and those that were, long ago.
pub async fn forget(db: &Db, now: Millis, long_ago: Millis) -> Result<()> {
    db.execute(FORGET, args![now, long_ago]).await.map(drop)
}

/// Invitations that went out today, and those that wait for their turn.
#[derive(sqlx::FromRow)]
pub struct SentToday {
    pub by_all: i64,
    pub by_one: i64,
    pub waiting: i64,
}

const SENT_TODAY: &str = "
    select (select count(*) from invites where sent_at >= $2) as by_all,
        (select count(*) from invites where invited_by = $1 and sent_at >= $2) as by_one,
        (select count(*) from invites where mail_at is not null and sent_at is null and mode = $3) as waiting";

pub async fn sent_today(db: &Db, by: &StaffId, morning: Millis) -> Result<SentToday> {
    db.one(SENT_TODAY, args![by.as_str(), morning, db.mode().as_str()])
        .await
}
