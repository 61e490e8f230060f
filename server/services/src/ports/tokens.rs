//! Tokens that an adapter logs in with, from the Credential Manager.

use super::PortError;
use async_trait::async_trait;
use secrecy::SecretString;

/// One credential's tokens for one scope.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// One that works for a while yet.
    async fn token(&self) -> Result<SecretString, PortError>;

    /// Another than `refused`, which the outside system did not take. It is asked for once; then the adapter gives up.
    async fn another(&self, refused: &SecretString) -> Result<SecretString, PortError>;
}
