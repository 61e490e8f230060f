//! What a fault does to an answer, whatever the vendor.

use crate::{
    faults::{Change, Fault, Kind, StatusBody},
    listen::Link,
    spoil::{self, Answered},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// What becomes of a request.
pub enum Outcome {
    Answer(Response),
    Cut,
    Reset,
    Hang,
}

impl Outcome {
    /// Does to `answered` what `fault` says; `own` answers the kinds that each vendor answers in its own words.
    pub fn of(
        fault: &Fault,
        answered: Answered,
        delay: Duration,
        link: Option<Link>,
        own: impl FnOnce(Answered) -> Response,
    ) -> Self {
        let variant = fault.variant.as_deref().unwrap_or_default();
        Self::Answer(match fault.fault {
            Kind::Hang if variant == "mid_body" => answered.half(None),
            Kind::Hang => return Self::Hang,
            Kind::Reset if variant == "mid_body" => answered.half(link),
            Kind::Reset => return Self::Reset,
            Kind::LostAnswer => return Self::Cut,
            Kind::Drip => answered.dripping(delay),
            Kind::Drift => {
                let path = fault.path.as_deref().unwrap_or("id");
                let change = fault.change.unwrap_or(Change::Missing);
                answered.edited(|value| spoil::drift(value, path, change))
            }
            Kind::Malformed => answered.malformed(variant),
            Kind::Html => spoil::html(fault.status_or(StatusCode::OK)),
            Kind::Status | Kind::TooMany | Kind::Slow | Kind::ExpiredToken | Kind::Partial => own(answered),
        })
    }

    /// The answer, or what happens to the connection in place of one.
    pub async fn meet(self, link: Option<Link>) -> Response {
        match (self, link) {
            (Self::Answer(response), _) => return response,
            (Self::Cut, Some(link)) => link.cut(),
            (Self::Reset, Some(link)) => link.reset(),
            _ => {}
        }
        std::future::pending().await
    }
}

/// A refusal with the body that the fault asks for: `json` is the vendor's own.
pub fn refused(fault: &Fault, status: StatusCode, json: impl FnOnce(StatusCode) -> Response) -> Response {
    let mut response = match fault.body.unwrap_or(StatusBody::Json) {
        StatusBody::Json => json(status),
        StatusBody::Empty => status.into_response(),
        StatusBody::Html => spoil::html(status),
    };
    spoil::retry_after(&mut response, fault);
    response
}
