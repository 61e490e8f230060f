//! The codes of the landlord's tables, as last read.

use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::SorCode,
};
use domain::dates::Millis;

/// When a table was read and tried last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Age {
    pub fetched_at: i64,
    pub tried_at: i64,
}

const AGE: &str = "
    select fetched_at, tried_at
    from sor_tables
    where code = $1 and mode = $2";

pub async fn age(db: &Db, table: &str) -> Result<Option<Age>> {
    db.maybe(AGE, args![table, db.mode().as_str()]).await
}

const CLAIM: &str = "
    insert into sor_tables (code, fetched_at, tried_at, mode)
    values ($1, 0, $2, $5)
    on conflict (mode, code) do update set tried_at = excluded.tried_at
    where sor_tables.fetched_at <= $3 and sor_tables.tried_at <= $4";

/// Takes the reading of a table upon ourselves; false if another node did, or if it is fresh.
pub async fn claim(
    tx: &Tx,
    table: &str,
    now: Millis,
    older_than: Millis,
    tried_before: Millis,
) -> Result<bool> {
    let row = args![table, now, older_than, tried_before, tx.mode().as_str()];
    Ok(tx.execute(CLAIM, row).await? == 1)
}

const KEEP: &str = "
    insert into sor_codes (table_code, code, description, active, read_at, mode)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (mode, table_code, code) do update
    set description = excluded.description, active = excluded.active, read_at = excluded.read_at";

/// Keeps some codes of a table.
pub async fn keep(tx: &Tx, table: &str, codes: &[SorCode], read_at: Millis) -> Result<()> {
    for code in codes {
        let mode = tx.mode();
        let row = args![
            table,
            &code.code,
            &code.description,
            code.active,
            read_at,
            mode.as_str()
        ];
        tx.execute(KEEP, row).await?;
    }
    Ok(())
}

const FORGET: &str = "
    delete from sor_codes
    where table_code = $1 and read_at <> $2 and mode = $3";

const DONE: &str = "
    update sor_tables
    set fetched_at = $2
    where code = $1 and mode = $3";

/// The table was read whole: what it did not tell of is no longer there.
pub async fn done(tx: &Tx, table: &str, read_at: Millis) -> Result<()> {
    let mode = tx.mode();
    tx.execute(FORGET, args![table, read_at, mode.as_str()]).await?;
    tx.execute(DONE, args![table, read_at, mode.as_str()])
        .await
        .map(drop)
}

const DUE: &str = "
    select distinct d.sor_table
    from repair_definitions d
    left join sor_tables t on t.code = d.sor_table and t.mode = $3
    where d.sor_table <> '' and coalesce(t.fetched_at, 0) <= $1 and coalesce(t.tried_at, 0) <= $2
    order by 1
    limit 50";

/// Tables that definitions name and that are to be read.
pub async fn due(db: &Db, older_than: Millis, tried_before: Millis) -> Result<Vec<String>> {
    let row = args![older_than, tried_before, db.mode().as_str()];
    let rows = db.all::<(String,)>(DUE, row).await?;
    Ok(rows.into_iter().map(|(table,)| table).collect())
}

const SEARCH: &str = "
    select code, description
    from sor_codes
    where table_code = $1 and mode = $4 and active and (lower(code) like $2 escape '!' or lower(description) like $2 escape '!')
    order by code
    limit $3";

/// Codes in use that hold a text.
pub async fn search(db: &Db, table: &str, pattern: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let row = args![table, pattern, limit, db.mode().as_str()];
    db.all(SEARCH, row).await
}

const ONE: &str = "
    select description, active
    from sor_codes
    where table_code = $1 and code = $2 and mode = $3";

/// What a code stands for, and whether it is in use.
pub async fn code(db: &Db, table: &str, code: &str) -> Result<Option<(String, bool)>> {
    db.maybe(ONE, args![table, code, db.mode().as_str()]).await
}
