//! The mailbox over HTTP, and the control plane.

use super::{Shared, faults::Fault, page};
use crate::spoil::json;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;

/// Scripts never run here, whatever a message brings along.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'none'; base-uri 'none'";

pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/messages/{id}", get(one))
        .route("/messages/{id}/source", get(source))
        .route("/api/messages", get(api))
        .route("/_sim/faults", post(arm).get(armed))
        .route("/_sim/reset", post(reset))
        .with_state(shared)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    to: Option<String>,
}

fn html(page: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, page).into_response()
}

async fn list(State(shared): State<Arc<Shared>>) -> Response {
    let messages = shared.mailbox().newest_first(None);
    html(page::list(&messages))
}

async fn one(State(shared): State<Arc<Shared>>, Path(id): Path<u64>) -> Response {
    let message = shared.mailbox().message(id);
    message.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |message| html(page::message(&message)),
    )
}

async fn source(State(shared): State<Arc<Shared>>, Path(id): Path<u64>) -> Response {
    let message = shared.mailbox().message(id);
    let plain = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    message.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |message| (plain, message.source).into_response(),
    )
}

async fn api(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>) -> Response {
    let messages = shared.mailbox().newest_first(wanted.to.as_deref());
    json(StatusCode::OK, serde_json::to_vec(&messages).unwrap_or_default())
}

async fn arm(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(faults) => shared.mailbox().faults = faults,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
    StatusCode::NO_CONTENT.into_response()
}

async fn armed(State(shared): State<Arc<Shared>>) -> Response {
    let faults = shared.mailbox().faults.clone();
    json(StatusCode::OK, serde_json::to_vec(&faults).unwrap_or_default())
}

async fn reset(State(shared): State<Arc<Shared>>) -> Response {
    shared.mailbox().clear();
    StatusCode::NO_CONTENT.into_response()
}
