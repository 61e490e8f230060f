//! What a person decides about a message that nobody got.

use super::store;
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    outbox,
};
use domain::{ids::JobId, permissions::Permission};

/// 'Try again': another 72 hours.
pub async fn try_again(ctx: &Ctx, job: Option<&JobId>) -> Result<()> {
    ctx.actor.require(Permission::MessagesManage)?;
    let job = job.ok_or(Error::NotFound)?;
    // Deliveries to the housing system are for those who look after repairs.
    if !store::is_undelivered(&ctx.db, job.as_str()).await? {
        return Err(Error::NotFound);
    }
    outbox::try_again(ctx, job).await
}

/// 'Give up': the message is emptied and leaves the list.
pub async fn give_up(ctx: &Ctx, job: Option<JobId>) -> Result<()> {
    ctx.actor.require(Permission::MessagesManage)?;
    let job = job.ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let subject = store::give_up(&tx, job.as_str(), now)
                .await?
                .ok_or(Error::NotFound)?;
            audit::record(&tx, &actor, "message.given-up", &subject, job.as_str(), now).await
        })
        .await
}
