//! One line for each request, without anything that people typed; and the net under panics.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use services::random;
use std::panic::AssertUnwindSafe;
use tokio::time::Instant;
use tracing::Instrument;

const REFERENCE: &str = "x-request-id";

pub async fn layer(request: Request, next: Next) -> Response {
    let id = random::hex(&random::bytes::<8>());
    let method = request.method().clone();
    // The route, never the address: ids and queries may tell who somebody is.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", %id);
    let began = Instant::now();
    let outcome = AssertUnwindSafe(next.run(request).instrument(span.clone()))
        .catch_unwind()
        .await;
    let mut response = outcome.unwrap_or_else(|_| {
        span.in_scope(|| tracing::error!("request.panicked"));
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Sorry, there is a problem with the service. Reference: {id}"),
        )
            .into_response()
    });
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(
        || tracing::info!(%method, %route, status = response.status().as_u16(), millis, "request.done"),
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REFERENCE, id);
    }
    response
}
