//! Who looked at my record (product G6): for the customer.

use super::store;
use crate::{
    context::{Actor, Ctx},
    error::{Error, Result},
};
use domain::dates::Millis;

/// Rows on a page.
const PAGE_SIZE: i64 = 50;

/// One look at a customer's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub id: String,
    pub at: Millis,
    /// Nothing if they have left.
    pub staff_name: String,
    /// They saw the portal as the customer sees it, for this reason.
    pub as_customer_because: Option<String>,
}

/// Looks at the record of whoever asks, newest first, and whether there are older ones.
pub async fn of_own_record(ctx: &Ctx, before: Option<&str>) -> Result<(Vec<View>, bool)> {
    let Actor::Customer(customer) = &ctx.actor else {
        return Err(Error::SignIn);
    };
    let mut rows = store::views(
        &ctx.db,
        customer.id.as_str(),
        before.unwrap_or("~"),
        PAGE_SIZE + 1,
    )
    .await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_older = rows.len() > size;
    rows.truncate(size);
    let views = rows.into_iter().map(|row| View {
        as_customer_because: (row.event != "customer.viewed").then_some(row.detail),
        id: row.id,
        at: Millis(row.at),
        staff_name: row.staff_name,
    });
    Ok((views.collect(), has_older))
}
