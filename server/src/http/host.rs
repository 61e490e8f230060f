//! Answers only to its own name: a link made from somebody else's `Host` would lead people there (SEC-A16).

use super::Edge;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn layer(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let own = edge
        .config
        .base_url
        .split_once("://")
        .map_or("", |(_, host)| host);
    let health_check = matches!(request.uri().path(), "/healthz" | "/readyz");
    if health_check || is_named(own, request.headers(), request.uri()) {
        next.run(request).await
    } else {
        (
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not answer to that name.",
        )
            .into_response()
    }
}

/// Whether it is called by `own` and no other name. Named twice, or once more in the request line: whoever stands in
/// front may have read the other one.
fn is_named(own: &str, headers: &HeaderMap, uri: &Uri) -> bool {
    let in_line = uri.authority().map(|authority| authority.as_str().as_bytes());
    let mut names = headers
        .get_all(header::HOST)
        .iter()
        .map(HeaderValue::as_bytes)
        .chain(in_line)
        .peekable();
    names.peek().is_some() && names.all(|name| name.eq_ignore_ascii_case(own.as_bytes()))
}
