//! GOV.UK Notify, as its documentation describes (integrations 10.1), for the slots of texts and of email. What is sent
//! lies in a template there: a text's has the place `((text))`, an email's `((subject))` and `((body))`. A kind of message may
//! have a template of its own, with the same places, so that Notify counts it apart.

mod key;
mod news;
mod wire;

use super::{
    monitor::Health,
    outbound::{Body, Call, Effect, Fault, Outbound, Refusal, SetupError, Size, System},
};
use bytes::Bytes;
use domain::{integrations::notify::OwnTemplates, messages::State, templates};
use http::{HeaderMap, HeaderValue, Method, header};
use key::Key;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use services::ports::{
    PortError, Trouble,
    clock::Clock,
    messages::{Callback, Disbelieved, Report, Taken},
};
use std::{collections::BTreeSet, sync::Arc};
use subtle::ConstantTimeEq;
use tokio::time::Instant;
use wire::{Accepted, Found, Notification, Refused, Template};

const NOT_KNOWN: &str = "not-known";

/// Where it is.
pub const NOTIFY: &str = "https://api.notifications.service.gov.uk";

/// What an administrator sets.
#[derive(Clone)]
pub struct NotifyConfig {
    pub api_url: String,
    pub api_key: SecretString,
    /// Id of the template there that carries whatever has none of its own.
    pub template: String,
    /// Ids of templates for some kinds of messages, by the names of these.
    pub own_templates: OwnTemplates,
    /// Id of the sender or of the reply address there; empty for the usual one.
    pub sender: String,
    /// What Notify says to us to show that news come from it; without it none are believed.
    pub callback_token: Option<SecretString>,
}

/// What differs between a text and an email.
pub struct Kind {
    pub system: &'static str,
    pub path: &'static str,
    pub template: &'static str,
    pub to: &'static str,
    pub sender: &'static str,
    pub places: &'static [&'static str],
}

/// A connection to it for one kind of message.
pub struct Client {
    kind: &'static Kind,
    config: NotifyConfig,
    base: Url,
    key: Key,
    system: System,
    clock: Arc<dyn Clock>,
}

impl Client {
    pub fn new(
        kind: &'static Kind,
        config: NotifyConfig,
        outbound: &Outbound,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let base = Url::parse(&config.api_url).map_err(|_| SetupError::NotAnAddress)?;
        Ok(Self {
            kind,
            key: Key::parse(config.api_key.expose_secret()).ok_or(SetupError::NotAHeader)?,
            system: outbound.system(kind.system, &[&base])?,
            base,
            config,
            clock,
        })
    }

    pub fn health(&self) -> Health {
        self.system.health()
    }

    async fn call<T: DeserializeOwned>(
        &self,
        (operation, method, effect): (&'static str, Method, Effect),
        url: Url,
        body: Body,
    ) -> Result<T, PortError> {
        self.call_judged((operation, method, effect), url, body, judge)
            .await
    }

    async fn call_judged<T: DeserializeOwned>(
        &self,
        (operation, method, effect): (&'static str, Method, Effect),
        url: Url,
        body: Body,
        judge: fn(&Refusal<'_>) -> PortError,
    ) -> Result<T, PortError> {
        // A token holds for half a minute, so each call has its own.
        let bearer = format!("Bearer {}", self.key.token(self.clock.now()));
        let mut bearer = HeaderValue::from_str(&bearer)
            .map_err(|_| PortError::Misconfigured(Trouble::WrongCredentials))?;
        bearer.set_sensitive(true);
        let limits = self.system.limits();
        let (size, until) = match effect {
            Effect::Reads => (Size::List, limits.reads),
            Effect::Writes => (Size::One, limits.writes),
        };
        let call = Call {
            operation,
            method,
            url,
            headers: HeaderMap::from_iter([(header::AUTHORIZATION, bearer)]),
            body,
            effect,
            size,
            until: Instant::now() + until,
        };
        let answer = self.system.exchange(call, judge).await;
        answer.map(|answer| answer.body).map_err(Fault::into)
    }

    fn url(&self, path: &str) -> Result<Url, PortError> {
        self.base
            .join(path)
            .map_err(|_| PortError::Misconfigured(Trouble::CannotConnect))
    }

    /// Hands a message over; `values` fill the places of the template for its kind.
    pub async fn send(
        &self,
        id: &str,
        to: &str,
        kind: Option<templates::Kind>,
        values: &impl Serialize,
    ) -> Result<Taken, PortError> {
        let own = kind.and_then(|kind| self.config.own_templates.get(kind.as_str()));
        let mut body = json!({
            self.kind.to: to,
            "template_id": own.unwrap_or(&self.config.template),
            "personalisation": values,
            "reference": id,
        });
        if !self.config.sender.is_empty() {
            body[self.kind.sender] = json!(self.config.sender);
        }
        let body = Body::Json(Bytes::from(body.to_string()));
        let call = ("send", Method::POST, Effect::Writes);
        let accepted: Accepted = self.call(call, self.url(self.kind.path)?, body).await?;
        Ok(Taken {
            vendor_id: accepted.id,
            state: State::Sent,
            why: None,
        })
    }

    /// The message with our reference, if they have one. Theirs is no key, so there may be two: the one that went further
    /// counts.
    pub async fn find(&self, id: &str) -> Result<Option<Taken>, PortError> {
        let mut url = self.url("v2/notifications")?;
        url.query_pairs_mut().append_pair("reference", id);
        let call = ("find", Method::GET, Effect::Reads);
        let found: Found = self.call(call, url, Body::Empty).await?;
        let ours = found
            .notifications
            .into_iter()
            .filter(|one| one.reference.as_deref() == Some(id))
            .map(Taken::from);
        Ok(ours.max_by_key(|taken| taken.state))
    }

    fn url_of(&self, path: &str, id: &str) -> Result<Url, PortError> {
        let mut url = self.url(path)?;
        url.path_segments_mut()
            .map_err(|()| PortError::Misconfigured(Trouble::CannotConnect))?
            .pop_if_empty()
            .push(id);
        Ok(url)
    }

    /// How the message with this name stands; nothing if it is not known there.
    pub async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        let call = ("ask", Method::GET, Effect::Reads);
        let url = self.url_of("v2/notifications/", vendor_id)?;
        let found: Result<Notification, _> = self.call_judged(call, url, Body::Empty, judge_question).await;
        match found {
            Ok(found) => Ok(Some(found.into())),
            Err(PortError::Rejected(code)) if code == NOT_KNOWN => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Proves the key, and that the templates are there and have our places and no other.
    pub async fn test(&self) -> Result<(), PortError> {
        let all: BTreeSet<&String> = self
            .config
            .own_templates
            .values()
            .chain([&self.config.template])
            .collect();
        for id in all {
            self.test_template(id).await?;
        }
        Ok(())
    }

    async fn test_template(&self, id: &str) -> Result<(), PortError> {
        let call = ("test", Method::GET, Effect::Reads);
        let url = self.url_of("v2/template/", id)?;
        let template: Template = self.call(call, url, Body::Empty).await?;
        let wanted: BTreeSet<&str> = self.kind.places.iter().copied().collect();
        let places = template.places();
        let found: BTreeSet<&str> = places.iter().map(String::as_str).collect();
        if template.kind == self.kind.template && found == wanted {
            Ok(())
        } else {
            Err(PortError::Rejected("template-does-not-fit".to_owned()))
        }
    }

    /// News, if they carry the token that we chose.
    pub fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        let token = self
            .config
            .callback_token
            .as_ref()
            .map(ExposeSecret::expose_secret);
        let token = token
            .filter(|token| !token.is_empty())
            .ok_or(Disbelieved::NotTheirs)?;
        let said = callback.authorization.strip_prefix("Bearer ").unwrap_or_default();
        if !bool::from(said.as_bytes().ct_eq(token.as_bytes())) {
            return Err(Disbelieved::NotTheirs);
        }
        news::read(callback.body)
    }
}

/// What a refusal means where a message is asked about: one that is not known is no fault of the settings.
fn judge_question(refusal: &Refusal<'_>) -> PortError {
    if refusal.status.as_u16() == 404 {
        PortError::Rejected(NOT_KNOWN.to_owned())
    } else {
        judge(refusal)
    }
}

/// What a refusal means. Notify asks not to read its sentences.
fn judge(refusal: &Refusal<'_>) -> PortError {
    let refused: Option<Refused> = refusal.json();
    let error = refused.and_then(|refused| refused.errors.into_iter().next());
    let code = error.map(|error| error.error);
    match (refusal.status.as_u16(), code.as_deref()) {
        (401 | 403, _) => PortError::Misconfigured(Trouble::WrongCredentials),
        (404, _) => PortError::Misconfigured(Trouble::WrongCompany),
        (400, Some(code)) => PortError::Rejected(code.to_owned()),
        // Something in front of it said no; nothing was taken.
        _ => PortError::Unavailable(Trouble::UnexpectedAnswer),
    }
}
