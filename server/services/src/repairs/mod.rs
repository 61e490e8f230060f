//! Repairs: reporting, following, cancelling, and passing on to the housing system.

pub(crate) mod deliver;
pub mod desk;
mod merge;
mod photos;
mod policy;
pub mod report;
mod store;
mod walk;

pub(crate) use merge::merge;
pub use photos::{Incoming, PhotoProblem, PhotoStore};
pub use store::{CategoryRow, DefinitionRow, add_category, add_definition};

use crate::{
    audit,
    context::{Actor, Ctx, Customer},
    error::{Conflict, Error, Result},
    hms::{self, Freshness},
    outbox::{self, Job},
    times,
};
use domain::{
    dates::Millis,
    housing::Resource,
    ids::{PhotoId, RepairId},
    permissions::Permission,
    repairs::{Cancel, Cancelling, Details, Event, Status, Summary, cancelling},
};

/// Where a page of a list begins: just before this repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub reported_at: Millis,
    pub id: String,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    pub repairs: Vec<Summary>,
    /// There are older ones.
    pub has_older: bool,
    pub age: Freshness,
}

/// Rows on a page of 'My repairs'.
pub const PAGE_SIZE: i64 = 20;

pub(crate) fn customer(ctx: &Ctx) -> Result<&Customer> {
    match &ctx.actor {
        Actor::Customer(customer) => Ok(customer),
        _ => Err(Error::SignIn),
    }
}

/// Open repairs of the signed-in customer's tenancies, newest first, at most five.
pub async fn open(ctx: &Ctx) -> Result<Vec<Summary>> {
    let scope = policy::own(customer(ctx)?);
    store::open(&ctx.db, &scope, ctx.settings.get().repairs_start.as_ref()).await
}

/// A page of the customer's repairs, newest first, from the copies here (product R7, R8).
pub async fn list(ctx: &Ctx, before: Option<&Before>) -> Result<Page> {
    let customer = customer(ctx)?;
    let ages = hms::freshen(ctx, customer, &[Resource::Repairs]).await?;
    let start = ctx.settings.get().repairs_start.clone();
    let mut repairs = store::page(
        &ctx.db,
        &policy::own(customer),
        start.as_ref(),
        before,
        PAGE_SIZE + 1,
    )
    .await?;
    let has_older = repairs.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    repairs.truncate(usize::try_from(PAGE_SIZE).unwrap_or_default());
    let age = ages.get(&Resource::Repairs).copied().unwrap_or(Freshness {
        synced_at: None,
        is_old: false,
    });
    Ok(Page {
        repairs,
        has_older,
        age,
    })
}

/// A repair's own page. Somebody else's repair is not found.
pub async fn details(ctx: &Ctx, id: &RepairId) -> Result<Details> {
    let scope = policy::own(customer(ctx)?);
    let row = store::details(&ctx.db, &scope, id)
        .await?
        .ok_or(Error::NotFound)?;
    let (timeline, photos) =
        tokio::try_join!(store::timeline(&ctx.db, id), store::photos_of_repair(&ctx.db, id))?;
    let may_cancel = may_cancel(ctx, &row);
    Ok(row.into_details(id.clone(), timeline, photos, may_cancel))
}

fn may_cancel(ctx: &Ctx, row: &store::DetailsRow) -> Cancelling {
    let visit_starts = row
        .visit()
        .and_then(|visit| times::start_of(&visit.day, &visit.from));
    let status = row.status();
    let by_rule = cancelling(
        ctx.settings.get().cancel_rule(),
        status,
        visit_starts,
        ctx.clock.now(),
    );
    // The housing system may know a reason that its status does not show.
    if by_rule == Cancelling::Allowed && row.hms_id.is_some() && !row.hms_cancellable {
        Cancelling::TooFarOn
    } else {
        by_rule
    }
}

/// Cancels a repair here at once and tells the housing system after commit (product R9). Cancelling twice is once.
pub async fn cancel(ctx: &Ctx, cmd: Cancel) -> Result<RepairId> {
    let id = cmd.repair.ok_or(Error::NotFound)?;
    let scope = policy::own(customer(ctx)?);
    for _ in 0..CANCEL_TRIES {
        let row = store::details(&ctx.db, &scope, &id)
            .await?
            .ok_or(Error::NotFound)?;
        if row.status() == Status::Cancelled {
            return Ok(id);
        }
        if may_cancel(ctx, &row) != Cancelling::Allowed {
            break;
        }
        if cancel_as_seen(ctx, &id, &row, &cmd.reason).await? {
            ctx.wake.now();
            return Ok(id);
        }
    }
    Err(Error::Conflict(Conflict::NotCancellable))
}

/// The repair may change between looking and cancelling, by being passed on for example: then it is looked at again.
const CANCEL_TRIES: usize = 5;

/// Cancels the repair if it is still as it was seen; only the press that changes the row is recorded.
async fn cancel_as_seen(ctx: &Ctx, id: &RepairId, row: &store::DetailsRow, reason: &str) -> Result<bool> {
    let (actor, now, repair, reason) = (ctx.actor.clone(), ctx.clock.now(), id.clone(), reason.to_owned());
    let (updated_at, status) = (row.updated_at, row.status.clone());
    ctx.db
        .tx(move |tx| async move {
            let changed = store::ask_cancel(&tx, &repair, updated_at, &status, &reason, now).await?;
            if changed {
                store::add_event(&tx, &repair, now, &Event::CancelAsked).await?;
                audit::record(&tx, &actor, "repair.cancelled", repair.as_str(), "", now).await?;
                let key = format!("cancel-repair:{}:{}", repair.as_str(), now.0);
                outbox::enqueue(
                    &tx,
                    &Job::CancelRepair(repair.clone()),
                    repair.as_str(),
                    &key,
                    now,
                )
                .await?;
            }
            Ok(changed)
        })
        .await
}

/// The JPEG of a photo that the signed-in person may see.
pub async fn photo(ctx: &Ctx, id: &PhotoId) -> Result<Vec<u8>> {
    let found = match &ctx.actor {
        Actor::Customer(customer) => store::may_see_photo(&ctx.db, &policy::own(customer), id).await?,
        Actor::Staff(_) => {
            ctx.actor.require(Permission::RepairsRead)?;
            store::photo_exists(&ctx.db, id).await?
        }
        Actor::Nobody | Actor::System => return Err(Error::SignIn),
    };
    if !found {
        return Err(Error::NotFound);
    }
    ctx.photos.read(id).await
}
