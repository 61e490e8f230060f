//! The SQL of requests, and of who may agree to them.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    approvals::{Failure, Kind, State},
    dates::Millis,
    ids::{ApprovalId, StaffId},
};

/// A request with the names of those behind it.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub kind: String,
    pub sealed: String,
    pub asked_by: String,
    pub asker: String,
    pub asked_at: i64,
    pub expires_at: i64,
    pub state: String,
    /// Nothing if nobody decided, or they have left.
    pub decider: String,
    pub decided_at: Option<i64>,
    pub sealed_answer: String,
    pub failure: String,
    pub opened_at: Option<i64>,
}

domain::silent_debug!(Row);

macro_rules! approvals {
    ($rest:literal) => {
        concat!(
            "
    select a.id, a.kind, a.sealed, a.asked_by, s.name as asker, a.asked_at, a.expires_at, a.state,
        coalesce(d.name, '') as decider, a.decided_at, a.sealed_answer, a.failure, a.opened_at
    from approvals a
    join staff s on s.id = a.asked_by
    left join staff d on d.id = a.decided_by",
            $rest
        )
    };
}

const ONE: &str = approvals!(" where a.id = $1");

pub async fn one(db: &Db, id: &ApprovalId) -> Result<Option<Row>> {
    db.maybe(ONE, args![id.as_str()]).await
}

const LOCKED: Sql = Sql::each(ONE, approvals!(" where a.id = $1 for no key update of a"));

/// Reads one that nobody else answers until the transaction ends.
pub async fn locked(tx: &Tx, id: &str) -> Result<Option<Row>> {
    tx.maybe(LOCKED, args![id]).await
}

/// Whose requests are looked for: one's own, and those of some kinds.
pub struct Whose<'a> {
    pub asker: &'a StaffId,
    /// Names with a comma on both sides.
    pub kinds: &'a str,
}

const WAITING: &str = approvals!(
    "
    where a.state = 'waiting' and a.expires_at > $3 and (a.asked_by = $1 or $2 like '%,' || a.kind || ',%')
    order by a.id
    limit $4"
);

/// Those that wait, the oldest first.
pub async fn waiting(db: &Db, whose: &Whose<'_>, now: Millis, count: i64) -> Result<Vec<Row>> {
    db.all(WAITING, args![whose.asker.as_str(), whose.kinds, now, count])
        .await
}

const COUNT: &str = "
    select count(*)
    from approvals
    where state = 'waiting' and expires_at > $3 and (asked_by = $1 or $2 like '%,' || kind || ',%')";

pub async fn count_waiting(db: &Db, whose: &Whose<'_>, now: Millis) -> Result<i64> {
    let row = args![whose.asker.as_str(), whose.kinds, now];
    Ok(db.one::<(i64,)>(COUNT, row).await?.0)
}

const OVER: &str = approvals!(
    "
    where a.id < $4 and (a.state <> 'waiting' or a.expires_at <= $3)
        and (a.asked_by = $1 or $2 like '%,' || a.kind || ',%')
    order by a.id desc
    limit $5"
);

/// Those that are over, the newest first.
pub async fn over(db: &Db, whose: &Whose<'_>, now: Millis, before: &str, count: i64) -> Result<Vec<Row>> {
    let row = args![whose.asker.as_str(), whose.kinds, now, before, count];
    db.all(OVER, row).await
}

const OPEN_ABOUT: &str = "
    select id
    from approvals
    where kind = $1 and subject = $2 and state = 'waiting' and expires_at > $3";

/// The one that waits about this.
pub async fn open_about(db: &Db, kind: Kind, subject: &str, now: Millis) -> Result<Option<String>> {
    let found: Option<(String,)> = db.maybe(OPEN_ABOUT, args![kind.as_str(), subject, now]).await?;
    Ok(found.map(|(id,)| id))
}

/// As [`open_about`], in a transaction.
pub async fn open_about_in(tx: &Tx, kind: Kind, subject: &str, now: Millis) -> Result<Option<String>> {
    let found: Option<(String,)> = tx.maybe(OPEN_ABOUT, args![kind.as_str(), subject, now]).await?;
    Ok(found.map(|(id,)| id))
}

const FILE_READY: &str = "
    select id
    from approvals
    where kind = $1 and subject = $2 and state in ('done', 'alone')
        and ((opened_at is null and decided_at > $3) or opened_at > $4)
    order by id desc
    limit 1";

/// The one that gives a file still: answered after `answered`, or begun after `begun`.
pub async fn file_ready(
    db: &Db,
    kind: Kind,
    subject: &str,
    answered: Millis,
    begun: Millis,
) -> Result<Option<String>> {
    let row = args![kind.as_str(), subject, answered, begun];
    let found: Option<(String,)> = db.maybe(FILE_READY, row).await?;
    Ok(found.map(|(id,)| id))
}

/// As [`file_ready`], in a transaction.
pub async fn file_ready_in(
    tx: &Tx,
    kind: Kind,
    subject: &str,
    answered: Millis,
    begun: Millis,
) -> Result<Option<String>> {
    let row = args![kind.as_str(), subject, answered, begun];
    let found: Option<(String,)> = tx.maybe(FILE_READY, row).await?;
    Ok(found.map(|(id,)| id))
}

const LATE: &str = "
    select id
    from approvals
    where state = 'waiting' and expires_at <= $1
    order by id
    limit 100";

/// Those that wait and are over, of whatever kind.
pub async fn late(db: &Db, now: Millis) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db.all(LATE, args![now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

const LATE_ABOUT: &str = "
    select id
    from approvals
    where kind = $1 and subject = $2 and state = 'waiting' and expires_at <= $3";

/// The one about this that waits and is over.
pub async fn late_about(tx: &Tx, kind: Kind, subject: &str, now: Millis) -> Result<Option<String>> {
    let found: Option<(String,)> = tx.maybe(LATE_ABOUT, args![kind.as_str(), subject, now]).await?;
    Ok(found.map(|(id,)| id))
}

const LINE_UP: Sql = Sql::each(
    "select id from staff where id = $1",
    "select id from staff where id = $1 for no key update",
);

/// Lets one person's presses come one after the other; SQLite has one writer anyway.
pub async fn line_up(tx: &Tx, staff: &StaffId) -> Result<()> {
    tx.all::<(String,)>(LINE_UP, args![staff.as_str()])
        .await
        .map(drop)
}

/// A request that begins.
pub struct New<'a> {
    pub id: &'a str,
    pub kind: Kind,
    pub subject: &'a str,
    pub sealed: &'a str,
    pub asker: &'a StaffId,
    pub expires_at: Millis,
}

const ADD: &str = "
    insert into approvals (id, kind, subject, sealed, asked_by, asked_at, expires_at, state)
    values ($1, $2, $3, $4, $5, $6, $7, 'waiting')
    on conflict (kind, subject) where state = 'waiting' do nothing";

/// Adds one that waits; false if another one about the same does.
pub async fn add(tx: &Tx, new: &New<'_>, now: Millis) -> Result<bool> {
    let row = args![
        new.id,
        new.kind.as_str(),
        new.subject,
        new.sealed,
        new.asker.as_str(),
        now,
        new.expires_at
    ];
    Ok(tx.execute(ADD, row).await? == 1)
}

const DECIDE: &str = "
    update approvals
    set state = $2, decided_by = $3, decided_at = $4, failure = $5, sealed_answer = $6
    where id = $1 and state = 'waiting'";

/// What became of one that waits.
pub struct Answer<'a> {
    pub state: State,
    /// Nobody where time decided.
    pub by: Option<&'a str>,
    pub failure: Option<Failure>,
    pub sealed: &'a str,
}

pub async fn decide(tx: &Tx, id: &str, answer: &Answer<'_>, now: Millis) -> Result<()> {
    let failure = answer.failure.map_or("", Failure::as_str);
    let row = args![id, answer.state.as_str(), answer.by, now, failure, answer.sealed];
    tx.execute(DECIDE, row).await.map(drop)
}

const OPENED: &str = "
    update approvals
    set opened_at = $2
    where id = $1 and opened_at is null";

pub async fn opened(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(OPENED, args![id, now]).await.map(drop)
}

const FORGET: &str = "
    delete from approvals
    where asked_at <= $1 and state <> 'waiting'";

/// Forgets those of long ago; the audit keeps that they were.
pub async fn forget(db: &Db, long_ago: Millis) -> Result<()> {
    db.execute(FORGET, args![long_ago]).await.map(drop)
}

/// Somebody who works here.
#[derive(Clone, sqlx::FromRow)]
pub struct StaffRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: String,
    pub role_permissions: String,
    pub can_sign_in: bool,
}

const STAFF: &str = "
    select s.id, s.name, s.email, s.role, coalesce(r.permissions, '') as role_permissions,
        (s.password_hash <> '' and not s.sso_only) or exists (
            select 1
            from staff_sso l
            join sso_registrations g on g.kind = 'live' and g.tenant = l.tenant
            where l.staff_id = s.id
        ) as can_sign_in
    from staff s
    left join roles r on r.id = s.role
    where s.disabled_at is null and s.deleted_at is null
    order by s.name, s.id";

/// Everybody who works here now, by name.
pub async fn staff(tx: &Tx) -> Result<Vec<StaffRow>> {
    tx.all(STAFF, args![]).await
}

/// As [`staff`], outside a transaction.
pub async fn staff_now(db: &Db) -> Result<Vec<StaffRow>> {
    db.all(STAFF, args![]).await
}

/// What somebody did about others' access.
#[derive(Clone, sqlx::FromRow)]
pub struct Touched {
    pub event: String,
    pub subject: String,
    pub detail: String,
    /// What the role of that name allows now, where it is one of the landlord's own.
    pub old_permissions: Option<String>,
}

/// The role that somebody had stands first in the detail.
const TOUCHED: &str = "
    select a.event, a.subject, a.detail, r.permissions as old_permissions
    from audit a
    left join roles r on r.id = substr(a.detail, 1, 36)
    where a.actor_id = $1 and a.id >= $2 and a.actor_kind = 'staff' and a.event in
        ('administrator.added', 'administrator.invited', 'administrator.changed', 'administrator.deleted',
        'second-steps.removed', 'role.changed')
    order by a.id";

/// What this member of staff did about others' access from the id `since` on.
pub async fn touched(tx: &Tx, staff: &StaffId, since: &str) -> Result<Vec<Touched>> {
    tx.all(TOUCHED, args![staff.as_str(), since]).await
}

/// As [`touched`], outside a transaction.
pub async fn touched_now(db: &Db, staff: &StaffId, since: &str) -> Result<Vec<Touched>> {
    db.all(TOUCHED, args![staff.as_str(), since]).await
}
