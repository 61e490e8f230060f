use crate::{
    args,
    db::{Db, Tx},
    error::{Error, Result},
};
use domain::{
    dates::Millis,
    integrations::{Mode, Slot},
};

#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub slot: String,
    pub mode: String,
    pub version: i64,
    pub vendor: String,
    pub settings: String,
    pub secrets: String,
    pub goes_to: String,
    pub enabled: bool,
    pub complete: bool,
    pub found: String,
    pub saved_at: i64,
    pub saved_by: String,
}

impl Row {
    pub fn slot_and_mode(&self) -> Result<(Slot, Mode)> {
        Slot::parse(&self.slot)
            .zip(Mode::parse(&self.mode))
            .ok_or_else(|| Error::stored("a connection of an unknown slot"))
    }

    /// Id of the credential that it calls with, whatever the vendor.
    pub fn credential(&self) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Naming {
            #[serde(default)]
            credential: String,
        }
        let named: Naming = serde_json::from_str(&self.settings).ok()?;
        (!named.credential.is_empty()).then_some(named.credential)
    }
}

/// Which version of a slot counts.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    pub slot: String,
    pub mode: String,
    pub version: i64,
}

const HEADS: &str = "
    select slot, mode, max(version) as version
    from connections
    group by slot, mode
    order by slot, mode";

pub async fn heads(db: &Db) -> Result<Vec<Head>> {
    db.all(HEADS, args![]).await
}

const NEWEST: &str = "
    select slot, mode, version, vendor, settings, secrets, goes_to, enabled, complete, found, saved_at, saved_by
    from connections
    where slot = $1 and mode = $2
    order by version desc
    limit 1";

pub async fn newest(db: &Db, slot: Slot, mode: Mode) -> Result<Option<Row>> {
    db.maybe(NEWEST, args![slot.as_str(), mode.as_str()]).await
}

pub async fn newest_in(tx: &Tx, slot: Slot, mode: Mode) -> Result<Option<Row>> {
    tx.maybe(NEWEST, args![slot.as_str(), mode.as_str()]).await
}

const ALL_NEWEST: &str = "
    select c.slot, c.mode, c.version, c.vendor, c.settings, c.secrets, c.goes_to, c.enabled, c.complete, c.found, c.saved_at,
        c.saved_by
    from connections c
    where c.mode = $1
        and c.version = (select max(n.version) from connections n where n.slot = c.slot and n.mode = c.mode)";

pub async fn all_newest(db: &Db, mode: Mode) -> Result<Vec<Row>> {
    db.all(ALL_NEWEST, args![mode.as_str()]).await
}

/// A version with the name of whoever saved it.
#[derive(sqlx::FromRow)]
pub struct Named {
    #[sqlx(flatten)]
    pub row: Row,
    pub name: String,
}

const VERSION: &str = "
    select slot, mode, version, vendor, settings, secrets, goes_to, enabled, complete, found, saved_at, saved_by
    from connections
    where slot = $1 and mode = $2 and version = $3";

pub async fn version_in(tx: &Tx, slot: Slot, mode: Mode, version: i64) -> Result<Option<Row>> {
    tx.maybe(VERSION, args![slot.as_str(), mode.as_str(), version])
        .await
}

const BEFORE: &str = "
    select c.slot, c.mode, c.version, c.vendor, c.settings, c.secrets, c.goes_to, c.enabled, c.complete, c.found, c.saved_at,
        c.saved_by, coalesce(s.name, '') as name
    from connections c
    left join staff s on s.id = c.saved_by
    where c.slot = $1 and c.mode = $2 and c.version < $3
    order by c.version desc
    limit $4";

pub async fn before(db: &Db, slot: Slot, mode: Mode, version: i64, limit: i64) -> Result<Vec<Named>> {
    db.all(BEFORE, args![slot.as_str(), mode.as_str(), version, limit])
        .await
}

const KEEP_FOUND: &str = "
    update connections
    set found = $4
    where slot = $1 and mode = $2 and version = $3";

pub async fn keep_found(tx: &Tx, slot: Slot, mode: Mode, version: i64, found: &str) -> Result<()> {
    tx.execute(KEEP_FOUND, args![slot.as_str(), mode.as_str(), version, found])
        .await
        .map(drop)
}

// Whoever saves names the version that they saw; the key lets only one of two follow it.
const ADD: &str = "
    insert into connections
        (slot, mode, version, vendor, settings, secrets, goes_to, enabled, complete, found, saved_at, saved_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (slot, mode, version) do nothing";

/// False if somebody else saved this version first.
pub async fn add(tx: &Tx, row: &Row) -> Result<bool> {
    let added = tx
        .execute(
            ADD,
            args![
                &row.slot,
                &row.mode,
                row.version,
                &row.vendor,
                &row.settings,
                &row.secrets,
                &row.goes_to,
                row.enabled,
                row.complete,
                &row.found,
                Millis(row.saved_at),
                &row.saved_by
            ],
        )
        .await?;
    Ok(added == 1)
}
