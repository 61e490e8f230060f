//! Lists in pages with opaque cursors.

use super::refusal::Refusal;
use crate::{hex::hex, spoil};
use axum::{http::StatusCode, response::Response};
use serde::Serialize;

/// Rows of a page when nobody says.
pub const USUAL: usize = 100;
const MOST: usize = 500;

/// `pageSize` and `cursor` as asked for.
#[derive(Clone, Debug, Default)]
pub struct Page {
    size: usize,
    after: Option<String>,
}

/// One page of rows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rows<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
}

impl Page {
    /// `list` says which list the cursor must have come from.
    pub fn parse(list: &str, size: Option<&str>, cursor: Option<&str>) -> Result<Self, Refusal> {
        let valid = |size: &usize| (1..=MOST).contains(size);
        let size = match size {
            None => USUAL,
            Some(text) => text
                .parse()
                .ok()
                .filter(valid)
                .ok_or_else(|| Refusal::invalid("pageSize", "pageSize must be from 1 to 500."))?,
        };
        let own = |text: String| text.strip_prefix(list)?.strip_prefix('\n').map(str::to_owned);
        let after = cursor.map(|cursor| {
            unhex(cursor)
                .and_then(own)
                .ok_or_else(|| Refusal::invalid("cursor", "Not a cursor of this list."))
        });
        Ok(Self {
            size,
            after: after.transpose()?,
        })
    }

    /// The rows after the cursor. `rows` are in order of their keys, which are unique.
    pub fn of<T>(&self, list: &str, rows: Vec<(String, T)>) -> Rows<T> {
        let rows = self.of_sorted(list, rows, |(key, _)| key.clone());
        Rows {
            items: rows.items.into_iter().map(|(_, row)| row).collect(),
            next_cursor: rows.next_cursor,
        }
    }

    /// As [`Page::of`], for rows in any order.
    pub fn sorted<T>(&self, list: &str, rows: impl Iterator<Item = (String, T)>) -> Rows<T> {
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        self.of(list, rows)
    }

    /// As [`Page::of`]; keys are made only where they are needed, as lists may be long.
    pub fn of_sorted<T>(&self, list: &str, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Rows<T> {
        let from = self
            .after
            .as_ref()
            .map_or(0, |after| rows.partition_point(|row| key(row) <= *after));
        rows.drain(..from);
        let more = rows.len() > self.size;
        rows.truncate(self.size);
        let next_cursor = rows
            .last()
            .filter(|_| more)
            .map(|row| hex(format!("{list}\n{}", key(row)).as_bytes()));
        Rows {
            items: rows,
            next_cursor,
        }
    }
}

/// A key that sorts the newest first: every digit is turned round.
pub fn newest_first(at: &str) -> String {
    at.chars()
        .map(|letter| {
            letter
                .to_digit(10)
                .map_or(letter, |digit| char::from_digit(9 - digit, 10).unwrap_or(letter))
        })
        .collect()
}

fn unhex(text: &str) -> Option<String> {
    let digits = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    String::from_utf8(digits.collect::<Option<Vec<u8>>>()?).ok()
}

/// 200 with a JSON body.
pub fn ok<T: Serialize>(body: &T) -> Response {
    with(StatusCode::OK, body)
}

/// Any status with a JSON body.
pub fn with<T: Serialize>(status: StatusCode, body: &T) -> Response {
    spoil::json(status, serde_json::to_vec(body).unwrap_or_default())
}
