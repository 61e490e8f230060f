//! Writing credentials down, disconnecting and deleting them.

use super::{check, place, store};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    random, times,
};
use domain::{
    credentials::{Badge, Event, Keep, Rights, Standing},
    dates::Millis,
    forms::{Code, FormErrors},
    ids::CredentialId,
    permissions::Permission,
};

/// The only kind there is.
const ENTRA: &str = "entra";

fn may_change(ctx: &Ctx) -> Result<Millis> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    Ok(now)
}

fn wrong(field: &str, code: Code) -> Error {
    Error::Form(FormErrors::one(field, code))
}

/// Keeps a new credential or a changed one, then looks at once what it is granted. Only the write can fail: what
/// Microsoft says is on the credential's page.
pub async fn keep(ctx: &Ctx, cmd: Keep) -> Result<(CredentialId, Badge)> {
    let now = may_change(ctx)?;
    // A form that hides its id, or a day that no calendar has.
    let id = cmd.id.clone().ok_or(Error::NotFound)?;
    if times::start_of(&cmd.secret_expires, "00:00").is_none() {
        return Err(wrong("secret_expires", Code::Malformed));
    }
    if cmd.secret.is_some() && cmd.secret_expires <= times::day_of(now) {
        return Err(wrong("secret_expires", Code::Expired));
    }
    let (whole, kept) = (ctx.clone(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            if store::is_name_taken(&tx, &cmd.name, kept.as_str()).await? {
                return Err(wrong("credential_name", Code::Taken));
            }
            let stored = store::credential_in(&tx, kept.as_str()).await?;
            let row = match (stored, cmd.is_new) {
                // The second press of one button.
                (Some(_), true) => return Ok(()),
                (None, false) => return Err(Error::NotFound),
                (None, true) => fresh(&whole, cmd, now)?,
                (Some(stored), false) => changed(&whole, stored, cmd, now)?,
            };
            store::put(&tx, &row, now).await?;
            store::forget_tokens(&tx, &row.id).await?;
            audit::record(&tx, &whole.actor, "credential.saved", &row.id, &row.wanted, now).await
        })
        .await?;
    let badge = check::look(ctx, &id).await?;
    Ok((id, badge))
}

fn fresh(ctx: &Ctx, cmd: Keep, now: Millis) -> Result<store::CredentialRow> {
    let id = cmd.id.ok_or(Error::NotFound)?.to_string();
    let secret = cmd.secret.ok_or_else(|| wrong("client_secret", Code::Required))?;
    Ok(store::CredentialRow {
        version: random::id(now),
        name: cmd.name,
        kind: ENTRA.to_owned(),
        method: cmd.method.as_str().to_owned(),
        tenant: cmd.tenant,
        client: cmd.client,
        sealed_secret: ctx.vault.seal(&place(&id), &secret)?,
        secret_expires: cmd.secret_expires.0,
        wanted: cmd.rights.to_text(),
        granted: Rights::default().to_text(),
        is_off: false,
        failure: String::new(),
        checked_at: 0,
        id,
    })
}

fn changed(ctx: &Ctx, stored: store::CredentialRow, cmd: Keep, now: Millis) -> Result<store::CredentialRow> {
    if stored.version != cmd.seen {
        return Err(Error::Conflict(Conflict::ChangedMeanwhile));
    }
    let is_another = stored.tenant != cmd.tenant || stored.client != cmd.client;
    // The secret of one application is no use to another.
    let sealed_secret = match cmd.secret {
        Some(secret) => ctx.vault.seal(&place(&stored.id), &secret)?,
        None if is_another => return Err(wrong("client_secret", Code::Required)),
        None => stored.sealed_secret.clone(),
    };
    let mut standing = stored
        .standing()
        .after(Event::Wanted(cmd.rights))
        .after(Event::Asked);
    if is_another {
        standing = standing.after(Event::Replaced);
    }
    Ok(store::CredentialRow {
        version: random::id(now),
        name: cmd.name,
        method: cmd.method.as_str().to_owned(),
        tenant: cmd.tenant,
        client: cmd.client,
        sealed_secret,
        secret_expires: cmd.secret_expires.0,
        failure: String::new(),
        ..stood(stored, &standing)
    })
}

/// The row with another standing.
pub(super) fn stood(row: store::CredentialRow, standing: &Standing) -> store::CredentialRow {
    store::CredentialRow {
        wanted: standing.wanted.to_text(),
        granted: standing.granted.to_text(),
        is_off: standing.is_off,
        ..row
    }
}

/// Forgets what was granted and all tokens. What Microsoft granted stays granted there.
pub async fn disconnect(ctx: &Ctx, id: &CredentialId) -> Result<()> {
    let now = may_change(ctx)?;
    let (actor, id) = (ctx.actor.clone(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            let row = store::credential_in(&tx, id.as_str())
                .await?
                .ok_or(Error::NotFound)?;
            let standing = row.standing().after(Event::Disconnected);
            let row = store::CredentialRow {
                // A token or a consent that is on its way belongs to the time before.
                version: random::id(now),
                failure: String::new(),
                ..stood(row, &standing)
            };
            store::put(&tx, &row, now).await?;
            store::forget_tokens(&tx, id.as_str()).await?;
            audit::record(&tx, &actor, "credential.disconnected", id.as_str(), "", now).await
        })
        .await
}

/// Deletes a credential that nothing uses.
pub async fn delete(ctx: &Ctx, id: &CredentialId) -> Result<()> {
    let now = may_change(ctx)?;
    let (actor, id) = (ctx.actor.clone(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            // Whoever saves a connection with it holds the row meanwhile, and is seen afterwards.
            if store::credential_in(&tx, id.as_str()).await?.is_none() {
                return Err(Error::NotFound);
            }
            if store::is_used(&tx, id.as_str()).await? {
                return Err(Error::Conflict(Conflict::CredentialInUse));
            }
            if !store::remove(&tx, id.as_str()).await? {
                return Err(Error::NotFound);
            }
            audit::record(&tx, &actor, "credential.deleted", id.as_str(), "", now).await
        })
        .await
}
