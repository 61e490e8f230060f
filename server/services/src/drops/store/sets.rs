//! Sets, their files, and what is wrong with them.

use super::super::{desk::Key, file::Outcome};
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    drops::{Aim, File, MANIFEST, Problem, SetState, Source},
    integrations::Mode,
};

/// A set that is to be read.
pub struct NewSet {
    pub id: String,
    pub mode: Mode,
    pub source: Source,
    pub aim: Aim,
    pub digest: String,
    pub asked_by: String,
}

const ADD_SET: &str = "
    insert into drop_sets (id, mode, source, aim, state, digest, asked_by, created_at)
    values ($1, $2, $3, $4, 'waiting', $5, $6, $7)
    on conflict do nothing";

/// False while another set of the mode waits or is read.
pub async fn add_set(tx: &Tx, set: &NewSet, now: Millis) -> Result<bool> {
    let row = args![
        &set.id,
        set.mode.as_str(),
        set.source.as_str(),
        set.aim.as_str(),
        &set.digest,
        &set.asked_by,
        now
    ];
    Ok(tx.execute(ADD_SET, row).await? == 1)
}

const NEWEST_DIGEST: &str = "
    select digest
    from drop_sets
    where mode = $1 and source = $2
    order by created_at desc, id desc
    limit 1";

pub async fn newest_digest(db: &Db, mode: Mode, source: Source) -> Result<Option<String>> {
    let row = db
        .maybe::<(String,)>(NEWEST_DIGEST, args![mode.as_str(), source.as_str()])
        .await?;
    Ok(row.map(|(digest,)| digest))
}

/// A set that this node reads.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    pub id: String,
    pub mode: String,
    pub source: String,
    pub aim: String,
    pub digest: String,
    pub lease: i64,
}

const ANY_WAITING: &str = "
    select id
    from drop_sets
    where state in ('waiting', 'reading') and lease_until <= $1
    limit 1";

pub async fn any_waiting(db: &Db, now: Millis) -> Result<bool> {
    Ok(db.maybe::<(String,)>(ANY_WAITING, args![now]).await?.is_some())
}

// A second node waits for the row and then finds it leased.
const CLAIM: &str = "
    update drop_sets
    set state = 'reading', lease = lease + 1, lease_until = $2
    where lease_until <= $1 and state in ('waiting', 'reading') and id = (
        select id
        from drop_sets
        where state in ('waiting', 'reading') and lease_until <= $1
        order by created_at, id
        limit 1)
    returning id, mode, source, aim, digest, lease";

pub async fn claim(tx: &Tx, now: Millis, until: Millis) -> Result<Option<Claimed>> {
    tx.maybe(CLAIM, args![now, until]).await
}

const RENEW: &str = "
    update drop_sets
    set lease_until = $3
    where id = $1 and lease = $2 and state = 'reading'";

/// False if another node has it.
pub async fn renew(tx: &Tx, set: &Claimed, until: Millis) -> Result<bool> {
    Ok(tx.execute(RENEW, args![&set.id, set.lease, until]).await? == 1)
}

pub async fn forget_findings(tx: &Tx, set: &str) -> Result<()> {
    tx.execute("delete from drop_problems where set_id = $1", args![set])
        .await?;
    tx.execute("delete from drop_files where set_id = $1", args![set])
        .await?;
    Ok(())
}

const END: &str = "
    update drop_sets
    set state = $2, finished_at = $3, lease_until = 0
    where id = $1";

pub async fn end(tx: &Tx, set: &str, state: SetState, now: Millis) -> Result<()> {
    tx.execute(END, args![set, state.as_str(), now]).await?;
    Ok(())
}

const ADD_FILE: &str = "
    insert into drop_files (set_id, file, state, row_count, problems, warnings, sha256, as_at, reading)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub async fn add_file(tx: &Tx, set: &str, outcome: &Outcome) -> Result<()> {
    let row = args![
        set,
        outcome.file.as_str(),
        outcome.state.as_str(),
        outcome.rows,
        outcome.problems,
        outcome.warnings,
        &outcome.sha256,
        &outcome.as_at,
        outcome.reading
    ];
    tx.execute(ADD_FILE, row).await?;
    Ok(())
}

/// The manifest itself cannot be used.
pub async fn add_manifest(tx: &Tx, set: &str, problems: i64) -> Result<()> {
    let row = args![
        set,
        "manifest",
        "refused",
        0_i64,
        problems,
        0_i64,
        "",
        "",
        None::<i64>
    ];
    tx.execute(ADD_FILE, row).await?;
    Ok(())
}

const ADD_PROBLEM: &str = "
    insert into drop_problems (set_id, file, number, line, column_name, code, detail)
    values ($1, $2, $3, $4, $5, $6, $7)";

/// Adds problems, numbered from `number`.
pub async fn add_problems(
    tx: &Tx,
    set: &str,
    file: &str,
    mut number: i64,
    problems: &[Problem],
) -> Result<()> {
    for problem in problems {
        let row = args![
            set,
            file,
            number,
            problem.line,
            &problem.column,
            problem.code.as_str(),
            problem.number
        ];
        tx.execute(ADD_PROBLEM, row).await?;
        number += 1;
    }
    Ok(())
}

const NEXT_NUMBER: &str = "
    select coalesce(max(number), -1) + 1
    from drop_problems
    where set_id = $1 and file = $2";

/// Adds problems behind those that the file has.
pub async fn add_contradictions(tx: &Tx, set: &str, file: &str, problems: &[Problem]) -> Result<()> {
    let (number,) = tx.one::<(i64,)>(NEXT_NUMBER, args![set, file]).await?;
    add_problems(tx, set, file, number, problems).await
}

/// A set as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SetRow {
    pub id: String,
    pub source: String,
    pub aim: String,
    pub state: String,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub problems: i64,
    pub warnings: i64,
}

const SETS: &str = "
    select s.id, s.source, s.aim, s.state, s.created_at, s.finished_at,
        cast(coalesce(sum(f.problems), 0) as bigint) as problems, cast(coalesce(sum(f.warnings), 0) as bigint) as warnings
    from (select * from drop_sets where mode = $1 order by created_at desc, id desc limit $2) s
    left join drop_files f on f.set_id = s.id
    group by s.id, s.source, s.aim, s.state, s.created_at, s.finished_at
    order by s.created_at desc, s.id desc";

pub async fn sets(db: &Db, mode: Mode, limit: i64) -> Result<Vec<SetRow>> {
    db.all(SETS, args![mode.as_str(), limit]).await
}

const SET: &str = "
    select s.id, s.source, s.aim, s.state, s.created_at, s.finished_at,
        cast(coalesce(sum(f.problems), 0) as bigint) as problems, cast(coalesce(sum(f.warnings), 0) as bigint) as warnings
    from drop_sets s
    left join drop_files f on f.set_id = s.id
    where s.id = $1
    group by s.id, s.source, s.aim, s.state, s.created_at, s.finished_at";

pub async fn set(db: &Db, id: &str) -> Result<Option<SetRow>> {
    db.maybe(SET, args![id]).await
}

/// A file of a set.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FileRow {
    pub file: String,
    pub state: String,
    pub row_count: i64,
    pub problems: i64,
    pub warnings: i64,
    pub as_at: String,
}

const FILES: &str = "
    select file, state, row_count, problems, warnings, as_at
    from drop_files
    where set_id = $1
    order by file";

pub async fn files(db: &Db, set: &str) -> Result<Vec<FileRow>> {
    db.all(FILES, args![set]).await
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProblemRow {
    pub file: String,
    pub number: i64,
    pub line: i64,
    pub column_name: String,
    pub code: String,
    pub detail: i64,
}

impl ProblemRow {
    pub fn file_name(&self) -> String {
        File::parse(&self.file)
            .map_or(MANIFEST, File::file_name)
            .to_owned()
    }
}

const PROBLEMS: &str = "
    select file, number, line, column_name, code, detail
    from drop_problems
    where set_id = $1 and (file, number) > ($2, $3)
    order by file, number
    limit $4";

pub async fn problems(db: &Db, set: &str, after: Option<&Key>, limit: i64) -> Result<Vec<ProblemRow>> {
    let (file, number) = after.map_or(("", -1), |key| (key.file.as_str(), key.number));
    db.all(PROBLEMS, args![set, file, number, limit]).await
}

const FORGET_SETS: &str = "
    delete from drop_sets
    where mode = $1 and state not in ('waiting', 'reading') and id not in (
        select id
        from drop_sets
        where mode = $1
        order by created_at desc, id desc
        limit $2)";

/// Forgets all but the newest sets.
pub async fn forget_sets(tx: &Tx, mode: Mode, kept: i64) -> Result<()> {
    tx.execute(FORGET_SETS, args![mode.as_str(), kept]).await?;
    Ok(())
}
