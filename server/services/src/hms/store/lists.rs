//! The landlord's lists as last read.

use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::LookupKind,
};
use domain::dates::Millis;

/// A list and its age.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    pub kind: String,
    pub entries: String,
    pub fetched_at: i64,
}

const ALL: &str = "
    select kind, entries, fetched_at
    from housing_lists
    where mode = $1
    order by kind";

pub async fn all(db: &Db) -> Result<Vec<Row>> {
    db.all(ALL, args![db.mode().as_str()]).await
}

const ONE: &str = "
    select kind, entries, fetched_at
    from housing_lists
    where kind = $1 and mode = $2";

pub async fn one(db: &Db, kind: LookupKind) -> Result<Option<Row>> {
    db.maybe(ONE, args![kind.as_str(), db.mode().as_str()]).await
}

const FRESH: &str = "
    select count(*)
    from housing_lists
    where mode = $3 and (fetched_at > $1 or tried_at > $2)";

/// How many lists need not be asked for.
pub async fn resting(db: &Db, older_than: Millis, tried_before: Millis) -> Result<i64> {
    let row = args![older_than, tried_before, db.mode().as_str()];
    Ok(db.one::<(i64,)>(FRESH, row).await?.0)
}

const CLAIM: &str = "
    insert into housing_lists (kind, entries, fetched_at, tried_at, mode)
    values ($1, '[]', 0, $2, $5)
    on conflict (mode, kind) do update set tried_at = excluded.tried_at
    where housing_lists.fetched_at <= $3 and housing_lists.tried_at <= $4";

/// Takes the reading of a list upon ourselves; false if another node did, or if it is fresh.
pub async fn claim(
    tx: &Tx,
    kind: LookupKind,
    now: Millis,
    older_than: Millis,
    tried_before: Millis,
) -> Result<bool> {
    let row = args![kind.as_str(), now, older_than, tried_before, tx.mode().as_str()];
    Ok(tx.execute(CLAIM, row).await? == 1)
}

const KEEP: &str = "
    update housing_lists
    set entries = $2, fetched_at = $3
    where kind = $1 and mode = $4";

pub async fn keep(tx: &Tx, kind: LookupKind, entries: &str, now: Millis) -> Result<()> {
    tx.execute(KEEP, args![kind.as_str(), entries, now, tx.mode().as_str()])
        .await?;
    Ok(())
}

const EXPIRE: &str = "
    update housing_lists
    set fetched_at = 0, tried_at = 0
    where mode = $1";

/// All lists are to be read again; what is here serves meanwhile.
pub async fn expire(tx: &Tx) -> Result<()> {
    tx.execute(EXPIRE, args![tx.mode().as_str()]).await?;
    Ok(())
}
