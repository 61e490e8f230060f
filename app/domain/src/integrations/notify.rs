//! GOV.UK Notify, for texts and for email.

use super::{Slot, VendorSettings};
use serde::{Deserialize, Serialize};

/// The names of the secrets.
pub const API_KEY: &str = "api-key";
/// What Notify says to us with its news.
pub const CALLBACK_TOKEN: &str = "callback-token";

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident for $slot:ident),+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Empty for the real one.
            pub api_url: String,
            /// Id of the template there.
            pub template: String,
            /// Id of the sender or of the reply address there; empty for the usual one.
            pub sender: String,
        }

        impl VendorSettings for $name {
            const SLOT: Slot = Slot::$slot;
            const VENDOR: &'static str = "notify";

            fn goes_to(&self) -> String {
                self.api_url.clone()
            }

            fn is_complete(&self) -> bool {
                !self.template.is_empty()
            }
        }
    )+ };
}

settings!(
    /// Texts, each in the place `((text))` of a template.
    NotifyText for Text,
    /// Emails, each in the places `((subject))` and `((body))` of a template.
    NotifyMail for Mail
);
