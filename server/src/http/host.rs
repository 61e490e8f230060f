//! Answers only to its own name: a link made from somebody else's `Host` would lead people there (SEC-A16).

use super::Edge;
use axum::{extract::{Request, State}, http::{StatusCode, header}, middleware::Next, response::{IntoResponse, Response}};

pub async fn layer(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| request.uri().host());
    let own = edge.config.base_url.split_once("://").map_or("", |(_, host)| host);
    let health_check = matches!(request.uri().path(), "/healthz" | "/readyz");
    if health_check || named.is_some_and(|host| host.eq_ignore_ascii_case(own)) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "This server does not answer to that name.").into_response()
    }
}
