//! The slot of a directory that gives out tokens for outside systems.

use async_trait::async_trait;
use domain::credentials::Failure;
use secrecy::SecretString;

/// The landlord's application there.
#[derive(Clone, Debug)]
pub struct Application {
    pub tenant: String,
    pub client: String,
    pub secret: SecretString,
}

/// A token as it was given.
#[derive(Clone, Debug)]
pub struct Token {
    pub secret: SecretString,
    /// How long it lasts, in seconds, from when it was asked for.
    pub life_secs: i64,
    /// What it carries, by the directory's names: to be shown, never to decide on access here.
    pub roles: Vec<String>,
}

/// What a browser brought back from the page of consent.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    pub state: String,
    pub tenant: String,
    pub admin_consent: String,
    pub error: String,
    pub description: String,
}

/// Gives tokens to the landlord's applications.
#[async_trait]
pub trait Directory: Send + Sync {
    /// The address of the page where an administrator consents; `redirect` is where they come back to.
    fn consent(&self, application: &Application, state: &str, redirect: &str) -> Result<String, Failure>;

    /// A fresh token for `scope`.
    async fn token(&self, application: &Application, scope: &str) -> Result<Token, Failure>;

    /// What a refusal means that the browser brought back.
    fn explain(&self, error: &str, description: &str) -> Failure;
}
