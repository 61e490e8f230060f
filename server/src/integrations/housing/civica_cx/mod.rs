//! Civica Cx as the housing system, by the contract `cx-assumed-1`.
//!
//! The contract is **assumed**: it is our own proposal, as the vendor publishes no paths or fields (integrations, part 2).
//! Its names stand only here and in the simulator.

mod mapping;
mod port;
mod scalar;
mod token;
mod transport;
mod wire;

pub use mapping::StatusMap;

use crate::integrations::{
    monitor::Health,
    outbound::{Outbound, SetupError},
};
use domain::dates::Day;
use http::HeaderValue;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use services::{
    ports::{
        PortError, Trouble,
        clock::Clock,
        housing::{Appointment, Capabilities, Capability, NOT_OFFERED, Repair},
    },
    tokens::SharedTokens,
};
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, sync::Arc};
use tokio::time::Instant;
use transport::{Ask, Link};
use wire::Keyed;

/// What an administrator sets.
#[derive(Clone)]
pub struct CivicaCxConfig {
    /// Address of the landlord's own Cx, without `/api/v1`.
    pub api_url: String,
    pub username: String,
    pub password: SecretString,
    /// Code of the company.
    pub company: String,
    pub status_map: StatusMap,
    /// The code of `cancel-reasons` that is given when a tenant cancels.
    pub cancel_reason: String,
    /// What the landlord's system can do of what the contract has.
    pub capabilities: Capabilities,
    /// Where the nodes share their log-in; without it each process has its own.
    pub shelf: Option<SharedTokens>,
}

/// What a system of this contract can do unless the landlord says otherwise. Payments come by the gateway's file.
pub fn usual_capabilities() -> Capabilities {
    Capabilities::all().without(Capability::PostPayments)
}

/// The adapter. Contract `cx-assumed-1`, assumed.
pub struct CivicaCx {
    link: Arc<Link>,
    company: String,
    status_map: StatusMap,
    cancel_reason: String,
    capabilities: Capabilities,
    clock: Arc<dyn Clock>,
}

impl CivicaCx {
    /// Prepares the adapter; nothing is called yet.
    pub fn new(
        config: CivicaCxConfig,
        outbound: &Outbound,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let mut base = Url::parse(config.api_url.trim()).map_err(|_| SetupError::NotAnAddress)?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(SetupError::NotAnAddress);
        }
        base.path_segments_mut()
            .map_err(|()| SetupError::NotAnAddress)?
            .pop_if_empty()
            .extend(["api", "v1"]);
        let shelf = config.shelf.map(|shared| {
            let words = [base.as_str(), &config.username, config.password.expose_secret()];
            let key = shared.key("civica_cx", &words);
            (shared, key)
        });
        let link = Link {
            system: outbound.system("civica_cx", &[&base])?,
            base,
            username: config.username,
            password: config.password,
            company: HeaderValue::try_from(&config.company).map_err(|_| SetupError::NotAHeader)?,
            clock: Arc::clone(&clock),
            tokens: token::Tokens::default(),
            shelf,
        };
        Ok(Self {
            link: Arc::new(link),
            company: config.company,
            status_map: config.status_map,
            cancel_reason: config.cancel_reason,
            capabilities: config.capabilities,
            clock,
        })
    }

    pub fn health(&self) -> Health {
        self.link.system.health()
    }

    fn read_until(&self) -> Instant {
        Instant::now() + self.link.system.limits().reads
    }

    fn write_until(&self) -> Instant {
        Instant::now() + self.link.system.limits().writes
    }

    /// Every page of a list, each row once.
    async fn list<'a, T: DeserializeOwned + Keyed>(
        &self,
        request: impl Fn() -> Ask<'a>,
    ) -> Result<Vec<T>, PortError> {
        Ok(self.link.pages(request, self.read_until()).await?)
    }

    async fn find<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<Option<T>, PortError> {
        Ok(self.link.find(&ask, self.read_until()).await?)
    }

    async fn write<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, PortError> {
        Ok(self.link.ask(&ask, self.write_until()).await?)
    }

    /// Refuses what the landlord's system cannot do, before anything is asked.
    fn need(&self, capability: Capability) -> Result<(), PortError> {
        if self.capabilities.has(capability) {
            Ok(())
        } else {
            Err(PortError::Rejected(NOT_OFFERED.to_owned()))
        }
    }

    async fn all_companies(&self) -> Result<Vec<wire::Company>, PortError> {
        self.list(|| Ask::read("companies", &["companies"]).for_all_companies())
            .await
    }

    fn to_repair(&self, repair: wire::Repair) -> Repair {
        mapping::repair(repair, &self.status_map, self.clock.now())
    }

    fn to_appointment(&self, visit: wire::Appointment) -> Result<Appointment, PortError> {
        mapping::appointment(visit, &self.status_map)
            .ok_or(PortError::UnknownOutcome(Trouble::UnexpectedAnswer))
    }

    fn today(&self) -> Day {
        mapping::today(self.clock.now())
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
