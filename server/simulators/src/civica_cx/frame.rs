//! Around every route: correlation id, faults, error bodies, journal.

use super::{ask::bearer, refusal::Refusal, state::Cx, variant::Variant};
use crate::{
    faults::{Fault, Kind},
    journal::Entry,
    listen::Link,
    spoil::{self, Answered},
    strike::{self, Outcome},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use std::time::Duration;

/// Below the API URL.
pub const BASE: &str = "/api/v1";
const CORRELATION: &str = "x-correlation-id";
const LIMIT: usize = 16 << 20;

pub async fn frame(State(cx): State<Cx>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let link = parts.extensions.get::<Link>().cloned();
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "TooLarge",
            "The body is too large.",
        )
        .body("");
    };
    let mut entry = Entry::of(&parts, &bytes, cx.world().clock.local().to_string());
    let below = parts.uri.path().strip_prefix(BASE).unwrap_or(parts.uri.path());
    let fault = cx.world().faults.draw(
        parts.method.as_str(),
        below,
        parts.uri.query().unwrap_or_default(),
    );
    entry.fault = fault.as_ref().map(|fault| fault.fault);
    let outcome = match fault {
        None => Outcome::Answer(varied(&cx, answer(&cx, parts, bytes, next).await)),
        Some(fault) => struck(&cx, &fault, parts, bytes, next, link.clone()).await,
    };
    if let Outcome::Answer(response) = &outcome {
        entry.status = response.status().as_u16();
        entry.code = response
            .extensions()
            .get::<Refusal>()
            .map(|refusal| refusal.code.to_owned());
    }
    cx.world().journal.add(entry);
    outcome.meet(link).await
}

/// The answer as the chosen variant of the contract gives it.
fn varied(cx: &Cx, answered: Answered) -> Response {
    match cx.options.variant {
        Variant::None | Variant::NoBulk => answered.whole(),
        variant => answered.edited(|value| variant.edit(value)),
    }
}

/// The route's own answer, with correlation id and error body.
async fn answer(cx: &Cx, parts: Parts, bytes: Bytes, next: Next) -> Answered {
    let given = parts
        .headers
        .get(CORRELATION)
        .map(|value| value.to_str().unwrap_or_default().to_owned());
    let valid = given
        .as_ref()
        .is_none_or(|text| uuid::Uuid::try_parse(text).is_ok());
    let correlation = given.filter(|_| valid).unwrap_or_else(|| cx.world().ids.guid());
    let mut response = if valid {
        next.run(Request::from_parts(parts, Body::from(bytes))).await
    } else {
        Refusal::invalid("X-Correlation-Id", "X-Correlation-Id must be a UUID.").into_response()
    };
    if let Some(refusal) = response.extensions().get::<Refusal>().cloned() {
        let allow = response.headers().get(axum::http::header::ALLOW).cloned();
        response = refusal.body(&correlation);
        if let Some(allow) = allow {
            response.headers_mut().insert(axum::http::header::ALLOW, allow);
        }
    }
    if let Ok(value) = HeaderValue::from_str(&correlation) {
        response.headers_mut().insert(CORRELATION, value);
    }
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Answered {
        response: Response::from_parts(head, Body::empty()),
        bytes,
    }
}

async fn struck(
    cx: &Cx,
    fault: &Fault,
    mut parts: Parts,
    bytes: Bytes,
    next: Next,
    link: Option<Link>,
) -> Outcome {
    let variant = fault.variant.as_deref().unwrap_or_default();
    let token = bearer(&parts.headers).map(str::to_owned);
    let correlation = parts
        .headers
        .get(CORRELATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let delay = Duration::from_millis(fault.delay_ms.unwrap_or(if fault.fault == Kind::Drip {
        1_000
    } else {
        3_000
    }));
    if fault.fault == Kind::Slow {
        return Outcome::Answer(slow(cx, fault, parts, bytes, next, delay).await);
    }
    if fault.fault == Kind::Partial && variant == "shorter" {
        parts.uri = with_half_the_page(&parts.uri);
    }
    let answered = if fault.strikes_after() {
        answer(cx, parts, bytes, next).await
    } else {
        Answered::nothing()
    };
    Outcome::of(fault, answered, delay, link, |answered| match fault.fault {
        Kind::ExpiredToken => {
            token.map(|token| cx.world().tokens.revoke(&token));
            Refusal::token_expired().body(&correlation)
        }
        Kind::Partial if variant == "cursor_expired" => {
            Refusal::new(StatusCode::GONE, "CursorExpired", "The cursor has expired.").body(&correlation)
        }
        Kind::Partial if variant == "shorter" => answered.whole(),
        Kind::Partial => answered.edited(|value| spoil::disturb_rows(value, variant)),
        _ => refused(fault, &correlation),
    })
}

async fn slow(cx: &Cx, fault: &Fault, parts: Parts, bytes: Bytes, next: Next, delay: Duration) -> Response {
    if fault.strikes_after() {
        let answered = answer(cx, parts, bytes, next).await;
        tokio::time::sleep(delay).await;
        return answered.whole();
    }
    tokio::time::sleep(delay).await;
    answer(cx, parts, bytes, next).await.whole()
}

fn refused(fault: &Fault, correlation: &str) -> Response {
    let (status, code) = match fault.fault {
        Kind::TooMany => (StatusCode::TOO_MANY_REQUESTS, "TooManyRequests"),
        _ => (fault.status_or(StatusCode::SERVICE_UNAVAILABLE), "ServiceError"),
    };
    strike::refused(fault, status, |status| {
        Refusal::new(status, code, "The service cannot answer now.").body(correlation)
    })
}

/// A list may return fewer rows than asked: ask the route itself for fewer, so that its cursor stays right.
fn with_half_the_page(uri: &Uri) -> Uri {
    let asked = |pair: &str| {
        pair.strip_prefix("pageSize=")
            .and_then(|size| size.parse::<usize>().ok())
    };
    let query = uri.query().unwrap_or_default();
    let size = query.split('&').find_map(asked).unwrap_or(super::paging::USUAL);
    let others = query
        .split('&')
        .filter(|pair| !pair.is_empty() && asked(pair).is_none());
    let size = format!("pageSize={}", (size / 2).max(1));
    let query = others.chain([size.as_str()]).collect::<Vec<_>>().join("&");
    format!("{}?{query}", uri.path())
        .parse()
        .unwrap_or_else(|_| uri.clone())
}
