//! Staff see the portal as one customer: read-only, with a reason that the customer can read, half an hour at most
//! (SEC-Z9).

use super::store::{self, Who};
use crate::{
    audit, auth,
    context::{Actor, Ctx},
    error::{Error, Result},
};
use domain::{customers::ViewAs, ids::CustomerId, permissions::Permission};

/// Whom it is about, before the reason is given.
pub async fn to_view(ctx: &Ctx, id: &CustomerId) -> Result<Who> {
    ctx.actor.require(Permission::CustomersViewAs)?;
    let who = store::who(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    // An account that is shut out sees nothing.
    if who.disabled_at.is_some() {
        return Err(Error::NotFound);
    }
    Ok(who)
}

/// Begins the view in place of whatever portal session this browser had, `own`. Gives the token for its cookie.
pub async fn begin_viewing(
    ctx: &Ctx,
    cmd: ViewAs,
    own: Option<String>,
    browser: &auth::Browser,
) -> Result<String> {
    let staff = ctx.actor.require(Permission::CustomersViewAs)?.clone();
    let customer = cmd.customer.ok_or(Error::NotFound)?;
    to_view(ctx, &customer).await?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let browser = auth::Browser {
        session: own,
        ..browser.clone()
    };
    ctx.db
        .tx(move |tx| async move {
            let token = auth::begin_viewing(&tx, &customer, &staff, &browser, now).await?;
            let event = "customer.view-as-began";
            audit::record(&tx, &actor, event, customer.as_str(), &cmd.reason, now).await?;
            Ok(token)
        })
        .await
}

/// Ends the view behind this browser's portal cookie. Whom it showed, if there was one.
pub async fn stop_viewing(ctx: &Ctx, browser: &auth::Browser) -> Result<Option<CustomerId>> {
    let Actor::Customer(customer) = &ctx.actor else {
        return Ok(None);
    };
    if customer.viewer.is_none() {
        return Ok(None);
    }
    let (actor, about, now) = (ctx.actor.clone(), customer.id.clone(), ctx.clock.now());
    let token = browser.session.clone();
    ctx.db
        .tx(move |tx| async move {
            if auth::end_viewing(&tx, token.as_deref()).await? {
                audit::record(&tx, &actor, "customer.view-as-ended", about.as_str(), "", now).await?;
            }
            Ok(())
        })
        .await?;
    Ok(Some(customer.id.clone()))
}
