//! What the worker reads and writes while it passes repairs on.

use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::Repair,
};
use domain::{
    dates::Millis,
    identity::Language,
    ids::RepairId,
    repairs::{Event, Status},
};

/// A repair reported here, with everything that raising it wants.
#[derive(sqlx::FromRow)]
pub struct Report {
    pub reference: String,
    pub tenancy_id: String,
    pub asset_id: String,
    pub person_id: String,
    pub customer_id: Option<String>,
    pub description: String,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub hms_id: Option<String>,
    pub cancel_asked_at: Option<i64>,
    pub cancel_reason: String,
}

const REPORT: &str = "
    select r.reference, r.tenancy_id, h.asset_id, coalesce(c.person_id, '') as person_id, r.customer_id, r.description,
        r.sor_code, r.repair_type, r.priority, r.contract, r.hms_id, r.cancel_asked_at, r.cancel_reason
    from repairs r
    join homes h on h.tenancy_id = r.tenancy_id
    left join customers c on c.id = r.customer_id
    where r.id = $1";

pub async fn report(db: &Db, id: &RepairId) -> Result<Option<Report>> {
    db.maybe(REPORT, args![id.as_str()]).await
}

const MARK: &str = "
    update repairs
    set hms_id = $2, hms_reference = $3, target_day = $4, hms_cancellable = $5, passed_on_at = $6, updated_at = $6
    where id = $1 and hms_id is null
    returning cancel_asked_at";

/// Records that the housing system has it, and gives when the tenant cancelled it; `None` if it was recorded before.
pub async fn mark_passed_on(
    tx: &Tx,
    id: &RepairId,
    there: &Repair,
    now: Millis,
) -> Result<Option<Option<Millis>>> {
    let target = there.target.as_ref().map(|day| day.0.clone());
    let row = args![
        id.as_str(),
        &there.id,
        &there.reference,
        target,
        there.cancellable,
        now
    ];
    Ok(tx
        .maybe::<(Option<i64>,)>(MARK, row)
        .await?
        .map(|(cancelled_at,)| cancelled_at.map(Millis)))
}

const TAKE_BACK: &str = "
    update repairs
    set hms_id = null, hms_reference = null, hms_cancellable = false, passed_on_at = null, updated_at = $3
    where external_reference = $1 and hms_id = $2
    returning id";

/// Records that the housing system no longer has it; `None` if that was recorded before.
pub async fn take_back(tx: &Tx, reference: &str, hms_id: &str, now: Millis) -> Result<Option<RepairId>> {
    let row = tx
        .maybe::<(String,)>(TAKE_BACK, args![reference, hms_id, now])
        .await?;
    Ok(row.and_then(|(id,)| RepairId::parse(&id)))
}

const LOCK_CANCELLED: &str = "
    update repairs
    set updated_at = $2
    where id = $1 and cancel_asked_at is not null";

const IS_CONFIRMED: &str = "
    select id
    from repair_events
    where repair_id = $1 and event = $2";

/// Adds to the timeline, once, that the cancellation is settled; false if it was there or nothing was cancelled.
pub async fn confirm_cancel(tx: &Tx, id: &RepairId, now: Millis) -> Result<bool> {
    // The row is touched first, so that two workers take turns.
    if tx.execute(LOCK_CANCELLED, args![id.as_str(), now]).await? == 0 {
        return Ok(false);
    }
    let event = serde_json::to_string(&Event::CancelConfirmed)?;
    if tx
        .maybe::<(String,)>(IS_CONFIRMED, args![id.as_str(), event])
        .await?
        .is_some()
    {
        return Ok(false);
    }
    super::add_event(tx, id, now, &Event::CancelConfirmed).await?;
    Ok(true)
}

const UNDO_CANCEL: &str = "
    update repairs
    set status = $2, cancel_asked_at = null, hms_cancellable = false, updated_at = $3
    where id = $1 and cancel_asked_at is not null";

/// False if it was undone before.
pub async fn undo_cancel(tx: &Tx, id: &RepairId, status: Status, now: Millis) -> Result<bool> {
    Ok(tx
        .execute(UNDO_CANCEL, args![id.as_str(), status.as_str(), now])
        .await?
        == 1)
}

/// A customer's address and language.
pub async fn mailbox_of(tx: &Tx, customer: &str) -> Result<(String, Language)> {
    let (email, language) = tx
        .one::<(String, String)>(
            "select email, language from customers where id = $1",
            args![customer],
        )
        .await?;
    Ok((email, Language::parse(&language).unwrap_or_default()))
}
