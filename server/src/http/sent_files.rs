//! How somebody is answered who sent files by a plain form.

use app::{
    error::AppError,
    request::{RequestContext, not_found_page, send_back_to},
};
use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::forms::FormErrors;

/// On to the page that `taken` names, or back to the form with what is to be mended; scripts get codes alone.
pub async fn answer(
    context: &RequestContext,
    headers: &HeaderMap,
    form: &'static str,
    taken: Result<String, AppError>,
) -> Response {
    let page_wanted = headers
        .get(header::ACCEPT)
        .and_then(|line| line.to_str().ok())
        .is_some_and(|line| line.contains("text/html"));
    match taken {
        Ok(next) if page_wanted => Redirect::to(&next).into_response(),
        Ok(_) => StatusCode::OK.into_response(),
        Err(AppError::NotFound | AppError::Denied) if page_wanted => not_found_page(context),
        Err(AppError::Invalid(errors)) if page_wanted => send_back_to(context, form, &errors, None).await,
        Err(error) if page_wanted => {
            send_back_to(context, form, &FormErrors::default(), error.problem().as_deref()).await
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
}
