//! The email slot.

use super::{
    PortError,
    messages::{Callback, Disbelieved, Report, Taken},
};
use async_trait::async_trait;
use domain::templates::Kind;

/// One message to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Fixed for each message, so that mail systems can drop a second copy. Without angle brackets or host.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// BCP 47 tag of the words.
    pub language: &'static str,
    /// Nothing for one that only tries the mail system.
    pub kind: Option<Kind>,
}

/// Sends email.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Proves that it lets us in, and that whatever has to be prepared there is there. Sends nothing.
    async fn test(&self) -> Result<(), PortError> {
        Ok(())
    }

    /// Gives a message to the mail system. `Rejected` is final for this message; its code is a
    /// [`domain::messages::Why`] where the mail system says why.
    async fn send(&self, message: &Message) -> Result<Taken, PortError>;

    /// Whether they have this message already; SMTP cannot be asked.
    async fn find(&self, _message: &Message) -> Result<Option<Taken>, PortError> {
        Ok(None)
    }

    /// What became of the message with this name there; nothing if they do not know it. SMTP gives no names.
    async fn ask(&self, _vendor_id: &str) -> Result<Option<Taken>, PortError> {
        Ok(None)
    }

    /// Reads news that came by themselves, if they come from the mail system; SMTP brings none.
    fn hear(&self, _callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        Err(Disbelieved::NotTheirs)
    }
}
