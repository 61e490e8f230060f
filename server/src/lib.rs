//! TenantWise: the composition root. `Product::build` puts the parts together; `serve` runs them until told to stop.
//! Tests use the same two.

pub mod config;
mod demo;
mod given;
pub mod http;
pub mod integrations;
mod worker;

use config::{Config, Refusal, SsoConfig};
use domain::integrations::Mode;
use integrations::{
    directory::entra::EntraTokens,
    outbound::{Limits, Outbound, Reach},
    sso::entra::{Entra, MICROSOFT},
    switchboard::Switchboard,
};
use services::{
    auth::Passwords,
    context::Platform,
    credentials::{Flights, Issuer},
    db::Db,
    drops::Folders,
    hms::Refresher,
    integrations::{Given, Integrations},
    outbox::Wake,
    ports::{
        clock::{Clock, SystemClock},
        directory::Directory,
        sso::SingleSignOn,
    },
    repairs::PhotoStore,
    settings::SettingsCache,
    tokens::SharedTokens,
    vault::Vault,
};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Why the program does not start or stops.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("The database cannot be used: {0}.")]
    Database(#[from] services::error::Error),
    #[error("The address cannot be listened on: {0}.")]
    Listen(#[from] std::io::Error),
    #[error(
        "The audit is broken at entry {seq} (id '{id}'): it is not what was sealed. Keep a copy of the database as it is."
    )]
    AuditBroken { seq: i64, id: String },
    #[error(
        "{left} secrets are still sealed with another key. Keep the older key and run this again; these open with none of the keys:\n{places}"
    )]
    NotRotated { left: u64, places: String },
}

/// Everything, ready to serve.
pub struct Product {
    pub platform: Arc<Platform>,
    config: Arc<Config>,
    demo: Option<demo::Demo>,
}

impl Product {
    /// Opens the database, applies missing migrations, prepares the adapters; the demo also starts its simulators.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mut config = config;
        let (demo, given) = if config.demo {
            let demo = demo::Demo::start(&config.base_url).await?;
            if config.sso.url == MICROSOFT {
                config.sso.url = demo.microsoft();
            }
            let (housing, mail) = (Some(demo.housing()), Some(demo.mail()));
            (Some(demo), (housing, mail, Given::Always))
        } else {
            let (housing, mail) = (config.housing.clone(), config.mail.clone());
            (None, (housing, mail, Given::UntilSaved))
        };
        let db = Db::open(&config.database_url).await?;
        let vault =
            Vault::new(&config.vault_key).ok_or_else(|| Refusal("The vault key cannot be read.".into()))?;
        let folders = Folders::new(config.drops.clone());
        for mode in [Mode::Live, Mode::Test] {
            folders.make(mode)?;
        }
        let issuer = Issuer::default();
        let switchboard = Switchboard::new(
            reach(config.allow_loopback),
            config.own_addresses.clone(),
            &config.base_url,
            Arc::clone(&clock),
            db.clone(),
            folders.clone(),
        )
        .map_err(|error| Refusal(format!("Outside systems cannot be called: {error}.")))?
        .sharing(SharedTokens::new(db.clone(), vault.clone(), Arc::clone(&clock)))
        .with_credentials(issuer.clone());
        given::adopt(given, &switchboard, &db, &vault, clock.now()).await?;
        let platform = Arc::new(Platform {
            settings: SettingsCache::load(&db).await?,
            integrations: Integrations::load(Arc::new(switchboard), Arc::clone(&clock), &db, &vault).await?,
            clock: Arc::clone(&clock),
            vault,
            passwords: Passwords::new()?,
            photos: PhotoStore::open(config.data.join("photos"))?,
            folders,
            sso: sso_port(&config.sso, &clock)?,
            directory: directory_port(&config.sso, &clock)?,
            flights: Flights::default(),
            refresher: Refresher::default(),
            wake: Wake::default(),
            base_url: config.base_url.clone(),
            db,
        });
        issuer.serve(&platform);
        if let Some(demo) = &demo {
            demo.seed(&platform).await?;
        }
        Ok(Self {
            platform,
            config: Arc::new(config),
            demo,
        })
    }

    /// Serves until `stop` is cancelled, then finishes what is running.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let mailbox = self.demo.as_ref().map(demo::Demo::mailbox);
        let router = http::router(Arc::clone(&self.platform), Arc::clone(&self.config), mailbox);
        let worker = tokio::spawn(worker::run(
            Arc::clone(&self.platform),
            self.config.vault_key_file.clone(),
            stop.clone().cancelled_owned(),
        ));
        http::listener::serve(listener, router, stop.cancelled_owned()).await;
        if worker.await.is_err() {
            tracing::error!("worker.panicked");
        }
        // The vendor counts open log-ins; one that is not given back would be missing at the next start.
        self.platform.integrations.close().await;
        self.platform.db.close().await;
        if let Some(demo) = self.demo {
            demo.stop().await;
        }
    }

    /// What a person wants to know at the start of a demo.
    pub fn welcome(&self) -> Option<String> {
        self.demo.as_ref().map(|demo| demo.welcome(&self.config.base_url))
    }
}

const fn reach(allow_loopback: bool) -> Reach {
    if allow_loopback {
        Reach::LoopbackToo
    } else {
        Reach::PublicOnly
    }
}

fn sso_port(config: &SsoConfig, clock: &Arc<dyn Clock>) -> Result<Arc<dyn SingleSignOn>, StartError> {
    let unusable = |error| Refusal(format!("TENANTWISE_SSO_URL cannot be used: {error}."));
    let reach = reach(config.allow_loopback);
    let outbound = Outbound::new(reach, Limits::default(), Arc::clone(clock)).map_err(unusable)?;
    let entra = Entra::new(&config.url, reach, &outbound, Arc::clone(clock)).map_err(unusable)?;
    Ok(Arc::new(entra))
}

fn directory_port(config: &SsoConfig, clock: &Arc<dyn Clock>) -> Result<Arc<dyn Directory>, StartError> {
    let unusable = |error| Refusal(format!("TENANTWISE_SSO_URL cannot be used: {error}."));
    let reach = reach(config.allow_loopback);
    let outbound = Outbound::new(reach, Limits::default(), Arc::clone(clock)).map_err(unusable)?;
    let entra = EntraTokens::new(&config.url, reach, &outbound).map_err(unusable)?;
    Ok(Arc::new(entra))
}
