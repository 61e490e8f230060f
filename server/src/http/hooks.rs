//! News from whoever passes mails and texts on. No browser sends these: no cookie is looked at, and the vendor's own sign
//! says who it is.

use super::Edge;
use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
};
use domain::messages::Channel;
use services::{
    context::Ctx,
    messages::{self, Heard},
    ports::messages::{Callback, Disbelieved},
};
use std::sync::Arc;

pub async fn hear(
    State(edge): State<Edge>,
    Path(channel): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(channel) = Channel::parse(&channel) else {
        return StatusCode::NOT_FOUND;
    };
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let callback = Callback {
        query: query.as_deref().unwrap_or_default(),
        authorization: text("authorization"),
        signature: text("x-twilio-signature"),
        body: &body,
    };
    let ctx = Ctx::system(Arc::clone(&edge.platform));
    match messages::hear(&ctx, channel, &callback).await {
        // What we do not know is no reason to send it again.
        Ok(Heard::Noted | Heard::Unknown) => StatusCode::NO_CONTENT,
        Ok(Heard::Not(Disbelieved::NotTheirs)) => StatusCode::UNAUTHORIZED,
        Ok(Heard::Not(Disbelieved::Unreadable)) => StatusCode::BAD_REQUEST,
        Err(error) => {
            tracing::error!(%error, "hooks.not_stored");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
