//! A stand-in for Civica Cx. Its wire contract is **assumed** (`cx-assumed-1`): no public description of the vendor's
//! exists, and nothing here is a statement about the vendor's product.
//!
//! # Public port
//!
//! The routes are under `{base_url}/api/v1`. Requests are taken strictly: an unknown field, a wrong type or a missing
//! header is refused. Special user names, with the usual password: `temporary-user` (password change required),
//! `no-api-user` (no API permission) and `elsewhere-user` (address not whitelisted, answered with HTML).
//!
//! # Control plane
//!
//! | call | body | answer |
//! |---|---|---|
//! | `POST /_sim/reset` | nothing or `{"seed":7}` | 204 |
//! | `POST /_sim/clock` | `{"advance":1200}` (seconds, may be negative) | `{"now":"2026-11-24T10:20:00"}` |
//! | `POST /_sim/faults` | a list, which replaces the armed ones; see below | 204 |
//! | `GET /_sim/faults` | – | the list, with `seen` and `struck` |
//! | `GET /_sim/journal` | – | a list of requests, oldest first |
//! | `GET /_sim/ledger` | – | `{accepted, repairs:{externalReference:{…}}, cancellations, attachments}` |
//! | `GET /_sim/people` | – | the people a demonstration may use |
//! | `GET /_sim/repairs/{id}` | – | the repair as on the public port, whatever its company |
//! | `POST /_sim/repairs/{id}/status` | `{"status":"APP","appointment":{"date":"2026-12-01","category":"AM"}}` | the repair |
//! | `POST /_sim/contacts/{id}/surname` | `{"surname":"Price-Jones"}` | 204 |
//! | `POST /_sim/contacts/{id}/hide` | – | 204; our user no longer sees the person |
//! | `POST /_sim/slots/{id}/take` | – | 204; somebody else has the slot |
//! | `POST /_sim/agreements/{id}/end` | `{"on":"2026-11-20"}` | 204 |
//!
//! A fault is `{"route":"POST /repairs","fault":"lost_answer","when":"after","probability":1.0,"count":1,"skip":0}` and,
//! by kind:
//!
//! | fault | arguments |
//! |---|---|
//! | `slow` | `delay_ms` (3000) |
//! | `drip` | `delay_ms` between bytes (1000) |
//! | `hang` | `variant`: none, or `mid_body` |
//! | `reset` | `variant`: none, or `mid_body` |
//! | `lost_answer` | the change is made, then the connection is cut |
//! | `status` | `status` (503), `body`: `json`, `empty` or `html`, `retry_after` |
//! | `too_many` | `retry_after` |
//! | `expired_token` | the token is revoked as well |
//! | `malformed` | `variant`: `truncated`, `html`, `wrong_type`, `invalid_utf8`, `utf16`, `nul`, `bom`, `huge`, `deep`, `duplicate_keys` |
//! | `html` | `status` (200) |
//! | `drift` | `path` (`items.orders.status`), `change`: `missing`, `renamed`, `null`, `other_type`, `new_value`, `extra`, `single` |
//! | `partial` | `variant`: `shorter`, `repeat`, `vanish`, `cursor_expired` |
//!
//! `when` is `before` (usual) or `after` the change; `query` limits a fault to requests with that parameter.

mod ask;
mod control;
mod frame;
pub mod landlord;
mod ledger;
mod page;
mod paging;
mod refusal;
mod routes;
mod state;
mod tokens;
mod variant;
mod wire;

pub use landlord::{Landlord, demo::DemoPerson};
pub use variant::Variant;

use crate::{listen, running};
use jiff::civil::Date;
use state::Shared;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// The version of the assumed contract.
pub const CONTRACT: &str = "cx-assumed-1";

/// How to start the simulator.
#[derive(Clone, Debug)]
pub struct Options {
    /// Decides the data and which faults strike.
    pub seed: u64,
    /// The public port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The control plane; port 0 takes a free one.
    pub control: SocketAddr,
    /// How many people; 1,200 without it. Homes and repairs follow.
    pub people: Option<usize>,
    pub username: String,
    pub password: String,
    /// The day it is, at ten in the morning; the real time without it.
    pub today: Option<Date>,
    /// Refuse a second open repair with the same code at the same place.
    pub refuse_duplicate_open_repairs: bool,
    /// How it differs from the contract.
    pub variant: Variant,
}

impl Default for Options {
    fn default() -> Self {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            seed: 7,
            listen: free,
            control: free,
            people: None,
            username: "tenantwise-api".into(),
            password: "demo-cx-password".into(),
            today: None,
            refuse_duplicate_open_repairs: false,
            variant: Variant::None,
        }
    }
}

/// One at work. Dropping it ends it.
pub type Running = running::Running<Shared>;

impl Running {
    /// The people a demonstration may refer to.
    pub fn demo_people(&self) -> Vec<DemoPerson> {
        self.shared.world().landlord.demo_people()
    }
}

/// Makes the landlord and opens both ports.
pub async fn start(options: Options) -> io::Result<Running> {
    let (listen, control) = (options.listen, options.control);
    let shared = Arc::new(Shared::new(options));
    let public = listen::serve(listen, routes::router(Arc::clone(&shared))).await?;
    let control = listen::serve(control, control::router(Arc::clone(&shared))).await?;
    Ok(Running::new(shared, public, control))
}
