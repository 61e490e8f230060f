//! Security headers on every answer, with a fresh nonce for scripts.

use super::Edge;
use app::routes::EMBEDDABLE;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use services::random;

/// This request's nonce: the same in the header and on `script` elements.
#[derive(Clone)]
pub struct Nonce(pub String);

/// Who may show a page in a frame: nobody, save public pages by the sites that the landlord lists (SEC-C5).
fn frame_ancestors(path: &str, sites: &[String]) -> String {
    if sites.is_empty() || !EMBEDDABLE.contains(&path) {
        return "'none'".to_owned();
    }
    let sources: Vec<_> = sites.iter().map(|site| format!("https://{site}")).collect();
    sources.join(" ")
}

pub async fn layer(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let ancestors = frame_ancestors(
        request.uri().path(),
        &edge.platform.settings.get().embedding_sites,
    );
    let nonce = random::hex(&random::bytes::<16>());
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
         connect-src 'self'; img-src 'self' blob:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors {ancestors}"
    );
    // A file has its own, stricter policy.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    always(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // A page whose address holds a secret has its own, stricter policy.
    if !headers.contains_key(header::REFERRER_POLICY) {
        always(headers, header::REFERRER_POLICY, "same-origin");
    }
    always(
        headers,
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    );
    always(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    always(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    always(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        always(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn always(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
