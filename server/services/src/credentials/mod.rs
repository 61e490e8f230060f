//! Credential Manager (product I3): secrets of applications in one place, what they were granted, and the tokens that
//! integrations call outside systems with. A secret is written, never read back.

mod check;
mod consent;
mod issuer;
mod manage;
mod store;
mod tokens;
mod warn;

pub use check::{check, check_due};
pub use consent::{Arrival, Departure, Outcome, depart, return_to, sweep};
pub use issuer::Issuer;
pub use manage::{delete, disconnect, keep};
pub use tokens::{Flights, token, token_after_refusal};
pub use warn::warn_due;

use crate::{
    context::Ctx,
    db::Tx,
    error::{Error, Result},
    ports::directory::Application,
    vault::Vault,
};
use domain::{
    credentials::{Failure, Method, Right, Rights, Standing},
    dates::{Day, Millis},
    ids::CredentialId,
    integrations::{Mode, Slot},
    permissions::Permission,
};

/// Credentials on one page of the list.
pub const PAGE_SIZE: usize = 50;
/// Credentials that a connection can choose from.
const OFFERED: usize = 200;

/// A credential as it may be seen: without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    pub id: CredentialId,
    pub version: String,
    pub name: String,
    pub method: Method,
    pub tenant: String,
    pub client: String,
    pub secret_expires: Day,
    pub standing: Standing,
    /// Why it did not work the last time somebody looked.
    pub failure: Option<Failure>,
    /// When its tokens were last looked at.
    pub checked_at: Option<Millis>,
}

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Credential>,
    pub has_older: bool,
}

impl store::CredentialRow {
    fn standing(&self) -> Standing {
        Standing {
            wanted: Rights::parse(&self.wanted),
            granted: Rights::parse(&self.granted),
            is_off: self.is_off,
        }
    }

    fn seen(self) -> Result<Credential> {
        Ok(Credential {
            id: CredentialId::parse(&self.id).ok_or_else(|| Error::stored("a credential's id"))?,
            method: Method::parse(&self.method).ok_or_else(|| Error::stored("a credential's method"))?,
            standing: self.standing(),
            failure: Failure::parse(&self.failure),
            checked_at: (self.checked_at > 0).then_some(Millis(self.checked_at)),
            version: self.version,
            name: self.name,
            tenant: self.tenant,
            client: self.client,
            secret_expires: Day(self.secret_expires),
        })
    }

    fn application(&self, vault: &Vault) -> Result<Application> {
        Ok(Application {
            tenant: self.tenant.clone(),
            client: self.client.clone(),
            secret: vault.open(&place(&self.id), &self.sealed_secret)?.into(),
        })
    }
}

fn place(id: &str) -> String {
    format!("credentials:sealed_secret:{id}")
}

/// Where Microsoft sends administrators back to.
pub fn redirect_uri(base_url: &str) -> String {
    format!("{base_url}/console/credentials/callback")
}

fn page_link(base_url: &str, id: &str) -> String {
    format!("{base_url}/console/credentials/{id}")
}

/// All credentials, newest first, from the one before `before` on.
pub async fn list(ctx: &Ctx, before: Option<&CredentialId>) -> Result<Page> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let before = before.map(CredentialId::as_str);
    let mut rows = store::list(&ctx.db, before, PAGE_SIZE + 1).await?;
    let has_older = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let rows = rows
        .into_iter()
        .map(store::CredentialRow::seen)
        .collect::<Result<_>>()?;
    Ok(Page { rows, has_older })
}

/// The connections that call with it.
pub async fn uses(ctx: &Ctx, id: &CredentialId) -> Result<Vec<(Slot, Mode)>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let rows = store::uses(&ctx.db, id.as_str()).await?;
    let uses = rows
        .iter()
        .filter_map(|(slot, mode)| Slot::parse(slot).zip(Mode::parse(mode)));
    Ok(uses.collect())
}

/// The credentials that may do something, to choose from.
pub async fn that_want(ctx: &Ctx, right: Right) -> Result<Vec<Credential>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let rows = store::list(&ctx.db, None, OFFERED).await?;
    let all = rows.into_iter().map(store::CredentialRow::seen);
    let fitting = all.filter(|one| {
        one.as_ref()
            .map_or(true, |one| one.standing.wanted.contains(right))
    });
    fitting.collect()
}

/// Whether there is such a credential; it stays at least until the transaction ends.
pub(crate) async fn hold(tx: &Tx, id: &str) -> Result<bool> {
    Ok(store::credential_in(tx, id).await?.is_some())
}

/// One credential.
pub async fn one(ctx: &Ctx, id: &CredentialId) -> Result<Credential> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let row = store::credential(&ctx.db, id.as_str()).await?;
    row.ok_or(Error::NotFound)?.seen()
}
