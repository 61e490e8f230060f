//! The email slot.

use super::PortError;
use async_trait::async_trait;

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
}

/// Sends email.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Gives a message to the mail system. `Rejected` is final for this message.
    async fn send(&self, message: &Message) -> Result<(), PortError>;
}
