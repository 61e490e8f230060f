//! What was asked and answered, newest last.

use crate::{hex::hex, listen::Link};
use axum::http::request::Parts;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};

const KEPT: usize = 10_000;

/// One request. Passwords and tokens are not kept.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub number: u64,
    pub connection: u64,
    pub at: String,
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: BTreeMap<String, String>,
    pub body_sha256: String,
    pub body: Value,
    pub fault: Option<crate::faults::Kind>,
    /// 0 when the connection was cut or left hanging.
    pub status: u16,
    pub code: Option<String>,
}

impl Entry {
    /// A request as it came in at `at`.
    pub fn of(parts: &Parts, bytes: &[u8], at: String) -> Self {
        const SECRET: &str = "(not kept)";
        let headers = parts.headers.iter().map(|(name, value)| {
            let shown = if name == "authorization" {
                SECRET.to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.to_string(), shown)
        });
        let mut body = serde_json::from_slice::<Value>(bytes).unwrap_or(Value::Null);
        if let Some(password) = body.get_mut("password") {
            *password = Value::from(SECRET);
        }
        Self {
            number: 0,
            connection: parts.extensions.get::<Link>().map_or(0, |link| link.id),
            at,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: headers.collect(),
            body_sha256: hex(&Sha256::digest(bytes)),
            body,
            fault: None,
            status: 0,
            code: None,
        }
    }
}

/// The newest requests of one simulator.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    counted: u64,
}

impl Journal {
    pub fn add(&mut self, entry: Entry) {
        self.counted += 1;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(Entry {
            number: self.counted,
            ..entry
        });
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.entries.iter().cloned().collect()
    }
}
