//! What adapters take tokens from. Adapters are made before there is a platform, so it is told of later.

use super::tokens::{token, token_after_refusal};
use crate::{
    context::{Ctx, Platform},
    ports::{PortError, Trouble, tokens::Tokens},
};
use async_trait::async_trait;
use domain::ids::CredentialId;
use secrecy::SecretString;
use std::sync::{Arc, OnceLock, Weak};

/// Gives out the tokens of all credentials. Cloning shares it.
#[derive(Clone, Default)]
pub struct Issuer(Arc<OnceLock<Weak<Platform>>>);

impl Issuer {
    /// From now on tokens come from this platform.
    pub fn serve(&self, platform: &Arc<Platform>) {
        // A process has one platform, so the first is the only one.
        let _only_once = self.0.set(Arc::downgrade(platform));
    }

    /// The tokens of one credential.
    pub fn of(&self, credential: CredentialId, scope: &'static str) -> Arc<dyn Tokens> {
        Arc::new(OfOne {
            issuer: self.clone(),
            credential,
            scope,
        })
    }

    fn ctx(&self) -> Result<Ctx, PortError> {
        let platform = self.0.get().and_then(Weak::upgrade);
        platform
            .map(Ctx::system)
            .ok_or(PortError::Unavailable(Trouble::NotSetUp))
    }
}

struct OfOne {
    issuer: Issuer,
    credential: CredentialId,
    scope: &'static str,
}

#[async_trait]
impl Tokens for OfOne {
    async fn token(&self) -> Result<SecretString, PortError> {
        token(&self.issuer.ctx()?, &self.credential, self.scope).await
    }

    async fn another(&self, refused: &SecretString) -> Result<SecretString, PortError> {
        token_after_refusal(&self.issuer.ctx()?, &self.credential, self.scope, refused).await
    }
}
