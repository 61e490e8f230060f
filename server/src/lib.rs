//! TenantWise: the composition root. `Product::build` puts the parts together; `serve` runs them until told to stop.
//! Tests use the same two.

pub mod config;
mod demo;
pub mod http;
pub mod integrations;
mod worker;

use config::{Config, HousingConfig, MailConfig, Refusal, SsoConfig};
use integrations::{
    housing::civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
    mail::smtp::{Security, Smtp, SmtpConfig, SmtpLimits},
    outbound::{Limits, Outbound, Reach},
    sso::entra::Entra,
};
use services::{
    auth::Passwords,
    context::Platform,
    db::Db,
    hms::Refresher,
    outbox::Wake,
    ports::{
        clock::{Clock, SystemClock},
        housing::Housing,
        mail::Mail,
        sso::SingleSignOn,
    },
    repairs::PhotoStore,
    settings::SettingsCache,
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
}

/// Everything, ready to serve.
pub struct Product {
    pub platform: Arc<Platform>,
    config: Arc<Config>,
    housing: Arc<CivicaCx>,
    demo: Option<demo::Demo>,
}

impl Product {
    /// Opens the database, applies missing migrations, prepares the adapters; the demo also starts its simulators.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let (demo, housing, mail) = if config.demo {
            let demo = demo::Demo::start().await?;
            let (housing, mail) = (demo.housing(), demo.mail());
            (Some(demo), housing, mail)
        } else {
            let missing = || Refusal("The housing system and the mail server are not set.".into());
            (
                None,
                config.housing.clone().ok_or_else(missing)?,
                config.mail.clone().ok_or_else(missing)?,
            )
        };
        let db = Db::open(&config.database_url).await?;
        let vault =
            Vault::new(&config.vault_key).ok_or_else(|| Refusal("The vault key cannot be read.".into()))?;
        let housing = housing_port(housing, &clock)?;
        let platform = Arc::new(Platform {
            settings: SettingsCache::load(&db).await?,
            clock: Arc::clone(&clock),
            vault,
            passwords: Passwords::new()?,
            photos: PhotoStore::open(config.data.join("photos"))?,
            housing: Arc::clone(&housing) as Arc<dyn Housing>,
            mail: mail_port(mail, &clock)?,
            sso: sso_port(&config.sso, &clock)?,
            refresher: Refresher::default(),
            wake: Wake::default(),
            base_url: config.base_url.clone(),
            db,
        });
        if let Some(demo) = &demo {
            demo.seed(&platform).await?;
        }
        Ok(Self {
            platform,
            config: Arc::new(config),
            housing,
            demo,
        })
    }

    /// Serves until `stop` is cancelled, then finishes what is running.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let mailbox = self.demo.as_ref().map(demo::Demo::mailbox);
        let router = http::router(Arc::clone(&self.platform), Arc::clone(&self.config), mailbox);
        let worker = tokio::spawn(worker::run(
            Arc::clone(&self.platform),
            stop.clone().cancelled_owned(),
        ));
        http::listener::serve(listener, router, stop.cancelled_owned()).await;
        if worker.await.is_err() {
            tracing::error!("worker.panicked");
        }
        // The vendor counts open log-ins; one that is not given back would be missing at the next start.
        if let Err(error) = self.housing.log_out().await {
            tracing::warn!(%error, "housing.log_out_failed");
        }
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

fn housing_port(config: HousingConfig, clock: &Arc<dyn Clock>) -> Result<Arc<CivicaCx>, StartError> {
    let reach = reach(config.allow_loopback);
    let unusable = |error| {
        Refusal(format!(
            "The housing system's address or company cannot be used: {error}."
        ))
    };
    let outbound = Outbound::new(reach, Limits::default(), Arc::clone(clock)).map_err(unusable)?;
    let config = CivicaCxConfig {
        api_url: config.api_url,
        username: config.username,
        password: config.password,
        company: config.company,
        status_map: StatusMap::default(),
        cancel_reason: "TEN".to_owned(),
        capabilities: usual_capabilities(),
    };
    Ok(Arc::new(
        CivicaCx::new(config, &outbound, Arc::clone(clock)).map_err(unusable)?,
    ))
}

fn mail_port(config: MailConfig, clock: &Arc<dyn Clock>) -> Result<Arc<dyn Mail>, StartError> {
    let security = match config.security.as_str() {
        "starttls" => Security::StartTls,
        "tls" => Security::Tls,
        "plain" => Security::Plain,
        other => {
            return Err(Refusal(format!(
                "TENANTWISE_SMTP_SECURITY is '{other}': use starttls, tls or plain."
            ))
            .into());
        }
    };
    let (from_name, from_address) = match config.from.split_once('<') {
        Some((name, address)) => (
            name.trim().to_owned(),
            address.trim_end_matches('>').trim().to_owned(),
        ),
        None => (String::new(), config.from.clone()),
    };
    let config = SmtpConfig {
        host: config.host,
        port: config.port,
        security,
        username: config.username,
        password: config.password,
        from_name,
        from_address,
        reply_to: None,
        limits: SmtpLimits::default(),
    };
    let smtp = Smtp::new(config, Arc::clone(clock))
        .map_err(|error| Refusal(format!("The mail server's settings cannot be used: {error}.")))?;
    Ok(Arc::new(smtp))
}
