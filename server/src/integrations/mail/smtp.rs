//! Email by SMTP (RFC 5321). SMTP cannot be asked afterwards whether a message arrived; its fixed `Message-ID` lets mail
//! systems drop a second copy.

mod compose;
mod dial;
mod line;
mod log_in;

use crate::integrations::monitor::{CircuitRules, Health, Line, Monitor};
use async_trait::async_trait;
use compose::Writer;
use lettre::transport::smtp::{
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    extension::ClientId,
};
use line::Failure;
pub use log_in::LogIn;
use services::ports::{
    PortError, Trouble,
    clock::Clock,
    mail::{Mail, Message},
    messages::Taken,
};
use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, time::Instant};

/// Connections at one time, and how long an unused one is kept.
const CONNECTIONS: usize = 5;
const IDLE: Duration = Duration::from_mins(1);

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS after a greeting, usually port 587; without it nothing is sent.
    StartTls,
    /// TLS from the first byte, usually port 465.
    Tls,
    /// None at all: a relay on the same machine, or a simulator.
    Plain,
}

/// How long the steps of sending may take.
#[derive(Clone, Copy, Debug)]
pub struct SmtpLimits {
    pub connect: Duration,
    /// Connecting, greeting, TLS and log-in together; mail systems greet strangers slowly on purpose.
    pub set_up: Duration,
    /// One command.
    pub command: Duration,
    /// The message itself and its final reply.
    pub message: Duration,
    pub circuit: CircuitRules,
}

impl Default for SmtpLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            set_up: Duration::from_secs(15),
            command: Duration::from_secs(10),
            message: Duration::from_secs(30),
            circuit: CircuitRules::default(),
        }
    }
}

/// What an administrator sets.
#[derive(Clone)]
pub struct SmtpConfig {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub log_in: LogIn,
    /// An authority (DER) that may vouch for the server besides the public ones.
    pub authority: Option<Vec<u8>>,
    pub from_name: String,
    pub from_address: String,
    pub reply_to: Option<String>,
    pub limits: SmtpLimits,
}

/// The settings cannot work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSetupError {
    #[error("the sender or reply address is not an email address")]
    Address,
    #[error("the host cannot be used with TLS")]
    Tls,
    #[error("a password or token is not sent to another machine without TLS")]
    PasswordInTheOpen,
}

/// The adapter. Works inside a Tokio runtime.
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    tls: Option<TlsParameters>,
    log_in: LogIn,
    hello: ClientId,
    writer: Writer,
    limits: SmtpLimits,
    clock: Arc<dyn Clock>,
    monitor: Monitor,
    slots: Semaphore,
    parked: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

fn protection(config: &SmtpConfig) -> Result<TlsParameters, SmtpSetupError> {
    let mut parameters = TlsParameters::builder(config.host.clone());
    if let Some(authority) = &config.authority {
        let authority = Certificate::from_der(authority.clone()).map_err(|_| SmtpSetupError::Tls)?;
        parameters = parameters.add_root_certificate(authority);
    }
    parameters.build_rustls().map_err(|_| SmtpSetupError::Tls)
}

impl Smtp {
    /// Prepares the adapter; nothing is connected yet.
    pub fn new(config: SmtpConfig, clock: Arc<dyn Clock>) -> Result<Self, SmtpSetupError> {
        let writer = Writer::new(&config)?;
        let tls = match config.security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(protection(&config)?),
        };
        let near =
            config.host == "localhost" || config.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if config.log_in.is_secret() && tls.is_none() && !near {
            return Err(SmtpSetupError::PasswordInTheOpen);
        }
        Ok(Self {
            host: config.host,
            port: config.port,
            security: config.security,
            tls,
            log_in: config.log_in,
            hello: ClientId::default(),
            writer,
            limits: config.limits,
            monitor: Monitor::new(config.limits.circuit, Arc::clone(&clock)),
            clock,
            slots: Semaphore::new(CONNECTIONS),
            parked: Mutex::default(),
        })
    }

    pub fn health(&self) -> Health {
        self.monitor.health()
    }

    async fn deliver(&self, message: &Message) -> Result<(), Failure> {
        let written = self.writer.write(message, self.clock.now())?;
        let waiting = tokio::time::timeout(self.limits.message, self.slots.acquire()).await;
        let Ok(Ok(_slot)) = waiting else {
            return Err(Failure::quiet(PortError::Unavailable(Trouble::TimedOut)));
        };
        let permit = self.monitor.admit().map_err(Failure::quiet)?;
        let outcome = async {
            let mut connection = match self.reuse().await {
                Some(connection) => connection,
                None => self.connect().await?,
            };
            let outcome = self.hand_over(&mut connection, &written).await;
            let outcome = outcome.map_err(|failure| self.log_in.told(failure));
            if outcome.is_ok() {
                self.park(connection);
            }
            outcome
        }
        .await;
        permit.finish(
            outcome
                .as_ref()
                .map_or_else(|failure| failure.line, |()| Line::Sound),
        );
        outcome
    }

    /// An open connection that still answers.
    async fn reuse(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (mut connection, since) = self.parked().pop()?;
            if since.elapsed() < IDLE
                && tokio::time::timeout(self.limits.connect, connection.test_connected()).await == Ok(true)
            {
                return Some(connection);
            }
        }
    }

    fn park(&self, connection: AsyncSmtpConnection) {
        let mut parked = self.parked();
        parked.retain(|(_, since)| since.elapsed() < IDLE);
        parked.push((connection, Instant::now()));
    }

    fn parked(&self) -> std::sync::MutexGuard<'_, Vec<(AsyncSmtpConnection, Instant)>> {
        self.parked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mail for Smtp {
    async fn test(&self) -> Result<(), PortError> {
        let outcome = self.connect().await.map(|connection| self.park(connection));
        let outcome = outcome.map_err(|failure| failure.error);
        self.monitor.note(outcome.as_ref().copied(), None);
        outcome
    }

    async fn send(&self, message: &Message) -> Result<Taken, PortError> {
        let started = Instant::now();
        let outcome = self.deliver(message).await.map_err(|failure| failure.error);
        tracing::info!(
            system = "smtp",
            operation = "send",
            message = message.id,
            outcome = outcome.as_ref().map_or_else(PortError::code, |()| "ok"),
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "outside call"
        );
        self.monitor.note(outcome.as_ref().copied(), None);
        outcome.map(|()| Taken::without_name())
    }
}
