//! The one answer to every form: browsers are redirected within this site, scripts get codes. The framework's own
//! redirects (to any `Referer`, with the error in the address) never leave this function.

use super::{
    Answer, FormAnswer, RequestContext,
    page::{RETRY_AFTER, busy_page},
    submit::{came_from, send_back},
};
use crate::{error::AppError, request::not_found_page};
use axum::{
    Extension,
    body::Body,
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::forms::FormErrors;
use leptos::{prelude::*, reactive::computed::ScopedFuture};

/// Whether the caller shows pages (a form) rather than reading codes (an island).
fn wants_page(request: &Request<Body>) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Runs the server function at the request's path.
pub async fn serve_form(Extension(context): Extension<RequestContext>, request: Request<Body>) -> Response {
    let Some(mut service) =
        server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone())
    else {
        return not_found_page(&context);
    };
    let page_wanted = wants_page(&request);
    let place = FormAnswer::default();
    let owner = Owner::new();
    let running = owner.with(|| {
        provide_context(context.clone());
        provide_context(place.clone());
        ScopedFuture::new(async move { service.run(request).await })
    });
    let answered = running.await;
    owner.cleanup();
    let answer = place.take();
    if page_wanted {
        return match answer {
            // There is no use in sending them to a page at once: they are to wait first.
            Some(answer) if answer.status == Some(AppError::Busy.status()) => busy(&context, answer),
            Some(answer) => redirect(answer),
            // The boxes could not even be read: nothing is known of what was typed.
            None => send_back_to(&context, "", &FormErrors::default(), Some("unexpected")).await,
        };
    }
    let (parts, body) = answered.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let (status, cookies) = answer.map_or_else(Default::default, |answer| (answer.status, answer.cookies));
    let status = match status {
        Some(status) => Some(status),
        // The framework gives every error the status 500; one without an answer of ours could not be decoded.
        None if parts.status.is_server_error() => Some(match serde_json::from_slice(&body) {
            Ok(AppError::Unexpected { .. }) | Err(_) => 400,
            Ok(error) => error.status(),
        }),
        None => None,
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(parts.status);
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    set_cookies(&mut response, cookies);
    response
}

/// Back to the page that a form came from, for forms that are no server functions.
pub async fn send_back_to(
    context: &RequestContext,
    form: &str,
    errors: &FormErrors,
    problem: Option<&str>,
) -> Response {
    let error = match problem {
        Some("sign-in") => AppError::SignIn,
        Some(name) => AppError::Conflict(name.to_owned()),
        None => AppError::Invalid(errors.clone()),
    };
    let page = came_from(context, context.plane);
    match send_back(
        context,
        context.plane,
        page,
        form,
        serde_json::Value::Null,
        &error,
    )
    .await
    {
        Ok(answer) => redirect(answer),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn busy(context: &RequestContext, answer: Answer) -> Response {
    let mut response = busy_page(context, &answer.location);
    set_cookies(
        &mut response,
        answer.cookies.into_iter().chain(answer.flash_cookie),
    );
    response
}

pub(super) fn redirect(answer: Answer) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let location = HeaderValue::try_from(answer.location).unwrap_or_else(|_| HeaderValue::from_static("/"));
    headers.insert(header::LOCATION, location);
    for (name, value) in answer.headers {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    set_cookies(
        &mut response,
        answer.cookies.into_iter().chain(answer.flash_cookie),
    );
    response
}

fn set_cookies(response: &mut Response, cookies: impl IntoIterator<Item = String>) {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
