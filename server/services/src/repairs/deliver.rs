//! Passing repairs on: exactly once as the housing system counts them. The first try sends; every later one asks first,
//! because the one before may have arrived without an answer.

use super::store;
use crate::{
    audit,
    context::{Actor, Ctx},
    db::Tx,
    error::Result,
    mails,
    outbox::{self, Job, Outcome},
    ports::{
        PortError,
        housing::{RaiseRepair, Repair},
    },
};
use domain::{
    dates::Millis,
    delivery::JobState,
    ids::{PhotoId, RepairId},
    repairs::{Event, Status},
};

/// Raises a repair in the housing system. `attempt` counts from 1, also over restarts.
pub async fn send(ctx: &Ctx, id: &RepairId, attempt: i64) -> Result<Outcome> {
    let Some(report) = store::report(&ctx.db, id).await? else {
        return Ok(Outcome::Done);
    };
    if report.hms_id.is_some() {
        return Ok(Outcome::Done);
    }
    let is_cancelled = report.cancel_asked_at.is_some();
    let raise = RaiseRepair {
        external_reference: report.reference.clone(),
        asset_id: report.asset_id,
        person_id: report.person_id,
        tenancy_id: report.tenancy_id,
        description: report.description,
        sor_code: report.sor_code,
        repair_type: report.repair_type,
        priority: report.priority,
        contract: report.contract,
    };
    let housing = match ctx.housing() {
        Ok(housing) => housing,
        Err(error) => return Ok(error.into()),
    };
    let earlier = if attempt > 1 {
        housing.find_repair(&report.reference).await
    } else {
        Ok(None)
    };
    let raised = match earlier {
        Ok(Some(found)) => Ok(found),
        // Cancelled before it arrived: there is nothing to raise and nothing to cancel. Should an earlier try arrive after
        // all, the next copy of the record shows it, and it is cancelled then.
        Ok(None) if is_cancelled => {
            let (id, now) = (id.clone(), ctx.clock.now());
            ctx.db
                .tx(move |tx| async move { store::confirm_cancel(&tx, &id, now).await.map(drop) })
                .await?;
            return Ok(Outcome::Done);
        }
        Ok(None) => housing.raise_repair(&raise).await,
        Err(error) => Err(error),
    };
    match raised {
        Ok(there) => passed_on(ctx, id, there).await,
        Err(error) => Ok(error.into()),
    }
}

async fn passed_on(ctx: &Ctx, id: &RepairId, there: Repair) -> Result<Outcome> {
    let (id, now) = (id.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { record_arrival(&tx, &id, &there, now).await })
        .await?;
    Ok(Outcome::Done)
}

/// Records, once, that the housing system has a report of ours, and queues what could not be done before.
pub(super) async fn record_arrival(tx: &Tx, id: &RepairId, there: &Repair, now: Millis) -> Result<()> {
    let Some(cancelled_at) = store::mark_passed_on(tx, id, there, now).await? else {
        return Ok(());
    };
    store::add_event(tx, id, now, &Event::PassedOn).await?;
    audit::record(
        tx,
        &Actor::System,
        "repair.passed-on",
        id.as_str(),
        &there.reference,
        now,
    )
    .await?;
    for photo in store::photo_ids(tx, id).await? {
        let key = format!("send-photo:{photo}");
        outbox::enqueue(tx, &Job::SendPhoto(photo), id.as_str(), &key, now).await?;
    }
    if cancelled_at.is_some() && !outbox::is_waiting(tx, id.as_str(), "cancel-repair").await? {
        let key = format!("cancel-repair:{id}:arrived");
        outbox::enqueue(tx, &Job::CancelRepair(id.clone()), id.as_str(), &key, now).await?;
    }
    Ok(())
}

/// The housing system sends a report back that it had as `hms_id`: the repairs team sees it among those that were not passed
/// on, and may send it again.
pub(crate) async fn sent_back(tx: &Tx, reference: &str, hms_id: &str, now: Millis) -> Result<()> {
    let Some(id) = store::take_back(tx, reference, hms_id, now).await? else {
        return Ok(());
    };
    outbox::give_up_after_all(tx, &send_key(&id), "sent-back", now).await?;
    audit::record(tx, &Actor::System, "repair.sent-back", id.as_str(), "", now).await
}

/// Cancels a repair in the housing system, once it is there.
pub async fn cancel(ctx: &Ctx, id: &RepairId) -> Result<Outcome> {
    let Some(report) = store::report(&ctx.db, id).await? else {
        return Ok(Outcome::Done);
    };
    let Some(hms_id) = report.hms_id else {
        return cancel_unsent(ctx, id, &report.reference).await;
    };
    let cancelled = async { ctx.housing()?.cancel_repair(&hms_id, &report.cancel_reason).await };
    match cancelled.await {
        Ok(_) => {
            let (id, now) = (id.clone(), ctx.clock.now());
            ctx.db
                .tx(move |tx| async move { store::confirm_cancel(&tx, &id, now).await.map(drop) })
                .await?;
            Ok(Outcome::Done)
        }
        Err(PortError::Rejected(code)) => {
            tracing::info!(%id, %code, "repair.cancel_refused");
            refused(ctx, id, report.customer_id.as_deref(), &report.reference).await
        }
        Err(error) => Ok(error.into()),
    }
}

/// The housing system is not known to have it: the delivery decides, unless it was given up.
async fn cancel_unsent(ctx: &Ctx, id: &RepairId, reference: &str) -> Result<Outcome> {
    match outbox::state_of(&ctx.db, &send_key(id)).await? {
        Some(JobState::Waiting) => return Ok(Outcome::NotYet),
        Some(JobState::Done) | None => {
            // It may have arrived since it was looked at; now that its delivery is over, a second look decides.
            let arrived = store::report(&ctx.db, id)
                .await?
                .is_some_and(|report| report.hms_id.is_some());
            return Ok(if arrived { Outcome::NotYet } else { Outcome::Done });
        }
        Some(JobState::Dead) => {}
    }
    let found = async { ctx.housing()?.find_repair(reference).await };
    match found.await {
        Ok(Some(there)) => {
            passed_on(ctx, id, there).await?;
            Ok(Outcome::NotYet)
        }
        Ok(None) => {
            let (id, now) = (id.clone(), ctx.clock.now());
            let withdrawn = ctx.db.tx(move |tx| async move {
                let withdrawn = outbox::withdraw(&tx, &send_key(&id), now).await?;
                if withdrawn {
                    store::confirm_cancel(&tx, &id, now).await?;
                }
                Ok(withdrawn)
            });
            Ok(if withdrawn.await? {
                Outcome::Done
            } else {
                Outcome::NotYet
            })
        }
        Err(error) => Ok(error.into()),
    }
}

/// The key of the job that raises a repair.
pub(super) fn send_key(id: &RepairId) -> String {
    format!("send-repair:{id}")
}

/// The work goes on: say so on the page and by mail.
async fn refused(ctx: &Ctx, id: &RepairId, customer: Option<&str>, reference: &str) -> Result<Outcome> {
    let (id, now, platform) = (id.clone(), ctx.clock.now(), ctx.platform.clone());
    let (customer, reference) = (customer.map(str::to_owned), reference.to_owned());
    ctx.db
        .tx(move |tx| async move {
            if !store::undo_cancel(&tx, &id, Status::InProgress, now).await? {
                return Ok(());
            }
            store::add_event(&tx, &id, now, &Event::CancelRefused).await?;
            audit::record(&tx, &Actor::System, "repair.cancel-refused", id.as_str(), "", now).await?;
            if let Some(customer) = customer {
                let (to, language) = store::mailbox_of(&tx, &customer).await?;
                let mail = mails::cancel_refused(&platform.settings.get(), language, &to, &reference);
                outbox::enqueue_mail(&tx, &platform.vault, &mail, id.as_str(), None, now).await?;
            }
            Ok(())
        })
        .await?;
    Ok(Outcome::Done)
}

/// Adds a photo to its repair in the housing system.
pub async fn photo(ctx: &Ctx, id: &PhotoId) -> Result<Outcome> {
    let Some(photo) = store::photo_to_send(&ctx.db, id).await? else {
        return Ok(Outcome::Done);
    };
    let jpeg = ctx.photos.read(id).await?;
    let attached = async {
        ctx.housing()?
            .attach_photo(&photo.hms_id, &photo.sha256, jpeg)
            .await
    };
    match attached.await {
        Ok(()) => {
            let (id, now) = (id.clone(), ctx.clock.now());
            ctx.db
                .tx(move |tx| async move { store::photo_sent(&tx, &id, now).await })
                .await?;
            Ok(Outcome::Done)
        }
        Err(error) => Ok(error.into()),
    }
}
