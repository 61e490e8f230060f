//! Rows as they are read, and which readings are in use.

use super::super::file::Outcome;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, drops::File, integrations::Mode};

const NEXT: &str = "
    update drop_counters
    set value = value + 1
    where name = $1
    returning value";

/// The next number of a counter.
pub(super) async fn next(tx: &Tx, counter: &str) -> Result<i64> {
    Ok(tx.one::<(i64,)>(NEXT, args![counter]).await?.0)
}

/// Begins a reading of a file.
pub async fn new_reading(tx: &Tx, set: &str, file: File) -> Result<i64> {
    let reading = next(tx, "reading").await?;
    tx.execute(
        "insert into drop_readings (reading, set_id, file) values ($1, $2, $3)",
        args![reading, set, file.as_str()],
    )
    .await?;
    Ok(reading)
}

// All rows of a batch come as one text: a statement for each would take many times as long.
const ADD_ROWS: Sql = Sql::each(
    "
    insert into drop_rows (reading, key, line, link, other, words, at, data)
    select $1, r.value ->> 0, cast(r.value ->> 1 as bigint), r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5,
        r.value ->> 6
    from json_each($2) r
    where true
    on conflict (reading, key) do nothing
    returning line",
    "
    insert into drop_rows (reading, key, line, link, other, words, at, data)
    select $1, r.value ->> 0, cast(r.value ->> 1 as bigint), r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5,
        r.value ->> 6
    from jsonb_array_elements(cast($2 as jsonb)) r (value)
    where true
    on conflict (reading, key) do nothing
    returning line",
);

/// Adds rows; gives the lines of those whose key is new.
pub async fn add_rows(tx: &Tx, reading: i64, json: String) -> Result<Vec<i64>> {
    let lines = tx.all::<(i64,)>(ADD_ROWS, args![reading, json]).await?;
    Ok(lines.into_iter().map(|(line,)| line).collect())
}

/// A file in use.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Current {
    pub file: String,
    pub reading: i64,
    pub row_count: i64,
    pub sha256: String,
    pub as_at: String,
    pub taken_at: i64,
}

const CURRENT: &str = "
    select file, reading, row_count, sha256, as_at, taken_at
    from drop_current
    where mode = $1
    order by file";

pub async fn current(db: &Db, mode: Mode) -> Result<Vec<Current>> {
    db.all(CURRENT, args![mode.as_str()]).await
}

const PUT_IN_USE: &str = "
    insert into drop_current (mode, file, reading, row_count, sha256, as_at, taken_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (mode, file) do update
    set reading = excluded.reading, row_count = excluded.row_count, sha256 = excluded.sha256, as_at = excluded.as_at,
        taken_at = excluded.taken_at";

pub async fn put_in_use(tx: &Tx, mode: Mode, outcome: &Outcome, now: Millis) -> Result<()> {
    let row = args![
        mode.as_str(),
        outcome.file.as_str(),
        outcome.reading,
        outcome.rows,
        &outcome.sha256,
        &outcome.as_at,
        now
    ];
    tx.execute(PUT_IN_USE, row).await?;
    Ok(())
}

/// Which link of a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    First,
    Other,
}

const LOOSE: &str = "
    select r.line
    from drop_rows r
    where r.reading = $1 and r.link is not null
        and not exists (select 1 from drop_rows t where t.reading = $2 and t.key = r.link)
    order by r.line
    limit $3";

const LOOSE_OTHER: &str = "
    select r.line
    from drop_rows r
    where r.reading = $1 and r.other is not null
        and not exists (select 1 from drop_rows t where t.reading = $2 and t.key = r.other)
    order by r.line
    limit $3";

/// Lines whose link leads nowhere in the reading `to`.
pub async fn loose_lines(
    db: &Db,
    kind: LinkKind,
    reading: i64,
    to: Option<i64>,
    limit: i64,
) -> Result<Vec<i64>> {
    let sql = match kind {
        LinkKind::First => LOOSE,
        LinkKind::Other => LOOSE_OTHER,
    };
    let lines = db
        .all::<(i64,)>(sql, args![reading, to.unwrap_or(-1), limit])
        .await?;
    Ok(lines.into_iter().map(|(line,)| line).collect())
}

const UNUSED: &str = "
    select r.reading
    from drop_readings r
    where not exists (select 1 from drop_current c where c.reading = r.reading)
        and not exists (select 1 from drop_sets s where s.id = r.set_id and s.state = 'reading')
    order by r.reading
    limit 100";

/// Readings that nobody uses: replaced, refused, only checked, or begun by a process that was killed.
pub async fn unused_readings(db: &Db) -> Result<Vec<i64>> {
    let rows = db.all::<(i64,)>(UNUSED, args![]).await?;
    Ok(rows.into_iter().map(|(reading,)| reading).collect())
}

const FORGET: &str = "
    delete from drop_rows
    where reading = $1 and key in (select key from drop_rows where reading = $1 limit $2)";

/// Forgets some rows of a reading, and at last the reading; 0 when it is gone.
pub async fn forget_rows(tx: &Tx, reading: i64, limit: i64) -> Result<u64> {
    let forgotten = tx.execute(FORGET, args![reading, limit]).await?;
    if forgotten == 0 {
        tx.execute("delete from drop_readings where reading = $1", args![reading])
            .await?;
    }
    Ok(forgotten)
}
