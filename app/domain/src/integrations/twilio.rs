//! Twilio, for texts.

use super::{Slot, VendorSettings};
use serde::{Deserialize, Serialize};

/// What is stored, beside the secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Twilio {
    /// Empty for the real one.
    pub api_url: String,
    /// The Account SID, `AC…`.
    pub account: String,
    /// A number, a name, or a Messaging Service (`MG…`).
    pub sender: String,
    /// The name of an API key, `SK…`; empty where the auth token serves.
    pub api_key: String,
}

impl Twilio {
    /// The names of the secrets. News are signed with the auth token, also where an API key is used.
    pub const AUTH_TOKEN: &str = "auth-token";
    pub const API_KEY_SECRET: &str = "api-key-secret";
}

impl VendorSettings for Twilio {
    const SLOT: Slot = Slot::Text;
    const VENDOR: &'static str = "twilio";

    fn goes_to(&self) -> String {
        format!("{} {} {}", self.account, self.api_key, self.api_url)
    }

    fn is_complete(&self) -> bool {
        !self.account.is_empty() && !self.sender.is_empty()
    }
}
