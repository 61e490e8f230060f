//! Browsers and proxies say how long a body is. Where a second way to say it is allowed, two readers may disagree on where
//! the next request begins (SEC-T4), so there is one way only.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn layer(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        (StatusCode::BAD_REQUEST, [(header::CONNECTION, "close")]).into_response()
    } else {
        next.run(request).await
    }
}
