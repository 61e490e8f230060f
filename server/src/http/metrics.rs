//! For Prometheus: how connections are doing. Only for those who hold the token.

use super::Edge;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::integrations::State as Doing;
use secrecy::ExposeSecret;
use services::{
    integrations::{self, Status},
    random,
};
use std::fmt::Write;

pub async fn metrics(State(edge): State<Edge>, headers: HeaderMap) -> Response {
    // Without a token nobody is told that there are any.
    if !is_allowed(&edge, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match integrations::with_details(&edge.platform).await {
        Ok(all) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text(&all)).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics.unreadable");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Hashes are compared, so that the time it takes tells nothing of the token.
fn is_allowed(edge: &Edge, headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let wanted = edge.config.metrics_token.as_ref();
    wanted
        .zip(given)
        .is_some_and(|(wanted, given)| random::hash(wanted.expose_secret()) == random::hash(given))
}

/// One gauge a line. Names and labels are ours and hold nothing that has to be escaped.
fn text(all: &[Status]) -> String {
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, lines: Vec<(String, i64)>| {
        let _infallible = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in lines {
            let _infallible = writeln!(text, "{name}{{{labels}}} {value}");
        }
    };
    let slot = |status: &Status| format!("slot=\"{}\"", status.slot.as_str());
    let states = all.iter().flat_map(|status| {
        Doing::ALL.map(|state| {
            let labels = format!("{},state=\"{}\"", slot(status), state.as_str());
            (labels, i64::from(status.state == state))
        })
    });
    gauge(
        "tenantwise_integration_state",
        "1 for the state that a connection is in.",
        states.collect(),
    );
    let mut each = |name: &str, help: &str, value: &dyn Fn(&Status) -> i64| {
        gauge(
            name,
            help,
            all.iter().map(|status| (slot(status), value(status))).collect(),
        );
    };
    each(
        "tenantwise_integration_waiting",
        "Deliveries that wait for it.",
        &|status| status.waiting,
    );
    each(
        "tenantwise_integration_last_success_seconds",
        "When it last worked, 0 for never.",
        &|status| status.success_at.map_or(0, |at| at.0 / 1000),
    );
    each(
        "tenantwise_integration_calls_last_hour",
        "Calls of the last hour, of all nodes.",
        &|status| status.minutes.iter().map(|minute| minute.calls).sum(),
    );
    each(
        "tenantwise_integration_faults_last_hour",
        "Calls of the last hour that failed.",
        &|status| status.minutes.iter().map(|minute| minute.faults).sum(),
    );
    each(
        "tenantwise_integration_milliseconds_last_hour",
        "Time of all calls of the last hour.",
        &|status| status.minutes.iter().map(|minute| minute.total_ms).sum(),
    );
    text
}
