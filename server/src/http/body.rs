//! Bodies: 64 KiB, read whole within ten seconds a piece, before anything else looks at them; files have their own way.

use axum::{
    body::Body,
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

const FORM_MAX: usize = 64 * 1024;
const READ_WITHIN: Duration = Duration::from_secs(10);

/// Whether a path takes files, which are streamed under their own limits.
fn takes_files(path: &str) -> bool {
    let draft = path
        .strip_prefix("/repairs/report/")
        .and_then(|rest| rest.strip_suffix("/upload"));
    [
        app::paths::CONSOLE_INVITES_UPLOAD,
        app::paths::CONSOLE_DEFINITIONS_UPLOAD,
        app::paths::CONSOLE_DROPS_UPLOAD,
    ]
    .contains(&path)
        || draft.is_some_and(|draft| !draft.contains('/'))
}

pub async fn layer(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) || takes_files(request.uri().path()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(READ_WITHIN, Limited::new(body, FORM_MAX).collect()).await {
        Ok(Ok(whole)) => {
            next.run(Request::from_parts(parts, Body::from(whole.to_bytes())))
                .await
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is too long to send. Go back: your words are still there. Make them shorter and try again.",
        )
            .into_response(),
        Ok(Err(_)) => StatusCode::BAD_REQUEST.into_response(),
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}
