//! The slot of single sign-on: where staff prove who they are with their organisation's account.

use async_trait::async_trait;
use domain::{dates::Millis, identity::Email, sso::Failure};
use secrecy::SecretString;

/// The landlord's application there.
#[derive(Clone, Debug)]
pub struct Registration {
    pub tenant: String,
    pub client: String,
    pub secret: SecretString,
    /// The address of ours that people come back to.
    pub redirect: String,
}

/// One sign-in on its way there and back. Whoever knows these can finish it.
#[derive(Clone)]
pub struct Journey {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    /// They prove anew who they are, even if they did a moment ago.
    pub anew: bool,
}

/// Who somebody is there. `tenant` and `object` never change and are never given to anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub tenant: String,
    pub object: String,
    /// An address that the organisation vouches for.
    pub email: Option<Email>,
    /// Somebody of another organisation.
    pub is_guest: bool,
    /// When they last proved who they are, if it is told.
    pub proved_at: Option<Millis>,
}

/// Signs people in with their organisation's account.
#[async_trait]
pub trait SingleSignOn: Send + Sync {
    /// The address there to which the browser is sent.
    async fn depart(&self, registration: &Registration, journey: &Journey) -> Result<String, Failure>;

    /// From the code that the browser brought back to who they are.
    async fn arrive(
        &self,
        registration: &Registration,
        journey: &Journey,
        code: &str,
    ) -> Result<Identity, Failure>;

    /// What a refusal means that the browser brought back.
    fn explain(&self, error: &str, description: &str) -> Failure;
}
