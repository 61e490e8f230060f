//! Asking what became of a message: vendors bring news by themselves, and once in a while they do not. Each is asked
//! about an hour after it was sent, then ever less often, and after three days no more.

use super::{note, store};
use crate::{
    context::{Ctx, Platform},
    error::Result,
    ports::{PortError, messages::Taken},
};
use domain::{
    dates::Millis,
    messages::{Channel, ENDS_SECS, next_secs},
};
use std::sync::Arc;

/// Messages that one node asks about in one round.
const BATCH: i64 = 20;
/// Longer than a round of questions that are all answered late. Whoever could not be asked is asked after it.
const LEASE_SECS: i64 = 10 * 60;

/// Asks about the messages that are due; how many questions there were.
pub async fn ask_due(platform: &Arc<Platform>) -> Result<usize> {
    let now = platform.clock.now();
    if !store::any_to_ask(&platform.db, now).await? {
        return Ok(0);
    }
    let ctx = Ctx::system(Arc::clone(platform));
    let ended = platform
        .db
        .tx(move |tx| async move { store::end_asking(&tx, now.minus_secs(ENDS_SECS), now).await })
        .await?;
    if ended > 0 {
        tracing::warn!(ended, "messages.end_unknown");
    }
    let mut count = 0;
    for channel in [Channel::Mail, Channel::Text] {
        count += ask_by(&ctx, channel).await?;
    }
    Ok(count)
}

async fn ask_by(ctx: &Ctx, channel: Channel) -> Result<usize> {
    let now = ctx.clock.now();
    let lease_until = now.plus_secs(LEASE_SECS);
    let leased = ctx
        .db
        .tx(move |tx| async move { store::lease_to_ask(&tx, channel, now, lease_until, BATCH).await })
        .await?;
    let mut count = 0;
    for one in leased {
        let answer = ask(ctx, channel, &one.vendor_id).await;
        match answer {
            // Whoever does not answer one question answers no other: all come again when the lease has run out.
            Err(
                error @ (PortError::Unavailable(_)
                | PortError::UnknownOutcome(_)
                | PortError::Misconfigured(_)),
            ) => {
                tracing::info!(channel = channel.as_str(), %error, "messages.not_asked");
                return Ok(count);
            }
            Ok(told) => settle(ctx, one, told, lease_until).await?,
            Err(PortError::Rejected(_)) => settle(ctx, one, None, lease_until).await?,
        }
        count += 1;
    }
    Ok(count)
}

async fn ask(ctx: &Ctx, channel: Channel, vendor_id: &str) -> std::result::Result<Option<Taken>, PortError> {
    match channel {
        Channel::Mail => ctx.mail()?.ask(vendor_id).await,
        Channel::Text => ctx.text()?.ask(vendor_id).await,
    }
}

/// Stores what was told. Somebody who knows nothing of a message may be another than who sent it.
async fn settle(ctx: &Ctx, asked: store::ToAsk, told: Option<Taken>, lease_until: Millis) -> Result<()> {
    let now = ctx.clock.now();
    let next = now.plus_secs(next_secs(asked.asked + 1));
    ctx.db
        .tx(move |tx| async move {
            if let (Some(told), Some(row)) = (told, store::lock(&tx, &asked.id).await?) {
                note(&tx, &row, &told, now).await?;
            }
            store::ask_later(&tx, &asked.id, lease_until, next).await
        })
        .await
}
