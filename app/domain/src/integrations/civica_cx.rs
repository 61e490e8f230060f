//! Civica Cx as the housing system (product I2).

use super::{Slot, VendorSettings};
use serde::{Deserialize, Serialize};

/// What is stored, beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CivicaCx {
    /// Address of the landlord's own Cx.
    pub api_url: String,
    pub username: String,
    /// Code of the selected company; empty until one is selected.
    pub company: String,
}

impl CivicaCx {
    /// The name of the secret.
    pub const PASSWORD: &str = "password";
}

impl VendorSettings for CivicaCx {
    const SLOT: Slot = Slot::Housing;
    const VENDOR: &'static str = "civica-cx";

    fn goes_to(&self) -> String {
        format!("{} {}", self.username, self.api_url)
    }

    fn is_complete(&self) -> bool {
        !self.company.is_empty()
    }
}
