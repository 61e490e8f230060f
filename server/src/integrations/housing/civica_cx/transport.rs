//! How `cx-assumed-1` (assumed) travels: encode, send, decode. A landlord whose system speaks another protocol needs
//! another file like this one; `mapping` stays.

use super::{
    token::Tokens,
    wire::{ErrorBody, Keyed, Page},
};
use crate::integrations::outbound::{Answer, Body, Call, Effect, Fault, Refusal, Size, System};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::{
    Url,
    multipart::{Form, Part},
};
use secrecy::SecretString;
use serde::{Serialize, de::DeserializeOwned};
use services::{
    ports::{PortError, Trouble, clock::Clock},
    tokens::SharedTokens,
};
use std::{collections::HashSet, sync::Arc};
use tokio::time::Instant;

/// Rows asked for at once.
const PAGE_SIZE: &str = "500";
/// More pages than this are a fault of the other side.
const PAGES_MAX: usize = 200;

/// The line to one Cx.
pub struct Link {
    pub system: System,
    pub base: Url,
    pub username: String,
    pub password: SecretString,
    pub company: HeaderValue,
    pub clock: Arc<dyn Clock>,
    pub tokens: Tokens,
    /// Where the nodes share the token, and its name there.
    pub shelf: Option<(SharedTokens, String)>,
}

/// One request in the vendor's words.
pub struct Ask<'a> {
    operation: &'static str,
    method: Method,
    path: Vec<&'a str>,
    query: Vec<(&'static str, String)>,
    payload: Payload,
    effect: Effect,
    size: Size,
    for_company: bool,
    version: Option<HeaderValue>,
}

#[derive(Clone)]
enum Payload {
    None,
    Json(Bytes),
    Photo {
        name: String,
        sha256: String,
        jpeg: Bytes,
    },
}

impl<'a> Ask<'a> {
    pub fn read(operation: &'static str, path: &[&'a str]) -> Self {
        Self {
            operation,
            method: Method::GET,
            path: path.to_vec(),
            query: Vec::new(),
            payload: Payload::None,
            effect: Effect::Reads,
            size: Size::One,
            for_company: true,
            version: None,
        }
    }

    pub fn write<T: Serialize>(operation: &'static str, path: &[&'a str], body: &T) -> Result<Self, Fault> {
        Ok(Self::post(operation, path, Payload::Json(encode(body)?.into())))
    }

    /// A change of what is there: the same as [`Ask::write`] by PUT.
    pub fn replace<T: Serialize>(operation: &'static str, path: &[&'a str], body: &T) -> Result<Self, Fault> {
        Ok(Self {
            method: Method::PUT,
            ..Self::write(operation, path, body)?
        })
    }

    pub fn remove(operation: &'static str, path: &[&'a str]) -> Self {
        Self {
            method: Method::DELETE,
            ..Self::post(operation, path, Payload::None)
        }
    }

    /// Only if the row is still in this state.
    pub fn if_still(self, version: &str) -> Result<Self, Fault> {
        let unusable = |_| Fault::new(PortError::Rejected("unusable-id".to_owned()));
        Ok(Self {
            version: Some(HeaderValue::try_from(version).map_err(unusable)?),
            ..self
        })
    }

    pub fn photo(
        operation: &'static str,
        path: &[&'a str],
        name: &str,
        sha256: String,
        jpeg: Vec<u8>,
    ) -> Self {
        Self::post(
            operation,
            path,
            Payload::Photo {
                name: name.to_owned(),
                sha256,
                jpeg: jpeg.into(),
            },
        )
    }

    fn post(operation: &'static str, path: &[&'a str], payload: Payload) -> Self {
        Self {
            method: Method::POST,
            effect: Effect::Writes,
            payload,
            ..Self::read(operation, path)
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// One page of a list: the first, or the one at a place that an earlier page named.
    pub fn page(self, cursor: Option<&str>) -> Self {
        let page = Self {
            size: Size::List,
            ..self.with("pageSize", PAGE_SIZE)
        };
        match cursor {
            Some(cursor) => page.with("cursor", cursor),
            None => page,
        }
    }

    /// For the whole system, not for one company of it.
    pub fn for_all_companies(self) -> Self {
        Self {
            for_company: false,
            ..self
        }
    }
}

impl Link {
    /// Asks once; after a refused token once more with a new one.
    pub async fn ask<T: DeserializeOwned>(
        self: &Arc<Self>,
        ask: &Ask<'_>,
        until: Instant,
    ) -> Result<T, Fault> {
        let answer: Answer<T> = self
            .with_token(ask, until, |call| self.system.exchange(call, judge))
            .await?;
        Ok(answer.body)
    }

    /// As [`Link::ask`], of what is answered without a body.
    pub async fn ask_empty(self: &Arc<Self>, ask: &Ask<'_>, until: Instant) -> Result<(), Fault> {
        self.with_token(ask, until, |call| self.system.exchange_empty(call, judge))
            .await
    }

    async fn with_token<T, F: Future<Output = Result<T, Fault>>>(
        self: &Arc<Self>,
        ask: &Ask<'_>,
        until: Instant,
        send: impl Fn(Call) -> F,
    ) -> Result<T, Fault> {
        let bearer = self
            .bearer(None, until)
            .await
            .inspect_err(|fault| self.system.note(fault))?;
        match send(self.call(ask, bearer.clone(), until)?).await {
            Err(fault) if fault.status == Some(StatusCode::UNAUTHORIZED) => {}
            outcome => return outcome,
        }
        let renewed = self
            .bearer(Some(&bearer), until)
            .await
            .inspect_err(|fault| self.system.note(fault))?;
        match send(self.call(ask, renewed, until)?).await {
            Err(fault) if fault.status == Some(StatusCode::UNAUTHORIZED) => {
                let fault = Fault {
                    error: PortError::Misconfigured(Trouble::WrongCredentials),
                    ..fault
                };
                self.system.note(&fault);
                self.refuse_tokens(fault.clone()).await;
                Err(fault)
            }
            outcome => outcome,
        }
    }

    /// As [`Link::ask`]; what is not there, or hidden from our user, is `None`.
    pub async fn find<T: DeserializeOwned>(
        self: &Arc<Self>,
        ask: &Ask<'_>,
        until: Instant,
    ) -> Result<Option<T>, Fault> {
        match self.ask(ask, until).await {
            Ok(found) => Ok(Some(found)),
            Err(fault) if is_absent(&fault) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Walks all pages of a list and keeps each row once, as rows may move between pages meanwhile. `request` makes the
    /// question for a page. A list of something that is not there is empty.
    pub async fn pages<'a, T: DeserializeOwned + Keyed>(
        self: &Arc<Self>,
        request: impl Fn() -> Ask<'a>,
        until: Instant,
    ) -> Result<Vec<T>, Fault> {
        match self.walk(&request, until).await {
            // The cursor ran out under us: walk again from the start.
            Err(fault) if fault.status == Some(StatusCode::GONE) => self.walk(&request, until).await,
            Err(fault) if is_absent(&fault) => Ok(Vec::new()),
            outcome => outcome,
        }
    }

    async fn walk<'a, T: DeserializeOwned + Keyed>(
        self: &Arc<Self>,
        request: &impl Fn() -> Ask<'a>,
        until: Instant,
    ) -> Result<Vec<T>, Fault> {
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let page: Page<T> = self.ask(&request().page(cursor.as_deref()), until).await?;
            rows.extend(
                page.items
                    .into_iter()
                    .filter(|row| seen.insert(row.key().to_owned())),
            );
            match page.next_cursor {
                None => return Ok(rows),
                Some(next) if cursor.as_ref() == Some(&next) => break,
                next => cursor = next,
            }
        }
        let fault = Fault::new(PortError::Unavailable(Trouble::UnexpectedAnswer));
        self.system.note(&fault);
        Err(fault)
    }

    fn call(&self, ask: &Ask<'_>, bearer: HeaderValue, until: Instant) -> Result<Call, Fault> {
        let mut url = self.address(&ask.path)?;
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, bearer);
        if ask.for_company {
            headers.insert("x-company", self.company.clone());
        }
        if let Some(version) = &ask.version {
            headers.insert(header::IF_MATCH, version.clone());
        }
        let body = match ask.payload.clone() {
            Payload::None => Body::Empty,
            Payload::Json(json) => Body::Json(json),
            Payload::Photo { name, sha256, jpeg } => Body::Multipart(form(name, sha256, jpeg)?),
        };
        Ok(Call {
            operation: ask.operation,
            method: ask.method.clone(),
            url,
            headers,
            body,
            effect: ask.effect,
            size: ask.size,
            until,
        })
    }

    /// The address of a path. Ids stand in it as one segment each, whatever characters they have.
    pub fn address(&self, path: &[&str]) -> Result<Url, Fault> {
        let unusable = || Fault::new(PortError::Rejected("unusable-id".to_owned()));
        if path.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(unusable());
        }
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| unusable())?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }
}

/// The answer says that there is no such thing, rather than that we asked at a wrong place.
pub fn is_absent(fault: &Fault) -> bool {
    fault.status == Some(StatusCode::NOT_FOUND) && matches!(fault.error, PortError::Rejected(_))
}

fn form(name: String, sha256: String, jpeg: Bytes) -> Result<Form, Fault> {
    let length = jpeg.len() as u64;
    let file = Part::stream_with_length(jpeg, length)
        .file_name(name.clone())
        .mime_str("image/jpeg");
    let file = file.map_err(|_| Fault::new(PortError::Rejected("unusable-photo".to_owned())))?;
    Ok(Form::new()
        .text("name", name)
        .text("type", "image/jpeg")
        .text("sha256", sha256)
        .part("file", file))
}

pub fn encode<T: Serialize>(body: &T) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(body).map_err(|_| Fault::new(PortError::Rejected("unusable-text".to_owned())))
}

/// What a refusal means: by status and code, never by its message.
pub fn judge(refusal: &Refusal<'_>) -> PortError {
    let code = refusal.json::<ErrorBody>().map(|body| body.code);
    let misconfigured = PortError::Misconfigured;
    match (refusal.status.as_u16(), code.as_deref()) {
        (_, Some("AccountLocked" | "PasswordChangeRequired")) => misconfigured(Trouble::AccountLocked),
        (_, Some("IpNotAllowed")) => misconfigured(Trouble::NotAllowedFromThisAddress),
        (_, Some("CompanyUnknown")) => misconfigured(Trouble::WrongCompany),
        (_, Some("TooManyLogins")) => PortError::Unavailable(Trouble::LimitReached),
        (401, Some("InvalidCredentials")) => misconfigured(Trouble::WrongCredentials),
        (403, None) if !refusal.is_json() => misconfigured(Trouble::NotAllowedFromThisAddress),
        (_, Some("ApiPermissionMissing")) | (403, _) => misconfigured(Trouble::MissingPermission),
        (404, None) if !refusal.is_json() => PortError::Unavailable(Trouble::UnexpectedAnswer),
        (status, code) => PortError::Rejected(
            code.and_then(short)
                .map_or_else(|| status.to_string(), str::to_owned),
        ),
    }
}

/// The code, where it looks like one and not like a sentence that could carry anything.
fn short(code: &str) -> Option<&str> {
    let fits = code.len() <= 64
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    fits.then_some(code)
}
