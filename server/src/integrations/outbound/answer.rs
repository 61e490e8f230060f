//! Reading an answer within its limits.

use super::{Effect, Fault};
use crate::integrations::monitor::Line;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use services::ports::{PortError, Trouble};
use std::time::Duration;

/// Refusals are short; more of them is not read.
const REFUSAL_BYTES: usize = 64 * 1024;

/// A complete answer of a system that was not a success.
pub struct Refusal<'a> {
    pub status: StatusCode,
    body: &'a [u8],
    json: bool,
}

impl Refusal<'_> {
    /// The body as the vendor's error, or nothing where it is not JSON (pages of a firewall or a proxy).
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        if self.json {
            serde_json::from_slice(self.body).ok()
        } else {
            None
        }
    }

    /// It came from the system itself and not from something in front of it.
    pub const fn is_json(&self) -> bool {
        self.json
    }
}

/// Decides what a refusal below 500 means, by status and the vendor's code.
pub type Judge = fn(&Refusal<'_>) -> PortError;

pub(super) struct Limit {
    pub bytes: usize,
    pub between_bytes: Duration,
}

/// A successful answer's body: JSON in UTF-8 and not too long.
pub(super) async fn success(
    mut response: reqwest::Response,
    limit: &Limit,
    effect: Effect,
) -> Result<Vec<u8>, Fault> {
    let status = response.status();
    let unexpected = || Fault::unexpected(effect, status, Line::Faulty);
    if !is_json(response.headers()) {
        return Err(unexpected());
    }
    let body = match body(&mut response, limit).await {
        Ok(body) => body,
        Err(Broken::TooLong) => return Err(unexpected()),
        Err(Broken::Stalled) => {
            return Err(Fault {
                status: Some(status),
                ..Fault::timed_out(effect)
            });
        }
        Err(Broken::Cut(error)) => {
            return Err(Fault {
                status: Some(status),
                ..super::fault::of_transport(&error, effect)
            });
        }
    };
    if std::str::from_utf8(&body).is_err() {
        return Err(unexpected());
    }
    Ok(body)
}

/// What a refusal means. Its body is read as far as it comes, as the status alone says most.
pub(super) async fn refusal(
    mut response: reqwest::Response,
    limit: &Limit,
    effect: Effect,
    judge: Judge,
) -> Fault {
    let status = response.status();
    let json = is_json(response.headers());
    let error = match status {
        _ if status.is_server_error() => effect.after_sending(Trouble::ServiceError),
        StatusCode::TOO_MANY_REQUESTS => PortError::Unavailable(Trouble::LimitReached),
        StatusCode::REQUEST_TIMEOUT => effect.after_sending(Trouble::TimedOut),
        _ if status.is_client_error() => {
            let limit = Limit {
                bytes: REFUSAL_BYTES,
                ..*limit
            };
            let body = body(&mut response, &limit).await.unwrap_or_default();
            judge(&Refusal {
                status,
                body: &body,
                json,
            })
        }
        // Redirects are never followed: they could lead anywhere.
        _ => effect.after_sending(Trouble::UnexpectedAnswer),
    };
    let line = if status.is_server_error() {
        Line::Faulty
    } else {
        Line::Sound
    };
    Fault {
        status: Some(status),
        line,
        ..Fault::new(error)
    }
}

/// Where decoding failed: the path to the field, never its value.
pub(super) struct Undecodable {
    pub field: String,
}

pub(super) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Undecodable> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let decoded = serde_path_to_error::deserialize(&mut json).map_err(|error| Undecodable {
        field: error.path().to_string(),
    })?;
    json.end().map_err(|_| Undecodable {
        field: "end".to_owned(),
    })?;
    Ok(decoded)
}

enum Broken {
    TooLong,
    Stalled,
    Cut(reqwest::Error),
}

async fn body(response: &mut reqwest::Response, limit: &Limit) -> Result<Vec<u8>, Broken> {
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > limit.bytes) {
        return Err(Broken::TooLong);
    }
    let mut body = Vec::new();
    loop {
        let chunk = tokio::time::timeout(limit.between_bytes, response.chunk())
            .await
            .map_err(|_| Broken::Stalled)?;
        let Some(chunk) = chunk.map_err(Broken::Cut)? else {
            return Ok(body);
        };
        if body.len() + chunk.len() > limit.bytes {
            return Err(Broken::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
}

/// `application/json` or a kind of it, in UTF-8 where a charset is named.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
    else {
        return false;
    };
    let kind = kind.to_ascii_lowercase();
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let json =
        essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    json && parts
        .filter_map(|part| part.strip_prefix("charset="))
        .all(|charset| charset.trim_matches('"') == "utf-8")
}
