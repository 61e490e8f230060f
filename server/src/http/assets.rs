//! Built files, carried in the binary with their brotli and gzip siblings; hashed names, so they are kept a year.

use app::request::Assets;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Plain name → hashed name, as the build wrote it.
pub fn names() -> Assets {
    let manifest = Site::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok());
    if manifest.is_none() {
        tracing::warn!("assets.missing: build the site with 'cargo xtask site'");
    }
    Arc::new(manifest.unwrap_or_default())
}

pub async fn file(name: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Ok(Path(name)) = name else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|line| line.to_str().ok())
        .unwrap_or_default();
    let takes = |encoding: &str| {
        accepted
            .split(',')
            .any(|part| part.split(';').next().is_some_and(|part| part.trim() == encoding))
    };
    let is_sibling = [".br", ".gz"].iter().any(|end| name.ends_with(end));
    let forms = [
        ("br", ".br", takes("br")),
        ("gzip", ".gz", takes("gzip")),
        ("", "", true),
    ];
    let found = forms
        .into_iter()
        .filter(|(_, _, taken)| *taken && !is_sibling)
        .find_map(|(encoding, end, _)| Site::get(&format!("pkg/{name}{end}")).map(|file| (encoding, file)));
    let Some((encoding, file)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = file.data.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(content_type(&name)),
    );
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    if !encoding.is_empty() {
        headers.insert(
            header::CONTENT_ENCODING,
            header::HeaderValue::from_static(encoding),
        );
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}
