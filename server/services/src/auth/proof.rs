//! Somebody who is signed in proves anew who they are (SEC-A12), and changes their own password.

use super::{
    Browser, SignedIn, factors, new_password, notices,
    sessions::{enter, enter_half},
    store, throttle,
};
use crate::{
    audit,
    context::{Actor, Ctx, Platform},
    error::{Error, Result},
};
use domain::{
    forms::{Code, FormErrors},
    identity::{Email, Plane},
};
use std::sync::Arc;

/// The account behind a full session, and the session's name.
fn own(actor: &Actor) -> Result<(Plane, &str, &str)> {
    match actor {
        Actor::Customer(customer) => Ok((Plane::Portal, customer.id.as_str(), &customer.proof.session)),
        Actor::Staff(staff) => Ok((Plane::Console, staff.id.as_str(), &staff.proof.session)),
        Actor::Nobody => Err(Error::SignIn),
        Actor::System => Err(Error::Denied),
    }
}

async fn own_account(ctx: &Ctx) -> Result<(Plane, store::Owned, String)> {
    let (plane, id, session) = own(&ctx.actor)?;
    let account = store::owned(&ctx.db, plane, id).await?.ok_or(Error::SignIn)?;
    Ok((plane, account, session.to_owned()))
}

/// Staff who see the portal as a customer are not that customer.
pub(super) const fn refuse_viewer(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Customer(customer) if customer.viewer.is_some() => Err(Error::Denied),
        _ => Ok(()),
    }
}

/// Whether the signed-in account has a password at all.
pub async fn has_password(ctx: &Ctx) -> Result<bool> {
    let (_, account, _) = own_account(ctx).await?;
    Ok(!account.password_hash.is_empty())
}

/// Checks the password of the signed-in account under the same limits as at sign-in. The session goes on under a new
/// token, freshly proved; the old token is dead (SEC-S2). Whoever holds a passkey or an app gives that again as well, on
/// the page for it.
pub async fn prove(ctx: &Ctx, password: &str, browser: &Browser) -> Result<SignedIn> {
    let now = ctx.clock.now();
    refuse_viewer(&ctx.actor)?;
    let _place = ctx.passwords.queue()?;
    let (plane, account, _) = own_account(ctx).await?;
    let email = Email::parse(&account.email).ok_or(Error::SignIn)?;
    throttle::network(&ctx.db, &browser.address, now).await?;
    let held_back = throttle::spend_try(&ctx.platform, plane, &email, now).await?;
    let known = (!held_back).then_some(account.password_hash.as_str());
    if !ctx.passwords.verify_in_turn(password, known).await? {
        throttle::failed(&ctx.db, &browser.address, now).await?;
        return Err(Error::Form(FormErrors::one("current-password", Code::Wrong)));
    }
    let (actor, browser) = (ctx.actor.clone(), browser.clone());
    ctx.db
        .tx(move |tx| async move {
            throttle::succeeded(&tx, plane, &account.email).await?;
            if factors::holds_more(&tx, plane, &account.id).await? {
                let tokens = enter_half(&tx, plane, &account.id, "password", &browser, now).await?;
                return Ok(SignedIn::Half(tokens));
            }
            let tokens = enter(&tx, plane, &account.id, "password-again", &browser, false, now).await?;
            audit::record(&tx, &actor, "session.proved", &account.id, "", now).await?;
            Ok(SignedIn::Fully(tokens))
        })
        .await
}

/// Sets a new password; whoever else is signed in as this account no longer is.
pub async fn change_password(ctx: &Ctx, password: &str) -> Result<()> {
    let now = ctx.clock.now();
    refuse_viewer(&ctx.actor)?;
    ctx.actor.require_fresh(now)?;
    let (plane, account, session) = own_account(ctx).await?;
    if account.password_hash.is_empty() {
        // Single sign-on only: there is nothing to change.
        return Err(Error::NotFound);
    }
    let hash = new_password::accept(ctx, password, &account).await?;
    let (actor, platform): (_, Arc<Platform>) = (ctx.actor.clone(), Arc::clone(&ctx.platform));
    ctx.db
        .tx(move |tx| async move {
            store::set_password(&tx, plane, &account.id, &hash).await?;
            store::end_ways_in(&tx, plane, &account.id, &session).await?;
            audit::record(&tx, &actor, "password.changed", &account.id, "", now).await?;
            notices::password_changed(&tx, &platform, plane, &account, None, now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}
