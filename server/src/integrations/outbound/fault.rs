//! From what went wrong on the wire to the words of the ports.

use super::{Effect, address::AddressRefused};
use crate::integrations::monitor::Line;
use http::{HeaderMap, StatusCode, header};
use services::ports::{PortError, Trouble, clock::Clock};
use std::{error::Error, time::Duration};

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub error: PortError,
    /// The status where there was an answer.
    pub status: Option<StatusCode>,
    /// How long the system asked us to wait, at most [`LONGEST_WAIT`].
    pub retry_after: Option<Duration>,
    /// What it says about the line, for the circuit.
    pub line: Line,
}

/// A system that asks for a longer pause is asked again after this.
pub const LONGEST_WAIT: Duration = Duration::from_mins(15);

impl Fault {
    /// A fault that says nothing about the line to the system.
    pub fn new(error: PortError) -> Self {
        Self {
            error,
            status: None,
            retry_after: None,
            line: Line::Sound,
        }
    }

    pub(super) fn on_the_line(error: PortError) -> Self {
        Self {
            line: Line::Faulty,
            ..Self::new(error)
        }
    }

    /// The time for the whole ran out.
    pub(super) fn timed_out(effect: Effect) -> Self {
        Self::on_the_line(effect.after_sending(Trouble::TimedOut))
    }

    /// What came is not what was agreed.
    pub(super) fn unexpected(effect: Effect, status: StatusCode, line: Line) -> Self {
        Self {
            status: Some(status),
            line,
            ..Self::new(effect.after_sending(Trouble::UnexpectedAnswer))
        }
    }
}

impl From<Fault> for PortError {
    fn from(fault: Fault) -> Self {
        fault.error
    }
}

impl Effect {
    /// The error for a trouble that arose when the request may already have been acted on.
    pub const fn after_sending(self, trouble: Trouble) -> PortError {
        match self {
            Self::Reads => PortError::Unavailable(trouble),
            Self::Writes => PortError::UnknownOutcome(trouble),
        }
    }
}

/// Sorts a failed exchange.
pub fn of_transport(error: &reqwest::Error, effect: Effect) -> Fault {
    if in_chain::<AddressRefused>(error) {
        return Fault::new(PortError::Misconfigured(Trouble::CannotConnect));
    }
    if error.is_dns() {
        return Fault::on_the_line(PortError::Unavailable(Trouble::CannotResolve));
    }
    let tls = in_chain::<rustls::Error>(error);
    if error.is_connect() {
        let trouble = if tls { Trouble::Tls } else { Trouble::CannotConnect };
        return Fault::on_the_line(PortError::Unavailable(trouble));
    }
    if error.is_builder() {
        return Fault::new(PortError::Misconfigured(Trouble::CannotConnect));
    }
    let trouble = match error {
        _ if tls => Trouble::Tls,
        error if error.is_timeout() => Trouble::TimedOut,
        _ => Trouble::ServiceError,
    };
    Fault::on_the_line(effect.after_sending(trouble))
}

/// Whether an error of this type lies anywhere below `error`.
pub fn in_chain<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut link = Some(error);
    while let Some(error) = link {
        // An io::Error names as its source what lies below the error it carries, not the error itself.
        let carried = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        if error.is::<E>() || carried.is_some_and(|carried| in_chain::<E>(carried)) {
            return true;
        }
        link = error.source();
    }
    false
}

/// Reads `Retry-After` in both its forms; what cannot be read or lies in the past is no wish at all.
pub fn retry_after(headers: &HeaderMap, clock: &dyn Clock) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => u64::try_from((http_date(text)? - clock.now().0) / 1000).ok()?,
    };
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// UTC milliseconds of a date as HTTP writes it.
pub fn http_date(text: &str) -> Option<i64> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    parser
        .parse_timestamp(text)
        .ok()
        .map(jiff::Timestamp::as_millisecond)
}
