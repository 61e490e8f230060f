//! What was asked and answered, newest last.

use serde::Serialize;
use serde_json::Value;
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
