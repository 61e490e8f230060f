//! The slot of text messages.

use super::{
    PortError,
    messages::{Callback, Disbelieved, Report, Taken},
};
use async_trait::async_trait;
use domain::{dates::Millis, messages::Mobile, templates::Kind};

/// One text to one phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMessage {
    /// Ours, without personal data. A second text with the same one is the same text.
    pub id: String,
    pub to: Mobile,
    pub body: String,
    /// After this nobody wants it any more.
    pub valid_secs: Option<i64>,
    /// Nothing for one that only tries the vendor.
    pub kind: Option<Kind>,
}

/// Sends texts. No vendor drops a second copy by itself: after an unknown outcome, ask first.
#[async_trait]
pub trait Text: Send + Sync {
    /// Proves the credentials, and that whatever has to be prepared at the vendor is there. Sends nothing.
    async fn test(&self) -> Result<(), PortError>;

    /// Hands a text over. `Rejected` is final; its code is a [`domain::messages::Why`] where the vendor says why.
    async fn send(&self, text: &TextMessage) -> Result<Taken, PortError>;

    /// Whether they have this text, first tried at `since`.
    async fn find(&self, text: &TextMessage, since: Millis) -> Result<Option<Taken>, PortError>;

    /// What became of the text with this name there; nothing if they do not know it.
    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError>;

    /// Reads news that came by themselves, if they come from the vendor.
    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved>;
}
