use crate::{args, db::Tx, error::Result};
use domain::{
    dates::Millis,
    ids::{CustomerId, StaffId},
};

pub async fn exists(tx: &Tx, customer: &CustomerId) -> Result<bool> {
    let sql = "select count(*) from customers where id = $1";
    Ok(tx.one::<(i64,)>(sql, args![customer.as_str()]).await?.0 > 0)
}

const ADD_NOTE: &str = "
    insert into customer_notes (id, customer_id, staff_id, text, created_at)
    values ($1, $2, $3, $4, $5)";

pub async fn add_note(
    tx: &Tx,
    id: &str,
    customer: &CustomerId,
    author: &StaffId,
    text: &str,
    now: Millis,
) -> Result<()> {
    let row = args![id, customer.as_str(), author.as_str(), text, now];
    tx.execute(ADD_NOTE, row).await.map(drop)
}

const SET_DISABLED: &str = "
    update customers
    set disabled_at = $2
    where id = $1 and (disabled_at is null) <> ($2 is null)";

/// False if it was so already.
pub async fn set_disabled(tx: &Tx, customer: &CustomerId, at: Option<Millis>) -> Result<bool> {
    let touched = tx.execute(SET_DISABLED, args![customer.as_str(), at]).await?;
    Ok(touched == 1)
}

/// Ends every session and forgets every device, so that the second factor is asked for again.
pub async fn end_sessions(tx: &Tx, customer: &CustomerId) -> Result<()> {
    for sql in [
        "delete from portal_sessions where account_id = $1",
        "delete from portal_devices where account_id = $1",
    ] {
        tx.execute(sql, args![customer.as_str()]).await?;
    }
    Ok(())
}
