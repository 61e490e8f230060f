//! One customer's record. Whoever opens it leaves a trace that the customer can read (product G6).

use super::store::{self, Note, Origin, RepairRow, SignIn, TenancyRow, Who};
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    messages,
};
use domain::{ids::CustomerId, permissions::Permission};

/// Looks of one person at one record within this time are one look, in seconds.
pub const LOOK_SECS: i64 = 15 * 60;
const REPAIRS: i64 = 5;
const SIGN_INS: i64 = 10;
const NOTES: i64 = 50;

/// Everything on a customer's page.
#[derive(Clone, Debug)]
pub struct Record {
    pub who: Who,
    pub origin: Option<Origin>,
    pub tenancies: Vec<TenancyRow>,
    pub repairs: Vec<RepairRow>,
    /// Newest first.
    pub sign_ins: Vec<SignIn>,
    pub notes: Vec<Note>,
    /// Newest first.
    pub messages: Vec<messages::Line>,
    /// Their mailbox or numbers that take no messages.
    pub unreachable: Vec<messages::Unreachable>,
}

/// Opens a record and writes down who looked.
pub async fn record(ctx: &Ctx, id: &CustomerId) -> Result<Record> {
    let staff = ctx.actor.require(Permission::CustomersRead)?;
    let who = store::who(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (actor, viewer, now, customer) = (ctx.actor.clone(), staff.id.clone(), ctx.clock.now(), id.clone());
    let since = now.minus_secs(LOOK_SECS);
    if !store::has_looked(&ctx.db, id, &viewer, since).await? {
        ctx.db
            .tx(move |tx| async move {
                audit::record(&tx, &actor, "customer.viewed", customer.as_str(), "", now).await
            })
            .await?;
    }
    let (origin, tenancies, repairs, sign_ins, notes, (messages, unreachable)) = tokio::try_join!(
        store::origin(&ctx.db, id),
        store::tenancies(&ctx.db, id),
        store::repairs(&ctx.db, id, REPAIRS),
        store::sign_ins(&ctx.db, id, SIGN_INS),
        store::notes(&ctx.db, id, NOTES),
        messages::of_customer(&ctx.db, id, &who.email),
    )?;
    Ok(Record {
        who,
        origin,
        tenancies,
        repairs,
        sign_ins,
        notes,
        messages,
        unreachable,
    })
}
