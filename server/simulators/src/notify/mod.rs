//! A stand-in for GOV.UK Notify, after its public documentation. It delivers nothing.
//!
//! On the public port: `POST /v2/notifications/sms`, `POST /v2/notifications/email`, `GET /v2/notifications/{id}`,
//! `GET /v2/notifications?reference=…`, `GET /v2/template/{id}`. The documented test values decide what becomes of a
//! message: `07700900003` and `temp-fail@simulator.notify` fail for now, `07700900002` and `perm-fail@simulator.notify` for
//! good, all else arrives. `07700900000`, `07700900111`, `07700900222` and `simulate-delivered…` are answered and forgotten.
//!
//! | control plane | body | answer |
//! |---|---|---|
//! | `POST /_sim/reset` | – | 204 |
//! | `POST /_sim/clock` | `{"advance":300}` | 204, after callbacks that fall due were brought |
//! | `POST /_sim/callback` | `{"url":"https://…/hooks/text","token":"…","door":"127.0.0.1:8080"}` or `null` | 204: from now on callbacks are brought |
//! | `POST /_sim/emit` | `{"id":"…","status":"sent","times":2,"token":"forged","reference":"…"}`; all but `id` may be left out | the statuses of the answers |
//! | `GET /_sim/ledger` | – | all messages, oldest first |
//! | `POST`/`GET /_sim/faults`, `GET /_sim/journal` | as in `civica_cx` | |

mod callbacks;
mod control;
mod guard;
mod send;
mod wire;

use crate::{
    around::{self, Around},
    listen,
    rng::Rng,
    running,
};
use axum::{
    Router, middleware,
    routing::{get, post},
};
use callbacks::{Due, Subscription};
use jiff::Timestamp;
use serde::Serialize;
use std::{
    collections::{BTreeMap, VecDeque},
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A template: what kind it is, and its words with `((places))`.
#[derive(Clone, Debug)]
pub struct Template {
    pub kind: &'static str,
    pub subject: Option<String>,
    pub body: String,
}

/// How to start it.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: u64,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub control: SocketAddr,
    pub service: String,
    pub secret: String,
    pub templates: BTreeMap<String, Template>,
    pub per_minute: usize,
    pub per_day: usize,
    pub today: Option<jiff::civil::Date>,
}

/// Templates that every simulator has.
pub const TEXT_TEMPLATE: &str = "f33517ff-2a88-4f6e-b855-c550268ce08a";
pub const EMAIL_TEMPLATE: &str = "b2654aad-8bd0-4d2a-9b3a-5d2f8a7c6e10";

impl Default for Options {
    fn default() -> Self {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let template = |kind, subject: Option<&str>, body: &str| Template {
            kind,
            subject: subject.map(str::to_owned),
            body: body.to_owned(),
        };
        Self {
            seed: 7,
            listen: free,
            control: free,
            service: "26785a09-ab16-4eb0-8407-a37497a57506".to_owned(),
            secret: "3d844edf-8d35-48ac-975b-e847b4f122b0".to_owned(),
            templates: BTreeMap::from([
                (TEXT_TEMPLATE.to_owned(), template("sms", None, "((text))")),
                (
                    EMAIL_TEMPLATE.to_owned(),
                    template("email", Some("((subject))"), "((body))"),
                ),
            ]),
            per_minute: 3_000,
            per_day: 250_000,
            today: None,
        }
    }
}

impl Options {
    /// The key as a landlord is given it.
    pub fn api_key(&self) -> String {
        format!("portal-{}-{}", self.service, self.secret)
    }
}

/// A message that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Notification {
    pub id: String,
    pub reference: Option<String>,
    /// `sms` or `email`.
    pub kind: &'static str,
    pub to: String,
    pub subject: Option<String>,
    pub body: String,
    pub status: String,
    pub template: String,
    pub created_at: String,
    pub completed_at: Option<String>,
}

#[derive(Debug)]
struct World {
    notifications: Vec<Notification>,
    taken_at: VecDeque<Timestamp>,
    subscription: Option<Subscription>,
    due: Vec<Due>,
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
        notifications: Vec::new(),
        taken_at: VecDeque::new(),
        subscription: None,
        due: Vec::new(),
        ids: Rng::for_purpose(options.seed, "notify"),
    }
}

/// One at work. Dropping it ends it.
pub type Running = running::Running<Shared>;

impl Running {
    /// All messages that were taken, oldest first.
    pub fn ledger(&self) -> Vec<Notification> {
        self.shared.world().notifications.clone()
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
        .route("/v2/notifications/sms", post(send::sms))
        .route("/v2/notifications/email", post(send::email))
        .route("/v2/notifications/{id}", get(send::one))
        .route("/v2/notifications", get(send::list))
        .route("/v2/template/{id}", get(send::template))
        .fallback(guard::nowhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::layer))
        .layer(middleware::from_fn_with_state(Arc::clone(&around), around::frame))
        .with_state(Arc::clone(&shared));
    let public = listen::serve(shared.options.listen, router).await?;
    let control = control::router(Arc::clone(&shared)).merge(around::control(around));
    let control = listen::serve(shared.options.control, control).await?;
    Ok(Running::new(shared, public, control))
}
