//! The control plane.

use super::{Message, Shared, callbacks, fresh};
use crate::courier::bring;
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;

pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/_sim/reset", post(reset))
        .route("/_sim/callback", post(subscribe))
        .route("/_sim/emit", post(emit))
        .route("/_sim/ledger", get(ledger))
        .with_state(shared)
}

async fn reset(State(shared): State<Arc<Shared>>) -> StatusCode {
    *shared.world() = fresh(&shared.options);
    StatusCode::NO_CONTENT
}

async fn subscribe(
    State(shared): State<Arc<Shared>>,
    Json(subscription): Json<Option<callbacks::Subscription>>,
) -> StatusCode {
    shared.world().subscription = subscription;
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emit {
    sid: String,
    status: Option<String>,
    error: Option<u32>,
    times: Option<usize>,
    token: Option<String>,
}

async fn emit(
    State(shared): State<Arc<Shared>>,
    Json(asked): Json<Emit>,
) -> Result<Json<Vec<u16>>, StatusCode> {
    let (door, message) = {
        let world = shared.world();
        let message = world
            .messages
            .iter()
            .find(|message| message.sid == asked.sid)
            .cloned();
        (
            world.subscription.as_ref().map(|subscription| subscription.door),
            message,
        )
    };
    let (Some(door), Some(message)) = (door, message) else {
        return Err(StatusCode::NOT_FOUND);
    };
    let status = asked.status.as_deref().unwrap_or(&message.status);
    let parcel = callbacks::parcel(&shared, &message, status, asked.error, asked.token.as_deref())
        .ok_or(StatusCode::NOT_FOUND)?;
    let mut answers = Vec::new();
    for _ in 0..asked.times.unwrap_or(1) {
        answers.push(bring(door, &parcel).await.unwrap_or_default());
    }
    Ok(Json(answers))
}

async fn ledger(State(shared): State<Arc<Shared>>) -> Json<Vec<Message>> {
    Json(shared.world().messages.clone())
}
