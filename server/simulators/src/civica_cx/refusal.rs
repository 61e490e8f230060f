//! The error body of `cx-assumed-1`.

use crate::spoil;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// A refused request. The frame around every route turns it into the body, with the correlation id.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
    pub field: Option<String>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            field: None,
        }
    }

    /// The request itself is wrong: the vendor's 400.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidRequest", message).on(field)
    }

    /// The request is well formed, its content is not acceptable: the vendor's 422.
    pub fn unprocessable(code: &'static str, field: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message).on(field)
    }

    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", "No such record.")
    }

    pub fn token_expired() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "TokenExpired",
            "The token has expired or was never issued.",
        )
    }

    fn on(mut self, field: &str) -> Self {
        self.field = (!field.is_empty() && field != ".").then(|| field.to_owned());
        self
    }

    /// The answer itself; the refusal stays with it for the journal.
    pub fn body(&self, correlation: &str) -> Response {
        let wire = Wire {
            code: self.code,
            message: &self.message,
            field: self.field.as_deref(),
            correlation_id: correlation,
        };
        let mut response = spoil::json(self.status, serde_json::to_vec(&wire).unwrap_or_default());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    correlation_id: &'a str,
}
