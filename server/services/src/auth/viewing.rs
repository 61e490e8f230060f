//! A portal session of staff who see it as a customer (SEC-Z9). It lives no longer than the console session that it
//! began in.

use super::{Browser, store};
use crate::{context::Staff, db::Tx, error::Result, random};
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
        store::end_session(tx, Plane::Portal, &random::hash(old)).await?;
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
        Some(token) => store::end_view(tx, &random::hash(token)).await,
        None => Ok(false),
    }
}
