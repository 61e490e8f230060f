//! The control plane.

use super::{Notification, Shared, callbacks, fresh};
use crate::around::Advance;
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
        .route("/_sim/clock", post(clock))
        .route("/_sim/callback", post(subscribe))
        .route("/_sim/emit", post(emit))
        .route("/_sim/ledger", get(ledger))
        .with_state(shared)
}

async fn reset(State(shared): State<Arc<Shared>>) -> StatusCode {
    *shared.world() = fresh(&shared.options);
    StatusCode::NO_CONTENT
}

async fn clock(State(shared): State<Arc<Shared>>, Json(by): Json<Advance>) -> StatusCode {
    shared.around.advance(by.advance);
    callbacks::bring_due(&shared).await;
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
    id: String,
    status: Option<String>,
    times: Option<usize>,
    token: Option<String>,
    reference: Option<String>,
}

async fn emit(
    State(shared): State<Arc<Shared>>,
    Json(asked): Json<Emit>,
) -> Result<Json<Vec<u16>>, StatusCode> {
    let (subscription, one) = {
        let world = shared.world();
        let one = world.notifications.iter().find(|one| one.id == asked.id).cloned();
        (world.subscription.clone(), one)
    };
    let (Some(subscription), Some(one)) = (subscription, one) else {
        return Err(StatusCode::NOT_FOUND);
    };
    let status = asked.status.unwrap_or_else(|| one.status.clone());
    let body = callbacks::body(&one, &status, asked.reference.as_deref());
    let mut answers = Vec::new();
    for _ in 0..asked.times.unwrap_or(1) {
        answers.push(callbacks::post(&subscription, asked.token.as_deref(), body.clone()).await);
    }
    Ok(Json(answers))
}

async fn ledger(State(shared): State<Arc<Shared>>) -> Json<Vec<Notification>> {
    Json(shared.world().notifications.clone())
}
