//! Which faults are armed, and which one strikes a request.

use crate::rng::Rng;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// One armed fault, as the control plane takes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the control plane's word")]
pub struct Fault {
    /// `POST /repairs`, `GET /repairs/{id}`, `* /token` or `*` for everything; below the API's base path.
    pub route: String,
    pub fault: Kind,
    #[serde(default)]
    pub when: When,
    #[serde(default = "certain")]
    pub probability: f64,
    /// How often it strikes at most; for ever without it.
    #[serde(default)]
    pub count: Option<u32>,
    /// Matching requests let through first.
    #[serde(default)]
    pub skip: u32,
    /// Strikes only requests whose query string has this parameter.
    #[serde(default)]
    pub query: Option<String>,
    /// `slow`: the delay; `drip`: the pause between bytes.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// `status` and `html`.
    #[serde(default)]
    pub status: Option<u16>,
    /// `status`: what comes with it; JSON without it.
    #[serde(default)]
    pub body: Option<StatusBody>,
    /// `too_many` and `status`: the header's text, sent as it is.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// `malformed`, `partial`, `reset` and `hang`: see the README of the control plane in `civica_cx`.
    #[serde(default)]
    pub variant: Option<String>,
    /// `drift`: the field, for example `items.id` or `orders.appointments.from`.
    #[serde(default)]
    pub path: Option<String>,
    /// `drift`: what happens to it.
    #[serde(default)]
    pub change: Option<Change>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Slow,
    Hang,
    Drip,
    Reset,
    Status,
    TooMany,
    ExpiredToken,
    LostAnswer,
    Malformed,
    Html,
    Drift,
    Partial,
}

/// Whether it strikes before or after the state change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    #[default]
    Before,
    After,
}

/// What a refused status carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusBody {
    Json,
    Empty,
    Html,
}

/// How a field drifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Missing,
    Renamed,
    Null,
    /// Number to string, string to number (or to an object).
    OtherType,
    /// An enumeration value nobody has heard of.
    NewValue,
    /// A field nobody asked for beside it.
    Extra,
    /// A list becomes its first row.
    Single,
}

fn certain() -> f64 {
    1.0
}

/// An armed fault and how often it has struck.
#[derive(Clone, Debug, Serialize)]
pub struct Armed {
    #[serde(flatten)]
    pub fault: Fault,
    pub seen: u32,
    pub struck: u32,
}

/// The armed faults of one simulator and the stream their draws come from.
#[derive(Debug)]
pub struct Faults {
    armed: Vec<Armed>,
    draws: Rng,
}

impl Faults {
    /// Nothing armed.
    pub fn new(seed: u64) -> Self {
        Self {
            armed: Vec::new(),
            draws: Rng::for_purpose(seed, "faults"),
        }
    }

    /// Replaces what was armed.
    pub fn arm(&mut self, faults: Vec<Fault>) {
        self.armed = faults
            .into_iter()
            .map(|fault| Armed {
                fault,
                seen: 0,
                struck: 0,
            })
            .collect();
    }

    pub fn armed(&self) -> &[Armed] {
        &self.armed
    }

    /// The first armed fault that strikes this request. `path` is below the API's base path.
    pub fn draw(&mut self, method: &str, path: &str, query: &str) -> Option<Fault> {
        let Self { armed, draws } = self;
        armed.iter_mut().find_map(|armed| {
            if !armed.fault.concerns(method, path, query)
                || armed.fault.count.is_some_and(|count| armed.struck >= count)
            {
                return None;
            }
            armed.seen += 1;
            if armed.seen <= armed.fault.skip || draws.fraction() >= armed.fault.probability {
                return None;
            }
            armed.struck += 1;
            Some(armed.fault.clone())
        })
    }
}

impl Fault {
    /// The status that it asks for, or the usual one.
    pub fn status_or(&self, usual: StatusCode) -> StatusCode {
        self.status
            .and_then(|code| StatusCode::from_u16(code).ok())
            .unwrap_or(usual)
    }

    /// An answer is needed before it can be spoiled.
    pub fn strikes_after(&self) -> bool {
        self.when == When::After
            || matches!(
                self.fault,
                Kind::LostAnswer | Kind::Drip | Kind::Drift | Kind::Partial
            )
    }

    fn concerns(&self, method: &str, path: &str, query: &str) -> bool {
        let (verb, pattern) = self.route.split_once(' ').unwrap_or(("*", &self.route));
        let named = |name: &String| query.split('&').any(|pair| pair.split('=').next() == Some(name));
        (verb == "*" || verb == method)
            && (pattern == "*" || fits(pattern, path))
            && self.query.as_ref().is_none_or(named)
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (wanted, found) = (
        pattern.trim_matches('/').split('/'),
        path.trim_matches('/').split('/'),
    );
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == found || (wanted.starts_with('{') && wanted.ends_with('}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_fault_strikes_its_route_only_and_as_often_as_told() {
        let mut faults = Faults::new(7);
        faults.arm(vec![fault(
            r#"{"route":"GET /repairs/{id}","fault":"html","count":1,"skip":1}"#,
        )]);
        assert!(faults.draw("GET", "/repairs", "").is_none());
        assert!(faults.draw("POST", "/repairs/1", "").is_none());
        assert!(faults.draw("GET", "/repairs/1", "").is_none());
        assert!(faults.draw("GET", "/repairs/1", "").is_some());
        assert!(faults.draw("GET", "/repairs/1", "").is_none());
    }

    #[test]
    fn draws_follow_the_seed() {
        let strikes = |seed| {
            let mut faults = Faults::new(seed);
            faults.arm(vec![fault(r#"{"route":"*","fault":"reset","probability":0.3}"#)]);
            (0..50)
                .map(|_| faults.draw("GET", "/ping", "").is_some())
                .collect::<Vec<_>>()
        };
        assert_eq!(strikes(1), strikes(1));
        assert_ne!(strikes(1), strikes(2));
    }
}
