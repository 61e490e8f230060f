//! Texts through Twilio, as its documentation describes (integrations 10.2). Twilio knows no reference of ours, so ours
//! stands in the address for news, and a text whose fate is unknown is looked for by number, words and time.

mod news;
mod signature;
mod wire;

use crate::integrations::{
    monitor::Health,
    outbound::{Body, Call, Effect, Fault, Outbound, Refusal, SetupError, Size, System, http_date},
};
use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{dates::Millis, messages::Why};
use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use services::{
    ports::{
        PortError, Trouble,
        messages::{Callback, Disbelieved, Report, Taken},
        text::{Text, TextMessage},
    },
    times,
};
use tokio::time::Instant;
use wire::{Account, Listed, Message, Refused};

/// Where it is.
pub const TWILIO: &str = "https://api.twilio.com";

/// Twilio's word for a text that is not there.
const NOT_KNOWN: &str = "not-known";
/// The longest a text may wait there, in seconds.
const LONGEST_VALIDITY: i64 = 14_400;
/// The longest text.
const LONGEST: usize = 1_600;
/// Their clock and ours may differ by this, in seconds.
const SKEW_SECS: i64 = 60;

/// What an administrator sets.
#[derive(Clone)]
pub struct TwilioConfig {
    pub api_url: String,
    pub account: String,
    pub auth_token: SecretString,
    /// Name and secret of an API key, used to call where there is one. News are signed with the auth token all the same.
    pub api_key: Option<(String, SecretString)>,
    /// A number, a name of letters, or a Messaging Service (`MG…`).
    pub sender: String,
    /// The public address that news are sent to: they are signed with it.
    pub callback_url: String,
}

/// The adapter.
pub struct Twilio {
    config: TwilioConfig,
    base: Url,
    authorization: HeaderValue,
    system: System,
}

impl Twilio {
    pub fn new(config: TwilioConfig, outbound: &Outbound) -> Result<Self, SetupError> {
        let base = Url::parse(&config.api_url).map_err(|_| SetupError::NotAnAddress)?;
        let is_account =
            config.account.starts_with("AC") && config.account.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_account {
            return Err(SetupError::NotAHeader);
        }
        let (name, secret) = match &config.api_key {
            Some((name, secret)) => (name, secret),
            None => (&config.account, &config.auth_token),
        };
        let basic = STANDARD.encode(format!("{name}:{}", secret.expose_secret()));
        let mut authorization =
            HeaderValue::from_str(&format!("Basic {basic}")).map_err(|_| SetupError::NotAHeader)?;
        authorization.set_sensitive(true);
        Ok(Self {
            system: outbound.system("twilio", &[&base])?,
            base,
            authorization,
            config,
        })
    }

    pub fn health(&self) -> Health {
        self.system.health()
    }

    fn url(&self, below: &str) -> Result<Url, PortError> {
        let path = format!("2010-04-01/Accounts/{}{below}", self.config.account);
        self.base
            .join(&path)
            .map_err(|_| PortError::Misconfigured(Trouble::CannotConnect))
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
        let limits = self.system.limits();
        let (size, until) = match effect {
            Effect::Reads => (Size::List, limits.reads),
            Effect::Writes => (Size::One, limits.writes),
        };
        let call = Call {
            operation,
            method,
            url,
            headers: HeaderMap::from_iter([(header::AUTHORIZATION, self.authorization.clone())]),
            body,
            effect,
            size,
            until: Instant::now() + until,
        };
        let answer = self.system.exchange(call, judge).await;
        answer.map(|answer| answer.body).map_err(Fault::into)
    }

    /// The text among those to its number since its first try, with the same words.
    fn is_same(text: &TextMessage, message: &Message, since: Millis) -> bool {
        let made = message.date_created.as_deref().and_then(http_date);
        let is_later = made.is_none_or(|made| made >= since.0 - SKEW_SECS * 1000);
        let is_same_text = message.to.as_deref() == Some(text.to.as_str())
            && message.body.as_deref().map(str::trim_end) == Some(text.body.trim_end());
        is_same_text && is_later
    }
}

#[async_trait]
impl Text for Twilio {
    async fn test(&self) -> Result<(), PortError> {
        let call = ("test", Method::GET, Effect::Reads);
        let account: Account = self.call(call, self.url(".json")?, Body::Empty).await?;
        if account.status == "active" {
            Ok(())
        } else {
            Err(PortError::Misconfigured(Trouble::AccountLocked))
        }
    }

    async fn send(&self, text: &TextMessage) -> Result<Taken, PortError> {
        if text.body.chars().count() > LONGEST {
            return Err(PortError::Rejected("21617".to_owned()));
        }
        let sender = if self.config.sender.starts_with("MG") {
            "MessagingServiceSid"
        } else {
            "From"
        };
        let mut boxes = vec![
            ("To", text.to.as_str().to_owned()),
            (sender, self.config.sender.clone()),
            ("Body", text.body.clone()),
            (
                "StatusCallback",
                format!("{}?id={}", self.config.callback_url, text.id),
            ),
        ];
        if let Some(secs) = text.valid_secs {
            boxes.push(("ValidityPeriod", secs.clamp(1, LONGEST_VALIDITY).to_string()));
        }
        let call = ("send", Method::POST, Effect::Writes);
        let message: Message = self
            .call(call, self.url("/Messages.json")?, Body::Form(boxes))
            .await?;
        Ok(message.into())
    }

    async fn find(&self, text: &TextMessage, since: Millis) -> Result<Option<Taken>, PortError> {
        let mut url = self.url("/Messages.json")?;
        // The day before serves all time zones.
        let day = times::day_of(Millis(since.0 - 24 * 3600 * 1000));
        url.query_pairs_mut()
            .append_pair("To", text.to.as_str())
            .append_pair("DateSent>", &day.0)
            .append_pair("PageSize", "100");
        let call = ("find", Method::GET, Effect::Reads);
        let listed: Listed = self.call(call, url, Body::Empty).await?;
        let same = listed
            .messages
            .into_iter()
            .filter(|message| Self::is_same(text, message, since))
            .map(Taken::from);
        Ok(same.max_by_key(|taken| taken.state))
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        // A name that is none of theirs would be another address.
        if !vendor_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        let call = ("ask", Method::GET, Effect::Reads);
        let url = self.url(&format!("/Messages/{vendor_id}.json"))?;
        let found: Result<Message, _> = self.call_judged(call, url, Body::Empty, judge_question).await;
        match found {
            Ok(message) => Ok(Some(message.into())),
            Err(PortError::Rejected(code)) if code == NOT_KNOWN => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        let url = match callback.query {
            "" => self.config.callback_url.clone(),
            query => format!("{}?{query}", self.config.callback_url),
        };
        let boxes = signature::boxes(callback.body);
        let token = self.config.auth_token.expose_secret();
        if token.is_empty() || !signature::is_right(token, &url, &boxes, callback.signature) {
            return Err(Disbelieved::NotTheirs);
        }
        news::read(callback.query, &boxes)
    }
}

/// What a refusal means where a text is asked about: one that is not known is no fault of the settings.
fn judge_question(refusal: &Refusal<'_>) -> PortError {
    match (refusal.status.as_u16(), refusal.json::<Refused>()) {
        (404, Some(Refused { code: 20404 })) => PortError::Rejected(NOT_KNOWN.to_owned()),
        _ => judge(refusal),
    }
}

fn judge(refusal: &Refusal<'_>) -> PortError {
    let code = refusal.json::<Refused>().map(|refused| refused.code);
    match (refusal.status.as_u16(), code) {
        (401, _) | (_, Some(20003)) => PortError::Misconfigured(Trouble::WrongCredentials),
        (403, Some(_)) => PortError::Misconfigured(Trouble::MissingPermission),
        // Our account or our sender is not there.
        (_, Some(20404 | 21606)) => PortError::Misconfigured(Trouble::WrongCompany),
        (400 | 404, Some(code)) => PortError::Rejected(match news::why(code) {
            Why::Refused => code.to_string(),
            why => why.as_str().to_owned(),
        }),
        _ => PortError::Unavailable(Trouble::UnexpectedAnswer),
    }
}
