//! Copies of the housing system's repairs.

use crate::{
    args,
    db::{Arg, Sql, Tx},
    error::Result,
    ports::housing::Repair,
};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    ids::RepairId,
    repairs::Status,
};

/// A repair that we have already.
#[derive(sqlx::FromRow)]
pub struct Known {
    pub id: String,
    pub hms_id: Option<String>,
    pub external_reference: Option<String>,
    pub status: String,
    pub cancel_asked_at: Option<i64>,
    pub hms_cancellable: bool,
    pub target_day: Option<String>,
    visit_day: Option<String>,
    visit_from: Option<String>,
    visit_to: Option<String>,
}

impl Known {
    pub fn visit(&self) -> Option<Visit> {
        Some(Visit {
            day: Day(self.visit_day.clone()?),
            from: self.visit_from.clone().unwrap_or_default(),
            to: self.visit_to.clone().unwrap_or_default(),
        })
    }
}

// On PostgreSQL the rows are locked: of two refreshes at once, by joint tenants for example, the second sees what the first
// has written and does not note each change again. SQLite has one writer.
const KNOWN: Sql = Sql::each(
    "
    select id, hms_id, external_reference, status, cancel_asked_at, hms_cancellable, target_day, visit_day, visit_from, visit_to
    from repairs
    where tenancy_id = $1",
    "
    select id, hms_id, external_reference, status, cancel_asked_at, hms_cancellable, target_day, visit_day, visit_from, visit_to
    from repairs
    where tenancy_id = $1
    order by id
    for update",
);

pub async fn known(tx: &Tx, tenancy: &str) -> Result<Vec<Known>> {
    tx.all(KNOWN, args![tenancy]).await
}

fn visit_args(repair: &Repair) -> [Arg; 3] {
    let visit = repair.visit.as_ref();
    [
        visit.map(|v| v.day.0.clone()).into(),
        visit.map(|v| v.from.clone()).into(),
        visit.map(|v| v.to.clone()).into(),
    ]
}

const INSERT: &str = "
    insert into repairs (id, tenancy_id, reference, hms_id, hms_reference, title, description, status, reported_at, target_day,
        visit_day, visit_from, visit_to, hms_cancellable, cancel_reason, sor_code, repair_type, priority, contract, updated_at, mode)
    values ($1, $2, $3, $4, $3, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, '', '', '', $15, $16)
    on conflict do nothing";

/// Adds a repair that was reported by another way; false if it is here already.
pub async fn insert_copy(
    tx: &Tx,
    id: &RepairId,
    tenancy: &str,
    repair: &Repair,
    now: Millis,
) -> Result<bool> {
    let target = repair.target.as_ref().map(|day| day.0.clone());
    let title: String = repair
        .description
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect();
    let mut row = args![
        id.as_str(),
        tenancy,
        &repair.reference,
        &repair.id,
        title,
        &repair.description,
        repair.status.as_str(),
        repair.created_at,
        target,
    ];
    row.extend(visit_args(repair));
    row.extend(args![
        repair.cancellable,
        repair.sor_code.clone().unwrap_or_default(),
        now,
        tx.mode().as_str()
    ]);
    Ok(tx.execute(INSERT, row).await? == 1)
}

const UPDATE: &str = "
    update repairs
    set status = $2, target_day = $3, hms_cancellable = $4, updated_at = $5, visit_day = $6, visit_from = $7, visit_to = $8
    where id = $1";

pub async fn update_copy(tx: &Tx, id: &RepairId, repair: &Repair, status: Status, now: Millis) -> Result<()> {
    let target = repair.target.as_ref().map(|day| day.0.clone());
    let mut row = args![id.as_str(), status.as_str(), target, repair.cancellable, now];
    row.extend(visit_args(repair));
    tx.execute(UPDATE, row).await?;
    Ok(())
}
