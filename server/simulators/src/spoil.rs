//! Answers that no parser should be handed: the bodies of faults.

use crate::{
    faults::{Change, Fault},
    listen::Link,
};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use serde_json::Value;
use std::time::Duration;

const PAGE: &str = "<!doctype html><html lang=en><title>Service unavailable</title><p>The service is unavailable.</p></html>";
const NOTHING: &[u8] = br#"{"items":[],"nextCursor":null}"#;
const HUGE: usize = 50;
const DEEP: usize = 10_000;

/// A whole answer that can be taken apart.
pub struct Answered {
    pub response: Response,
    pub bytes: Bytes,
}

impl Answered {
    pub fn nothing() -> Self {
        Self {
            response: json(StatusCode::OK, Bytes::from_static(NOTHING)),
            bytes: Bytes::from_static(NOTHING),
        }
    }

    fn with(self, body: impl Into<Body>) -> Response {
        let (mut head, _) = self.response.into_parts();
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, body.into())
    }

    /// The answer as it was.
    pub fn whole(self) -> Response {
        let bytes = self.bytes.clone();
        self.with(bytes)
    }

    /// One byte at a time.
    pub fn dripping(self, pause: Duration) -> Response {
        let bytes = self.bytes.clone();
        self.with(Body::from_stream(stream::unfold(0, move |at| {
            let byte = (at < bytes.len()).then(|| bytes.slice(at..=at));
            async move {
                tokio::time::sleep(pause).await;
                byte.map(|byte| (Ok::<_, std::io::Error>(byte), at + 1))
            }
        })))
    }

    /// The first half; then the connection is reset, or nothing more comes without a link to reset.
    pub fn half(self, link: Option<Link>) -> Response {
        let (bytes, length) = (self.bytes.clone(), self.bytes.len());
        let first = stream::once(async move { Ok::<_, std::io::Error>(bytes.slice(..length / 2)) });
        let rest = stream::once(async move {
            // The half must reach the wire before the socket is torn down.
            tokio::time::sleep(Duration::from_millis(50)).await;
            if let Some(link) = link {
                link.reset();
            }
            std::future::pending().await
        });
        let mut response = self.with(Body::from_stream(futures_util::StreamExt::chain(first, rest)));
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        response
    }

    /// The parsed body changed by `edit`; as it was when it is not JSON.
    pub fn edited(self, edit: impl FnOnce(&mut Value)) -> Response {
        let Ok(mut value) = serde_json::from_slice::<Value>(&self.bytes) else {
            return self.whole();
        };
        edit(&mut value);
        self.with(value.to_string())
    }

    /// Something that is not the JSON it claims to be.
    pub fn malformed(self, variant: &str) -> Response {
        let bytes = self.bytes.clone();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match variant {
            "html" => html(StatusCode::OK),
            "wrong_type" => {
                let mut response = self.whole();
                response
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
                response
            }
            "invalid_utf8" => {
                self.with([&bytes[..bytes.len().saturating_sub(1)], b",\"odd\":\"\xff\xfe\"}"].concat())
            }
            "utf16" => self.with(
                text.encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<u8>>(),
            ),
            "nul" => self.with([&bytes[..], &b"\0"[..]].concat()),
            "bom" => self.with(format!("\u{feff}{text}")),
            "huge" => self.with(huge()),
            "deep" => self.with(format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP))),
            "duplicate_keys" => self.with(text.replacen('{', r#"{"id":"twice","id":"twice","#, 1)),
            _ => self.with(bytes.slice(..bytes.len() / 2)),
        }
    }
}

/// 50 MB of one string, made as it is read.
fn huge() -> Body {
    let filler = Bytes::from("a".repeat(1 << 20));
    let chunks = (0..=HUGE + 1).map(move |at| {
        Ok::<_, std::io::Error>(match at {
            0 => Bytes::from_static(br#"{"items":[{"id":""#),
            at if at <= HUGE => filler.clone(),
            _ => Bytes::from_static(br#""}],"nextCursor":null}"#),
        })
    });
    Body::from_stream(stream::iter(chunks))
}

/// JSON with its content type.
pub fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
        body.into(),
    )
        .into_response()
}

/// What a proxy in front of the vendor might say.
pub fn html(status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE).into_response()
}

/// `Retry-After` as the fault has it.
pub fn retry_after(response: &mut Response, fault: &Fault) {
    let text = fault
        .retry_after
        .as_deref()
        .and_then(|text| HeaderValue::from_str(text).ok());
    if let Some(text) = text {
        response.headers_mut().insert(header::RETRY_AFTER, text);
    }
}

/// Changes the field at `path` (names joined by dots; lists are entered) wherever it occurs.
pub fn drift(value: &mut Value, path: &str, change: Change) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| drift(row, path, change)),
        Value::Object(fields) => {
            let Some((name, rest)) = path.split_once('.') else {
                return drift_field(fields, path, change);
            };
            if let Some(inner) = fields.get_mut(name) {
                drift(inner, rest, change);
            }
        }
        _ => {}
    }
}

fn drift_field(fields: &mut serde_json::Map<String, Value>, name: &str, change: Change) {
    let Some(old) = fields.get(name).cloned() else {
        return;
    };
    let replaced = match change {
        Change::Missing | Change::Renamed => None,
        Change::Null => Some(Value::Null),
        Change::OtherType => Some(other_type(&old)),
        Change::NewValue => Some(Value::from("ZZ-NEW")),
        Change::Extra => Some(old.clone()),
        Change::Single => Some(old.get(0).cloned().unwrap_or(Value::Null)),
    };
    match replaced {
        Some(new) => fields.insert(name.to_owned(), new),
        None => fields.remove(name),
    };
    match change {
        Change::Renamed => drop(fields.insert(format!("{name}New"), old)),
        Change::Extra => drop(fields.insert(format!("{name}Extra"), Value::from("unexpected"))),
        _ => {}
    }
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::String(text) => text
            .parse::<i64>()
            .map_or_else(|_| serde_json::json!({ "value": text }), Value::from),
        Value::Number(number) => Value::from(number.to_string()),
        Value::Bool(flag) => Value::from(flag.to_string()),
        other => Value::from(other.to_string()),
    }
}

/// A list with a row missing (`vanish`) or with one twice (anything else).
pub fn disturb_rows(value: &mut Value, variant: &str) {
    let Some(rows) = value.get_mut("items").and_then(Value::as_array_mut) else {
        return;
    };
    if rows.is_empty() {
        return;
    }
    if variant == "vanish" {
        rows.remove(0);
    } else {
        rows.push(rows[0].clone());
    }
}
