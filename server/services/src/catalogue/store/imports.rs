//! Tables of definitions that were read in.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    ids::{ImportId, StaffId},
};

const ADD: &str = "
    insert into definition_imports (id, staff_id, lines, created_at, expires_at)
    values ($1, $2, $3, $4, $5)";

/// Keeps a table in place of those that the same person read in before and did not take.
pub async fn add(
    tx: &Tx,
    id: &ImportId,
    by: &StaffId,
    lines: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<()> {
    let older = "delete from definition_imports where staff_id = $1 and done_at is null";
    tx.execute(older, args![by.as_str()]).await?;
    let row = args![id.as_str(), by.as_str(), lines, now, expires_at];
    tx.execute(ADD, row).await.map(drop)
}

#[derive(sqlx::FromRow)]
pub struct Import {
    pub lines: String,
    pub expires_at: i64,
    pub done_at: Option<i64>,
    pub added: i64,
    pub changed: i64,
}

macro_rules! import_sql {
    ($rest:literal) => {
        concat!(
            "
    select lines, expires_at, done_at, added, changed
    from definition_imports
    where id = $1 and staff_id = $2",
            $rest
        )
    };
}

pub async fn find(db: &Db, id: &ImportId, by: &StaffId) -> Result<Option<Import>> {
    db.maybe(import_sql!(""), args![id.as_str(), by.as_str()]).await
}

const LOCKED: Sql = Sql::each(import_sql!(""), import_sql!(" for update"));

/// Reads one that nobody else takes until the transaction ends.
pub async fn locked(tx: &Tx, id: &ImportId, by: &StaffId) -> Result<Option<Import>> {
    tx.maybe(LOCKED, args![id.as_str(), by.as_str()]).await
}

const DONE: &str = "
    update definition_imports
    set done_at = $2, added = $3, changed = $4, lines = ''
    where id = $1";

/// It is taken: the table is forgotten.
pub async fn done(tx: &Tx, id: &ImportId, now: Millis, added: i64, changed: i64) -> Result<()> {
    tx.execute(DONE, args![id.as_str(), now, added, changed])
        .await
        .map(drop)
}

const FORGET: &str = "
    delete from definition_imports
    where (done_at is null and expires_at <= $1) or created_at <= $2";

/// Forgets tables that were never taken, and those that were, long ago.
pub async fn forget(db: &Db, now: Millis, long_ago: Millis) -> Result<()> {
    db.execute(FORGET, args![now, long_ago]).await.map(drop)
}
