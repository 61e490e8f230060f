//! For balancers and service managers.

use super::Edge;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use services::integrations;
use std::time::Duration;

/// The process runs.
pub async fn alive() -> &'static str {
    "alive"
}

/// Requests can be answered: database there, migrations done, vault key right.
pub async fn ready(State(edge): State<Edge>) -> Response {
    let asked = tokio::time::timeout(Duration::from_secs(2), edge.platform.db.is_ready()).await;
    let database = matches!(asked, Ok(Ok(_)));
    let migrations = matches!(asked, Ok(Ok(true)));
    let asked = tokio::time::timeout(Duration::from_secs(2), integrations::states(&edge.platform)).await;
    // Told and not judged: the product answers people, and keeps what they send, while a system is away.
    let integrations: Map<String, Value> = match asked {
        Ok(Ok(all)) => all
            .iter()
            .map(|status| (status.slot.as_str().to_owned(), status.state.as_str().into()))
            .collect(),
        _ => Map::new(),
    };
    let sealed = edge.platform.vault.seal("readyz", "");
    let vault = sealed
        .and_then(|sealed| edge.platform.vault.open("readyz", &sealed))
        .is_ok();
    let status = if database && migrations && vault {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({
            "database": database,
            "migrations": migrations,
            "vault": vault,
            "integrations": integrations,
        })),
    )
        .into_response()
}
