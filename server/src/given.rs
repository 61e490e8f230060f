//! What the environment or the demo gives, as stored connections.

use crate::{
    StartError,
    config::{HousingConfig, MailConfig, Refusal},
    integrations::switchboard::Switchboard,
};
use domain::{
    dates::Millis,
    integrations::{Slot, VendorSettings, civica_cx::CivicaCx, smtp, smtp::Smtp},
};
use services::{
    db::Db,
    domains,
    integrations::{self, Connection, Given, Secrets, Switchboard as _},
    ports::PortError,
    vault::Vault,
};

/// Stores it. What could never work stops the start instead.
pub async fn adopt(
    (housing, mail, given): (Option<HousingConfig>, Option<MailConfig>, Given),
    switchboard: &Switchboard,
    db: &Db,
    vault: &Vault,
    now: Millis,
) -> Result<(), StartError> {
    if let Some(housing) = housing {
        let (settings, secrets) = of_housing(housing);
        usable(
            &settings,
            &secrets,
            "The housing system's address or company",
            |connection| switchboard.housing(connection).map(drop),
        )?;
        integrations::adopt(db, vault, &settings, &secrets, given, now).await?;
        approve(&settings, switchboard, db, now).await?;
    }
    if let Some(mail) = mail {
        let (settings, secrets) = of_mail(mail)?;
        usable(
            &settings,
            &secrets,
            "The mail server's host or sender",
            |connection| switchboard.mail(connection).map(drop),
        )?;
        integrations::adopt(db, vault, &settings, &secrets, given, now).await?;
        approve(&settings, switchboard, db, now).await?;
    } else if !integrations::is_set_up(db, Slot::Mail).await? {
        let told = "No mail server is set, and people sign in with codes by email: set TENANTWISE_SMTP_HOST and \
                    TENANTWISE_MAIL_FROM.";
        return Err(Refusal(told.to_owned()).into());
    }
    Ok(())
}

/// What the environment names may be called: whoever sets it runs the server.
async fn approve<T: VendorSettings>(
    settings: &T,
    switchboard: &Switchboard,
    db: &Db,
    now: Millis,
) -> Result<(), StartError> {
    if integrations::is_given(db, T::SLOT).await? {
        let connection = Connection::of(settings, Secrets::default())?;
        domains::approve_given(db, switchboard.hosts(&connection), now).await?;
    }
    Ok(())
}

fn usable<T: VendorSettings>(
    settings: &T,
    secrets: &Secrets,
    what: &str,
    make: impl FnOnce(&Connection) -> Result<(), PortError>,
) -> Result<(), StartError> {
    make(&Connection::of(settings, secrets.clone())?).map_err(|error| {
        let why = error.code().replace('-', " ");
        StartError::Refused(Refusal(format!("{what} cannot be used: {why}.")))
    })
}

fn of_housing(config: HousingConfig) -> (CivicaCx, Secrets) {
    let settings = CivicaCx {
        api_url: config.api_url,
        username: config.username,
        company: config.company,
    };
    (settings, Secrets::one(CivicaCx::PASSWORD, config.password))
}

fn of_mail(config: MailConfig) -> Result<(Smtp, Secrets), StartError> {
    let Some(security) = smtp::Security::parse(&config.security) else {
        let told = format!(
            "TENANTWISE_SMTP_SECURITY is '{}': use starttls, tls or plain.",
            config.security
        );
        return Err(Refusal(told).into());
    };
    let (from_name, from_address) = match config.from.split_once('<') {
        Some((name, address)) => (name.trim(), address.trim_end_matches('>').trim()),
        None => ("", config.from.as_str()),
    };
    let settings = Smtp {
        host: config.host,
        port: config.port,
        security,
        username: config.username.unwrap_or_default(),
        credential: String::new(),
        from_name: from_name.to_owned(),
        from_address: from_address.to_owned(),
        reply_to: String::new(),
    };
    let secrets = config.password.map_or_else(Secrets::default, |password| {
        Secrets::one(Smtp::PASSWORD, password)
    });
    Ok((settings, secrets))
}
