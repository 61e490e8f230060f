//! What the repairs team reads.

use super::super::{Before, policy::AllRepairs};
use crate::{args, db::Db, error::Result};
use domain::ids::RepairId;

/// A row of the desk's list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeskRow {
    pub id: String,
    pub reference: String,
    pub title: String,
    pub status: String,
    pub received_at: i64,
    pub passed_on_at: Option<i64>,
    pub customer_name: String,
    pub address: String,
    /// State of its delivery: `waiting`, `done`, `dead`, or empty once it is forgotten.
    pub delivery: String,
    pub last_error: String,
}

const DESK: &str = "
    select r.id, r.reference, r.title, r.status, r.received_at, r.passed_on_at, coalesce(c.name, '') as customer_name, h.address,
        coalesce(o.state, '') as delivery, coalesce(o.last_error, '') as last_error
    from repairs r
    join homes h on h.tenancy_id = r.tenancy_id
    left join customers c on c.id = r.customer_id
    left join outbox o on o.key = 'send-repair:' || r.id
    where r.mode = $4 and r.received_at is not null and (r.received_at, r.id) < ($1, $2)
    order by r.received_at desc, r.id desc
    limit $3";

const UNDELIVERED: &str = "
    select r.id, r.reference, r.title, r.status, r.received_at, r.passed_on_at, coalesce(c.name, '') as customer_name, h.address,
        o.state as delivery, o.last_error
    from outbox o
    join repairs r on r.id = o.subject
    join homes h on h.tenancy_id = r.tenancy_id
    left join customers c on c.id = r.customer_id
    where r.mode = $4 and o.kind = 'send-repair' and o.state <> 'done' and (r.received_at, r.id) < ($1, $2)
    order by r.received_at desc, r.id desc
    limit $3";

fn key(before: Option<&Before>) -> (i64, &str) {
    before.map_or((i64::MAX, ""), |before| {
        (before.reported_at.0, before.id.as_str())
    })
}

/// Repairs reported here, newest first.
pub async fn desk(
    db: &Db,
    _scope: &AllRepairs,
    undelivered: bool,
    before: Option<&Before>,
    size: i64,
) -> Result<Vec<DeskRow>> {
    let (at, id) = key(before);
    db.all(
        if undelivered { UNDELIVERED } else { DESK },
        args![at, id, size, db.mode().as_str()],
    )
    .await
}

/// A repair as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeskDetails {
    pub reference: String,
    pub title: String,
    pub description: String,
    pub status: String,
    pub reported_at: i64,
    pub received_at: Option<i64>,
    pub passed_on_at: Option<i64>,
    pub customer_name: String,
    pub tenancy_reference: String,
    pub address: String,
    pub hms_reference: Option<String>,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub target_day: Option<String>,
    pub safety_notice: Option<String>,
    pub safety_accepted_at: Option<i64>,
    pub cancel_reason: String,
}

const DETAILS: &str = "
    select r.reference, r.title, r.description, r.status, r.reported_at, r.received_at, r.passed_on_at,
        coalesce(c.name, '') as customer_name, h.reference as tenancy_reference, h.address, r.hms_reference, r.sor_code,
        r.repair_type, r.priority, r.contract, r.target_day, r.safety_notice, r.safety_accepted_at, r.cancel_reason
    from repairs r
    join homes h on h.tenancy_id = r.tenancy_id
    left join customers c on c.id = r.customer_id
    where r.id = $1 and r.mode = $2";

pub async fn desk_details(db: &Db, _scope: &AllRepairs, id: &RepairId) -> Result<Option<DeskDetails>> {
    db.maybe(DETAILS, args![id.as_str(), db.mode().as_str()]).await
}
