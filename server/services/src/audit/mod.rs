//! What happened, by whom. Written inside the transaction of the change, so that neither exists without the other.

mod store;

use crate::{context::Actor, db::Tx, error::Result, random};
use domain::dates::Millis;

/// Records `event` (`repair.received`) about `subject` (an id). `detail` holds no personal data.
pub async fn record(
    tx: &Tx,
    actor: &Actor,
    event: &'static str,
    subject: &str,
    detail: &str,
    now: Millis,
) -> Result<()> {
    let (kind, id) = actor.audit_name();
    store::insert(tx, &random::id(now), now, kind, id, event, subject, detail).await
}
