//! Around every route of a messaging vendor: faults and the journal. Cx has its own, because its contract says more.

use crate::{
    clock::Clock,
    faults::{Fault, Faults, Kind, StatusBody},
    journal::{Entry, Journal},
    listen::Link,
    spoil::{self, Answered},
};
use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fmt::Write,
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

enum Outcome {
    Answer(Response),
    Cut,
    Reset,
    Hang,
}

/// Lets a request through, or lets a fault strike it.
pub async fn frame(State(around): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let link = parts.extensions.get::<Link>().cloned();
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut entry = entry(&around, &parts, &bytes);
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
    match (outcome, link) {
        (Outcome::Answer(response), _) => return response,
        (Outcome::Cut, Some(link)) => link.cut(),
        (Outcome::Reset, Some(link)) => link.reset(),
        _ => {}
    }
    std::future::pending().await
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
    let variant = fault.variant.as_deref().unwrap_or_default();
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
    match fault.fault {
        Kind::Hang if variant == "mid_body" => Outcome::Answer(answer.half(None)),
        Kind::Hang => Outcome::Hang,
        Kind::Reset if variant == "mid_body" => Outcome::Answer(answer.half(link)),
        Kind::Reset => Outcome::Reset,
        Kind::LostAnswer => Outcome::Cut,
        Kind::Drip => Outcome::Answer(answer.dripping(delay)),
        Kind::Malformed => Outcome::Answer(answer.malformed(variant)),
        Kind::Html => Outcome::Answer(spoil::html(status(fault, StatusCode::OK))),
        Kind::Drift => {
            let path = fault.path.as_deref().unwrap_or("id");
            let change = fault.change.unwrap_or(crate::faults::Change::Missing);
            Outcome::Answer(answer.edited(|value| spoil::drift(value, path, change)))
        }
        Kind::TooMany | Kind::Status | Kind::ExpiredToken | Kind::Partial | Kind::Slow => {
            Outcome::Answer(refused(fault))
        }
    }
}

fn refused(fault: &Fault) -> Response {
    let usual = match fault.fault {
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    let status = status(fault, usual);
    let mut response = match fault.body.unwrap_or(StatusBody::Json) {
        StatusBody::Json => spoil::json(status, r#"{"errors":[]}"#),
        StatusBody::Empty => status.into_response(),
        StatusBody::Html => spoil::html(status),
    };
    spoil::retry_after(&mut response, fault);
    response
}

fn status(fault: &Fault, usual: StatusCode) -> StatusCode {
    fault
        .status
        .and_then(|code| StatusCode::from_u16(code).ok())
        .unwrap_or(usual)
}

fn entry(around: &Around, parts: &Parts, bytes: &Bytes) -> Entry {
    let headers = parts.headers.iter().map(|(name, value): (_, &HeaderValue)| {
        let shown = if name == "authorization" {
            "(not kept)".to_owned()
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        (name.to_string(), shown)
    });
    let hash = Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    Entry {
        number: 0,
        connection: parts.extensions.get::<Link>().map_or(0, |link| link.id),
        at: around.inner().clock.local().to_string(),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect::<BTreeMap<_, _>>(),
        body_sha256: hash,
        body: serde_json::from_slice::<Value>(bytes).unwrap_or(Value::Null),
        fault: None,
        status: 0,
        code: None,
    }
}
