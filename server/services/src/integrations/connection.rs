use super::{health::Meter, store};
use crate::{
    error::{Error, Result},
    ports::{PortError, Trouble},
    vault::Vault,
};
use domain::{
    dates::Millis,
    integrations::{Mode, Slot, VendorSettings},
};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;

/// The secrets of one connection by their names. Prints nothing of them.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    pub fn one(name: &str, secret: SecretString) -> Self {
        Self::default().and(name, secret)
    }

    #[must_use]
    pub fn and(mut self, name: &str, secret: SecretString) -> Self {
        self.0.insert(name.to_owned(), secret);
        self
    }

    pub fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is missing here is taken from `older`.
    pub(super) fn or(mut self, older: Self) -> Self {
        for (name, secret) in older.0 {
            self.0.entry(name).or_insert(secret);
        }
        self
    }

    pub(super) fn seal(&self, vault: &Vault, place: &str) -> Result<String> {
        if self.0.is_empty() {
            return Ok(String::new());
        }
        let plain: BTreeMap<_, _> = self
            .0
            .iter()
            .map(|(name, secret)| (name, secret.expose_secret()))
            .collect();
        vault.seal(place, &serde_json::to_string(&plain)?)
    }

    pub(super) fn open(vault: &Vault, place: &str, sealed: &str) -> Result<Self> {
        if sealed.is_empty() {
            return Ok(Self::default());
        }
        let plain: BTreeMap<String, String> = serde_json::from_str(&vault.open(place, sealed)?)?;
        Ok(Self(
            plain
                .into_iter()
                .map(|(name, secret)| (name, secret.into()))
                .collect(),
        ))
    }
}

impl PartialEq for Secrets {
    fn eq(&self, other: &Self) -> bool {
        let plain = |all: &Self| {
            all.0
                .iter()
                .map(|(name, secret)| (name.clone(), secret.expose_secret().to_owned()))
                .collect::<Vec<_>>()
        };
        plain(self) == plain(other)
    }
}

/// One version of a connection, with its secrets open: what an adapter is made from.
#[derive(Clone, Debug)]
pub struct Connection {
    pub slot: Slot,
    pub mode: Mode,
    pub version: i64,
    pub vendor: String,
    settings: String,
    pub secrets: Secrets,
    /// Counts what the adapter experiences.
    pub meter: Meter,
}

impl Connection {
    /// The settings of the vendor whose name it carries.
    pub fn settings<T: VendorSettings>(&self) -> std::result::Result<T, PortError> {
        serde_json::from_str(&self.settings).map_err(|_| PortError::Misconfigured(Trouble::NotSetUp))
    }

    pub(super) fn metered(self, meter: Meter) -> Self {
        Self { meter, ..self }
    }

    /// One that is not stored, for adapters that are tried out.
    pub fn of<T: VendorSettings>(settings: &T, secrets: Secrets) -> Result<Self> {
        Ok(Self {
            slot: T::SLOT,
            mode: Mode::Live,
            version: 0,
            vendor: T::VENDOR.to_owned(),
            settings: serde_json::to_string(settings)?,
            secrets,
            meter: Meter::unread(T::SLOT, Mode::Live),
        })
    }

    /// For what needs the settings alone.
    pub(super) fn without_secrets(row: &store::Row) -> Result<Self> {
        let (slot, mode) = row.slot_and_mode()?;
        Ok(Self {
            slot,
            mode,
            version: row.version,
            vendor: row.vendor.clone(),
            settings: row.settings.clone(),
            secrets: Secrets::default(),
            meter: Meter::unread(slot, mode),
        })
    }

    pub(super) fn open(vault: &Vault, row: &store::Row) -> Result<Self> {
        let (slot, mode) = row.slot_and_mode()?;
        Ok(Self {
            slot,
            mode,
            version: row.version,
            vendor: row.vendor.clone(),
            settings: row.settings.clone(),
            secrets: Secrets::open(vault, &place(slot, mode, row.version), &row.secrets)?,
            meter: Meter::unread(slot, mode),
        })
    }
}

/// Where the secrets of a version are sealed for.
pub(super) fn place(slot: Slot, mode: Mode, version: i64) -> String {
    format!(
        "connections:secrets:{}:{}:{version}",
        slot.as_str(),
        mode.as_str()
    )
}

/// A stored version as staff see it: never with a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub slot: Slot,
    pub mode: Mode,
    pub version: i64,
    pub vendor: String,
    settings: String,
    pub has_secrets: bool,
    pub enabled: bool,
    pub complete: bool,
    /// What the system itself has on offer, as code and name.
    pub found: Vec<(String, String)>,
    pub saved_at: Millis,
    /// The name of the member of staff; empty for the product itself.
    pub saved_by: String,
}

impl Stored {
    /// The settings, if they are this vendor's.
    pub fn settings<T: VendorSettings>(&self) -> Option<T> {
        (self.vendor == T::VENDOR)
            .then(|| serde_json::from_str(&self.settings).ok())
            .flatten()
    }

    /// The settings in one line, whatever the vendor.
    pub fn summary(&self) -> String {
        let settings: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&self.settings).unwrap_or_default();
        let values = settings.values().filter_map(|value| match value {
            serde_json::Value::String(text) if !text.is_empty() => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        values.collect::<Vec<_>>().join(" · ")
    }
}

impl TryFrom<store::Named> for Stored {
    type Error = Error;

    fn try_from(store::Named { row, name }: store::Named) -> Result<Self> {
        let (slot, mode) = row.slot_and_mode()?;
        let found = match row.found.as_str() {
            "" => Vec::new(),
            found => serde_json::from_str(found)?,
        };
        Ok(Self {
            slot,
            mode,
            version: row.version,
            has_secrets: !row.secrets.is_empty(),
            vendor: row.vendor,
            settings: row.settings,
            enabled: row.enabled,
            complete: row.complete,
            found,
            saved_at: Millis(row.saved_at),
            saved_by: name,
        })
    }
}
