//! A stand-in for Twilio's messages, after its public documentation. It delivers nothing.
//!
//! On the public port: `POST` and `GET /2010-04-01/Accounts/{AccountSid}/Messages.json`, `GET …/Messages/{sid}.json`,
//! `GET /2010-04-01/Accounts/{AccountSid}.json`. Without `.json` the answer is XML. Numbers decide what happens:
//!
//! | number | what happens |
//! |---|---|
//! | `+447700900021` | refused: no valid number (21211) |
//! | `+447700900022` | refused: not a mobile (21614) |
//! | `+447700900023` | refused: told us to stop (21610) |
//! | `+447700900024` | refused: not verified for a trial (21608) |
//! | `+447700900025` | refused: not routable (21612) |
//! | `+447700900033` | taken, then unreachable (30003) |
//! | `+447700900035` | taken, then unknown (30005) |
//! | `+447700900036` | taken, then a landline (30006) |
//! | `+447700900037` | taken, then filtered (30007) |
//!
//! | control plane | body | answer |
//! |---|---|---|
//! | `POST /_sim/reset` | – | 204 |
//! | `POST /_sim/callback` | `{"door":"127.0.0.1:8080","before_answer":true}` or `null` | 204: from now on news are brought to that machine |
//! | `POST /_sim/emit` | `{"sid":"SM…","status":"sent","times":2,"token":"forged"}`; all but `sid` may be left out | the statuses of the answers |
//! | `GET /_sim/ledger` | – | all messages, oldest first |
//! | `POST`/`GET /_sim/faults`, `GET /_sim/journal` | as in `civica_cx` | |

mod callbacks;
mod control;
mod messages;

use crate::{
    around::{self, Around},
    listen,
    rng::Rng,
    running,
};
use axum::{Router, middleware, routing::get};
use callbacks::Subscription;
use serde::Serialize;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How to start it.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: u64,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub control: SocketAddr,
    pub account: String,
    pub auth_token: String,
    /// Name and secret of an API key, which serves as well.
    pub api_key: (String, String),
    /// Senders that belong to the account.
    pub senders: Vec<String>,
    pub today: Option<jiff::civil::Date>,
}

impl Default for Options {
    fn default() -> Self {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            seed: 7,
            listen: free,
            control: free,
            account: "AC00000000000000000000000000000007".to_owned(),
            auth_token: "sim-auth-token-2026".to_owned(),
            api_key: (
                "SK00000000000000000000000000000007".to_owned(),
                "sim-key-secret".to_owned(),
            ),
            senders: vec![
                "Hollingate".to_owned(),
                "+447400123456".to_owned(),
                "MG00000000000000000000000000000007".to_owned(),
            ],
            today: None,
        }
    }
}

/// A text that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    pub sid: String,
    pub to: String,
    pub from: String,
    pub body: String,
    pub status: String,
    pub error_code: Option<u32>,
    pub date_created: String,
    pub status_callback: Option<String>,
    pub validity_period: Option<u32>,
}

#[derive(Debug)]
struct World {
    messages: Vec<Message>,
    subscription: Option<Subscription>,
    ids: Rng,
}

/// What both ports share.
#[derive(Debug)]
pub struct Shared {
    options: Options,
    around: Arc<Around>,
    world: Mutex<World>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fresh(options: &Options) -> World {
    World {
        messages: Vec::new(),
        subscription: None,
        ids: Rng::for_purpose(options.seed, "twilio"),
    }
}

/// One at work. Dropping it ends it.
pub type Running = running::Running<Shared>;

impl Running {
    /// All messages that were taken, oldest first.
    pub fn ledger(&self) -> Vec<Message> {
        self.shared.world().messages.clone()
    }

    /// Arms faults in place of those before.
    pub fn arm(&self, faults: serde_json::Value) {
        self.shared
            .around
            .arm(serde_json::from_value(faults).unwrap_or_default());
    }
}

/// Opens both ports.
pub async fn start(options: Options) -> io::Result<Running> {
    let around = Around::new(options.seed, options.today);
    let shared = Arc::new(Shared {
        world: Mutex::new(fresh(&options)),
        around: Arc::clone(&around),
        options,
    });
    let router = Router::new()
        .route("/2010-04-01/Accounts/{account}", get(messages::account))
        .route(
            "/2010-04-01/Accounts/{account}/{list}",
            get(messages::list).post(messages::create),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{sid}",
            get(messages::one),
        )
        .fallback(messages::nowhere)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&shared),
            messages::guard,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(&around), around::frame))
        .with_state(Arc::clone(&shared));
    let public = listen::serve(shared.options.listen, router).await?;
    let control = control::router(Arc::clone(&shared)).merge(around::control(around));
    let control = listen::serve(shared.options.control, control).await?;
    Ok(Running::new(shared, public, control))
}
