use super::Settings;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, integrations::Mode};

const KEY: &str = "landlord";

const READ: &str = "
    select value
    from settings
    where key = $1";

/// SQLite has one writer anyway.
const READ_TO_CHANGE: Sql = Sql::each(
    READ,
    "
    select value
    from settings
    where key = $1
    for update",
);

const WRITE: &str = "
    insert into settings (key, value, updated_at)
    values ($1, $2, $3)
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at";

pub async fn read(db: &Db) -> Result<Settings> {
    match db.maybe::<(String,)>(READ, args![KEY]).await? {
        Some((value,)) => Ok(serde_json::from_str(&value)?),
        None => Ok(Settings::default()),
    }
}

/// The mode that the database says, which a node may not have read yet.
pub async fn mode_in(tx: &Tx) -> Result<Mode> {
    match tx.maybe::<(String,)>(READ, args![KEY]).await? {
        Some((value,)) => Ok(serde_json::from_str::<Settings>(&value)?.mode),
        None => Ok(Mode::Live),
    }
}

pub async fn read_to_change(tx: &Tx) -> Result<Settings> {
    match tx.maybe::<(String,)>(READ_TO_CHANGE, args![KEY]).await? {
        Some((value,)) => Ok(serde_json::from_str(&value)?),
        None => Ok(Settings::default()),
    }
}

pub async fn write(tx: &Tx, settings: &Settings, now: Millis) -> Result<()> {
    tx.execute(WRITE, args![KEY, serde_json::to_string(settings)?, now])
        .await?;
    Ok(())
}
