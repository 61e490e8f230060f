//! The only reader of the environment.

use crate::integrations::sso::entra::MICROSOFT;
use app::request::CookieStyle;
use secrecy::SecretString;
use services::vault::Vault;
use std::{
    env, fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

/// Everything that is set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:<file>` or `postgres://…`.
    pub database_url: String,
    pub listen: SocketAddr,
    /// Where people reach us: scheme and host, no slash at the end. Links in mails begin with it.
    pub base_url: String,
    /// Pictures, and the SQLite file unless another database is named.
    pub data: PathBuf,
    /// Where files of the landlord's record are laid, and repairs for its housing system written.
    pub drops: PathBuf,
    /// One key a line: the first seals, all of them open.
    pub vault_key: SecretString,
    /// The file they stand in: it is read again, so that keys can be changed while the product runs.
    pub vault_key_file: Option<PathBuf>,
    /// The address of a proxy in front, whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// The made-up landlord with its simulators.
    pub demo: bool,
    /// Connections of the environment; the console may have others.
    pub housing: Option<HousingConfig>,
    pub mail: Option<MailConfig>,
    /// Simulators live on this machine; real systems never do.
    pub allow_loopback: bool,
    /// The addresses from which outside systems see us call, to be told to those who keep a list.
    pub own_addresses: Vec<String>,
    /// Whoever asks for the metrics shows this.
    pub metrics_token: Option<SecretString>,
    pub sso: SsoConfig,
}

/// The housing system (Civica Cx).
#[derive(Clone, Debug)]
pub struct HousingConfig {
    pub api_url: String,
    pub username: String,
    pub password: SecretString,
    pub company: String,
}

/// Where Microsoft Entra ID is. The landlord's application there is set in the console.
#[derive(Clone, Debug)]
pub struct SsoConfig {
    pub url: String,
    /// Simulators live on this machine; the real one never does.
    pub allow_loopback: bool,
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct MailConfig {
    pub host: String,
    pub port: u16,
    /// `starttls`, `tls`, or `plain` on a trusted network only.
    pub security: String,
    pub username: Option<String>,
    pub password: Option<SecretString>,
    pub from: String,
}

/// Why the program does not start: one plain sentence with the way to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

fn refuse<T>(sentence: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(sentence.into()))
}

fn text(name: &str) -> Option<String> {
    env::var(name)
        .ok()
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

fn required(name: &str, what: &str) -> Result<String, Refusal> {
    text(name).ok_or_else(|| Refusal(format!("{name} is missing: set it to {what}.")))
}

fn data() -> PathBuf {
    PathBuf::from(text("TENANTWISE_DATA").unwrap_or_else(|| "data".to_owned()))
}

impl Config {
    /// Where people reach us; plain http only for the demo.
    pub fn base_url_from_env(demo: bool) -> Result<String, Refusal> {
        let Some(url) = text("TENANTWISE_BASE_URL") else {
            return refuse(
                "TENANTWISE_BASE_URL is missing: set it to the address people use, like https://my.example.org.",
            );
        };
        if !demo && !url.starts_with("https://") {
            return refuse(
                "TENANTWISE_BASE_URL must begin with https://, because people sign in and pay there.",
            );
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// The database alone: for commands that serve nobody.
    pub fn database_url_from_env() -> String {
        text("DATABASE_URL").unwrap_or_else(|| format!("sqlite:{}", data().join("tenantwise.db").display()))
    }

    /// The vault's keys alone: for commands that serve nobody.
    pub fn vault_key_from_env() -> Result<SecretString, Refusal> {
        vault_key(&data(), false)
    }

    /// Reads the environment. `demo` needs nothing set; without it every secret must be there and strong.
    pub fn from_env(demo: bool) -> Result<Self, Refusal> {
        let data = data();
        let database_url = Self::database_url_from_env();
        let listen = text("TENANTWISE_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let Ok(listen) = listen.parse::<SocketAddr>() else {
            return refuse(format!(
                "TENANTWISE_LISTEN is '{listen}': give an address and a port, like 127.0.0.1:8080."
            ));
        };
        if demo && !listen.ip().is_loopback() {
            return refuse(
                "The demo listens on this machine only: set TENANTWISE_LISTEN to a 127.0.0.1 address.",
            );
        }
        let base_url = match text("TENANTWISE_BASE_URL") {
            None if demo => format!("http://{listen}"),
            _ => Self::base_url_from_env(demo)?,
        };
        let trusted_proxy = match text("TENANTWISE_TRUSTED_PROXY").map(|address| address.parse()) {
            None => None,
            Some(Ok(address)) => Some(address),
            Some(Err(_)) => return refuse("TENANTWISE_TRUSTED_PROXY must be one IP address."),
        };
        let vault_key = vault_key(&data, demo)?;
        let (housing, mail) = if demo { (None, None) } else { (housing()?, mail()?) };
        let drops = text("TENANTWISE_DROPS").map_or_else(|| data.join("drops"), PathBuf::from);
        Ok(Self {
            database_url,
            listen,
            base_url,
            data,
            drops,
            vault_key,
            vault_key_file: text("TENANTWISE_VAULT_KEY_FILE").map(PathBuf::from),
            trusted_proxy,
            demo,
            housing,
            mail,
            own_addresses: own_addresses()?,
            metrics_token: secret("TENANTWISE_METRICS_TOKEN_FILE", "TENANTWISE_METRICS_TOKEN")?,
            allow_loopback: demo || is_yes("TENANTWISE_ALLOW_LOOPBACK"),
            sso: sso(demo),
        })
    }

    pub fn cookie_style(&self) -> CookieStyle {
        if self.base_url.starts_with("https://") {
            CookieStyle::Secure
        } else {
            CookieStyle::Plain
        }
    }
}

fn vault_key(data: &Path, demo: bool) -> Result<SecretString, Refusal> {
    let key: SecretString = if let Some(file) = text("TENANTWISE_VAULT_KEY_FILE") {
        read_secret(Path::new(&file))?.into()
    } else if let Some(key) = text("TENANTWISE_VAULT_KEY") {
        key.into()
    } else if demo {
        demo_vault_key(data)?
    } else {
        return refuse(
            "TENANTWISE_VAULT_KEY_FILE is missing: make a key with 'openssl rand -hex 32' and name its file.",
        );
    };
    match Vault::new(&key) {
        Some(_) => Ok(key),
        None => refuse(
            "A vault key must be 64 hexadecimal digits, not all alike, one key a line: make one with 'openssl rand -hex 32'.",
        ),
    }
}

/// A demo makes its own key once and keeps it beside its data.
fn demo_vault_key(data: &Path) -> Result<SecretString, Refusal> {
    use secrecy::ExposeSecret;
    let file = data.join("demo-vault.key");
    if file.exists() {
        return Ok(read_secret(&file)?.into());
    }
    let key = Vault::new_key();
    let written = fs::create_dir_all(data).and_then(|()| write_private(&file, key.expose_secret()));
    match written {
        Ok(()) => Ok(key),
        Err(error) => refuse(format!(
            "The folder '{}' cannot be written: {error}.",
            data.display()
        )),
    }
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?
        .write_all(text.as_bytes())
}

pub(crate) fn read_secret(file: &Path) -> Result<String, Refusal> {
    use std::os::unix::fs::PermissionsExt;
    let about = |error: std::io::Error| {
        Refusal(format!(
            "The secret file '{}' cannot be read: {error}.",
            file.display()
        ))
    };
    let mode = fs::metadata(file).map_err(about)?.permissions().mode();
    if mode & 0o077 != 0 {
        return refuse(format!(
            "The secret file '{0}' can be read by others: run 'chmod 600 {0}'.",
            file.display()
        ));
    }
    Ok(fs::read_to_string(file).map_err(about)?.trim().to_owned())
}

fn own_addresses() -> Result<Vec<String>, Refusal> {
    let given = text("TENANTWISE_OWN_ADDRESSES").unwrap_or_default();
    given
        .split(',')
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .map(|address| match address.parse::<IpAddr>() {
            Ok(address) => Ok(address.to_string()),
            Err(_) => refuse(format!(
                "TENANTWISE_OWN_ADDRESSES has '{address}': give IP addresses with commas between them."
            )),
        })
        .collect()
}

fn is_yes(name: &str) -> bool {
    text(name).is_some_and(|value| value == "yes")
}

/// Whether any of these is set: then all that belongs to them must be.
fn any_of(names: &[&str]) -> bool {
    names.iter().any(|name| text(name).is_some())
}

fn housing() -> Result<Option<HousingConfig>, Refusal> {
    if !any_of(&[
        "TENANTWISE_CX_URL",
        "TENANTWISE_CX_USERNAME",
        "TENANTWISE_CX_PASSWORD_FILE",
        "TENANTWISE_CX_PASSWORD",
        "TENANTWISE_CX_COMPANY",
    ]) {
        return Ok(None);
    }
    Ok(Some(HousingConfig {
        api_url: required("TENANTWISE_CX_URL", "the address of your Civica Cx")?,
        username: required("TENANTWISE_CX_USERNAME", "the Cx user with API permission")?,
        password: secret("TENANTWISE_CX_PASSWORD_FILE", "TENANTWISE_CX_PASSWORD")?.ok_or_else(|| {
            Refusal(
                "TENANTWISE_CX_PASSWORD_FILE is missing: name the file with the Cx user's password.".into(),
            )
        })?,
        company: required("TENANTWISE_CX_COMPANY", "the code of your company in Cx")?,
    }))
}

fn sso(demo: bool) -> SsoConfig {
    SsoConfig {
        url: text("TENANTWISE_SSO_URL").unwrap_or_else(|| MICROSOFT.to_owned()),
        allow_loopback: demo || is_yes("TENANTWISE_SSO_ALLOW_LOOPBACK"),
    }
}

fn secret(file: &str, plain: &str) -> Result<Option<SecretString>, Refusal> {
    match text(file) {
        Some(path) => Ok(Some(read_secret(Path::new(&path))?.into())),
        None => Ok(text(plain).map(Into::into)),
    }
}

fn mail() -> Result<Option<MailConfig>, Refusal> {
    if !any_of(&["TENANTWISE_SMTP_HOST", "TENANTWISE_MAIL_FROM"]) {
        return Ok(None);
    }
    let port = text("TENANTWISE_SMTP_PORT").unwrap_or_else(|| "587".to_owned());
    let Ok(port) = port.parse() else {
        return refuse("TENANTWISE_SMTP_PORT must be a port number, like 587.");
    };
    Ok(Some(MailConfig {
        host: required("TENANTWISE_SMTP_HOST", "your mail server")?,
        port,
        security: text("TENANTWISE_SMTP_SECURITY").unwrap_or_else(|| "starttls".to_owned()),
        username: text("TENANTWISE_SMTP_USERNAME"),
        password: secret("TENANTWISE_SMTP_PASSWORD_FILE", "TENANTWISE_SMTP_PASSWORD")?,
        from: required(
            "TENANTWISE_MAIL_FROM",
            "the sender of mails, like 'Our Homes <repairs@example.org>'",
        )?,
    }))
}
