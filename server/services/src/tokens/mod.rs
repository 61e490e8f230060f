//! Log-ins whose number a vendor limits: one token for all nodes, sealed in a row, renewed by one of them while the others
//! wait.

mod store;

use crate::{
    db::{Db, Tx},
    error::Result,
    ports::clock::Clock,
    random,
    vault::Vault,
};
use domain::{dates::Millis, integrations::Mode};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// A node that logs in has this long; then another one tries.
const LEASE_SECS: i64 = 20;
/// A node that has not asked for so long is gone.
const GONE_SECS: i64 = 30 * 60;

/// Where the tokens are kept.
#[derive(Clone)]
pub struct SharedTokens {
    db: Db,
    vault: Vault,
    clock: Arc<dyn Clock>,
    /// This process.
    node: String,
    mode: Mode,
}

/// What a node is to do that wants a token.
pub enum Turn {
    /// Use this one until then.
    Use { token: SecretString, renew_at: Millis },
    /// Log in, and keep what comes of it.
    LogIn,
    /// Another node logs in.
    Wait,
}

fn place(key: &str) -> String {
    format!("shared_tokens:sealed:{key}")
}

impl SharedTokens {
    pub fn new(db: Db, vault: Vault, clock: Arc<dyn Clock>) -> Self {
        let node = random::id(clock.now());
        Self {
            db,
            vault,
            clock,
            node,
            mode: Mode::Live,
        }
    }

    /// Where the log-ins of this mode are kept: those of the test system are never used for the live one.
    #[must_use]
    pub fn of(&self, mode: Mode) -> Self {
        Self { mode, ..self.clone() }
    }

    /// The key of a log-in with these words, the password among them: with another password it is another log-in.
    pub fn key(&self, system: &str, words: &[&str]) -> String {
        let system = self.mode.mark(system);
        format!("{system}:{}", self.vault.fingerprint(&words.join("\n")))
    }

    /// What to do for a token other than `stale`.
    pub async fn turn(&self, key: &str, stale: Option<&str>) -> Result<Turn> {
        let (shared, key, stale) = (self.clone(), key.to_owned(), stale.map(str::to_owned));
        self.db
            .tx(move |tx| async move { shared.turn_in(&tx, &key, stale.as_deref()).await })
            .await
    }

    async fn turn_in(&self, tx: &Tx, key: &str, stale: Option<&str>) -> Result<Turn> {
        let now = self.clock.now();
        if let Some(row) = store::lock(tx, key).await?
            && !row.sealed.is_empty()
            && Millis(row.renew_at) > now
            // Sealed with a key that is gone, it is as good as none.
            && let Ok(token) = self.vault.open(&place(key), &row.sealed)
            && stale != Some(token.as_str())
        {
            store::uses(tx, key, &self.node, now).await?;
            return Ok(Turn::Use {
                token: token.into(),
                renew_at: Millis(row.renew_at),
            });
        }
        let is_ours = store::lease(tx, key, now, now.plus_secs(LEASE_SECS)).await?;
        Ok(if is_ours { Turn::LogIn } else { Turn::Wait })
    }

    /// The log-in brought this.
    pub async fn keep(&self, key: &str, token: &SecretString, renew_at: Millis) -> Result<()> {
        let sealed = self.vault.seal(&place(key), token.expose_secret())?;
        let (node, key, now) = (self.node.clone(), key.to_owned(), self.clock.now());
        self.db
            .tx(move |tx| async move {
                store::keep(&tx, &key, &sealed, renew_at).await?;
                store::uses(&tx, &key, &node, now).await
            })
            .await
    }

    /// The log-in failed: whoever waits may try.
    pub async fn give_up(&self, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.db
            .tx(move |tx| async move { store::end_lease(&tx, &key).await })
            .await
    }

    /// This node needs the token no longer. The last one gets it back, to log out.
    pub async fn leave(&self, key: &str) -> Result<Option<SecretString>> {
        let (shared, key) = (self.clone(), key.to_owned());
        self.db
            .tx(move |tx| async move {
                let row = store::lock(&tx, &key).await?;
                let gone = shared.clock.now().minus_secs(GONE_SECS);
                if store::leave(&tx, &key, &shared.node, gone).await? > 0 {
                    return Ok(None);
                }
                store::forget(&tx, &key).await?;
                let sealed = row.map(|row| row.sealed).filter(|sealed| !sealed.is_empty());
                Ok(sealed.and_then(|sealed| shared.vault.open(&place(&key), &sealed).ok().map(Into::into)))
            })
            .await
    }
}
