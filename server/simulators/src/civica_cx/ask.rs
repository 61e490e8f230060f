//! What a request must look like: headers, query strings and bodies, taken strictly.

use super::{refusal::Refusal, state::Cx, tokens};
use axum::{
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

const BODY_LIMIT: usize = 1 << 20;

/// A caller with a live token.
pub struct SignedIn {
    pub token: String,
}

/// A caller with a live token who has chosen a company.
pub struct InCompany {
    pub company: String,
}

impl InCompany {
    /// Absent, not forbidden, for another company's users.
    pub fn own<T>(&self, found: Option<T>, company: impl Fn(&T) -> &'static str) -> Result<T, Refusal> {
        found
            .filter(|found| company(found) == self.company)
            .ok_or_else(Refusal::not_found)
    }
}

/// A query string without anything unexpected.
pub struct Asked<T>(pub T);

/// A JSON body without anything unexpected.
pub struct Sent<T>(pub T);

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .filter(|token| !token.is_empty())
}

fn user(parts: &Parts, cx: &Cx) -> Result<(String, String), Refusal> {
    let missing = || {
        Refusal::new(
            StatusCode::UNAUTHORIZED,
            "TokenMissing",
            "Authorization: Bearer <token> is required.",
        )
    };
    let token = bearer(&parts.headers).ok_or_else(missing)?;
    let world = cx.world();
    let user = world
        .tokens
        .user(token, world.clock.now())
        .ok_or_else(Refusal::token_expired)?;
    Ok((user.to_owned(), token.to_owned()))
}

impl FromRequestParts<Cx> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, cx: &Cx) -> Result<Self, Refusal> {
        user(parts, cx).map(|(_, token)| Self { token })
    }
}

impl FromRequestParts<Cx> for InCompany {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, cx: &Cx) -> Result<Self, Refusal> {
        let (user, _) = user(parts, cx)?;
        let company = parts
            .headers
            .get("x-company")
            .and_then(|value| value.to_str().ok());
        let company =
            company.ok_or_else(|| Refusal::invalid("X-Company", "The header X-Company is required."))?;
        if !super::landlord::lookups::COMPANIES
            .iter()
            .any(|(code, _)| *code == company)
        {
            return Err(Refusal::new(
                StatusCode::NOT_FOUND,
                "CompanyUnknown",
                "No such company.",
            ));
        }
        if user == tokens::WITHOUT_API_PERMISSION {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "ApiPermissionMissing",
                "The user has no API permission.",
            ));
        }
        Ok(Self {
            company: company.to_owned(),
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequestParts<Cx> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Cx) -> Result<Self, Refusal> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(asked)| Self(asked))
            .map_err(|error| {
                Refusal::new(
                    StatusCode::BAD_REQUEST,
                    "InvalidRequest",
                    format!("Query string: {}", cause(&error)),
                )
            })
    }
}

fn cause(error: &dyn std::error::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

impl<T: DeserializeOwned> FromRequest<Cx> for Sent<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &Cx) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UnsupportedMediaType",
                "application/json is required.",
            ));
        }
        let bytes = axum::body::to_bytes(request.into_body(), BODY_LIMIT)
            .await
            .map_err(|_| {
                Refusal::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "TooLarge",
                    "The body is too large.",
                )
            })?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let sent = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let field = error.path().to_string();
            Refusal::invalid(&field, error.into_inner().to_string())
        })?;
        reader
            .end()
            .map_err(|error| Refusal::invalid("", error.to_string()))?;
        Ok(Self(sent))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (kind, parameters) = text.split_once(';').unwrap_or((&text, ""));
    let parameters = parameters.trim();
    kind.trim() == "application/json"
        && (parameters.is_empty() || parameters.replace('"', "") == "charset=utf-8")
}
