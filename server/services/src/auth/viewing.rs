//! A portal session of staff who see it as a customer (SEC-Z9). It lives no longer than the console session that it
//! began in.

use super::{Browser, sessions::limits, store};
use crate::{
    audit,
    context::{Platform, Staff},
    db::Tx,
    error::Result,
    random,
};
use domain::{dates::Millis, identity::Plane, ids::CustomerId};

/// The longest that a view lasts, in seconds.
pub const VIEW_SECS: i64 = 30 * 60;

/// Begins a view in place of the portal session that `browser` holds, and gives the token for its cookie.
pub(crate) async fn begin_viewing(
    tx: &Tx,
    customer: &CustomerId,
    staff: &Staff,
    browser: &Browser,
    now: Millis,
) -> Result<String> {
    if let Some(old) = &browser.session {
        let old = random::hash(old);
        end_replaced(tx, &old, now).await?;
        store::end_session(tx, Plane::Portal, &old).await?;
    }
    let token = random::token();
    let session = store::NewSession {
        hash: &random::hash(&token),
        id: &random::id(now),
        account: customer.as_str(),
        stage: "full",
        factor: "view-as",
        address: &browser.address,
        agent: &browser.agent,
        device: "",
        ends_at: now.plus_secs(VIEW_SECS),
    };
    store::begin_session(tx, Plane::Portal, &session, now).await?;
    store::set_viewer(tx, session.hash, &staff.id, &staff.proof.session).await?;
    Ok(token)
}

/// Ends the view behind a portal cookie; false if there is none.
pub(crate) async fn end_viewing(tx: &Tx, token: Option<&str>) -> Result<bool> {
    match token {
        Some(token) => Ok(store::end_view(tx, &random::hash(token)).await?.is_some()),
        None => Ok(false),
    }
}

/// Ends a view in whose place something else begins in this browser, and writes it down.
pub(super) async fn end_replaced(tx: &Tx, hash: &[u8], now: Millis) -> Result<()> {
    end(tx, hash, "replaced", now).await
}

async fn end(tx: &Tx, hash: &[u8], why: &str, now: Millis) -> Result<()> {
    let Some(view) = store::end_view(tx, hash).await? else {
        return Ok(());
    };
    let event = "customer.view-as-ended";
    audit::record_for_staff(tx, &view.viewer_id, event, &view.account_id, why, now).await
}

/// Ends the views that nobody stopped: whose time is over, or the sign-in behind them. Each is written down once.
pub async fn end_views(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let idle_since = now.minus_secs(limits(Plane::Console).0);
    for hash in store::views_over(&platform.db, now, idle_since).await? {
        platform
            .db
            .tx(move |tx| async move { end(&tx, &hash, "by-itself", now).await })
            .await?;
    }
    Ok(())
}
