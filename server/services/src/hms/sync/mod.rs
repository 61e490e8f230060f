//! Comparing all customers with the housing system at night. A run is a row with the place where it is; any node works at
//! it under a lease, page by page, and each page is stored together with the new place. Killed, stopped or cut off, it goes
//! on where it was.

mod page;
mod run;

pub use super::store::sync::{Run, Unseen};
pub use run::run_due;

use super::store::sync as store;
use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    ports::housing::Capability,
    random, settings,
};
use domain::{
    dates::Millis,
    housing::{Refreshing, SyncState},
    ids::SyncId,
    permissions::Permission,
};

/// Runs of everybody in a row that must not tell of somebody before an administrator is told.
pub const UNSEEN_TIMES: i64 = 3;
/// Customers on a page of those who are no longer told of.
pub const PAGE_SIZE: i64 = 50;
/// Changes are asked for from so long before the last run began: clocks differ, and one hour comes twice a year.
const OVERLAP_SECS: i64 = 2 * 3600;
/// Everybody is compared at least this often.
const EVERYBODY_SECS: i64 = 7 * 24 * 3600;

impl Run {
    pub fn state(&self) -> SyncState {
        SyncState::parse(&self.state).unwrap_or(SyncState::Failed)
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The housing system can tell who changed; without that there is nothing to run.
    pub is_offered: bool,
    /// The newest run first.
    pub runs: Vec<Run>,
    pub unseen: Vec<Unseen>,
    pub has_more_unseen: bool,
}

/// How the comparisons went, and whom they no longer find, from behind the customer `after`.
pub async fn overview(ctx: &Ctx, after: Option<&str>) -> Result<Overview> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let runs = store::newest(&ctx.db).await?;
    let mut unseen = store::unseen(&ctx.db, after.unwrap_or_default(), PAGE_SIZE + 1).await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_more_unseen = unseen.len() > size;
    unseen.truncate(size);
    Ok(Overview {
        is_offered: ctx.offers(Capability::ChangedSince),
        runs,
        unseen,
        has_more_unseen,
    })
}

/// 'Start now'.
pub async fn start(ctx: &Ctx, of_everybody: bool) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    if !ctx.offers(Capability::ChangedSince) {
        return Err(Error::Conflict(Conflict::NoLongerOffered));
    }
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let id = SyncId::parse(&random::id(now)).ok_or_else(|| Error::stored("a new id"))?;
            let (since, everybody) = scope(store::last_done(&tx).await?, of_everybody, now);
            if !store::start(&tx, &id, None, everybody, since, now).await? {
                return Err(Error::Conflict(Conflict::SyncRunning));
            }
            audit::record(&tx, &actor, "sync.started", id.as_str(), "", now).await
        })
        .await
}

/// From when on changes are asked for, and whether of everybody: when a person wants it so, and once a week.
fn scope(
    (last, last_whole): (Option<Millis>, Option<Millis>),
    of_everybody: bool,
    now: Millis,
) -> (Option<Millis>, bool) {
    let is_due = last_whole.is_none_or(|whole| now.secs_since(whole) >= EVERYBODY_SECS);
    match last {
        Some(last) if !of_everybody && !is_due => (Some(last.minus_secs(OVERLAP_SECS)), false),
        _ => (None, true),
    }
}

/// 'Stop': the page that is on its way is the last one, or is not stored any more.
pub async fn stop(ctx: &Ctx, id: Option<&SyncId>) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let id = id.cloned().ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if !store::end(&tx, id.as_str(), SyncState::Stopped.as_str(), "", now).await? {
                return Err(moved_on(&tx, &id).await?);
            }
            audit::record(&tx, &actor, "sync.stopped", id.as_str(), "", now).await
        })
        .await
}

/// There is no such run, or somebody else pressed first.
async fn moved_on(tx: &Tx, id: &SyncId) -> Result<Error> {
    Ok(if store::is_there(tx, id).await? {
        Error::Conflict(Conflict::ChangedMeanwhile)
    } else {
        Error::NotFound
    })
}

/// 'Go on' where it was.
pub async fn go_on(ctx: &Ctx, id: Option<&SyncId>) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let id = id.cloned().ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if !store::go_on(&tx, &id).await? {
                return Err(moved_on(&tx, &id).await?);
            }
            audit::record(&tx, &actor, "sync.resumed", id.as_str(), "", now).await
        })
        .await
}

/// How old copies may grow, and when the night's comparison begins.
pub async fn save(ctx: &Ctx, refreshing: Refreshing) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    settings::change(ctx, "refreshing", move |settings| {
        settings.refreshing = refreshing;
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_asked_for_from_before_the_last_run_and_everybody_once_a_week() {
        let now = Millis(1_795_514_400_000);
        let (day, week) = (now.minus_secs(86_400), now.minus_secs(7 * 86_400));
        let from = Some(day.minus_secs(7200));
        assert_eq!(scope((None, None), false, now), (None, true));
        assert_eq!(scope((Some(day), Some(day)), false, now), (from, false));
        assert_eq!(scope((Some(day), Some(day)), true, now), (None, true));
        assert_eq!(scope((Some(day), Some(week)), false, now), (None, true));
        assert_eq!(scope((Some(day), None), false, now), (None, true));
    }
}
