//! The token of each call, and how Notify refuses.

use super::Shared;
use crate::spoil;
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

const SKEW_SECS: i64 = 30;

pub fn refusal(status: StatusCode, error: &str, message: &str) -> Response {
    let body = json!({"errors": [{"error": error, "message": message}], "status_code": status.as_u16()});
    spoil::json(status, body.to_string())
}

pub async fn nowhere() -> Response {
    refusal(StatusCode::NOT_FOUND, "NoResultFound", "No result found")
}

#[derive(Deserialize)]
struct Head {
    typ: String,
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    iat: i64,
}

fn part<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn is_trusted(shared: &Shared, token: &str) -> Result<(), &'static str> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        return Err("Invalid token: not enough segments");
    };
    let (Some(named), Some(said)) = (part::<Head>(head), part::<Claims>(claims)) else {
        return Err("Invalid token: cannot be read");
    };
    if named.typ != "JWT" || named.alg != "HS256" {
        return Err("Invalid token: algorithm used is not HS256");
    }
    if said.iss != shared.options.service {
        return Err("Invalid token: service not found");
    }
    if (said.iat - shared.around.now().as_second()).abs() > SKEW_SECS {
        return Err("Error: Your system clock must be accurate to within 30 seconds");
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, shared.options.secret.as_bytes());
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    hmac::verify(&key, format!("{head}.{claims}").as_bytes(), &signature)
        .map_err(|_| "Invalid token: API key not found")
}

pub async fn layer(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let Some(token) = token else {
        let message = "Unauthorized: authentication token must be provided";
        return refusal(StatusCode::UNAUTHORIZED, "AuthError", message);
    };
    match is_trusted(&shared, token) {
        Ok(()) => next.run(request).await,
        Err(why) => refusal(StatusCode::FORBIDDEN, "AuthError", why),
    }
}
