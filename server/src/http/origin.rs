//! Only our own pages may change anything (SEC-C1): the browser says where a request comes from.

use super::Edge;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn layer(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_safe || is_ours(request.headers(), &edge.config.base_url) {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "This came from another site, so nothing was changed. Open our site and try again.",
        )
            .into_response()
    }
}

/// `Sec-Fetch-Site` where the browser sends it, else `Origin`; a request with neither is no browser's form of ours. A page
/// whose address holds a secret tells nobody where its forms come from, so their `Origin` is `null`: the browser's own word
/// that they come from here is then all there is, and enough, because no page can set it.
fn is_ours(headers: &HeaderMap, own: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let (origin, site) = (text(header::ORIGIN.as_str()), text("sec-fetch-site"));
    match origin {
        Some("null") => site == Some("same-origin"),
        Some(origin) if !origin.eq_ignore_ascii_case(own) => false,
        _ => match site {
            Some(site) => matches!(site, "same-origin" | "none"),
            None => origin.is_some(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_ours(&headers.collect(), "https://my.example.org")
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://my.example.org")]));
        assert!(ours(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://my.example.org")
        ]));
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        for foreign in [
            &[][..],
            &[("sec-fetch-site", "none"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("sec-fetch-site", "same-site"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.example"),
            ],
        ] {
            assert!(!ours(foreign), "{foreign:?}");
        }
    }
}
