//! Devices and sessions: where am I signed in, and how long still.

pub mod api;
pub mod screens;

use crate::request::RequestContext;
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::identity::Plane;
use leptos::server_fn::ServerFn;
use serde::Serialize;

/// Where 'Stay signed in' posts to.
pub fn stay_url(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => api::Stay::url(),
        Plane::Console => api::StaffStay::url(),
    }
}

#[derive(Serialize)]
struct Left {
    /// Seconds; nothing left once the session is over.
    left: i64,
    /// Pressing 'Stay signed in' would not help.
    r#final: bool,
}

/// How long the session lives still, for the script that warns. Asking makes it last no longer (SEC-S4).
pub fn left(request: &RequestContext) -> Response {
    let now = request.platform.clock.now();
    let life = request.life();
    Json(Left {
        left: life.map_or(0, |life| life.until().secs_since(now).max(0)),
        r#final: life.is_some_and(services::context::Life::is_final),
    })
    .into_response()
}
