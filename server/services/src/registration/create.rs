//! The end of the way: an account.

use super::store;
use crate::{
    audit,
    auth::{self, NewCustomer},
    db::Tx,
    error::{Error, Result},
    random,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
    ids::CustomerId,
};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Account(CustomerId),
    /// The person or the mailbox has an account already; nothing was changed.
    HasAccount,
    /// The wish was decided or forgotten meanwhile.
    Over,
}

/// Makes the account of a wish whose mailbox is proved. `how` says by what the person was proved.
pub(super) async fn make(
    tx: &Tx,
    row: &store::Row,
    how: &'static str,
    by: &str,
    note: &str,
    now: Millis,
) -> Result<Made> {
    if row.state != "open" || row.person_id.is_empty() {
        return Ok(Made::Over);
    }
    let (Some(email), Some(id)) = (Email::parse(&row.email), CustomerId::parse(&random::id(now))) else {
        return Err(Error::stored("a wish for an account cannot be read"));
    };
    // Two wishes of one person must not both find that there is no account yet.
    store::lock_person(tx, &row.person_id).await?;
    if store::holder(tx, &row.person_id).await?.is_some() {
        return Ok(Made::HasAccount);
    }
    let customer = NewCustomer {
        id: id.clone(),
        email,
        password_hash: row.password_hash.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        person_id: row.person_id.clone(),
        language: Language::parse(&row.language).unwrap_or_default(),
    };
    if !auth::add_customer(tx, &customer, now).await? {
        return Ok(Made::HasAccount);
    }
    if !store::close(tx, &row.id, "done", by, note, now).await? {
        return Err(Error::stored("a wish was decided while it was locked"));
    }
    audit::record_own(tx, Plane::Portal, id.as_str(), "customer.registered", how, now).await?;
    Ok(Made::Account(id))
}

/// Makes the account for which a letter was sent.
pub(crate) async fn from_letter(tx: &Tx, registration: &str, now: Millis) -> Result<Made> {
    match store::lock(tx, registration).await? {
        Some(row) => make(tx, &row, "letter", "", "", now).await,
        None => Ok(Made::Over),
    }
}
