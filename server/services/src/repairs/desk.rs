//! The repairs team's view: what was reported here, and whether the housing system has it.

use super::{Before, policy, store};
use crate::{
    context::Ctx,
    error::{Error, Result},
    outbox::{self, Delivery},
};
use domain::{
    ids::{JobId, PhotoId, RepairId},
    repairs::TimelineEntry,
};

pub use store::{DeskDetails, DeskRow};

/// Rows on a page.
pub const PAGE_SIZE: i64 = 50;

/// A page of the desk.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<DeskRow>,
    pub has_older: bool,
}

/// Repairs reported here, newest first; `undelivered` keeps those that the housing system does not have.
pub async fn list(ctx: &Ctx, undelivered: bool, before: Option<&Before>) -> Result<Page> {
    let scope = policy::all(&ctx.actor)?;
    let mut rows = store::desk(&ctx.db, &scope, undelivered, before, PAGE_SIZE + 1).await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_older = rows.len() > size;
    rows.truncate(size);
    Ok(Page { rows, has_older })
}

/// A repair with everything that happened to it and its deliveries.
#[derive(Clone, Debug)]
pub struct Record {
    pub details: DeskDetails,
    pub timeline: Vec<TimelineEntry>,
    pub deliveries: Vec<Delivery>,
    pub photos: Vec<PhotoId>,
}

/// Reads one repair for staff.
pub async fn record(ctx: &Ctx, id: &RepairId) -> Result<Record> {
    let scope = policy::all(&ctx.actor)?;
    let details = store::desk_details(&ctx.db, &scope, id)
        .await?
        .ok_or(Error::NotFound)?;
    let (timeline, deliveries, photos) = tokio::try_join!(
        store::timeline(&ctx.db, id),
        outbox::for_subject(&ctx.db, id.as_str()),
        store::photos_of_repair(&ctx.db, id),
    )?;
    Ok(Record {
        details,
        timeline,
        deliveries,
        photos,
    })
}

/// 'Try again' on a delivery that was given up.
pub async fn try_again(ctx: &Ctx, job: Option<&JobId>) -> Result<()> {
    policy::may_retry(&ctx.actor)?;
    outbox::try_again(ctx, job.ok_or(Error::NotFound)?).await
}
