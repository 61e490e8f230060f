//! Microsoft Entra ID over OpenID Connect: authorisation code with PKCE, as its documentation describes (integrations 8.1).
//!
//! Only the address of one directory is used, never `common`, so that the issuer can be compared. The directory's document
//! and its keys are kept for a day; a key that is not known is asked for once, at most once a minute.

pub mod explain;
mod refusal;
mod token;
pub mod wire;

use super::super::outbound::{Body, Call, Effect, Fault, Origin, Outbound, Reach, SetupError, Size, System};
use async_trait::async_trait;
use domain::{dates::Millis, sso::Failure};
use http::{HeaderMap, Method};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier, core::CoreJsonWebKeySet};
use reqwest::Url;
use secrecy::ExposeSecret;
use services::ports::{
    PortError, Trouble,
    clock::Clock,
    sso::{Identity, Journey, Registration, SingleSignOn},
};
use std::{collections::HashMap, sync::Arc};
use tokio::{sync::Mutex, time::Instant};
use wire::{Directory, Tokens};

/// Where the directories are.
pub const MICROSOFT: &str = "https://login.microsoftonline.com";

/// What was fetched is fetched anew after this, in seconds.
const KEPT_SECS: i64 = 24 * 3600;
/// An unknown key leads to one fetch in this time, in seconds.
const REFRESH_SECS: i64 = 60;

/// How old a proof may be that is asked for anew, in seconds.
const PROOF_SECS: &str = "60";

/// One directory as last fetched.
struct Known {
    directory: Directory,
    keys: CoreJsonWebKeySet,
    at: Millis,
    /// When an unknown key last led to a fetch.
    refreshed_at: Option<Millis>,
}

/// The adapter. One for the process.
pub struct Entra {
    base: Url,
    origin: Origin,
    system: System,
    clock: Arc<dyn Clock>,
    /// Held while something is fetched, so that many who wait cause one fetch.
    known: Mutex<HashMap<String, Arc<Known>>>,
}

impl Entra {
    /// `address` is scheme and host of the directories.
    pub fn new(
        address: &str,
        reach: Reach,
        outbound: &Outbound,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let base = Url::parse(address).map_err(|_| SetupError::NotAnAddress)?;
        Ok(Self {
            origin: Origin::of(&base, reach)?,
            system: outbound.system("entra", &[&base])?,
            base,
            clock,
            known: Mutex::default(),
        })
    }

    fn issuer(&self, tenant: &str) -> String {
        format!("{}/{tenant}/v2.0", self.base.as_str().trim_end_matches('/'))
    }

    fn until(&self) -> Instant {
        Instant::now() + self.system.limits().reads
    }

    /// An address from the directory's document: only Microsoft's own, with TLS.
    fn own(&self, address: &str) -> Result<Url, Failure> {
        Url::parse(address)
            .ok()
            .filter(|url| self.origin.covers(url) && url.username().is_empty())
            .ok_or(Failure::OtherIssuer)
    }

    async fn read<T: serde::de::DeserializeOwned>(
        &self,
        operation: &'static str,
        url: Url,
        until: Instant,
    ) -> Result<T, Failure> {
        let call = Call {
            operation,
            method: Method::GET,
            url,
            headers: HeaderMap::new(),
            body: Body::Empty,
            effect: Effect::Reads,
            size: Size::One,
            until,
        };
        let answer = self.system.exchange(call, refusal::of_directory).await;
        answer.map(|answer| answer.body).map_err(|fault| failure(&fault))
    }

    async fn fetch(&self, tenant: &str, until: Instant) -> Result<(Directory, CoreJsonWebKeySet), Failure> {
        let issuer = self.issuer(tenant);
        let address = self.own(&format!("{issuer}/.well-known/openid-configuration"))?;
        let directory: Directory = self.read("discovery", address, until).await?;
        if directory.issuer != issuer {
            return Err(Failure::OtherIssuer);
        }
        for endpoint in [&directory.authorization_endpoint, &directory.token_endpoint] {
            self.own(endpoint)?;
        }
        let keys = self.read("keys", self.own(&directory.jwks_uri)?, until).await?;
        Ok((directory, keys))
    }

    /// The directory, not older than a day.
    async fn known(&self, tenant: &str, until: Instant) -> Result<Arc<Known>, Failure> {
        let mut all = self.known.lock().await;
        let now = self.clock.now();
        if let Some(known) = all.get(tenant)
            && (0..KEPT_SECS).contains(&now.secs_since(known.at))
        {
            return Ok(Arc::clone(known));
        }
        let (directory, keys) = self.fetch(tenant, until).await?;
        let known = Arc::new(Known {
            directory,
            keys,
            at: now,
            refreshed_at: None,
        });
        all.insert(tenant.to_owned(), Arc::clone(&known));
        Ok(known)
    }

    /// The directory after a key of `old` was not enough. Whoever waited for the same fetch gets its result.
    async fn refreshed(&self, tenant: &str, old: &Arc<Known>, until: Instant) -> Result<Arc<Known>, Failure> {
        let mut all = self.known.lock().await;
        let now = self.clock.now();
        if let Some(newer) = all.get(tenant).filter(|known| !Arc::ptr_eq(known, old)) {
            return Ok(Arc::clone(newer));
        }
        if old
            .refreshed_at
            .is_some_and(|at| now.secs_since(at) < REFRESH_SECS)
        {
            return Err(Failure::Untrusted);
        }
        let (directory, keys) = self.fetch(tenant, until).await?;
        let known = Arc::new(Known {
            directory,
            keys,
            at: now,
            refreshed_at: Some(now),
        });
        all.insert(tenant.to_owned(), Arc::clone(&known));
        Ok(known)
    }

    async fn redeem(
        &self,
        registration: &Registration,
        journey: &Journey,
        code: &str,
        directory: &Directory,
        until: Instant,
    ) -> Result<Tokens, Failure> {
        let call = Call {
            operation: "token",
            method: Method::POST,
            url: self.own(&directory.token_endpoint)?,
            headers: HeaderMap::new(),
            body: Body::Form(vec![
                ("grant_type", "authorization_code".to_owned()),
                ("code", code.to_owned()),
                ("redirect_uri", registration.redirect.clone()),
                ("client_id", registration.client.clone()),
                ("client_secret", registration.secret.expose_secret().to_owned()),
                ("code_verifier", journey.verifier.clone()),
            ]),
            effect: Effect::Writes,
            size: Size::One,
            until,
        };
        let answer = self.system.exchange(call, refusal::of_token).await;
        answer.map(|answer| answer.body).map_err(|fault| failure(&fault))
    }
}

#[async_trait]
impl SingleSignOn for Entra {
    async fn depart(&self, registration: &Registration, journey: &Journey) -> Result<String, Failure> {
        let known = self.known(&registration.tenant, self.until()).await?;
        let mut address = self.own(&known.directory.authorization_endpoint)?;
        let verifier = PkceCodeVerifier::new(journey.verifier.clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        address
            .query_pairs_mut()
            .append_pair("client_id", &registration.client)
            .append_pair("response_type", "code")
            .append_pair("redirect_uri", &registration.redirect)
            .append_pair("response_mode", "query")
            .append_pair("scope", "openid profile email")
            .append_pair("state", &journey.state)
            .append_pair("nonce", &journey.nonce)
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        if journey.anew {
            // With an age in the request, a provider has to say when they proved it; Microsoft also needs to be set up so.
            address
                .query_pairs_mut()
                .append_pair("prompt", "login")
                .append_pair("max_age", PROOF_SECS);
        }
        Ok(address.into())
    }

    async fn arrive(
        &self,
        registration: &Registration,
        journey: &Journey,
        code: &str,
    ) -> Result<Identity, Failure> {
        let until = self.until();
        let known = self.known(&registration.tenant, until).await?;
        let tokens = self
            .redeem(registration, journey, code, &known.directory, until)
            .await?;
        let check = token::Check {
            issuer: self.issuer(&registration.tenant),
            tenant: &registration.tenant,
            client: &registration.client,
            nonce: &journey.nonce,
            now: self.clock.now(),
        };
        match check.read(&tokens.id_token, &known.keys) {
            Err(token::Bad::UnknownKey) => {
                let newer = self.refreshed(&registration.tenant, &known, until).await?;
                check.read(&tokens.id_token, &newer.keys)
            }
            other => other,
        }
        .map_err(token::Bad::failure)
    }

    fn explain(&self, error: &str, description: &str) -> Failure {
        explain::explain(error, &explain::numbers_in(description))
    }
}

/// The name of a fault. The judges of refusals put it into the code.
fn failure(fault: &Fault) -> Failure {
    match &fault.error {
        PortError::Rejected(code) => Failure::parse(code).unwrap_or(Failure::Unexplained),
        PortError::Unavailable(trouble) | PortError::UnknownOutcome(trouble) => match trouble {
            Trouble::ServiceError | Trouble::UnexpectedAnswer if fault.status.is_some() => Failure::Broken,
            _ => Failure::Unreachable,
        },
        PortError::Misconfigured(_) => Failure::Unreachable,
    }
}
