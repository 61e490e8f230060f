//! What the worker reads and writes while it passes repairs on.

use crate::{args, db::{Db, Tx}, error::Result, ports::housing::Repair};
use domain::{dates::Millis, identity::Language, ids::RepairId, repairs::Status};

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
    where id = $1 and hms_id is null";

/// Records that the housing system has it; false if that was recorded before.
pub async fn mark_passed_on(tx: &Tx, id: &RepairId, there: &Repair, now: Millis) -> Result<bool> {
    let target = there.target.as_ref().map(|day| day.0.clone());
    let row = args![id.as_str(), &there.id, &there.reference, target, there.cancellable, now];
    Ok(tx.execute(MARK, row).await? == 1)
}

const IS_BEING_SENT: &str = "
    select id
    from outbox
    where subject = $1 and kind = 'send-repair' and state = 'waiting'";

/// Whether the report is still on its way.
pub async fn is_being_sent(db: &Db, id: &RepairId) -> Result<bool> {
    Ok(db.maybe::<(String,)>(IS_BEING_SENT, args![id.as_str()]).await?.is_some())
}

const UNDO_CANCEL: &str = "
    update repairs
    set status = $2, cancel_asked_at = null, hms_cancellable = false, updated_at = $3
    where id = $1";

pub async fn undo_cancel(tx: &Tx, id: &RepairId, status: Status, now: Millis) -> Result<()> {
    tx.execute(UNDO_CANCEL, args![id.as_str(), status.as_str(), now]).await?;
    Ok(())
}

/// A customer's address and language.
pub async fn mailbox_of(tx: &Tx, customer: &str) -> Result<(String, Language)> {
    let (email, language) =
        tx.one::<(String, String)>("select email, language from customers where id = $1", args![customer]).await?;
    Ok((email, Language::parse(&language).unwrap_or_default()))
}
