use super::{Key, Minute, Tally};
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::integrations::Mode;

#[derive(sqlx::FromRow)]
pub struct Health {
    pub slot: String,
    pub success_at: i64,
    pub success_version: i64,
    pub error_at: i64,
    pub error_version: i64,
    pub error_kind: String,
    pub error_code: String,
}

const READ: &str = "
    select slot, success_at, success_version, error_at, error_version, error_kind, error_code
    from integration_health
    where mode = $1";

pub async fn read(db: &Db, mode: Mode) -> Result<Vec<Health>> {
    db.all(READ, args![mode.as_str()]).await
}

const ADD_MINUTE: &str = "
    insert into integration_minutes (slot, mode, minute, calls, faults, total_ms, slowest_ms)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (slot, mode, minute) do update
    set calls = integration_minutes.calls + excluded.calls,
        faults = integration_minutes.faults + excluded.faults,
        total_ms = integration_minutes.total_ms + excluded.total_ms,
        slowest_ms = case when excluded.slowest_ms > integration_minutes.slowest_ms
            then excluded.slowest_ms else integration_minutes.slowest_ms end";

// What an adapter of an older version still tells must not hide what the newer one told.
const ADD_SUCCESS: &str = "
    insert into integration_health
        (slot, mode, success_at, success_version, error_at, error_version, error_kind, error_code)
    values ($1, $2, $3, $4, 0, 0, '', '')
    on conflict (slot, mode) do update
    set success_at = excluded.success_at, success_version = excluded.success_version
    where excluded.success_version > integration_health.success_version
        or excluded.success_version = integration_health.success_version
            and excluded.success_at > integration_health.success_at";

const ADD_ERROR: &str = "
    insert into integration_health
        (slot, mode, success_at, success_version, error_at, error_version, error_kind, error_code)
    values ($1, $2, 0, 0, $3, $4, $5, $6)
    on conflict (slot, mode) do update
    set error_at = excluded.error_at, error_version = excluded.error_version,
        error_kind = excluded.error_kind, error_code = excluded.error_code
    where excluded.error_version > integration_health.error_version
        or excluded.error_version = integration_health.error_version
            and excluded.error_at >= integration_health.error_at";

pub async fn add(tx: &Tx, (slot, mode, version): Key, tally: &Tally) -> Result<()> {
    let (slot, mode) = (slot.as_str(), mode.as_str());
    for (minute, counted) in &tally.minutes {
        tx.execute(
            ADD_MINUTE,
            args![
                slot,
                mode,
                *minute,
                counted.calls,
                counted.faults,
                counted.total_ms,
                counted.slowest_ms
            ],
        )
        .await?;
    }
    if tally.success_at > 0 {
        tx.execute(ADD_SUCCESS, args![slot, mode, tally.success_at, version])
            .await?;
    }
    if tally.error_at > 0 {
        let (kind, code) = (tally.error_kind, &tally.error_code);
        tx.execute(ADD_ERROR, args![slot, mode, tally.error_at, version, kind, code])
            .await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct MinuteRow {
    pub slot: String,
    pub minute: i64,
    calls: i64,
    faults: i64,
    total_ms: i64,
    slowest_ms: i64,
}

impl MinuteRow {
    pub const fn counts(&self) -> Minute {
        Minute {
            calls: self.calls,
            faults: self.faults,
            total_ms: self.total_ms,
            slowest_ms: self.slowest_ms,
        }
    }
}

const MINUTES: &str = "
    select slot, minute, calls, faults, total_ms, slowest_ms
    from integration_minutes
    where mode = $1 and minute >= $2";

pub async fn minutes(db: &Db, mode: Mode, from: i64) -> Result<Vec<MinuteRow>> {
    db.all(MINUTES, args![mode.as_str(), from]).await
}

const WAITING: &str = "
    select kind, count(*)
    from outbox
    where state = 'waiting' and mode = $1
    group by kind";

pub async fn waiting(db: &Db, mode: Mode) -> Result<Vec<(String, i64)>> {
    db.all(WAITING, args![mode.as_str()]).await
}

const SWEEP: &str = "
    delete from integration_minutes
    where minute < $1";

pub async fn sweep(tx: &Tx, before: i64) -> Result<()> {
    tx.execute(SWEEP, args![before]).await.map(drop)
}
