//! The routes of `cx-assumed-1` (assumed).

mod accounts;
mod appointments;
mod assets;
mod attachments;
mod cases;
mod contacts;
mod lookups;
mod methods;
mod raise;
mod repairs;
mod session;

use super::{
    frame::{self, frame},
    page,
    refusal::Refusal,
    state::Cx,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post, put},
};
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

pub fn router(cx: Cx) -> Router {
    let api = Router::new()
        .route("/token", post(session::log_in).delete(session::log_out))
        .route("/companies", get(session::companies))
        .route("/ping", get(session::ping))
        .route("/lookups/{kind}", get(lookups::values))
        .route("/sor-codes", get(lookups::sor_codes))
        .route("/contacts", get(contacts::search))
        .route("/contacts/{id}", get(contacts::one))
        .route(
            "/contacts/{id}/contact-methods",
            get(contacts::methods).post(methods::add),
        )
        .route(
            "/contacts/{id}/contact-methods/{method}",
            put(methods::change).delete(methods::remove),
        )
        .route("/contacts/{id}/agreements", get(contacts::agreements))
        .route("/assets/{id}", get(assets::one))
        .route("/assets/{id}/related", get(assets::related))
        .route("/accounts/{id}", get(accounts::one))
        .route("/accounts/{id}/transactions", get(accounts::transactions))
        .route("/accounts/{id}/payments", post(accounts::pay))
        .route("/repairs", get(repairs::list).post(raise::raise))
        .route("/repairs/{id}", get(repairs::one))
        .route("/repairs/{id}/cancel", post(repairs::cancel))
        .route("/repairs/{id}/attachments", post(attachments::add))
        .route("/orders/{id}/slots", get(appointments::slots))
        .route("/orders/{id}/appointments", post(appointments::book))
        .route(
            "/appointments/{id}",
            put(appointments::reschedule).delete(appointments::cancel),
        )
        .route("/cases", get(cases::list).post(cases::open))
        .route("/cases/{id}", get(cases::one))
        .route("/cases/{id}/notes", post(cases::note))
        .route("/cases/{id}/attachments", post(cases::attach))
        .route("/cases/{id}/close", post(cases::close));
    Router::new()
        .route("/", get(page::front))
        .nest(frame::BASE, api)
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(cx.clone(), frame))
        .with_state(cx)
}

async fn unknown() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "RouteUnknown", "No such route.")
}

async fn wrong_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "MethodNotAllowed",
        "The route has no such method.",
    )
}

/// The query string of a list without a filter of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Paged {
    page_size: Option<String>,
    cursor: Option<String>,
}

/// The query string of a route that takes none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// `YYYY-MM-DD` and nothing else.
pub fn day(field: &str, text: &str) -> Result<Date, Refusal> {
    let parsed = Date::strptime("%Y-%m-%d", text).ok().filter(|_| text.len() == 10);
    parsed.ok_or_else(|| Refusal::invalid(field, format!("{field} must be YYYY-MM-DD.")))
}

/// `YYYY-MM-DDThh:mm:ss` and nothing else.
pub fn moment(field: &str, text: &str) -> Result<DateTime, Refusal> {
    let parsed = DateTime::strptime("%Y-%m-%dT%H:%M:%S", text)
        .ok()
        .filter(|_| text.len() == 19);
    parsed.ok_or_else(|| {
        Refusal::invalid(
            field,
            format!("{field} must be YYYY-MM-DDThh:mm:ss without an offset."),
        )
    })
}

/// Either of the two.
fn day_or_moment(field: &str, text: &str) -> Result<DateTime, Refusal> {
    if text.contains('T') {
        moment(field, text)
    } else {
        day(field, text).map(|day| day.at(0, 0, 0, 0))
    }
}

/// `true` or `false`.
fn flag(field: &str, text: Option<&str>) -> Result<bool, Refusal> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::invalid(field, format!("{field} must be true or false."))),
    }
}
