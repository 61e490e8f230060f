//! The one HTTP client for outside systems. It calls only listed addresses and only public ones, follows no redirect,
//! ends at its deadlines, takes no more bytes than agreed, and logs neither addresses nor contents.

mod address;
mod answer;
mod fault;

pub use address::{Names, Origin, allowed, is_loopback};
pub use answer::{Judge, Refusal};
pub use fault::{Fault, LONGEST_WAIT, http_date, in_chain};

use super::monitor::{CircuitRules, Health, Line, Monitor};
use address::{CheckedResolver, SystemNames};
use answer::{Limit, Undecodable};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::{Url, redirect};
use serde::de::DeserializeOwned;
use services::{
    integrations::Meter,
    ports::{PortError, Trouble, clock::Clock},
};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;
use uuid::Uuid;

/// Where calls may go besides the public internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    PublicOnly,
    /// This machine as well, also without TLS: for simulators only.
    LoopbackToo,
}

/// Time and size limits of calls.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Resolving, connecting and TLS.
    pub connect: Duration,
    /// One use of a port that only reads, with all its calls.
    pub reads: Duration,
    /// One use of a port that changes something.
    pub writes: Duration,
    /// Silence in the middle of an answer.
    pub between_bytes: Duration,
    /// Bytes of an answer.
    pub body: usize,
    /// Bytes of one page of a list.
    pub list: usize,
    pub circuit: CircuitRules,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            reads: Duration::from_secs(10),
            writes: Duration::from_secs(30),
            between_bytes: Duration::from_secs(5),
            body: 8 * 1024 * 1024,
            list: 32 * 1024 * 1024,
            circuit: CircuitRules::default(),
        }
    }
}

/// A configured address or the client itself cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    #[error("not a usable address")]
    NotAnAddress,
    #[error("the address must begin with https://")]
    NotEncrypted,
    #[error("private, loopback and link-local addresses are not called")]
    AddressRefused,
    #[error("a value cannot be sent in a header")]
    NotAHeader,
    #[error("the client for encrypted connections could not be prepared")]
    Tls,
}

/// Whether a call changes something in the other system. After a change that got no answer nobody knows if it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Reads,
    Writes,
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    http: reqwest::Client,
    limits: Limits,
    reach: Reach,
    clock: Arc<dyn Clock>,
    meter: Option<Meter>,
}

impl Outbound {
    pub fn new(reach: Reach, limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Self::with_names(reach, limits, clock, Arc::new(SystemNames))
    }

    /// As [`Outbound::new`], where somebody else tells the addresses of names.
    pub fn with_names(
        reach: Reach,
        limits: Limits,
        clock: Arc<dyn Clock>,
        names: Arc<dyn Names>,
    ) -> Result<Self, SetupError> {
        // Fails where a provider is there already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .connect_timeout(limits.connect)
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(CheckedResolver { reach, names })
            .user_agent("TenantWise")
            .build()
            .map_err(|_| SetupError::Tls)?;
        Ok(Self {
            http,
            limits,
            reach,
            clock,
            meter: None,
        })
    }

    /// The same, for systems whose calls are counted.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        Self {
            meter: Some(meter),
            ..self.clone()
        }
    }

    /// A door to one system that may be called at these addresses only.
    pub fn system(&self, name: &'static str, addresses: &[&Url]) -> Result<System, SetupError> {
        let allowed = addresses
            .iter()
            .map(|url| Origin::of(url, self.reach))
            .collect::<Result<_, _>>()?;
        let monitor = Monitor::new(self.limits.circuit, Arc::clone(&self.clock));
        Ok(System {
            name,
            http: self.http.clone(),
            limits: self.limits,
            allowed,
            monitor,
            clock: Arc::clone(&self.clock),
            meter: self.meter.clone(),
        })
    }
}

/// What a call carries.
pub enum Body {
    Empty,
    Json(Bytes),
    Form(Vec<(&'static str, String)>),
    Multipart(reqwest::multipart::Form),
}

/// How large an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    One,
    List,
    /// There is none to read.
    Nothing,
}

/// One request.
pub struct Call {
    /// A word of ours for logs.
    pub operation: &'static str,
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Body,
    pub effect: Effect,
    pub size: Size,
    /// When the use of the port that this call belongs to ends.
    pub until: Instant,
}

/// A decoded answer.
#[derive(Debug)]
pub struct Answer<T> {
    pub body: T,
    /// The system's own time when it answered, in UTC milliseconds.
    pub their_now: Option<i64>,
}

/// An answer that said yes, not yet decoded.
struct Sound {
    status: StatusCode,
    their_now: Option<i64>,
    body: Vec<u8>,
}

/// One outside system.
pub struct System {
    name: &'static str,
    http: reqwest::Client,
    limits: Limits,
    allowed: Vec<Origin>,
    monitor: Monitor,
    clock: Arc<dyn Clock>,
    meter: Option<Meter>,
}

impl System {
    pub fn health(&self) -> Health {
        self.monitor.health()
    }

    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Remembers a fault that only the adapter could see.
    pub fn note(&self, fault: &Fault) {
        self.monitor.note(Err(&fault.error), fault.retry_after);
        self.count(Err(&fault.error), Duration::ZERO);
    }

    /// Makes one call and decodes its answer. Never later than `call.until`, never twice.
    pub async fn exchange<T: DeserializeOwned>(&self, call: Call, judge: Judge) -> Result<Answer<T>, Fault> {
        self.exchange_by(call, judge, answer::decode).await
    }

    /// As [`System::exchange`], where the answer carries nothing.
    pub async fn exchange_empty(&self, call: Call, judge: Judge) -> Result<(), Fault> {
        let call = Call {
            size: Size::Nothing,
            ..call
        };
        self.exchange_by(call, judge, |_| Ok(()))
            .await
            .map(|answer| answer.body)
    }

    async fn exchange_by<T>(
        &self,
        call: Call,
        judge: Judge,
        decode: fn(&[u8]) -> Result<T, Undecodable>,
    ) -> Result<Answer<T>, Fault> {
        let (operation, effect) = (call.operation, call.effect);
        let correlation = Uuid::new_v4();
        let started = Instant::now();
        let mut field = None;
        let outcome = match self.send(call, correlation, judge).await {
            Ok(Sound {
                status,
                their_now,
                body,
            }) => match decode(&body) {
                Ok(body) => Ok((status, Answer { body, their_now })),
                Err(bad) => {
                    field = Some(bad.field);
                    Err(Fault::unexpected(effect, status, Line::Sound))
                }
            },
            Err(fault) => Err(fault),
        };
        let (status, code) = match &outcome {
            Ok((status, _)) => (Some(*status), "ok"),
            Err(fault) => (fault.status, fault.error.code()),
        };
        tracing::info!(
            system = self.name,
            operation,
            status = status.map(|status| status.as_u16()),
            outcome = code,
            field,
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            %correlation,
            "outside call"
        );
        let retry_after = outcome.as_ref().err().and_then(|fault| fault.retry_after);
        let told = outcome.as_ref().map(|_| ()).map_err(|fault| &fault.error);
        self.monitor.note(told, retry_after);
        self.count(told, started.elapsed());
        outcome.map(|(_, answer)| answer)
    }

    fn count(&self, outcome: Result<(), &PortError>, took: Duration) {
        if let Some(meter) = &self.meter {
            meter.note(outcome, took, self.clock.now());
        }
    }

    async fn send(&self, call: Call, correlation: Uuid, judge: Judge) -> Result<Sound, Fault> {
        if !self.allowed.iter().any(|origin| origin.covers(&call.url)) {
            return Err(Fault::new(PortError::Misconfigured(Trouble::CannotConnect)));
        }
        let (until, effect) = (call.until, call.effect);
        if until <= Instant::now() {
            // Nothing was sent, so nothing can have happened.
            return Err(Fault::new(PortError::Unavailable(Trouble::TimedOut)));
        }
        let permit = self.monitor.admit().map_err(Fault::new)?;
        let sent = tokio::time::timeout_at(until, self.perform(call, correlation, judge)).await;
        let outcome = sent.unwrap_or_else(|_| Err(Fault::timed_out(effect)));
        permit.finish(outcome.as_ref().map_or_else(|fault| fault.line, |_| Line::Sound));
        outcome
    }

    async fn perform(&self, call: Call, correlation: Uuid, judge: Judge) -> Result<Sound, Fault> {
        let effect = call.effect;
        let bytes = match call.size {
            Size::One => self.limits.body,
            Size::List => self.limits.list,
            Size::Nothing => 0,
        };
        let limit = Limit {
            bytes,
            between_bytes: self.limits.between_bytes,
        };
        let mut request = self
            .http
            .request(call.method, call.url)
            .headers(call.headers)
            .header(header::ACCEPT, HeaderValue::from_static("application/json"))
            .header("x-correlation-id", correlation.to_string());
        request = match call.body {
            Body::Empty => request,
            Body::Json(json) => request
                .header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(json),
            Body::Form(boxes) => request.form(&boxes),
            Body::Multipart(form) => request.multipart(form),
        };
        let response = request
            .send()
            .await
            .map_err(|error| fault::of_transport(&error, effect))?;
        let status = response.status();
        if status.is_success() {
            let date = response
                .headers()
                .get(header::DATE)
                .and_then(|date| date.to_str().ok());
            let their_now = date.and_then(http_date);
            let body = if call.size == Size::Nothing {
                Vec::new()
            } else {
                answer::success(response, &limit, effect).await?
            };
            return Ok(Sound {
                status,
                their_now,
                body,
            });
        }
        let retry_after = fault::retry_after(response.headers(), self.clock.as_ref());
        Err(Fault {
            retry_after,
            ..answer::refusal(response, &limit, effect, judge).await
        })
    }
}
