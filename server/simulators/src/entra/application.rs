//! Consent of an administrator to the application, and tokens for the application itself.

use super::{Shared, keys, refusal, token::Asked as AskedToken};
use axum::{
    Json,
    extract::{OriginalUri, Path, Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// What happens at the page of consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consents {
    /// The administrator chooses.
    #[default]
    Asks,
    Grants,
    Refuses,
}

/// The secret of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    #[default]
    Works,
    /// 7000222.
    Expired,
    /// It was replaced: what was right is wrong (7000215).
    Replaced,
}

/// The application in the directory, and what an administrator may do to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Application {
    /// Permissions in its registration: what consent grants.
    pub requested: Vec<String>,
    /// Permissions in its tokens.
    pub granted: Vec<String>,
    /// An administrator removed it from the directory: `unauthorized_client`, 700016.
    pub removed: bool,
    pub secret: Secret,
    pub consents: Consents,
    /// `expires_in` of its tokens, in seconds.
    pub life_secs: i64,
    /// The directory that the way back names instead of its own.
    pub consent_tenant: Option<String>,
}

impl Default for Application {
    fn default() -> Self {
        Self {
            requested: vec!["Sites.Selected".to_owned(), "SMTP.SendAsApp".to_owned()],
            granted: Vec::new(),
            removed: false,
            secret: Secret::Works,
            consents: Consents::Asks,
            life_secs: 3599,
            consent_tenant: None,
        }
    }
}

#[derive(Deserialize)]
pub struct Asked {
    client_id: String,
    state: String,
    redirect_uri: String,
    answer: Option<String>,
}

fn refused(number: u32, about: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=en><title>Consent</title><h1>Consent</h1><p>AADSTS{number}: {about}</p></html>"
    );
    (StatusCode::BAD_REQUEST, Html(page)).into_response()
}

/// Asks an administrator for consent and sends them back.
pub async fn consent(
    State(shared): State<Arc<Shared>>,
    Path(tenant): Path<String>,
    OriginalUri(here): OriginalUri,
    Query(asked): Query<Asked>,
) -> Response {
    let options = &shared.options;
    if tenant != options.tenant {
        return refused(90002, "Tenant not found.");
    }
    if asked.client_id != options.client {
        return refused(700_016, "Application not found in the directory.");
    }
    if !options.redirects.is_empty() && !options.redirects.contains(&asked.redirect_uri) {
        return refused(50011, "The redirect URI does not match.");
    }
    let mut now = shared.now();
    let application = &mut now.application;
    let grants = match (application.consents, asked.answer.as_deref()) {
        (Consents::Grants, _) | (Consents::Asks, Some("accept")) => true,
        (Consents::Refuses, _) | (Consents::Asks, Some(_)) => false,
        (Consents::Asks, None) => return question(&application.requested, &here.to_string()),
    };
    let named = application.consent_tenant.as_deref().unwrap_or(&tenant);
    let answer = if grants {
        application.granted.clone_from(&application.requested);
        application.removed = false;
        format!("admin_consent=True&tenant={}", super::authorise::quoted(named))
    } else {
        let text = super::authorise::quoted("AADSTS65004: <script>alert(1)</script> declined");
        format!("error=access_denied&error_description={text}")
    };
    let state = super::authorise::quoted(&asked.state);
    let address = format!("{}?{answer}&state={state}", asked.redirect_uri);
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

fn question(requested: &[String], here: &str) -> Response {
    let here = here.replace('&', "&amp;").replace('"', "%22");
    let rights = requested.join("</li><li>");
    Html(format!(
        "<!doctype html><html lang=en><link rel=icon href=\"data:,\"><title>Microsoft stand-in</title><h1>Permissions requested</h1>\
         <p>This stands in for Microsoft. TenantWise would like to:</p><ul><li>{rights}</li></ul>\
         <p><a href=\"{here}&amp;answer=accept\">Accept</a> <a href=\"{here}&amp;answer=cancel\">Cancel</a></p></html>"
    ))
    .into_response()
}

const GRAPH: &str = "https://graph.microsoft.com/.default";
const OUTLOOK: &str = "https://outlook.office365.com/.default";

/// A token for the application itself.
pub fn token(shared: &Shared, asked: &AskedToken) -> Response {
    let application = shared.now().application.clone();
    if application.removed {
        return refusal(StatusCode::BAD_REQUEST, "unauthorized_client", 700_016);
    }
    match application.secret {
        Secret::Works if asked.client_secret == shared.options.secret => {}
        Secret::Expired => return refusal(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_222),
        Secret::Works | Secret::Replaced => {
            return refusal(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215);
        }
    }
    let of_outlook = match asked.scope.as_str() {
        GRAPH => false,
        OUTLOOK => true,
        _ => return refusal(StatusCode::BAD_REQUEST, "invalid_scope", 70011),
    };
    let mut roles = application.granted;
    roles.retain(|role| role.starts_with("SMTP.") == of_outlook);
    let now = shared.clock.now().as_second();
    let mut claims = json!({
        "aud": asked.scope.trim_end_matches("/.default"),
        "tid": shared.options.tenant,
        "appid": shared.options.client,
        "iat": now,
        "exp": now + application.life_secs,
        "uti": Uuid::new_v4().to_string(),
    });
    if !roles.is_empty() {
        claims["roles"] = json!(roles);
    }
    let head = json!({ "typ": "JWT", "alg": "RS256" });
    let text = format!(
        "{}.{}",
        keys::encode(head.to_string()),
        keys::encode(claims.to_string())
    );
    match keys::sign(shared.now().turn, false, &text) {
        Ok(signature) => Json(json!({
            "token_type": "Bearer",
            "expires_in": application.life_secs,
            "ext_expires_in": application.life_secs,
            "access_token": format!("{text}.{signature}"),
        }))
        .into_response(),
        Err(keys::Unusable) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
