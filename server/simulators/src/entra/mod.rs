//! Microsoft Entra ID's sign-in, and everything a hostile or broken one might do.
//!
//! On the public port: `/{tenant}/v2.0/.well-known/openid-configuration`, `/{tenant}/discovery/v2.0/keys`,
//! `/{tenant}/oauth2/v2.0/authorize` and `/{tenant}/oauth2/v2.0/token`, for one tenant and one application. Whoever comes
//! to sign in chooses who they are, unless the control plane has chosen. `/{tenant}/adminconsent` asks an administrator
//! for consent; the token endpoint also gives tokens to the application itself.
//!
//! | control plane | body | answer |
//! |---|---|---|
//! | `POST /_sim/person` | a [`Person`], or `null` to let people choose | 204 |
//! | `POST /_sim/twist` | a [`Twist`], which replaces the one before; `{}` is an honest provider | 204 |
//! | `POST /_sim/application` | an [`Application`], which replaces the one before | 204 |
//! | `GET /` | – | a page with buttons for what an administrator at Microsoft may do to the application |
//! | `POST /_sim/rotate` | – | 204: other keys from now on |
//! | `GET /_sim/counts` | – | requests so far: `{"discovery":1,"keys":1,"token":0}` |

mod application;
mod authorise;
mod control;
mod desk;
mod keys;
mod token;

pub use application::{Application, Consents, Secret};

use crate::{clock::Clock, listen, running};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How to start it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub control: SocketAddr,
    pub tenant: String,
    pub client: String,
    pub secret: String,
    /// Redirect addresses that are registered; any, if there are none.
    pub redirects: Vec<String>,
    /// Those who can be chosen.
    pub people: Vec<Person>,
    /// The day on which its clock starts, at ten in the morning; today's real time without it.
    pub today: Option<jiff::civil::Date>,
}

impl Default for Options {
    fn default() -> Self {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: free,
            control: free,
            tenant: "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c".to_owned(),
            client: "1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9".to_owned(),
            secret: "sim~Secret.2026".to_owned(),
            redirects: Vec::new(),
            people: Vec::new(),
            today: None,
        }
    }
}

/// Somebody with an account there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    pub object: String,
    pub name: String,
    /// `preferred_username`.
    pub username: String,
    pub email: Option<String>,
    /// Where a guest comes from: the `idp` claim.
    pub guest_of: Option<String>,
    /// Seconds since they last gave their password, unless they are asked anew; without it nothing is said.
    pub proved_secs_ago: Option<i64>,
}

/// What the token endpoint does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenFault {
    #[default]
    Works,
    /// Says nothing for a minute.
    Slow,
    Error,
    Html,
    /// Refuses with an error and Microsoft's number.
    Refused(String, u32),
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    #[default]
    Rs256,
    None,
    /// With the public key as the secret.
    Hs256,
}

/// What is not as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Twist {
    pub issuer: Option<String>,
    pub audience: Option<String>,
    pub authorised_party: Option<String>,
    pub tenant: Option<String>,
    pub nonce: Option<String>,
    pub algorithm: Algorithm,
    /// A key that is nowhere published signs, under this name.
    pub kid: Option<String>,
    /// Moves all times of the token.
    pub shift_secs: i64,
    /// Moves `nbf` alone.
    pub not_before_secs: i64,
    /// The token is over after this instead of an hour.
    pub life_secs: Option<i64>,
    /// Refuses at the sign-in page, with markup in the description.
    pub denied: bool,
    pub token: TokenFault,
    pub discovery_issuer: Option<String>,
    pub discovery_authorise: Option<String>,
    pub discovery_token: Option<String>,
}

/// Requests so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub discovery: u32,
    pub keys: u32,
    pub token: u32,
}

/// A code that waits to be redeemed.
#[derive(Debug)]
struct Grant {
    person: Person,
    redirect: String,
    nonce: String,
    challenge: String,
    anew: bool,
}

#[derive(Debug, Default)]
struct Now {
    person: Option<Person>,
    twist: Twist,
    application: Application,
    /// Which keys are published: raised by every rotation.
    turn: usize,
    counts: Counts,
    grants: HashMap<String, Grant>,
}

/// What both ports share.
#[derive(Debug)]
pub struct Shared {
    options: Options,
    clock: Clock,
    base_url: String,
    now: Mutex<Now>,
}

impl Shared {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn issuer(&self) -> String {
        format!("{}/{}/v2.0", self.base_url, self.options.tenant)
    }

    fn under(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.base_url, self.options.tenant)
    }
}

/// One at work. Dropping it ends it.
pub type Running = running::Running<Shared>;

impl Running {
    /// Whoever comes next is this person.
    pub fn person(&self, person: Person) {
        self.shared.now().person = Some(person);
    }

    pub fn twist(&self, twist: Twist) {
        self.shared.now().twist = twist;
    }

    /// How the application stands in the directory.
    pub fn application(&self) -> Application {
        self.shared.now().application.clone()
    }

    pub fn set_application(&self, change: impl FnOnce(&mut Application)) {
        change(&mut self.shared.now().application);
    }

    /// Publishes other keys and signs with them.
    pub fn rotate(&self) {
        self.shared.now().turn += 1;
    }

    pub fn counts(&self) -> Counts {
        self.shared.now().counts
    }
}

/// Opens both ports.
pub async fn start(options: Options) -> io::Result<Running> {
    let reserved = tokio::net::TcpListener::bind(options.listen).await?;
    let address = reserved.local_addr()?;
    let shared = Arc::new(Shared {
        clock: Clock::start(options.today),
        base_url: format!("http://{address}"),
        now: Mutex::default(),
        options,
    });
    let router = Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery))
        .route("/{tenant}/discovery/v2.0/keys", get(published))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorise::page))
        .route("/{tenant}/oauth2/v2.0/token", post(token::endpoint))
        .route("/{tenant}/adminconsent", get(application::consent))
        .with_state(Arc::clone(&shared));
    let public = listen::serve_on(reserved, router)?;
    let control = listen::serve(shared.options.control, control::router(Arc::clone(&shared))).await?;
    Ok(Running::new(shared, public, control))
}

/// As Microsoft refuses.
fn refusal(status: StatusCode, error: &str, number: u32) -> Response {
    let body = json!({
        "error": error,
        "error_description": format!("AADSTS{number}: Trace ID: 00000000 Correlation ID: 00000000"),
        "error_codes": [number],
        "trace_id": "00000000-0000-0000-0000-000000000000",
        "correlation_id": "00000000-0000-0000-0000-000000000000",
    });
    (status, Json(body)).into_response()
}

fn no_such_tenant() -> Response {
    refusal(StatusCode::BAD_REQUEST, "invalid_tenant", 90002)
}

async fn discovery(State(shared): State<Arc<Shared>>, Path(tenant): Path<String>) -> Response {
    if tenant != shared.options.tenant {
        return no_such_tenant();
    }
    let mut now = shared.now();
    now.counts.discovery += 1;
    let twist = &now.twist;
    let or = |twisted: &Option<String>, path: &str| twisted.clone().unwrap_or_else(|| shared.under(path));
    Json(json!({
        "issuer": twist.discovery_issuer.clone().unwrap_or_else(|| shared.issuer()),
        "authorization_endpoint": or(&twist.discovery_authorise, "oauth2/v2.0/authorize"),
        "token_endpoint": or(&twist.discovery_token, "oauth2/v2.0/token"),
        "jwks_uri": shared.under("discovery/v2.0/keys"),
        "end_session_endpoint": shared.under("oauth2/v2.0/logout"),
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "response_types_supported": ["code", "id_token", "code id_token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }))
    .into_response()
}

async fn published(State(shared): State<Arc<Shared>>, Path(tenant): Path<String>) -> Response {
    if tenant != shared.options.tenant {
        return no_such_tenant();
    }
    let turn = {
        let mut now = shared.now();
        now.counts.keys += 1;
        now.turn
    };
    match keys::published(turn, &shared.issuer()) {
        Ok(keys) => Json(json!({ "keys": keys })).into_response(),
        Err(keys::Unusable) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
