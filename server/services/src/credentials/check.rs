//! Looking what a credential is granted: only a token that was just obtained says so.

use super::{manage::stood, store, tokens};
use crate::{
    audit,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Error, Result},
    ports::{
        assert_outside_transaction,
        directory::{Application, Token},
    },
};
use domain::{
    credentials::{Badge, Event, Failure, Rights},
    dates::Millis,
    ids::CredentialId,
    permissions::Permission,
};
use std::sync::Arc;

/// Credentials are looked at again after this, in seconds: what was taken away at Microsoft shows without being used.
const LOOK_EVERY_SECS: i64 = 3600;
/// Looked at in one turn of the worker.
const BATCH: usize = 20;

/// What a token says about the rights of its scope.
pub(super) fn shown(scope: &str, token: &Token) -> Event {
    Event::Token {
        scope: scope.to_owned(),
        carries: Rights::parse(&token.roles.join(" ")),
    }
}

/// 'Check connection', by a person: a credential that was disconnected works again if Microsoft says so.
pub async fn check(ctx: &Ctx, id: &CredentialId) -> Result<Badge> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    look(ctx, id).await
}

/// Obtains a token for every scope that is wanted and keeps what they show.
pub(super) async fn look(ctx: &Ctx, id: &CredentialId) -> Result<Badge> {
    let row = store::credential(&ctx.db, id.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    let application = row.application(&ctx.vault)?;
    let began = ctx.clock.now();
    let mut obtained = Vec::new();
    let mut failure = None;
    for scope in row.standing().wanted.scopes() {
        match ask(ctx, &application, scope).await {
            Ok(token) => obtained.push((scope, token)),
            Err(refusal) => {
                failure = Some(refusal);
                break;
            }
        }
    }
    let whole = ctx.clone();
    ctx.db
        .tx(move |tx| async move { settle(&tx, &whole, row, obtained, failure, began).await })
        .await
}

pub(super) async fn ask(
    ctx: &Ctx,
    application: &Application,
    scope: &str,
) -> std::result::Result<Token, Failure> {
    assert_outside_transaction();
    ctx.directory.token(application, scope).await
}

async fn settle(
    tx: &Tx,
    ctx: &Ctx,
    asked: store::CredentialRow,
    obtained: Vec<(&'static str, Token)>,
    failure: Option<Failure>,
    began: Millis,
) -> Result<Badge> {
    let now = ctx.clock.now();
    let row = store::credential_in(tx, &asked.id)
        .await?
        .ok_or(Error::NotFound)?;
    if row.version != asked.version {
        // Somebody changed it meanwhile; what was found is about the time before.
        return Ok(row.standing().badge());
    }
    let mut standing = row.standing();
    if ctx.actor != Actor::System {
        standing = standing.after(Event::Asked);
    }
    for (scope, token) in &obtained {
        standing = standing.after(shown(scope, token));
    }
    if failure.is_some_and(Failure::is_refusal) {
        standing = standing.after(Event::Refused);
    }
    if !standing.is_off && standing.badge() != Badge::ConsentRequired {
        for (scope, token) in &obtained {
            tokens::store(tx, ctx, &row, scope, token, began).await?;
        }
    } else {
        store::forget_tokens(tx, &row.id).await?;
    }
    let failure = failure.or(match standing.badge() {
        Badge::Connected => None,
        Badge::UpdateRequired => Some(Failure::Incomplete),
        Badge::ConsentRequired => Some(Failure::NoConsent),
    });
    stand(tx, &ctx.actor, row, &standing, failure, now).await
}

/// Keeps a standing; a badge that changed is on record.
pub(super) async fn stand(
    tx: &Tx,
    actor: &Actor,
    row: store::CredentialRow,
    standing: &domain::credentials::Standing,
    failure: Option<Failure>,
    now: Millis,
) -> Result<Badge> {
    let (was, is) = (row.standing().badge(), standing.badge());
    let row = store::CredentialRow {
        failure: failure.map_or("", Failure::as_str).to_owned(),
        checked_at: now.0,
        ..stood(row, standing)
    };
    store::put(tx, &row, now).await?;
    if was != is {
        audit::record(tx, actor, "credential.status-changed", &row.id, is.as_str(), now).await?;
    }
    Ok(is)
}

/// Looks at those that nobody looked at for an hour; those that were disconnected stay alone. One node does each.
pub async fn check_due(platform: &Arc<Platform>) -> Result<()> {
    let ctx = Ctx::system(Arc::clone(platform));
    let now = ctx.clock.now();
    for id in store::due(&ctx.db, now.minus_secs(LOOK_EVERY_SECS), BATCH).await? {
        let (claimed, before) = (id.clone(), now.minus_secs(LOOK_EVERY_SECS));
        let is_mine = ctx
            .db
            .tx(move |tx| async move { store::claim(&tx, &claimed, before, now).await })
            .await?;
        if let (true, Some(id)) = (is_mine, CredentialId::parse(&id)) {
            match look(&ctx, &id).await {
                Ok(_) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}
