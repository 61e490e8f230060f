//! The edge: every request passes these layers, from the outside in: a reference and a log line, security headers, framing,
//! host, body size, origin, who is asking; then pages, forms, files.

pub mod assets;
mod body;
mod context;
mod downloads;
mod drops;
mod framing;
mod headers;
mod health;
mod hooks;
mod host;
pub mod listener;
mod log;
mod metrics;
mod origin;
mod sent_files;
mod tables;
mod uploads;

use crate::config::Config;
use app::{
    auth::sessions,
    request::{Assets, RequestContext, not_found_page, serve_form},
};
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use services::context::Platform;
use std::sync::Arc;

/// What the layers share.
#[derive(Clone)]
pub struct Edge {
    pub platform: Arc<Platform>,
    pub config: Arc<Config>,
    pub assets: Assets,
    /// Where the demo's mails can be read.
    pub demo_mailbox: Option<String>,
}

/// The whole site.
pub fn router(platform: Arc<Platform>, config: Arc<Config>, demo_mailbox: Option<String>) -> Router {
    let edge = Edge {
        platform,
        config,
        assets: assets::names(),
        demo_mailbox,
    };
    let with_context = app::routes::pages()
        .route("/api/{*path}", post(serve_form).fallback(method_not_allowed))
        // Files have their own limits; the framework's would cut them at 2 MB.
        .route(
            "/repairs/report/{draft}/upload",
            post(uploads::upload)
                .fallback(method_not_allowed)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/console/invites/import/upload",
            post(tables::invites)
                .fallback(method_not_allowed)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/console/repair-definitions/import/upload",
            post(tables::definitions)
                .fallback(method_not_allowed)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/console/drops/upload",
            post(drops::upload)
                .fallback(method_not_allowed)
                .layer(DefaultBodyLimit::disable()),
        )
        .route("/session-left", get(session_left))
        .route("/console/session-left", get(session_left))
        .route("/photos/{id}", get(downloads::photo))
        .route("/console/photos/{id}", get(downloads::photo))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(edge.clone(), context::layer))
        .layer(middleware::from_fn_with_state(edge.clone(), origin::layer))
        .layer(middleware::from_fn(body::layer));
    // No browser sends these, so where they come from is not the browser's to say.
    let from_vendors = Router::new()
        .route("/hooks/{channel}", post(hooks::hear))
        .layer(middleware::from_fn(body::layer));
    Router::new()
        .route("/pkg/{file}", get(assets::file))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(from_vendors)
        .route("/metrics", get(metrics::metrics))
        .merge(with_context)
        .layer(middleware::from_fn_with_state(edge.clone(), host::layer))
        .layer(middleware::from_fn(framing::layer))
        .layer(middleware::from_fn_with_state(edge.clone(), headers::layer))
        .layer(middleware::from_fn(log::layer))
        .with_state(edge)
}

async fn session_left(Extension(context): Extension<RequestContext>) -> Response {
    sessions::left(&context)
}

async fn not_found(Extension(context): Extension<RequestContext>) -> Response {
    not_found_page(&context)
}

async fn method_not_allowed() -> Response {
    StatusCode::METHOD_NOT_ALLOWED.into_response()
}
