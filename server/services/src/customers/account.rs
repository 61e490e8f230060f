//! What staff change about an account.

use super::store;
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    random,
};
use domain::{ids::CustomerId, permissions::Permission};

/// Adds a note that only staff see.
pub async fn add_note(ctx: &Ctx, customer: Option<&CustomerId>, text: &str) -> Result<CustomerId> {
    let staff = ctx.actor.require(Permission::CustomersManage)?;
    let customer = customer.ok_or(Error::NotFound)?.clone();
    let (actor, author, now) = (ctx.actor.clone(), staff.id.clone(), ctx.clock.now());
    let (id, about, text) = (random::id(now), customer.clone(), text.to_owned());
    ctx.db
        .tx(move |tx| async move {
            if !store::exists(&tx, &about).await? {
                return Err(Error::NotFound);
            }
            store::add_note(&tx, &id, &about, &author, &text, now).await?;
            audit::record(&tx, &actor, "customer.noted", about.as_str(), &id, now).await
        })
        .await?;
    Ok(customer)
}

/// Shuts an account out at once, everywhere, or lets it in again (SEC-S6).
pub async fn set_disabled(ctx: &Ctx, customer: Option<&CustomerId>, disabled: bool) -> Result<CustomerId> {
    ctx.actor.require(Permission::CustomersManage)?;
    let customer = customer.ok_or(Error::NotFound)?.clone();
    let (actor, about, now) = (ctx.actor.clone(), customer.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if !store::exists(&tx, &about).await? {
                return Err(Error::NotFound);
            }
            let at = disabled.then_some(now);
            if !store::set_disabled(&tx, &about, at).await? {
                return Ok(());
            }
            let event = if disabled {
                // Let in again later, they sign in anew.
                store::end_sessions(&tx, &about).await?;
                "customer.disabled"
            } else {
                "customer.enabled"
            };
            audit::record(&tx, &actor, event, about.as_str(), "", now).await
        })
        .await?;
    Ok(customer)
}
