//! Working at a run: lease, page, page, end.

use super::{UNSEEN_TIMES, page, scope, store};
use crate::{
    audit,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Error, Result},
    mails, outbox,
    ports::{
        PortError, assert_outside_transaction,
        housing::{Capability, Changes},
    },
    random, times,
};
use domain::{
    dates::Millis,
    delivery::back_off_secs,
    housing::SyncState,
    identity::Language,
    ids::SyncId,
    permissions::{Permission, Permissions},
};
use std::{sync::Arc, time::Duration};
use store::Run;

/// A run that nobody works at by then is taken by another node.
const LEASE_SECS: i64 = 60;
/// While a page is worked at, the lease is renewed this often.
const RENEW_EVERY: Duration = Duration::from_secs(20);
/// The night's comparison begins within so many hours of its hour, or not at all that night.
const NIGHT_HOURS: i64 = 4;
/// Troubles in a row, an hour apart at last, after which a person is asked.
const FAILURES_MAX: i64 = 14;
/// Walks from the start because the place had expired, after which a person is asked.
const RESTARTS_MAX: i64 = 5;

/// How a page ended.
enum Step {
    /// There is another page.
    On(Box<Run>),
    /// The run is over, was stopped, or waits.
    Over,
}

/// Begins the night's run when it is time, and works at whichever is running, until it is over or waits. Gives the number
/// of pages.
pub async fn run_due(platform: &Arc<Platform>) -> Result<usize> {
    assert_outside_transaction();
    let ctx = &Ctx::system(Arc::clone(platform));
    begin_nightly(ctx).await?;
    let now = ctx.clock.now();
    if !store::is_waiting(&ctx.db, now).await? {
        return Ok(0);
    }
    let leased = ctx
        .db
        .tx(move |tx| async move { store::lease(&tx, now, now.plus_secs(LEASE_SECS)).await })
        .await?;
    let mut next = leased.map(Box::new);
    let mut pages = 0;
    while let Some(run) = next {
        next = match under_lease(ctx, &run).await? {
            Step::On(run) => Some(run),
            Step::Over => None,
        };
        pages += 1;
    }
    Ok(pages)
}

async fn begin_nightly(ctx: &Ctx) -> Result<()> {
    let refreshing = ctx.settings.get().refreshing;
    if !refreshing.nightly || !ctx.offers(Capability::ChangedSince) {
        return Ok(());
    }
    let now = ctx.clock.now();
    let night = times::day_of(now);
    let Some(begins) = times::start_of(&night, &format!("{:02}:00", refreshing.hour)) else {
        return Ok(());
    };
    let is_time = (0..NIGHT_HOURS * 3600).contains(&now.secs_since(begins)) && now >= begins;
    if !is_time || !store::may_begin(&ctx.db, &night.0).await? {
        return Ok(());
    }
    ctx.db
        .tx(move |tx| async move {
            let id = SyncId::parse(&random::id(now)).ok_or_else(|| Error::stored("a new id"))?;
            let (since, everybody) = scope(store::last_done(&tx).await?, false, now);
            if store::start(&tx, &id, Some(&night.0), everybody, since, now).await? {
                audit::record(&tx, &Actor::System, "sync.started", id.as_str(), "", now).await?;
            }
            Ok(())
        })
        .await
}

/// Works at one page while the lease is kept. Without the lease it is somebody else's.
async fn under_lease(ctx: &Ctx, run: &Run) -> Result<Step> {
    // The landlord switched between live and test: it goes on when its mode is back.
    if ctx.platform.db.mode() != ctx.mode() {
        return Ok(Step::Over);
    }
    let keeping = async {
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            let (run, until) = (run.clone(), ctx.clock.now().plus_secs(LEASE_SECS));
            let kept = ctx
                .db
                .tx(move |tx| async move { store::renew(&tx, &run, until).await })
                .await;
            if let Ok(false) = kept {
                return;
            }
        }
    };
    let outcome = tokio::select! {
        outcome = one_page(ctx, run) => outcome,
        () = keeping => return Ok(Step::Over),
    };
    match outcome {
        Err(Error::Port(error)) => trouble(ctx, run, error).await,
        outcome => outcome,
    }
}

async fn one_page(ctx: &Ctx, run: &Run) -> Result<Step> {
    let changes = ctx
        .housing()?
        .changes(run.since.map(Millis), run.place.as_deref())
        .await?;
    let Changes::Page { people, next } = changes else {
        return from_the_start(ctx, run).await;
    };
    // A place that leads to itself would never end.
    if next.is_some() && next == run.place {
        return Err(PortError::Unavailable(crate::ports::Trouble::UnexpectedAnswer).into());
    }
    let page = page::compare(ctx, people).await?;
    let (leased, now, worker) = (run.clone(), ctx.clock.now(), ctx.clone());
    ctx.db
        .tx(move |tx| async move {
            // Holds the run's row to the end: a page is stored wholly and once, or not at all.
            if !store::renew(&tx, &leased, now.plus_secs(LEASE_SECS)).await? {
                return Ok(Step::Over);
            }
            let (told, differing) = page::store(&tx, &leased, page, now).await?;
            store::advance(&tx, &leased, next.as_deref(), told, differing).await?;
            if next.is_some() {
                return Ok(Step::On(Box::new(Run {
                    place: next,
                    ..leased
                })));
            }
            finish(&tx, &worker, &leased, now).await?;
            Ok(Step::Over)
        })
        .await
}

/// The place holds no longer. What was stored stays and is found unchanged.
async fn from_the_start(ctx: &Ctx, run: &Run) -> Result<Step> {
    if run.restarts >= RESTARTS_MAX {
        return fail(ctx, run, "place-expired").await;
    }
    let (leased, now) = (run.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if !store::renew(&tx, &leased, now.plus_secs(LEASE_SECS)).await? {
                return Ok(Step::Over);
            }
            store::restart(&tx, &leased).await?;
            Ok(Step::On(Box::new(Run {
                place: None,
                restarts: leased.restarts + 1,
                ..leased
            })))
        })
        .await
}

/// What will pass is tried again later; what a person has to mend ends the run.
async fn trouble(ctx: &Ctx, run: &Run, error: PortError) -> Result<Step> {
    let code = error.code().to_owned();
    tracing::warn!(run = %run.id, %code, "sync.page_failed");
    let is_final = matches!(error, PortError::Misconfigured(_) | PortError::Rejected(_));
    if is_final || run.failures >= FAILURES_MAX {
        return fail(ctx, run, &code).await;
    }
    let attempt = u32::try_from(run.failures + 1).unwrap_or(u32::MAX);
    let until = ctx.clock.now().plus_secs(back_off_secs(attempt, random::draw()));
    let leased = run.clone();
    ctx.db
        .tx(move |tx| async move { store::postpone(&tx, &leased, &code, until).await })
        .await?;
    Ok(Step::Over)
}

async fn fail(ctx: &Ctx, run: &Run, code: &str) -> Result<Step> {
    let (id, code, now) = (run.id.clone(), code.to_owned(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if store::end(&tx, &id, SyncState::Failed.as_str(), &code, now).await? {
                audit::record(&tx, &Actor::System, "sync.failed", &id, &code, now).await?;
            }
            Ok(Step::Over)
        })
        .await
}

/// The last page is stored. Only a run of everybody can say who is missing.
async fn finish(tx: &Tx, ctx: &Ctx, run: &Run, now: Millis) -> Result<()> {
    store::end(tx, &run.id, SyncState::Done.as_str(), "", now).await?;
    audit::record(tx, &Actor::System, "sync.done", &run.id, "", now).await?;
    if !run.of_everybody {
        return Ok(());
    }
    let missing = store::miss(tx, run, UNSEEN_TIMES).await?;
    if missing == 0 {
        return Ok(());
    }
    let settings = ctx.settings.get();
    let link = format!("{}/console/sync", ctx.base_url);
    for keeper in store::staff(tx).await? {
        let may = Permissions::of_role(&keeper.role, &keeper.permissions);
        if may.contains(Permission::IntegrationsManage) {
            let mail = mails::customers_unseen(&settings, Language::English, &keeper.email, missing, &link);
            outbox::enqueue_mail(tx, &ctx.vault, &mail, &keeper.id, None, now).await?;
        }
    }
    Ok(())
}
