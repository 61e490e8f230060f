//! A passkey as the fresh proof of who is signed in (SEC-A12): finger, face or PIN with a key, so that neither password nor
//! second step is asked for besides.

use super::{
    own,
    passkeys::{
        Challenge, Used, challenge, credential, passkeys_of, read, refused, take, working_site, wrong,
    },
    store,
};
use crate::{
    audit,
    auth::{
        Browser,
        proof::refuse_viewer,
        sessions::{NewTokens, enter},
        throttle,
    },
    context::Ctx,
    error::{Conflict, Error, Result},
};
use domain::identity::{
    Plane,
    factors::{Kind, PasskeyEntry},
};
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

/// What such a challenge is for.
const PROVE: &str = "prove";

/// Whether the signed-in account holds a passkey that can be used here.
pub async fn has_passkey(ctx: &Ctx) -> Result<bool> {
    let own = own(&ctx.actor)?;
    if working_site(ctx).is_err() {
        return Ok(false);
    }
    let rows = store::factors_of(&ctx.db, own.plane, &own.account).await?;
    Ok(rows.iter().any(|row| row.kind == Kind::Passkey.as_str()))
}

async fn keys(ctx: &Ctx, plane: Plane, account: &str) -> Result<Vec<(String, Passkey)>> {
    let rows = store::factors_of(&ctx.db, plane, account).await?;
    passkeys_of(ctx, plane, &rows)
}

/// Asks for one of the passkeys of who is signed in.
pub async fn start_proving_with_passkey(ctx: &Ctx, browser: &Browser) -> Result<Challenge> {
    refuse_viewer(&ctx.actor)?;
    let own = own(&ctx.actor)?;
    throttle::network(&ctx.db, &browser.address, ctx.clock.now()).await?;
    let keys = keys(ctx, own.plane, &own.account).await?;
    let keys: Vec<Passkey> = keys.into_iter().map(|(_, passkey)| passkey).collect();
    if keys.is_empty() {
        return Err(Error::Conflict(Conflict::StepMissing));
    }
    let (options, state) = working_site(ctx)?
        .start_passkey_authentication(&keys)
        .map_err(|_| Error::stored("a challenge cannot be made"))?;
    let options = serde_json::to_string(&options)?;
    challenge(ctx, own.plane, PROVE, &own.account, browser, options, &state).await
}

/// Takes the answer. The session goes on under a new token, freshly proved; the old token is dead (SEC-S2).
pub async fn prove_with_passkey(ctx: &Ctx, cmd: PasskeyEntry, browser: &Browser) -> Result<NewTokens> {
    let now = ctx.clock.now();
    throttle::network(&ctx.db, &browser.address, now).await?;
    let outcome = answered(ctx, cmd, browser).await;
    if matches!(outcome, Err(Error::Form(_))) {
        throttle::failed(&ctx.db, &browser.address, now).await?;
    }
    outcome
}

async fn answered(ctx: &Ctx, cmd: PasskeyEntry, browser: &Browser) -> Result<NewTokens> {
    refuse_viewer(&ctx.actor)?;
    let (own, now) = (own(&ctx.actor)?, ctx.clock.now());
    let (account, state): (_, PasskeyAuthentication) = take(ctx, own.plane, PROVE, browser).await?;
    if account != own.account {
        return Err(wrong());
    }
    let answer: PublicKeyCredential = read(&cmd.answer)?;
    let result = working_site(ctx)?
        .finish_passkey_authentication(&answer, &state)
        .map_err(|error| refused(&error))?;
    let id = credential(result.cred_id());
    let (row, passkey) = keys(ctx, own.plane, &own.account)
        .await?
        .into_iter()
        .find(|(_, passkey)| credential(passkey.cred_id()) == id)
        .ok_or_else(wrong)?;
    let used = Used::new(ctx, own.plane, row, passkey, &result)?;
    let (actor, browser) = (ctx.actor.clone(), browser.clone());
    let entered = ctx.db.tx(move |tx| async move {
        if !used.keep(&tx, now).await? {
            return Ok(None);
        }
        let tokens = enter(&tx, own.plane, &account, "passkey-again", &browser, false, now).await?;
        audit::record(&tx, &actor, "session.proved", &account, "", now).await?;
        Ok(Some(tokens))
    });
    entered.await?.ok_or_else(wrong)
}
