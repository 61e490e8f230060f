//! Brings what the housing system says about a tenancy's repairs into our copies.

use super::{deliver, store};
use crate::{context::Ctx, error::Result, ports::housing::Repair, random};
use domain::{
    dates::Millis,
    ids::RepairId,
    repairs::{Event, Status},
};

/// Merges `found` (each once) into the tenancy's copies. Rows that are not in `found` stay: absent is not deleted.
pub async fn merge(ctx: &Ctx, tenancy: &str, found: Vec<Repair>) -> Result<()> {
    let (tenancy, now) = (tenancy.to_owned(), ctx.clock.now());
    for repair in found.iter().filter(|repair| repair.unknown_status.is_some()) {
        tracing::warn!(
            status = repair.unknown_status.as_deref(),
            "hms.unknown_repair_status"
        );
    }
    ctx.db
        .tx(move |tx| async move {
            let known = store::known(&tx, &tenancy).await?;
            for repair in &found {
                let mine = known.iter().find(|row| {
                    row.hms_id.as_deref() == Some(&repair.id)
                        || (row.external_reference.is_some()
                            && row.external_reference == repair.external_reference)
                });
                match mine {
                    Some(row) => {
                        if let Some(id) = RepairId::parse(&row.id).filter(|_| row.hms_id.is_none()) {
                            // The answer to our delivery was lost, or is just coming: it has arrived.
                            deliver::record_arrival(&tx, &id, repair, now).await?;
                        }
                        update(&tx, row, repair, now).await?;
                    }
                    None => insert(&tx, &tenancy, repair, now).await?,
                }
            }
            Ok(())
        })
        .await
}

async fn insert(tx: &crate::db::Tx, tenancy: &str, repair: &Repair, now: Millis) -> Result<()> {
    let Some(id) = RepairId::parse(&random::id(repair.created_at)) else {
        return Ok(());
    };
    // Another node may have brought it in a moment ago.
    if !store::insert_copy(tx, &id, tenancy, repair, now).await? {
        return Ok(());
    }
    store::add_event(tx, &id, repair.created_at, &Event::Reported).await?;
    if let Some(visit) = repair.visit.clone().filter(|_| repair.status == Status::Booked) {
        store::add_event(tx, &id, now, &Event::VisitBooked(visit)).await?;
    }
    Ok(())
}

async fn update(tx: &crate::db::Tx, row: &store::Known, repair: &Repair, now: Millis) -> Result<()> {
    let Some(id) = RepairId::parse(&row.id) else {
        return Ok(());
    };
    let before = Status::parse(&row.status);
    // What the tenant cancelled here stays cancelled on screen until the housing system has answered.
    let cancelling_here = row.cancel_asked_at.is_some() && before == Some(Status::Cancelled);
    let status = if cancelling_here {
        Status::Cancelled
    } else {
        repair.status
    };
    let visit_moved = repair.visit != row.visit();
    let target_moved = repair.target.as_ref().map(|day| &day.0) != row.target_day.as_ref();
    if before == Some(status) && !visit_moved && !target_moved && row.hms_cancellable == repair.cancellable {
        return Ok(());
    }
    store::update_copy(tx, &id, repair, status, now).await?;
    if before != Some(status) {
        store::add_event(tx, &id, now, &Event::Became(status)).await?;
    }
    if let Some(visit) = repair
        .visit
        .clone()
        .filter(|_| visit_moved && repair.status == Status::Booked)
    {
        store::add_event(tx, &id, now, &Event::VisitBooked(visit)).await?;
    }
    Ok(())
}
