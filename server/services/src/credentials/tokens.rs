//! Tokens for outside systems: one sealed row for all nodes, renewed when four fifths of its life are over. Whoever
//! renews holds a lease, so that many callers on many nodes cause one call; a node that dies with it loses it.

use super::{check, store};
use crate::{
    context::{Actor, Ctx},
    db::Tx,
    error::{Error, Result},
    ports::{PortError, Trouble, directory::Token},
    random,
};
use domain::{
    credentials::{Badge, Event, Failure},
    dates::Millis,
    ids::CredentialId,
};
use secrecy::{ExposeSecret, SecretString};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Whoever renews has this long, in seconds; longer than any call of the port.
const LEASE_SECS: i64 = 30;
/// Callers wait this long for another node's renewal.
const WAIT: Duration = Duration::from_secs(15);
/// They look at the row this often.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A token that was refused is replaced only if it is older than this, in seconds: a fresh one that is refused as well
/// would only be replaced for ever.
const REFUSED_AFTER_SECS: i64 = 10;

/// The renewals of this node: callers of one token take turns, so that one of them asks for the lease.
#[derive(Default)]
pub struct Flights(Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>);

impl Flights {
    fn of(&self, id: &str, scope: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(format!("{id} {scope}")).or_default())
    }
}

fn place(row: &str) -> String {
    format!("credential_tokens:sealed_token:{row}")
}

/// What is in the cache for one caller.
enum Cached {
    /// Good for now.
    Fresh(SecretString),
    /// Works still, and is to be renewed.
    Ageing(SecretString),
    Nothing,
}

/// A token for `scope`, from the cache or fresh.
pub async fn token(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
) -> std::result::Result<SecretString, PortError> {
    fetch(ctx, id, scope, None).await
}

/// Another token than `refused`, which the outside system did not take: call this once, then give up.
pub async fn token_after_refusal(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
    refused: &SecretString,
) -> std::result::Result<SecretString, PortError> {
    fetch(ctx, id, scope, Some(refused)).await
}

fn away(error: &Error) -> PortError {
    tracing::error!(%error, "credentials.unreadable");
    PortError::Unavailable(Trouble::ServiceError)
}

async fn fetch(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
    refused: Option<&SecretString>,
) -> std::result::Result<SecretString, PortError> {
    let ctx = &Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    if let Cached::Fresh(token) = look(ctx, id, scope, refused).await? {
        return Ok(token);
    }
    let flight = ctx.flights.of(id.as_str(), scope);
    let _turn = flight.lock().await;
    let until = Instant::now() + WAIT;
    loop {
        let cached = look(ctx, id, scope, refused).await?;
        if let Cached::Fresh(token) = cached {
            return Ok(token);
        }
        let lease = random::token();
        let is_mine = claim(ctx, id, scope, &lease)
            .await
            .map_err(|error| away(&error))?;
        match cached {
            _ if is_mine => return with_lease(ctx, id, scope, refused, &lease).await,
            // Another node is at it.
            Cached::Ageing(token) => return Ok(token),
            _ if Instant::now() < until => tokio::time::sleep(LOOK_EVERY).await,
            _ => return Err(PortError::Unavailable(Trouble::TimedOut)),
        }
    }
}

/// Renews, unless another node did so just before the lease was free.
async fn with_lease(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
    refused: Option<&SecretString>,
    lease: &str,
) -> std::result::Result<SecretString, PortError> {
    let cached = match look(ctx, id, scope, refused).await {
        Ok(Cached::Fresh(token)) => {
            give_back(ctx, id, scope, lease)
                .await
                .map_err(|error| away(&error))?;
            return Ok(token);
        }
        Ok(cached) => cached,
        Err(error) => {
            give_back(ctx, id, scope, lease)
                .await
                .map_err(|error| away(&error))?;
            return Err(error);
        }
    };
    match (renew(ctx, id, scope, lease).await, cached) {
        // One that works still is better than none.
        (Err(PortError::Unavailable(_)), Cached::Ageing(token)) => Ok(token),
        (renewed, _) => renewed,
    }
}

async fn give_back(ctx: &Ctx, id: &CredentialId, scope: &str, lease: &str) -> Result<()> {
    let (id, scope, lease) = (id.to_string(), scope.to_owned(), lease.to_owned());
    ctx.db
        .tx(move |tx| async move { store::release(&tx, &id, &scope, &lease).await })
        .await
}

async fn look(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
    refused: Option<&SecretString>,
) -> std::result::Result<Cached, PortError> {
    let now = ctx.clock.now();
    let found = store::cached(&ctx.db, id.as_str(), scope).await;
    let Some(row) = found.map_err(|error| away(&error))? else {
        return Err(PortError::Misconfigured(Trouble::WrongCredentials));
    };
    if row.standing().badge() == Badge::ConsentRequired {
        return Err(PortError::Misconfigured(Trouble::MissingPermission));
    }
    let works = row.token_version == row.version && now < Millis(row.usable_until);
    if !works || row.sealed_token.is_empty() {
        return Ok(Cached::Nothing);
    }
    let opened = ctx.vault.open(&place(&row.token_id), &row.sealed_token);
    let token: SecretString = opened.map_err(|error| away(&error))?.into();
    if refused.is_some_and(|refused| refused.expose_secret() == token.expose_secret()) {
        return if now.secs_since(Millis(row.obtained_at)) < REFUSED_AFTER_SECS {
            Err(PortError::Misconfigured(Trouble::WrongCredentials))
        } else {
            Ok(Cached::Nothing)
        };
    }
    Ok(if now < Millis(row.renew_at) {
        Cached::Fresh(token)
    } else {
        Cached::Ageing(token)
    })
}

async fn claim(ctx: &Ctx, id: &CredentialId, scope: &str, lease: &str) -> Result<bool> {
    let now = ctx.clock.now();
    let (id, scope, lease) = (id.to_string(), scope.to_owned(), lease.to_owned());
    ctx.db
        .tx(move |tx| async move {
            let until = now.plus_secs(LEASE_SECS);
            store::lease(&tx, &random::id(now), &id, &scope, &lease, now, until).await
        })
        .await
}

/// Obtains a token and shares it. Whatever happens the lease is given back.
async fn renew(
    ctx: &Ctx,
    id: &CredentialId,
    scope: &str,
    lease: &str,
) -> std::result::Result<SecretString, PortError> {
    let began = ctx.clock.now();
    let asked = match store::credential(&ctx.db, id.as_str()).await {
        Ok(Some(row)) => row,
        Ok(None) => return Err(PortError::Misconfigured(Trouble::WrongCredentials)),
        Err(error) => return Err(away(&error)),
    };
    let application = asked.application(&ctx.vault).map_err(|error| away(&error))?;
    let obtained = check::ask(ctx, &application, scope).await;
    let (whole, kept, scope, lease) = (ctx.clone(), obtained.clone(), scope.to_owned(), lease.to_owned());
    let settled = ctx
        .db
        .tx(move |tx| async move { settle(&tx, &whole, asked, &scope, &lease, kept, began).await })
        .await;
    settled.map_err(|error| away(&error))?;
    obtained.map(|token| token.secret).map_err(port_error)
}

async fn settle(
    tx: &Tx,
    ctx: &Ctx,
    asked: store::CredentialRow,
    scope: &str,
    lease: &str,
    obtained: std::result::Result<Token, Failure>,
    began: Millis,
) -> Result<()> {
    store::release(tx, &asked.id, scope, lease).await?;
    let Some(row) = store::credential_in(tx, &asked.id).await? else {
        return Ok(());
    };
    // It was changed or disconnected meanwhile: what came is about the time before.
    if row.version != asked.version {
        return Ok(());
    }
    let (event, failure) = match &obtained {
        Ok(token) => (check::shown(scope, token), None),
        Err(failure) if failure.is_refusal() => (Event::Refused, Some(*failure)),
        // Nothing is known about what it may do.
        Err(_) => return Ok(()),
    };
    let standing = row.standing().after(event);
    let badge = standing.badge();
    match obtained {
        Ok(token) if badge != Badge::ConsentRequired => store(tx, ctx, &row, scope, &token, began).await?,
        _ => store::forget_tokens(tx, &row.id).await?,
    }
    let failure = failure.or(match badge {
        Badge::Connected => None,
        Badge::UpdateRequired => Some(Failure::Incomplete),
        Badge::ConsentRequired => Some(Failure::NoConsent),
    });
    let now = ctx.clock.now();
    check::stand(tx, &ctx.actor, row, &standing, failure, now)
        .await
        .map(drop)
}

/// Shares a token that was asked for at `began`.
pub(super) async fn store(
    tx: &Tx,
    ctx: &Ctx,
    row: &store::CredentialRow,
    scope: &str,
    token: &Token,
    began: Millis,
) -> Result<()> {
    let id = store::token_id(tx, &random::id(began), &row.id, scope).await?;
    let life = Millis(began.0.saturating_add(token.life_secs.saturating_mul(1000)));
    let part = |tenths: i64| Millis(began.0 + (life.0 - began.0) / 10 * tenths);
    let stored = store::TokenRow {
        version: row.version.clone(),
        sealed_token: ctx.vault.seal(&place(&id), token.secret.expose_secret())?,
        obtained_at: began.0,
        renew_at: part(8).0,
        // The rest is for the way to the outside system.
        usable_until: part(9).0,
        id,
    };
    store::put_token(tx, &stored).await
}

const fn port_error(failure: Failure) -> PortError {
    match failure {
        Failure::Unreachable => PortError::Unavailable(Trouble::CannotConnect),
        Failure::Broken => PortError::Unavailable(Trouble::ServiceError),
        Failure::NoConsent | Failure::Incomplete | Failure::NoResource | Failure::Declined => {
            PortError::Misconfigured(Trouble::MissingPermission)
        }
        _ => PortError::Misconfigured(Trouble::WrongCredentials),
    }
}
