//! From a code to a token that says who somebody is.

use super::{Algorithm, Grant, Shared, TokenFault, Twist, application, keys, no_such_tenant, refusal};
use axum::{
    Form, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

#[derive(Deserialize)]
pub struct Asked {
    grant_type: String,
    pub client_id: String,
    pub client_secret: String,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
}

/// Redeems a code, once; or gives a token to the application itself.
pub async fn endpoint(
    State(shared): State<Arc<Shared>>,
    Path(tenant): Path<String>,
    Form(asked): Form<Asked>,
) -> Response {
    let (twist, turn) = {
        let mut now = shared.now();
        now.counts.token += 1;
        (now.twist.clone(), now.turn)
    };
    match &twist.token {
        TokenFault::Works => {}
        TokenFault::Slow => tokio::time::sleep(Duration::from_mins(1)).await,
        TokenFault::Error => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        TokenFault::Html => {
            return Html("<!doctype html><title>Sign in</title><p>Sorry.</p>").into_response();
        }
        TokenFault::Refused(error, number) => return refusal(StatusCode::BAD_REQUEST, error, *number),
    }
    let options = &shared.options;
    if tenant != options.tenant {
        return no_such_tenant();
    }
    if asked.client_id != options.client {
        return refusal(StatusCode::BAD_REQUEST, "unauthorized_client", 700_016);
    }
    if asked.grant_type == "client_credentials" {
        return application::token(&shared, &asked);
    }
    if asked.client_secret != options.secret {
        return refusal(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215);
    }
    let grant = shared.now().grants.remove(&asked.code);
    let Some(grant) = grant.filter(|_| asked.grant_type == "authorization_code") else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant", 54005);
    };
    if grant.redirect != asked.redirect_uri {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", 50011);
    }
    if keys::encode(Sha256::digest(asked.code_verifier.as_bytes())) != grant.challenge {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant", 501_481);
    }
    match signed(&claims(&shared, &twist, &grant), &twist, turn) {
        Ok(token) => Json(json!({
            "token_type": "Bearer",
            "scope": "openid profile email",
            "expires_in": 3599,
            "access_token": "opaque",
            "id_token": token,
        }))
        .into_response(),
        Err(keys::Unusable) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn claims(shared: &Shared, twist: &Twist, grant: &Grant) -> Value {
    let options = &shared.options;
    let now = shared.clock.now().as_second();
    let issued = now + twist.shift_secs;
    let person = &grant.person;
    let mut claims = json!({
        "ver": "2.0",
        "iss": twist.issuer.clone().unwrap_or_else(|| shared.issuer()),
        "aud": twist.audience.as_ref().unwrap_or(&options.client),
        "tid": twist.tenant.as_ref().unwrap_or(&options.tenant),
        "oid": person.object,
        "sub": format!("pairwise-{}", person.object),
        "name": person.name,
        "preferred_username": person.username,
        "nonce": twist.nonce.as_ref().unwrap_or(&grant.nonce),
        "iat": issued,
        "nbf": issued + twist.not_before_secs,
        "exp": issued + twist.life_secs.unwrap_or(3600),
    });
    let proved = if grant.anew && person.proved_secs_ago.is_some() {
        Some(0)
    } else {
        person.proved_secs_ago
    };
    for (name, value) in [
        ("email", person.email.clone().map(Value::from)),
        ("idp", person.guest_of.clone().map(Value::from)),
        ("azp", twist.authorised_party.clone().map(Value::from)),
        ("auth_time", proved.map(|ago| Value::from(now - ago))),
    ] {
        if let Some(value) = value {
            claims[name] = value;
        }
    }
    claims
}

fn signed(claims: &Value, twist: &Twist, turn: usize) -> Result<String, keys::Unusable> {
    let (_, kid) = keys::current(turn);
    let algorithm = match twist.algorithm {
        Algorithm::Rs256 => "RS256",
        Algorithm::None => "none",
        Algorithm::Hs256 => "HS256",
    };
    let head = json!({ "typ": "JWT", "alg": algorithm, "kid": twist.kid.clone().unwrap_or(kid) });
    let text = format!(
        "{}.{}",
        keys::encode(head.to_string()),
        keys::encode(claims.to_string())
    );
    let signature = match twist.algorithm {
        Algorithm::Rs256 => keys::sign(turn, twist.kid.is_some(), &text)?,
        Algorithm::None => String::new(),
        Algorithm::Hs256 => keys::sign_with_public(turn, &text)?,
    };
    Ok(format!("{text}.{signature}"))
}
