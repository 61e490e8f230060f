//! From stored connections to adapters: the only place that tells vendors apart.

use super::{
    housing::civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
    mail::smtp::{Security, Smtp, SmtpConfig, SmtpLimits, SmtpSetupError},
    outbound::{Limits, Outbound, Reach, SetupError},
};
use domain::integrations::{VendorSettings, civica_cx, smtp};
use services::{
    integrations::{Connection, Switchboard as Port},
    ports::{PortError, Trouble, clock::Clock, housing::Housing, mail::Mail, text::Text},
};
use std::sync::Arc;

/// Makes adapters of real vendors.
pub struct Switchboard {
    outbound: Outbound,
    clock: Arc<dyn Clock>,
}

impl Switchboard {
    pub fn new(reach: Reach, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Ok(Self {
            outbound: Outbound::new(reach, Limits::default(), Arc::clone(&clock))?,
            clock,
        })
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
        };
        CivicaCx::new(config, &self.outbound, Arc::clone(&self.clock)).map_err(unusable)
    }

    fn smtp(&self, connection: &Connection) -> Result<Smtp, PortError> {
        let settings: smtp::Smtp = connection.settings()?;
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let config = SmtpConfig {
            host: settings.host,
            port: settings.port,
            security: match settings.security {
                smtp::Security::StartTls => Security::StartTls,
                smtp::Security::Tls => Security::Tls,
                smtp::Security::Plain => Security::Plain,
            },
            username: filled(settings.username),
            password: connection.secrets.get(smtp::Smtp::PASSWORD).cloned(),
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
            _ => Err(unknown()),
        }
    }

    fn mail(&self, connection: &Connection) -> Result<Arc<dyn Mail>, PortError> {
        match connection.vendor.as_str() {
            smtp::Smtp::VENDOR => Ok(Arc::new(self.smtp(connection)?)),
            _ => Err(unknown()),
        }
    }

    fn text(&self, _connection: &Connection) -> Result<Arc<dyn Text>, PortError> {
        Err(unknown())
    }
}
