//! Finds out who asks, in which language, and what the last form left behind.

use super::{Edge, headers::Nonce};
use app::{
    paths,
    request::{Cookies, RequestContext, RequestFacts},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::identity::{Language, Plane};
use services::auth::{self, Browser, Session};
use std::{net::SocketAddr, sync::Arc};

pub async fn layer(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match facts(&edge, &parts).await {
        Ok(facts) => {
            parts.extensions.insert(RequestContext::new(facts));
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => {
            tracing::error!(%error, "session.unreadable");
            let words = "Sorry, there is a problem with the service. Nothing was lost. Wait a minute, then try again.";
            (
                StatusCode::SERVICE_UNAVAILABLE,
                [(header::RETRY_AFTER, "60")],
                words,
            )
                .into_response()
        }
    }
}

async fn facts(edge: &Edge, request: &Parts) -> services::error::Result<RequestFacts> {
    let headers = &request.headers;
    let path = request.uri.path().to_owned();
    let plane = plane_of(&path);
    let cookies = Cookies(edge.config.cookie_style());
    let browser = Browser {
        session: cookie(headers, &cookies.session(plane)),
        device: cookie(headers, &cookies.device(plane)),
        challenge: cookie(headers, &cookies.challenge(plane)),
        registration: cookie(headers, &cookies.registration()),
        sso: cookie(headers, &cookies.sso()),
        consent: cookie(headers, &cookies.consent()),
        address: address(edge, request),
        agent: agent(headers),
    };
    let is_prefetch = headers.contains_key("sec-purpose");
    let token = browser.session.as_deref();
    let session = if is_prefetch || paths::is_asked_by_itself(&path) {
        auth::peek(&edge.platform, plane, token).await?
    } else {
        auth::look_up(&edge.platform, plane, token).await?
    };
    let expired_account = if session == Session::None && request.method == Method::POST {
        auth::expired_account(&edge.platform, plane, token).await?
    } else {
        None
    };
    let chosen = cookie(headers, &cookies.language()).and_then(|tag| Language::parse(&tag));
    let language = chosen.unwrap_or_else(|| match &session {
        Session::Full(_, language) | Session::Enrolling(_, language) => *language,
        Session::Half(half) => half.language,
        Session::None => accepted(headers),
    });
    Ok(RequestFacts {
        platform: Arc::clone(&edge.platform),
        assets: Arc::clone(&edge.assets),
        plane,
        session,
        expired_account,
        portal_session: cookie(headers, &cookies.session(Plane::Portal)),
        flash_token: cookie(headers, &cookies.flash()),
        browser,
        language,
        cookies: cookies.0,
        query: request.uri.query().unwrap_or_default().to_owned(),
        referer: referer(headers, &edge.config.base_url),
        is_prefetch,
        nonce: request
            .extensions
            .get::<Nonce>()
            .map(|nonce| nonce.0.clone())
            .unwrap_or_default(),
        demo_mailbox: edge.demo_mailbox.clone(),
        path,
    })
}

fn plane_of(path: &str) -> Plane {
    let in_console = |prefix: &str| {
        path == prefix
            || path
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    if in_console("/console") || in_console("/api/console") {
        Plane::Console
    } else {
        Plane::Portal
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// What the browser calls itself, cut: it is kept with the session.
fn agent(headers: &HeaderMap) -> String {
    let text = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    text.unwrap_or_default().chars().take(200).collect()
}

/// The socket's address, or what our own proxy says of it (SEC-A10).
fn address(edge: &Edge, request: &Parts) -> String {
    let Some(ConnectInfo(peer)) = request.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let forwarded = || {
        let line = request.headers.get("x-forwarded-for")?.to_str().ok()?;
        Some(line.rsplit(',').next()?.trim().to_owned())
    };
    if edge.config.trusted_proxy == Some(peer.ip()) {
        forwarded().unwrap_or_default()
    } else {
        peer.ip().to_string()
    }
}

fn referer(headers: &HeaderMap, own: &str) -> Option<String> {
    let page = headers.get(header::REFERER)?.to_str().ok()?.strip_prefix(own)?;
    paths::local(page).map(str::to_owned)
}

/// Welsh if the browser asks for Welsh before English.
fn accepted(headers: &HeaderMap) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|line| line.to_str().ok())
        .unwrap_or_default();
    let first = wanted
        .split(',')
        .find_map(|tag| Language::parse(tag.trim().get(..2)?));
    first.unwrap_or_default()
}
