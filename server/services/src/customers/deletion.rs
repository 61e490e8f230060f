//! Deleting a customer: everything about them here goes, in one transaction, but what the landlord has to keep. The
//! receipt says both in numbers.

use super::store::{self, Who};
use crate::{
    audit,
    context::{Actor, Ctx},
    db::Tx,
    error::{Conflict, Error, Result},
    mails,
    outbox::{self, Job},
    random,
};
use domain::{
    dates::Millis,
    identity::Language,
    ids::{CustomerId, PhotoId},
    permissions::Permission,
};
use std::collections::BTreeMap;

/// What deleting somebody would do.
#[derive(Clone, Debug)]
pub struct Deletion {
    pub who: Who,
    pub removed: BTreeMap<String, i64>,
    pub kept: BTreeMap<String, i64>,
}

/// What deleting somebody did. Whose account it was is not told any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub at: Millis,
    pub removed: BTreeMap<String, i64>,
    pub kept: BTreeMap<String, i64>,
}

/// The effect, to be shown before the button is pressed.
pub async fn about_to_delete(ctx: &Ctx, id: &CustomerId) -> Result<Deletion> {
    ctx.actor.require(Permission::CustomersManage)?;
    ctx.actor.require_fresh(ctx.clock.now())?;
    let who = store::who(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let customer = id.clone();
    let (removed, kept) = ctx
        .db
        .tx(move |tx| async move {
            Ok((
                store::to_remove(&tx, &customer).await?,
                store::to_keep(&tx, &customer).await?,
            ))
        })
        .await?;
    Ok(Deletion { who, removed, kept })
}

/// Deletes a customer and gives the receipt's id. Sent repairs stay: the landlord has to do them and answer for them.
pub async fn delete(ctx: &Ctx, id: Option<&CustomerId>) -> Result<String> {
    ctx.actor.require(Permission::CustomersManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let customer = id.ok_or(Error::NotFound)?.clone();
    let (actor, platform) = (ctx.actor.clone(), std::sync::Arc::clone(&ctx.platform));
    let receipt = ctx
        .db
        .tx(move |tx| async move {
            let mailbox = store::lock_mailbox(&tx, &customer)
                .await?
                .ok_or(Error::NotFound)?;
            if store::has_repair_on_its_way(&tx, &customer).await? {
                return Err(Error::Conflict(Conflict::RepairOnItsWay));
            }
            let (removed, kept) = (
                store::to_remove(&tx, &customer).await?,
                store::to_keep(&tx, &customer).await?,
            );
            remove(&tx, &customer, now).await?;
            let receipt = random::id(now);
            let (removed, kept) = (serde_json::to_string(&removed)?, serde_json::to_string(&kept)?);
            store::add_receipt(&tx, &receipt, &customer, now, &removed, &kept).await?;
            audit::record(&tx, &actor, "customer.deleted", customer.as_str(), &receipt, now).await?;
            let language = Language::parse(&mailbox.language).unwrap_or_default();
            let mail = mails::account_deleted(&platform.settings.get(), language, &mailbox.email);
            outbox::enqueue_mail(&tx, &platform.vault, &mail, &receipt, None, now).await?;
            Ok(receipt)
        })
        .await?;
    ctx.wake.now();
    Ok(receipt)
}

async fn remove(tx: &Tx, customer: &CustomerId, now: Millis) -> Result<()> {
    for photo in store::remove_unsent_photos(tx, customer).await? {
        remove_file(tx, &photo, now).await?;
    }
    store::remove_customer(tx, customer).await
}

/// Removes an account that was made in test mode: whose person it is only the test system knows.
pub(crate) async fn remove_of_test(tx: &Tx, actor: &Actor, customer: &CustomerId, now: Millis) -> Result<()> {
    remove(tx, customer, now).await?;
    audit::record(tx, actor, "customer.deleted", customer.as_str(), "", now).await
}

/// The worker removes the file, again and again until it is gone.
async fn remove_file(tx: &Tx, photo: &PhotoId, now: Millis) -> Result<()> {
    let key = format!("remove-photo:{photo}");
    outbox::enqueue(tx, &Job::RemovePhoto(photo.clone()), photo.as_str(), &key, now).await
}

/// Reads a receipt.
pub async fn receipt(ctx: &Ctx, id: &str) -> Result<Receipt> {
    ctx.actor.require(Permission::CustomersManage)?;
    let row = store::receipt(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    Ok(Receipt {
        at: Millis(row.at),
        removed: serde_json::from_str(&row.removed)?,
        kept: serde_json::from_str(&row.kept)?,
    })
}
