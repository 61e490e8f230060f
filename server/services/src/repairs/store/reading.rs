//! What a tenant reads, and the cancellation.

use super::super::{Before, policy::OwnTenancies};
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    ids::{PhotoId, RepairId},
    repairs::{Cancelling, Details, Status, Summary, TimelineEntry},
};

#[derive(sqlx::FromRow)]
pub struct SummaryRow {
    id: String,
    reference: String,
    title: String,
    status: String,
    reported_at: i64,
    visit_day: Option<String>,
    visit_from: Option<String>,
    visit_to: Option<String>,
}

fn visit(day: Option<&String>, from: Option<&String>, to: Option<&String>) -> Option<Visit> {
    Some(Visit {
        day: Day(day?.clone()),
        from: from.cloned().unwrap_or_default(),
        to: to.cloned().unwrap_or_default(),
    })
}

impl SummaryRow {
    pub fn into_summary(self) -> Option<Summary> {
        Some(Summary {
            id: RepairId::parse(&self.id)?,
            status: Status::parse(&self.status)?,
            visit: visit(
                self.visit_day.as_ref(),
                self.visit_from.as_ref(),
                self.visit_to.as_ref(),
            ),
            reference: self.reference,
            title: self.title,
            reported_at: Millis(self.reported_at),
        })
    }
}

const OPEN: &str = "
    select r.id, r.reference, r.title, r.status, r.reported_at, r.visit_day, r.visit_from, r.visit_to
    from customer_tenancies t
    join repairs r on r.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $3 and r.status not in ('done', 'closed', 'cancelled') and r.reported_at >= $2
    order by r.reported_at desc, r.id desc
    limit 5";

pub async fn open(db: &Db, scope: &OwnTenancies, start: Option<&Day>) -> Result<Vec<Summary>> {
    let rows = db
        .all::<SummaryRow>(
            OPEN,
            args![scope.customer(), first_moment(start), db.mode().as_str()],
        )
        .await?;
    Ok(rows.into_iter().filter_map(SummaryRow::into_summary).collect())
}

/// The earliest moment that is shown (product R8); 0 is long before any repair.
fn first_moment(start: Option<&Day>) -> i64 {
    start
        .and_then(|day| crate::times::start_of(day, "00:00"))
        .map_or(0, |at| at.0)
}

const PAGE: &str = "
    select r.id, r.reference, r.title, r.status, r.reported_at, r.visit_day, r.visit_from, r.visit_to
    from customer_tenancies t
    join repairs r on r.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $6 and r.reported_at >= $2 and (r.reported_at, r.id) < ($3, $4)
    order by r.reported_at desc, r.id desc
    limit $5";

pub async fn page(
    db: &Db,
    scope: &OwnTenancies,
    start: Option<&Day>,
    before: Option<&Before>,
    size: i64,
) -> Result<Vec<Summary>> {
    let (at, id) = before.map_or((i64::MAX, ""), |before| {
        (before.reported_at.0, before.id.as_str())
    });
    let rows = db
        .all::<SummaryRow>(
            PAGE,
            args![
                scope.customer(),
                first_moment(start),
                at,
                id,
                size,
                db.mode().as_str()
            ],
        )
        .await?;
    Ok(rows.into_iter().filter_map(SummaryRow::into_summary).collect())
}

#[derive(sqlx::FromRow)]
pub struct DetailsRow {
    pub reference: String,
    pub title: String,
    pub description: String,
    pub status: String,
    pub reported_at: i64,
    pub received_at: Option<i64>,
    pub passed_on_at: Option<i64>,
    pub target_day: Option<String>,
    pub visit_day: Option<String>,
    pub visit_from: Option<String>,
    pub visit_to: Option<String>,
    pub hms_id: Option<String>,
    pub hms_cancellable: bool,
    pub updated_at: i64,
}

impl DetailsRow {
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::InProgress)
    }

    pub fn visit(&self) -> Option<Visit> {
        visit(
            self.visit_day.as_ref(),
            self.visit_from.as_ref(),
            self.visit_to.as_ref(),
        )
    }

    pub fn into_details(
        self,
        id: RepairId,
        timeline: Vec<TimelineEntry>,
        photos: Vec<PhotoId>,
        cancelling: Cancelling,
    ) -> Details {
        let (status, visit) = (self.status(), self.visit());
        Details {
            waiting_to_be_passed_on: self.received_at.is_some()
                && self.passed_on_at.is_none()
                && status.is_open(),
            summary: Summary {
                id,
                reference: self.reference,
                title: self.title,
                status,
                reported_at: Millis(self.reported_at),
                visit,
            },
            description: self.description,
            target: self.target_day.map(Day),
            timeline,
            photos,
            cancelling,
        }
    }
}

const DETAILS: &str = "
    select r.reference, r.title, r.description, r.status, r.reported_at, r.received_at, r.passed_on_at, r.target_day,
        r.visit_day, r.visit_from, r.visit_to, r.hms_id, r.hms_cancellable, r.updated_at
    from repairs r
    join customer_tenancies t on t.tenancy_id = r.tenancy_id
    where r.id = $1 and t.customer_id = $2 and t.mode = $3";

pub async fn details(db: &Db, scope: &OwnTenancies, id: &RepairId) -> Result<Option<DetailsRow>> {
    db.maybe(DETAILS, args![id.as_str(), scope.customer(), db.mode().as_str()])
        .await
}

const TIMELINE: &str = "
    select at, event
    from repair_events
    where repair_id = $1
    order by at, id
    limit 200";

pub async fn timeline(db: &Db, id: &RepairId) -> Result<Vec<TimelineEntry>> {
    let rows = db.all::<(i64, String)>(TIMELINE, args![id.as_str()]).await?;
    rows.into_iter()
        .map(|(at, event)| {
            Ok(TimelineEntry {
                at: Millis(at),
                event: serde_json::from_str(&event)?,
            })
        })
        .collect()
}

const ASK_CANCEL: &str = "
    update repairs
    set status = 'cancelled', cancel_asked_at = $4, cancel_reason = $3, updated_at = $4
    where id = $1 and updated_at = $2 and status = $5 and status <> 'cancelled'";

/// Cancels if nothing changed since the repair was seen.
pub async fn ask_cancel(
    tx: &Tx,
    id: &RepairId,
    seen_at: i64,
    seen: &str,
    reason: &str,
    now: Millis,
) -> Result<bool> {
    Ok(tx
        .execute(ASK_CANCEL, args![id.as_str(), seen_at, reason, now, seen])
        .await?
        == 1)
}
