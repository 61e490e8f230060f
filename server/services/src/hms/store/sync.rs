//! Comparisons with the housing system, and what they compare.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, ids::SyncId};

/// A comparison that is running, stopped or over.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Run {
    pub id: String,
    pub of_everybody: bool,
    pub state: String,
    pub since: Option<i64>,
    pub place: Option<String>,
    pub pages: i64,
    pub told: i64,
    pub changed: i64,
    pub restarts: i64,
    pub failures: i64,
    pub trouble: String,
    pub leases: i64,
    pub started_at: i64,
    pub finished_at: Option<i64>,
}

const START: &str = "
    insert into housing_syncs (id, night, of_everybody, state, since, place, pages, told, changed, restarts, failures,
        trouble, run_after, lease_until, leases, started_at, mode)
    values ($1, $2, $3, 'running', $4, null, 0, 0, 0, 0, 0, '', 0, 0, 0, $5, $6)
    on conflict do nothing";

/// Begins one; false if one is running, or if that of this night was begun.
pub async fn start(
    tx: &Tx,
    id: &SyncId,
    night: Option<&str>,
    of_everybody: bool,
    since: Option<Millis>,
    now: Millis,
) -> Result<bool> {
    let row = args![id.as_str(), night, of_everybody, since, now, tx.mode().as_str()];
    Ok(tx.execute(START, row).await? == 1)
}

const IS_DUE: &str = "
    select count(*)
    from housing_syncs
    where mode = $2 and (night = $1 or state = 'running')";

/// Whether the night's may begin: a read, so that waiting for it costs nothing.
pub async fn may_begin(db: &Db, night: &str) -> Result<bool> {
    let row = args![night, db.mode().as_str()];
    Ok(db.one::<(i64,)>(IS_DUE, row).await?.0 == 0)
}

const NEWEST: &str = "
    select id, of_everybody, state, since, place, pages, told, changed, restarts, failures, trouble, leases, started_at,
        finished_at
    from housing_syncs
    where mode = $1
    order by started_at desc, id desc
    limit 10";

/// The newest comparisons, that of now first.
pub async fn newest(db: &Db) -> Result<Vec<Run>> {
    db.all(NEWEST, args![db.mode().as_str()]).await
}

const LAST_DONE: &str = "
    select max(started_at), max(case when of_everybody then started_at end)
    from housing_syncs
    where mode = $1 and state = 'done'";

/// When the last one that is done began, and the last one of everybody.
pub async fn last_done(tx: &Tx) -> Result<(Option<Millis>, Option<Millis>)> {
    let of = args![tx.mode().as_str()];
    let (any, whole) = tx.one::<(Option<i64>, Option<i64>)>(LAST_DONE, of).await?;
    Ok((any.map(Millis), whole.map(Millis)))
}

const WAITING: &str = "
    select count(*)
    from housing_syncs
    where mode = $2 and state = 'running' and lease_until <= $1 and run_after <= $1";

const LEASE: &str = "
    update housing_syncs
    set lease_until = $2, leases = leases + 1
    where mode = $3 and state = 'running' and lease_until <= $1 and run_after <= $1
    returning id, of_everybody, state, since, place, pages, told, changed, restarts, failures, trouble, leases, started_at,
        finished_at";

pub async fn is_waiting(db: &Db, now: Millis) -> Result<bool> {
    let row = args![now, db.mode().as_str()];
    Ok(db.one::<(i64,)>(WAITING, row).await?.0 > 0)
}

/// Takes the running one upon ourselves, if nobody works at it.
pub async fn lease(tx: &Tx, now: Millis, until: Millis) -> Result<Option<Run>> {
    tx.maybe(LEASE, args![now, until, tx.mode().as_str()]).await
}

const RENEW: &str = "
    update housing_syncs
    set lease_until = $3
    where id = $1 and leases = $2 and state = 'running'";

/// Keeps the lease; false if it is ours no longer, or the run was stopped.
pub async fn renew(tx: &Tx, run: &Run, until: Millis) -> Result<bool> {
    Ok(tx.execute(RENEW, args![&run.id, run.leases, until]).await? == 1)
}

const ADVANCE: &str = "
    update housing_syncs
    set place = $2, pages = pages + 1, told = told + $3, changed = changed + $4, failures = 0, trouble = ''
    where id = $1";

pub async fn advance(tx: &Tx, run: &Run, place: Option<&str>, told: i64, changed: i64) -> Result<()> {
    tx.execute(ADVANCE, args![&run.id, place, told, changed]).await?;
    Ok(())
}

const RESTART: &str = "
    update housing_syncs
    set place = null, restarts = restarts + 1
    where id = $1";

pub async fn restart(tx: &Tx, run: &Run) -> Result<()> {
    tx.execute(RESTART, args![&run.id]).await?;
    Ok(())
}

const POSTPONE: &str = "
    update housing_syncs
    set failures = failures + 1, trouble = $3, run_after = $4, lease_until = 0
    where id = $1 and leases = $2 and state = 'running'";

pub async fn postpone(tx: &Tx, run: &Run, trouble: &str, until: Millis) -> Result<()> {
    tx.execute(POSTPONE, args![&run.id, run.leases, trouble, until])
        .await?;
    Ok(())
}

const END: &str = "
    update housing_syncs
    set state = $2, trouble = $3, finished_at = $4, lease_until = 0
    where id = $1 and state = 'running'";

/// Ends one; false if it had ended.
pub async fn end(tx: &Tx, id: &str, state: &str, trouble: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(END, args![id, state, trouble, now]).await? == 1)
}

const IS_THERE: &str = "
    select count(*)
    from housing_syncs
    where id = $1";

pub async fn is_there(tx: &Tx, id: &SyncId) -> Result<bool> {
    Ok(tx.one::<(i64,)>(IS_THERE, args![id.as_str()]).await?.0 > 0)
}

const GO_ON: &str = "
    update housing_syncs
    set state = 'running', trouble = '', failures = 0, restarts = 0, run_after = 0, lease_until = 0, finished_at = null
    where id = $1 and mode = $2 and state in ('stopped', 'failed')
        and id = (select id from housing_syncs where mode = $2 order by started_at desc, id desc limit 1)";

/// The newest one goes on where it was; false if it is not stopped any more.
pub async fn go_on(tx: &Tx, id: &SyncId) -> Result<bool> {
    Ok(tx.execute(GO_ON, args![id.as_str(), tx.mode().as_str()]).await? == 1)
}

/// A customer whom a page tells of, with what is stored of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Known {
    pub customer_id: String,
    pub person_id: String,
    pub reference: Option<String>,
    pub forenames: Option<String>,
    pub surname: Option<String>,
    pub is_deceased: Option<bool>,
}

const KNOWN: Sql = Sql::each(
    "
    select c.id as customer_id, c.person_id, p.reference, p.forenames, p.surname, p.is_deceased
    from customers c
    left join housing_people p on p.customer_id = c.id and p.mode = $2
    where c.person_id in (select value from json_each($1))
    order by c.id",
    "
    select c.id as customer_id, c.person_id, p.reference, p.forenames, p.surname, p.is_deceased
    from customers c
    left join housing_people p on p.customer_id = c.id and p.mode = $2
    where c.person_id in (select jsonb_array_elements_text(cast($1 as jsonb)))
    order by c.id",
);

/// The customers among these people.
pub async fn known(db: &Db, people: &[&str]) -> Result<Vec<Known>> {
    db.all(KNOWN, args![serde_json::to_string(people)?, db.mode().as_str()])
        .await
}

const HOMES: Sql = Sql::each(
    "
    select tenancy_id, told
    from homes
    where tenancy_id in (select value from json_each($1))",
    "
    select tenancy_id, told
    from homes
    where tenancy_id in (select jsonb_array_elements_text(cast($1 as jsonb)))",
);

/// The tenancies of these that are here, each with what was last told of it.
pub async fn homes(db: &Db, tenancies: &[&str]) -> Result<Vec<(String, String)>> {
    db.all(HOMES, args![serde_json::to_string(tenancies)?]).await
}

/// A customer's own part in a tenancy.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Part {
    pub customer_id: String,
    pub tenancy_id: String,
    pub role: String,
    pub is_main: bool,
}

const PARTS: Sql = Sql::each(
    "
    select customer_id, tenancy_id, role, is_main
    from customer_tenancies
    where mode = $2 and customer_id in (select value from json_each($1))",
    "
    select customer_id, tenancy_id, role, is_main
    from customer_tenancies
    where mode = $2 and customer_id in (select jsonb_array_elements_text(cast($1 as jsonb)))",
);

pub async fn parts(db: &Db, customers: &[&str]) -> Result<Vec<Part>> {
    db.all(
        PARTS,
        args![serde_json::to_string(customers)?, db.mode().as_str()],
    )
    .await
}

const SEEN: Sql = Sql::each(
    "
    update housing_people
    set seen_in = $1, seen_at = $2, unseen = 0
    where mode = $4 and seen_in <> $1 and customer_id in (select value from json_each($3))",
    "
    update housing_people
    set seen_in = $1, seen_at = $2, unseen = 0
    where mode = $4 and seen_in <> $1 and customer_id in (select jsonb_array_elements_text(cast($3 as jsonb)))",
);

/// Marks these customers as told of; how many of them were so for the first time in this run.
pub async fn seen(tx: &Tx, run: &Run, customers: &[&str], now: Millis) -> Result<i64> {
    let row = args![
        &run.id,
        now,
        serde_json::to_string(customers)?,
        tx.mode().as_str()
    ];
    Ok(i64::try_from(tx.execute(SEEN, row).await?).unwrap_or(i64::MAX))
}

const MISS: &str = "
    update housing_people
    set unseen = unseen + 1
    where mode = $3 and seen_in <> $1 and (seen_at is null or seen_at < $2)";

const MISS_NEW: &str = "
    insert into housing_people (customer_id, reference, forenames, surname, is_deceased, seen_at, seen_in, unseen, mode)
    select c.id, '', '', '', false, null, '', 1, $2
    from customers c
    where c.person_id <> '' and c.created_at < $1
        and not exists (select 1 from housing_people p where p.customer_id = c.id and p.mode = $2)
    on conflict (customer_id, mode) do nothing";

const LONG_UNSEEN: &str = "
    select count(*)
    from housing_people
    where mode = $2 and unseen = $1";

/// Counts whom a run of everybody did not tell of. How many of them were missing for the `times`-th time in a row.
pub async fn miss(tx: &Tx, run: &Run, times: i64) -> Result<i64> {
    let mode = tx.mode().as_str();
    tx.execute(MISS, args![&run.id, run.started_at, mode]).await?;
    tx.execute(MISS_NEW, args![run.started_at, mode]).await?;
    Ok(tx.one::<(i64,)>(LONG_UNSEEN, args![times, mode]).await?.0)
}

/// A customer whom the housing system no longer tells of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unseen {
    pub customer_id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub seen_at: Option<i64>,
    pub unseen: i64,
}

const UNSEEN: &str = "
    select p.customer_id, c.name as first_name, c.last_name, c.email, p.seen_at, p.unseen
    from housing_people p
    join customers c on c.id = p.customer_id
    where p.mode = $3 and p.unseen >= 3 and p.customer_id > $1
    order by p.customer_id
    limit $2";

pub async fn unseen(db: &Db, after: &str, count: i64) -> Result<Vec<Unseen>> {
    db.all(UNSEEN, args![after, count, db.mode().as_str()]).await
}

/// Somebody who looks after connections.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Keeper {
    pub id: String,
    pub email: String,
    pub role: String,
    pub permissions: String,
}

const KEEPERS: &str = "
    select s.id, s.email, s.role, coalesce(r.permissions, '') as permissions
    from staff s
    left join roles r on r.id = s.role
    where s.disabled_at is null
    order by s.id";

pub async fn staff(tx: &Tx) -> Result<Vec<Keeper>> {
    tx.all(KEEPERS, args![]).await
}
