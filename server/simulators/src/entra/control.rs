//! The control plane.

use super::{Application, Counts, Person, Shared, Twist, desk};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use std::sync::Arc;

pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(desk::page))
        .route("/application", post(desk::press))
        .route("/_sim/application", post(application))
        .route("/_sim/person", post(person))
        .route("/_sim/twist", post(twist))
        .route("/_sim/rotate", post(rotate))
        .route("/_sim/counts", get(counts))
        .with_state(shared)
}

async fn person(State(shared): State<Arc<Shared>>, Json(person): Json<Option<Person>>) -> StatusCode {
    shared.now().person = person;
    StatusCode::NO_CONTENT
}

async fn application(State(shared): State<Arc<Shared>>, Json(application): Json<Application>) -> StatusCode {
    shared.now().application = application;
    StatusCode::NO_CONTENT
}

async fn twist(State(shared): State<Arc<Shared>>, Json(twist): Json<Twist>) -> StatusCode {
    shared.now().twist = twist;
    StatusCode::NO_CONTENT
}

async fn rotate(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.now().turn += 1;
    StatusCode::NO_CONTENT
}

async fn counts(State(shared): State<Arc<Shared>>) -> Json<Counts> {
    Json(shared.now().counts)
}
