//! Pictures, checked at every fetch (SEC-F7), never rendered as a page.

use app::request::{RequestContext, missing_page};
use axum::{
    Extension,
    extract::{Path, rejection::PathRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::ids::PhotoId;
use services::{error::Error, repairs};

pub async fn photo(
    Extension(context): Extension<RequestContext>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    // An address that is no text names no photo either.
    let Some(id) = id.ok().and_then(|Path(id)| PhotoId::parse(&id)) else {
        return missing_page(&context).await;
    };
    match repairs::photo(&context.ctx(), &id).await {
        Ok(jpeg) => (
            [
                (header::CONTENT_TYPE, "image/jpeg"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::CACHE_CONTROL, "private, no-store"),
            ],
            jpeg,
        )
            .into_response(),
        Err(error) if error.is_outage() => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(Error::NotFound | Error::SignIn | Error::Denied) => missing_page(&context).await,
        Err(error) => {
            tracing::error!(%error, "photo.unreadable");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
