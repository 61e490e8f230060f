//! Repairs for the landlord's system.

use super::rows::next;
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::RaiseRepair,
};
use domain::{dates::Millis, integrations::Mode};

/// A repair that is, or was, written out.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OutRow {
    pub external_ref: String,
    pub number: i64,
    /// Empty once it was answered.
    pub data: String,
    pub created_at: i64,
    pub written_at: Option<i64>,
    pub rejected_at: Option<i64>,
    pub reason: String,
}

const OUT: &str = "
    select external_ref, number, data, created_at, written_at, rejected_at, reason
    from drop_out
    where mode = $1 and external_ref = $2";

pub async fn out(db: &Db, mode: Mode, external_ref: &str) -> Result<Option<OutRow>> {
    db.maybe(OUT, args![mode.as_str(), external_ref]).await
}

const OUT_BY_NUMBER: &str = "
    select external_ref, number, data, created_at, written_at, rejected_at, reason
    from drop_out
    where mode = $1 and number = $2";

pub async fn out_by_number(db: &Db, mode: Mode, number: i64) -> Result<Option<OutRow>> {
    db.maybe(OUT_BY_NUMBER, args![mode.as_str(), number]).await
}

const OUT_OF_TENANCY: &str = "
    select external_ref, number, data, created_at, written_at, rejected_at, reason
    from drop_out
    where mode = $1 and tenancy_ref = $2 and written_at is not null
    order by number desc
    limit 1000";

pub async fn out_of_tenancy(db: &Db, mode: Mode, tenancy_ref: &str) -> Result<Vec<OutRow>> {
    db.all(OUT_OF_TENANCY, args![mode.as_str(), tenancy_ref]).await
}

const UNANSWERED: &str = "
    select external_ref, number, data, created_at, written_at, rejected_at, reason
    from drop_out
    where mode = $1 and written_at is not null and data <> ''
    order by number desc
    limit $2";

pub async fn unanswered(db: &Db, mode: Mode, limit: i64) -> Result<Vec<OutRow>> {
    db.all(UNANSWERED, args![mode.as_str(), limit]).await
}

const PREPARE: &str = "
    insert into drop_out (mode, external_ref, number, tenancy_ref, data, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (mode, external_ref) do nothing";

// One that was sent back has another file.
const PREPARE_AGAIN: &str = "
    update drop_out
    set number = $3, data = $4, created_at = $5, written_at = null, rejected_at = null, reason = ''
    where mode = $1 and external_ref = $2 and rejected_at is not null";

/// The row of a repair that is to be written out; its number is drawn once.
pub async fn prepare_out(
    tx: &Tx,
    mode: Mode,
    repair: &RaiseRepair,
    data: &str,
    now: Millis,
) -> Result<OutRow> {
    let (mode, reference) = (mode.as_str(), &repair.external_reference);
    // The counter's row is locked first, so that two who prepare one repair take turns.
    let number = next(tx, &format!("out-{mode}")).await?;
    let added = tx
        .execute(
            PREPARE,
            args![mode, reference, number, &repair.tenancy_id, data, now],
        )
        .await?;
    if added == 0 {
        tx.execute(PREPARE_AGAIN, args![mode, reference, number, data, now])
            .await?;
    }
    tx.one(OUT, args![mode, reference]).await
}

const MARK: &str = "
    update drop_out
    set written_at = $3
    where mode = $1 and external_ref = $2 and written_at is null";

/// False if it was marked before.
pub async fn mark_written(tx: &Tx, mode: Mode, external_ref: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(MARK, args![mode.as_str(), external_ref, now]).await? == 1)
}

const IS_WRITTEN: &str = "
    select number
    from drop_out
    where mode = $1 and number = $2 and written_at is not null";

pub async fn is_written(db: &Db, mode: Mode, number: i64) -> Result<bool> {
    Ok(db
        .maybe::<(i64,)>(IS_WRITTEN, args![mode.as_str(), number])
        .await?
        .is_some())
}

const FORGET_ANSWERED: &str = "
    update drop_out
    set data = ''
    where mode = $1 and data <> '' and exists (
        select 1
        from drop_current c
        join drop_rows r on r.reading = c.reading
        where c.mode = $1 and c.file = 'repairs' and r.other = drop_out.external_ref)";

/// The words of a repair that the landlord's system tells of itself are not kept twice.
pub async fn forget_answered(tx: &Tx, mode: Mode) -> Result<()> {
    tx.execute(FORGET_ANSWERED, args![mode.as_str()]).await?;
    Ok(())
}

const REJECTED: &str = "
    select r.key, r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    join drop_out o on o.mode = c.mode and o.external_ref = r.key
    where c.mode = $1 and c.file = 'repairs_rejected' and o.written_at is not null and o.rejected_at is null and o.data <> ''
        and not exists (select 1 from drop_rows b where b.reading = $2 and b.key = r.key and b.data = r.data)
    order by r.key";

const REJECT: &str = "
    update drop_out
    set rejected_at = $3, reason = $4
    where mode = $1 and external_ref = $2";

/// Notes which repairs were sent back, and gives our references of them. What stood in the file `before` was noted then, and
/// may have been sent again since.
pub async fn reject(tx: &Tx, mode: Mode, before: Option<i64>, now: Millis) -> Result<Vec<String>> {
    let rows = tx
        .all::<(String, String)>(REJECTED, args![mode.as_str(), before.unwrap_or(-1)])
        .await?;
    let mut references = Vec::new();
    for (reference, data) in rows {
        let row: domain::drops::Rejected = serde_json::from_str(&data)?;
        tx.execute(REJECT, args![mode.as_str(), &reference, now, row.reason])
            .await?;
        references.push(reference);
    }
    Ok(references)
}
