//! Around every route of a messaging vendor: faults and the journal. Cx has its own, because its contract says more.

use crate::{
    clock::Clock,
    faults::{Fault, Faults, Kind},
    journal::{Entry, Journal},
    listen::Link,
    spoil::{self, Answered},
    strike::{self, Outcome},
};
use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

const LIMIT: usize = 1 << 20;

#[derive(Debug)]
struct Inner {
    clock: Clock,
    faults: Faults,
    journal: Journal,
}

/// The clock, the faults and the journal of one simulator.
#[derive(Debug)]
pub struct Around(Mutex<Inner>);

impl Around {
    pub fn new(seed: u64, today: Option<jiff::civil::Date>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Inner {
            clock: Clock::start(today),
            faults: Faults::new(seed),
            journal: Journal::default(),
        })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.inner().clock.now()
    }

    pub fn advance(&self, seconds: i64) {
        self.inner().clock.advance(seconds);
    }

    pub fn arm(&self, faults: Vec<Fault>) {
        self.inner().faults.arm(faults);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    pub advance: i64,
}

/// The part of the control plane that every such vendor has.
pub fn control(around: Arc<Around>) -> Router {
    Router::new()
        .route("/_sim/faults", post(arm).get(armed))
        .route("/_sim/journal", get(journal))
        .with_state(around)
}

async fn arm(State(around): State<Arc<Around>>, Json(faults): Json<Vec<Fault>>) -> StatusCode {
    around.arm(faults);
    StatusCode::NO_CONTENT
}

async fn armed(State(around): State<Arc<Around>>) -> Response {
    let armed = serde_json::to_vec(around.inner().faults.armed()).unwrap_or_default();
    spoil::json(StatusCode::OK, armed)
}

async fn journal(State(around): State<Arc<Around>>) -> Response {
    let entries = serde_json::to_vec(&around.inner().journal.entries()).unwrap_or_default();
    spoil::json(StatusCode::OK, entries)
}

/// Lets a request through, or lets a fault strike it.
pub async fn frame(State(around): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let link = parts.extensions.get::<Link>().cloned();
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut entry = Entry::of(&parts, &bytes, around.inner().clock.local().to_string());
    let fault = around.inner().faults.draw(
        parts.method.as_str(),
        parts.uri.path(),
        parts.uri.query().unwrap_or_default(),
    );
    entry.fault = fault.as_ref().map(|fault| fault.fault);
    let outcome = match fault {
        None => Outcome::Answer(next.run(Request::from_parts(parts, Body::from(bytes))).await),
        Some(fault) => struck(&fault, parts, bytes, next, link.clone()).await,
    };
    if let Outcome::Answer(response) = &outcome {
        entry.status = response.status().as_u16();
    }
    around.inner().journal.add(entry);
    outcome.meet(link).await
}

async fn answered(parts: Parts, bytes: Bytes, next: Next) -> Answered {
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let (head, body) = response.into_parts();
    Answered {
        response: Response::from_parts(head, Body::empty()),
        bytes: to_bytes(body, usize::MAX).await.unwrap_or_default(),
    }
}

async fn struck(fault: &Fault, parts: Parts, bytes: Bytes, next: Next, link: Option<Link>) -> Outcome {
    let delay = Duration::from_millis(fault.delay_ms.unwrap_or(1_000));
    if fault.fault == Kind::Slow {
        let answer = answered(parts, bytes, next).await;
        tokio::time::sleep(delay).await;
        return Outcome::Answer(answer.whole());
    }
    let answer = if fault.strikes_after() {
        answered(parts, bytes, next).await
    } else {
        Answered::nothing()
    };
    Outcome::of(fault, answer, delay, link, |_| {
        let usual = match fault.fault {
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        strike::refused(fault, fault.status_or(usual), |status| {
            spoil::json(status, r#"{"errors":[]}"#)
        })
    })
}
