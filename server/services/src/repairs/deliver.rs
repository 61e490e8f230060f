//! Passing repairs on: exactly once as the housing system counts them. The first try sends; every later one asks first,
//! because the one before may have arrived without an answer.

use super::store;
use crate::{
    audit,
    context::{Actor, Ctx},
    error::Result,
    mails,
    outbox::{self, Job, Outcome},
    ports::{PortError, housing::{RaiseRepair, Repair}},
};
use domain::{
    ids::{PhotoId, RepairId},
    repairs::{Event, Status},
};

/// Raises a repair in the housing system. `attempt` counts from 1, also over restarts.
pub async fn send(ctx: &Ctx, id: &RepairId, attempt: i64) -> Result<Outcome> {
    let Some(report) = store::report(&ctx.db, id).await? else { return Ok(Outcome::Done) };
    if report.hms_id.is_some() {
        return Ok(Outcome::Done);
    }
    if report.cancel_asked_at.is_some() && attempt == 1 {
        // Cancelled before anything was sent: there is nothing to raise and nothing to cancel.
        let (id, now) = (id.clone(), ctx.clock.now());
        ctx.db.tx(move |tx| async move { store::add_event(&tx, &id, now, &Event::CancelConfirmed).await }).await?;
        return Ok(Outcome::Done);
    }
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
    let earlier = if attempt > 1 { ctx.housing.find_repair(&report.reference).await } else { Ok(None) };
    let raised = match earlier {
        Ok(Some(found)) => Ok(found),
        Ok(None) => ctx.housing.raise_repair(&raise).await,
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
        .tx(move |tx| async move {
            if store::mark_passed_on(&tx, &id, &there, now).await? {
                store::add_event(&tx, &id, now, &Event::PassedOn).await?;
                audit::record(&tx, &Actor::System, "repair.passed-on", id.as_str(), &there.reference, now).await?;
                for photo in store::photo_ids(&tx, &id).await? {
                    let key = format!("send-photo:{photo}");
                    outbox::enqueue(&tx, &Job::SendPhoto(photo), id.as_str(), &key, now).await?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(Outcome::Done)
}

/// Cancels a repair in the housing system, once it is there.
pub async fn cancel(ctx: &Ctx, id: &RepairId) -> Result<Outcome> {
    let Some(report) = store::report(&ctx.db, id).await? else { return Ok(Outcome::Done) };
    let Some(hms_id) = report.hms_id else {
        let sending = store::is_being_sent(&ctx.db, id).await?;
        return Ok(if sending { Outcome::NotYet } else { Outcome::Done });
    };
    match ctx.housing.cancel_repair(&hms_id, &report.cancel_reason).await {
        Ok(_) => {
            let (id, now) = (id.clone(), ctx.clock.now());
            ctx.db.tx(move |tx| async move { store::add_event(&tx, &id, now, &Event::CancelConfirmed).await }).await?;
            Ok(Outcome::Done)
        }
        Err(PortError::Rejected(code)) => {
            tracing::info!(%id, %code, "repair.cancel_refused");
            refused(ctx, id, report.customer_id.as_deref(), &report.reference).await
        }
        Err(error) => Ok(error.into()),
    }
}

/// The work goes on: say so on the page and by mail.
async fn refused(ctx: &Ctx, id: &RepairId, customer: Option<&str>, reference: &str) -> Result<Outcome> {
    let (id, now, platform) = (id.clone(), ctx.clock.now(), ctx.platform.clone());
    let (customer, reference) = (customer.map(str::to_owned), reference.to_owned());
    ctx.db
        .tx(move |tx| async move {
            store::undo_cancel(&tx, &id, Status::InProgress, now).await?;
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
    let Some(photo) = store::photo_to_send(&ctx.db, id).await? else { return Ok(Outcome::Done) };
    let jpeg = ctx.photos.read(id).await?;
    match ctx.housing.attach_photo(&photo.hms_id, &photo.sha256, jpeg).await {
        Ok(()) => {
            let (id, now) = (id.clone(), ctx.clock.now());
            ctx.db.tx(move |tx| async move { store::photo_sent(&tx, &id, now).await }).await?;
            Ok(Outcome::Done)
        }
        Err(error) => Ok(error.into()),
    }
}
