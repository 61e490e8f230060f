//! Handing a message over once. After a try whose end is unknown we look at what we were told, then ask, then send again.

use super::store;
use crate::{
    context::Ctx,
    error::Result,
    outbox::Outcome,
    ports::{PortError, mail::Message, messages::Taken, text::TextMessage},
};
use domain::{
    dates::Millis,
    messages::{State, Why},
};

/// News may have come before the answer to our own request, or in its place.
async fn was_told(ctx: &Ctx, id: &str, attempts: i64) -> Result<Option<Taken>> {
    if attempts <= 1 {
        return Ok(None);
    }
    let row = store::by_id(&ctx.db, id).await?;
    Ok(row.filter(|row| !row.vendor_id.is_empty()).map(|row| Taken {
        state: State::parse(&row.state).unwrap_or(State::Sent).after(State::Sent),
        why: Why::parse(&row.why),
        vendor_id: row.vendor_id,
    }))
}

/// A mail. `attempts` counts from 1.
pub(crate) async fn mail(ctx: &Ctx, message: &Message, attempts: i64) -> Result<Outcome> {
    if let Some(taken) = was_told(ctx, &message.id, attempts).await? {
        return Ok(Outcome::Taken(taken));
    }
    let sent = async {
        let mail = ctx.mail()?;
        if attempts > 1
            && let Some(taken) = mail.find(message).await?
        {
            return Ok(taken);
        }
        mail.send(message).await
    };
    Ok(outcome(sent.await))
}

/// A text that was queued at `since`.
pub(crate) async fn text(ctx: &Ctx, text: &TextMessage, attempts: i64, since: Millis) -> Result<Outcome> {
    if let Some(taken) = was_told(ctx, &text.id, attempts).await? {
        return Ok(Outcome::Taken(taken));
    }
    let sent = async {
        let texts = ctx.text()?;
        if attempts > 1
            && let Some(taken) = texts.find(text, since).await?
        {
            return Ok(taken);
        }
        texts.send(text).await
    };
    Ok(outcome(sent.await))
}

fn outcome(sent: std::result::Result<Taken, PortError>) -> Outcome {
    sent.map_or_else(Outcome::from, Outcome::Taken)
}
