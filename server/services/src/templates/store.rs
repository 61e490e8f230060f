use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::dates::Millis;

/// One saved wording.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    pub version: i64,
    pub wording: String,
    pub saved_at: i64,
    /// Nothing, if they are no longer known.
    pub saved_by: String,
}

const NEWEST: &str = "
    select version, wording
    from templates
    where kind = $1
    order by version desc
    limit 1";

/// The newest version of a kind and its wording.
pub async fn newest(tx: &Tx, kind: &str) -> Result<Option<(i64, String)>> {
    tx.maybe(NEWEST, args![kind]).await
}

const NEWEST_OF_ALL: &str = "
    select t.kind, t.wording
    from templates t
    where t.version = (select max(other.version) from templates other where other.kind = t.kind)";

pub async fn newest_of_all(db: &Db) -> Result<Vec<(String, String)>> {
    db.all(NEWEST_OF_ALL, args![]).await
}

const HISTORY: &str = "
    select t.version, t.wording, t.saved_at, coalesce(s.name, '') as saved_by
    from templates t
    left join staff s on s.id = t.saved_by
    where t.kind = $1
    order by t.version desc
    limit $2";

/// The newest versions first.
pub async fn history(db: &Db, kind: &str, limit: i64) -> Result<Vec<Version>> {
    db.all(HISTORY, args![kind, limit]).await
}

const WORDING: &str = "
    select wording
    from templates
    where kind = $1 and version = $2";

pub async fn wording(db: &Db, kind: &str, version: i64) -> Result<Option<String>> {
    let found = db.maybe::<(String,)>(WORDING, args![kind, version]).await?;
    Ok(found.map(|(wording,)| wording))
}

const ADD: &str = "
    insert into templates (kind, version, wording, saved_at, saved_by)
    values ($1, $2, $3, $4, $5)
    on conflict (kind, version) do nothing";

/// False if somebody else saved this version first.
pub async fn add(tx: &Tx, kind: &str, version: i64, wording: &str, by: &str, now: Millis) -> Result<bool> {
    let added = tx.execute(ADD, args![kind, version, wording, now, by]).await?;
    Ok(added == 1)
}
