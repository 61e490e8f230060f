//! The file that an approved request gives, to whoever asked for it and nobody else, within an hour.

use super::{Deed, file_is_open, staff, store};
use crate::{
    audit,
    context::{Ctx, Staff},
    customers,
    error::{Conflict, Error, Result},
};
use domain::{
    approvals::{FETCH_SECS, State},
    dates::Millis,
    ids::ApprovalId,
};

/// The request, if it gave this person a file; what they may do is what they may do now.
fn theirs(row: Option<store::Row>, me: &Staff) -> Result<store::Row> {
    let row = row.ok_or(Error::NotFound)?;
    let kind = row.kind()?;
    let is_given = matches!(State::parse(&row.state), Some(State::Done | State::Alone)) && kind.gives_file();
    if row.asked_by != me.id.as_str() || !is_given {
        return Err(Error::NotFound);
    }
    if !me.permissions.contains(kind.permission()) {
        return Err(Error::Denied);
    }
    Ok(row)
}

/// Begins the hour in which the file can be downloaded; a second press in it changes nothing.
pub async fn open(ctx: &Ctx, id: Option<ApprovalId>) -> Result<ApprovalId> {
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    staff(ctx)?;
    ctx.actor.require_fresh(now)?;
    ctx.db
        .tx(move |tx| async move {
            let id = id.ok_or(Error::NotFound)?;
            let row = theirs(store::locked(&tx, id.as_str()).await?, staff(&whole)?)?;
            let is_in_time = match row.opened_at {
                Some(opened) => file_is_open(Millis(opened), now),
                None => row
                    .decided_at
                    .is_some_and(|decided| now.secs_since(Millis(decided)) < FETCH_SECS),
            };
            if !is_in_time {
                return Err(Error::Conflict(Conflict::FileOver));
            }
            if row.opened_at.is_none() {
                store::opened(&tx, id.as_str(), now).await?;
                audit::record(&tx, &whole.actor, "approval.opened", id.as_str(), &row.kind, now).await?;
            }
            Ok(id)
        })
        .await
}

/// Notes that the file is downloaded, and gives its first line.
pub async fn file_began(ctx: &Ctx, id: &ApprovalId) -> Result<String> {
    let now = ctx.clock.now();
    let row = theirs(store::one(&ctx.db, id).await?, staff(ctx)?)?;
    ctx.actor.require_fresh(now)?;
    match row.wish(&ctx.platform)?.deed {
        Deed::ExportCustomers { .. } if row.opened_at.is_some_and(|at| file_is_open(Millis(at), now)) => {
            customers::approved_export_began(ctx, id).await
        }
        _ => Err(Error::NotFound),
    }
}
