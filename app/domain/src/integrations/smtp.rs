//! A mail server (SMTP).

use super::{Slot, VendorSettings};
use serde::{Deserialize, Serialize};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    #[default]
    StartTls,
    Tls,
    /// Nothing at all: a relay on a trusted network.
    Plain,
}

impl Security {
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::Plain];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::Plain => "plain",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.as_str() == text)
    }
}

/// What is stored, beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty where the server asks for none.
    pub username: String,
    pub from_name: String,
    pub from_address: String,
    /// Empty: answers go to the sender.
    pub reply_to: String,
}

impl Smtp {
    /// The name of the secret.
    pub const PASSWORD: &str = "password";
}

impl VendorSettings for Smtp {
    const SLOT: Slot = Slot::Mail;
    const VENDOR: &'static str = "smtp";

    fn goes_to(&self) -> String {
        format!(
            "{} {}:{} {}",
            self.username,
            self.host,
            self.port,
            self.security.as_str()
        )
    }
}
