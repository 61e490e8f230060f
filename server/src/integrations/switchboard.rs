//! From stored connections to adapters: the only place that tells vendors apart.

use super::{
    housing::{
        civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
        csv::CsvFiles,
    },
    mail::{
        notify::NotifyMail,
        smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits, SmtpSetupError},
    },
    notify::{NOTIFY, NotifyConfig},
    outbound::{Limits, Outbound, Reach, SetupError, is_loopback},
    text::{
        notify::NotifyText,
        twilio::{TWILIO, Twilio, TwilioConfig},
    },
};
use domain::{
    credentials::Right,
    domains::Host,
    ids::CredentialId,
    integrations::{VendorSettings, civica_cx, csv, notify, smtp, twilio},
};
use reqwest::Url;
use services::{
    credentials::Issuer,
    db::Db,
    drops::{Folders, Shelf},
    integrations::{Connection, Switchboard as Port},
    ports::{PortError, Trouble, clock::Clock, housing::Housing, mail::Mail, text::Text},
    tokens::SharedTokens,
};
use std::sync::Arc;

/// Makes adapters of real vendors.
pub struct Switchboard {
    reach: Reach,
    outbound: Outbound,
    clock: Arc<dyn Clock>,
    own_addresses: Vec<String>,
    db: Db,
    folders: Folders,
    /// Where vendors bring news to.
    base_url: String,
    /// Where the nodes share log-ins whose number a vendor limits.
    shelf: Option<SharedTokens>,
    /// What gives out the tokens of the landlord's credentials.
    issuer: Issuer,
}

impl Switchboard {
    /// Some adapters answer from files that were read into `db` and write others into `folders`.
    pub fn new(
        reach: Reach,
        own_addresses: Vec<String>,
        base_url: &str,
        clock: Arc<dyn Clock>,
        db: Db,
        folders: Folders,
    ) -> Result<Self, SetupError> {
        Ok(Self {
            reach,
            outbound: Outbound::new(reach, Limits::default(), Arc::clone(&clock))?,
            clock,
            own_addresses,
            db,
            folders,
            base_url: base_url.to_owned(),
            shelf: None,
            issuer: Issuer::default(),
        })
    }

    /// Lets all nodes use one log-in where a vendor limits their number.
    #[must_use]
    pub fn sharing(self, tokens: SharedTokens) -> Self {
        Self {
            shelf: Some(tokens),
            ..self
        }
    }

    /// Lets adapters log in with the landlord's credentials.
    #[must_use]
    pub fn with_credentials(self, issuer: Issuer) -> Self {
        Self { issuer, ..self }
    }

    fn civica_cx(&self, connection: &Connection) -> Result<CivicaCx, PortError> {
        let settings: civica_cx::CivicaCx = connection.settings()?;
        let password = connection.secrets.get(civica_cx::CivicaCx::PASSWORD);
        let config = CivicaCxConfig {
            api_url: settings.api_url,
            username: settings.username,
            password: password.cloned().unwrap_or_default(),
            company: settings.company,
            status_map: StatusMap::default(),
            cancel_reason: "TEN".to_owned(),
            capabilities: usual_capabilities(),
            shelf: self.shelf.as_ref().map(|shelf| shelf.of(connection.mode)),
        };
        let outbound = self.outbound.metered(connection.meter.clone());
        CivicaCx::new(config, &outbound, Arc::clone(&self.clock)).map_err(unusable)
    }

    fn csv(&self, connection: &Connection) -> Result<CsvFiles, PortError> {
        let csv::CsvFiles {} = connection.settings()?;
        Ok(CsvFiles::new(Shelf {
            db: self.db.clone(),
            folders: self.folders.clone(),
            clock: Arc::clone(&self.clock),
            mode: connection.mode,
        }))
    }

    fn smtp(&self, connection: &Connection) -> Result<Smtp, PortError> {
        let settings: smtp::Smtp = connection.settings()?;
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let log_in = match settings.log_in() {
            smtp::LogIn::Credential => {
                let credential = CredentialId::parse(&settings.credential);
                let credential = credential.ok_or(PortError::Misconfigured(Trouble::CredentialUnusable))?;
                LogIn::Token {
                    mailbox: settings.username,
                    tokens: self.issuer.of(credential, Right::SendMail.scope()),
                }
            }
            smtp::LogIn::Password => {
                let password = connection.secrets.get(smtp::Smtp::PASSWORD).cloned();
                let both = filled(settings.username).zip(password);
                both.map_or(LogIn::Nobody, |(username, password)| LogIn::Password {
                    username,
                    password,
                })
            }
        };
        let config = SmtpConfig {
            host: settings.host,
            port: settings.port,
            security: match settings.security {
                smtp::Security::StartTls => Security::StartTls,
                smtp::Security::Tls => Security::Tls,
                smtp::Security::Plain => Security::Plain,
            },
            log_in,
            authority: None,
            from_name: settings.from_name,
            from_address: settings.from_address,
            reply_to: filled(settings.reply_to),
            limits: SmtpLimits::default(),
        };
        Smtp::new(config, Arc::clone(&self.clock)).map_err(|error| {
            PortError::Misconfigured(match error {
                SmtpSetupError::Address => Trouble::UnexpectedAnswer,
                SmtpSetupError::Tls | SmtpSetupError::PasswordInTheOpen => Trouble::Tls,
            })
        })
    }
}

impl Switchboard {
    /// The host of an address; none for a simulator on this machine, where these are let in.
    fn host_of(&self, address: &str) -> Option<String> {
        let url = Url::parse(address).ok()?;
        if self.reach == Reach::LoopbackToo && is_loopback(&url) {
            return None;
        }
        let (name, port) = (url.host_str()?, url.port_or_known_default()?);
        Some(Host::of(name, port).map_or_else(|| format!("{name}:{port}"), |host| host.to_string()))
    }
}

impl Switchboard {
    fn notify(
        connection: &Connection,
        (api_url, template, own_templates, sender): (String, String, notify::OwnTemplates, String),
    ) -> NotifyConfig {
        NotifyConfig {
            api_url: or(api_url, NOTIFY),
            api_key: connection
                .secrets
                .get(notify::API_KEY)
                .cloned()
                .unwrap_or_default(),
            template,
            own_templates,
            sender,
            callback_token: connection.secrets.get(notify::CALLBACK_TOKEN).cloned(),
        }
    }

    fn notify_text(&self, connection: &Connection) -> Result<NotifyText, PortError> {
        let notify::NotifyText {
            api_url,
            template,
            own_templates,
            sender,
        } = connection.settings()?;
        let config = Self::notify(connection, (api_url, template, own_templates, sender));
        NotifyText::new(config, &self.outbound, Arc::clone(&self.clock)).map_err(wrong_key)
    }

    fn notify_mail(&self, connection: &Connection) -> Result<NotifyMail, PortError> {
        let notify::NotifyMail {
            api_url,
            template,
            own_templates,
            sender,
        } = connection.settings()?;
        let config = Self::notify(connection, (api_url, template, own_templates, sender));
        NotifyMail::new(config, &self.outbound, Arc::clone(&self.clock)).map_err(wrong_key)
    }

    fn twilio(&self, connection: &Connection) -> Result<Twilio, PortError> {
        let settings: twilio::Twilio = connection.settings()?;
        let secret = |name| connection.secrets.get(name).cloned();
        let key = secret(twilio::Twilio::API_KEY_SECRET).filter(|_| !settings.api_key.is_empty());
        let config = TwilioConfig {
            api_url: or(settings.api_url, TWILIO),
            account: settings.account,
            auth_token: secret(twilio::Twilio::AUTH_TOKEN).unwrap_or_default(),
            api_key: key.map(|secret| (settings.api_key, secret)),
            sender: settings.sender,
            callback_url: format!("{}/hooks/text", self.base_url),
        };
        Twilio::new(config, &self.outbound).map_err(wrong_key)
    }
}

fn or(filled: String, usual: &str) -> String {
    if filled.is_empty() {
        usual.to_owned()
    } else {
        filled
    }
}

/// A key or an account's name that cannot be one.
fn wrong_key(error: SetupError) -> PortError {
    match error {
        SetupError::NotAHeader => PortError::Misconfigured(Trouble::WrongCredentials),
        error => unusable(error),
    }
}

/// What an address that cannot be called looks like to an administrator.
fn unusable(error: SetupError) -> PortError {
    PortError::Misconfigured(match error {
        SetupError::NotAnAddress | SetupError::AddressRefused => Trouble::CannotResolve,
        SetupError::NotAHeader => Trouble::WrongCompany,
        SetupError::NotEncrypted | SetupError::Tls => Trouble::Tls,
    })
}

/// A connection of a vendor that this version of the product does not know.
const fn unknown() -> PortError {
    PortError::Misconfigured(Trouble::NotSetUp)
}

impl Port for Switchboard {
    fn housing(&self, connection: &Connection) -> Result<Arc<dyn Housing>, PortError> {
        match connection.vendor.as_str() {
            civica_cx::CivicaCx::VENDOR => Ok(Arc::new(self.civica_cx(connection)?)),
            csv::CsvFiles::VENDOR => Ok(Arc::new(self.csv(connection)?)),
            _ => Err(unknown()),
        }
    }

    fn hosts(&self, connection: &Connection) -> Vec<String> {
        let address = match connection.vendor.as_str() {
            civica_cx::CivicaCx::VENDOR => connection.settings().map(|it: civica_cx::CivicaCx| it.api_url),
            notify::NotifyText::VENDOR => connection.settings().map(|it: notify::NotifyText| it.api_url),
            twilio::Twilio::VENDOR => connection.settings().map(|it: twilio::Twilio| it.api_url),
            smtp::Smtp::VENDOR => {
                // One inside the landlord's own network has no name that could stand on the list.
                let mail = connection.settings::<smtp::Smtp>().ok();
                let host = mail.and_then(|it| Host::of(&it.host, it.port));
                return host.into_iter().map(|host| host.to_string()).collect();
            }
            _ => return Vec::new(),
        };
        let host = address.ok().and_then(|address| self.host_of(&address));
        host.into_iter().collect()
    }

    fn own_addresses(&self) -> &[String] {
        &self.own_addresses
    }

    fn mail(&self, connection: &Connection) -> Result<Arc<dyn Mail>, PortError> {
        match connection.vendor.as_str() {
            smtp::Smtp::VENDOR => Ok(Arc::new(self.smtp(connection)?)),
            notify::NotifyMail::VENDOR => Ok(Arc::new(self.notify_mail(connection)?)),
            _ => Err(unknown()),
        }
    }

    fn text(&self, connection: &Connection) -> Result<Arc<dyn Text>, PortError> {
        match connection.vendor.as_str() {
            notify::NotifyText::VENDOR => Ok(Arc::new(self.notify_text(connection)?)),
            twilio::Twilio::VENDOR => Ok(Arc::new(self.twilio(connection)?)),
            _ => Err(unknown()),
        }
    }
}
