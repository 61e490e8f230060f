//! What happened, by whom (product G6). Written inside the transaction of the change, so that neither exists without the
//! other; sealed into a chain of hashes within a second; never changed or deleted.

mod chain;
mod search;
mod store;
mod views;

pub(crate) use chain::run_check;
pub use chain::{Check, Verdict, ask_for_check, check_daily, newest_check, seal, verify};
pub use search::{Entry, Filter, PAGE_SIZE, Page, export_began, export_part, search};
pub use views::{View, of_own_record};

use crate::{context::Actor, db::Tx, error::Result, random};
use domain::{dates::Millis, identity::Plane};

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

/// Records what a member of staff did or began, where they are not there any more.
pub(crate) async fn record_for_staff(
    tx: &Tx,
    staff: &str,
    event: &'static str,
    subject: &str,
    detail: &str,
    now: Millis,
) -> Result<()> {
    store::insert(tx, &random::id(now), now, "staff", staff, event, subject, detail).await
}

/// Records what an account did about itself, where nobody is signed in yet or any more.
pub async fn record_own(
    tx: &Tx,
    plane: Plane,
    account: &str,
    event: &'static str,
    detail: &str,
    now: Millis,
) -> Result<()> {
    let kind = match plane {
        Plane::Portal => "customer",
        Plane::Console => "staff",
    };
    store::insert(tx, &random::id(now), now, kind, account, event, account, detail).await
}
