//! Customers as staff see them: found, looked at with a trace, noted about, shut out and let in again, deleted, seen as
//! themselves, taken out as a table.

mod account;
mod deletion;
mod export;
mod index;
mod record;
mod store;
mod viewing;

pub use account::{add_note, set_disabled};
pub(crate) use deletion::remove_of_test;
pub use deletion::{Deletion, Receipt, about_to_delete, delete, receipt};
pub(crate) use export::approved_export_began;
pub use export::{Export, ask_for_export, export_began, export_part, export_way};
pub(crate) use index::index;
pub(crate) use index::index_anew;
pub use index::index_waiting;
pub use record::{LOOK_SECS, Record, Words, record};
pub use store::{Found, Note, Origin, PersonRow, RepairRow, SignIn, TenancyRow, Who};
pub use viewing::{begin_viewing, stop_viewing, to_view};

use crate::{context::Ctx, error::Result};
use domain::{customers::Query, permissions::Permission};

/// Rows on a page.
pub const PAGE_SIZE: i64 = 50;
/// Answers while somebody types.
const QUICK: i64 = 10;

/// A page of customers.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Found>,
    pub has_older: bool,
}

/// Customers in whom every word is found, or all of them; the newest account first, before the row `before`.
pub async fn find(ctx: &Ctx, query: Option<&Query>, before: Option<i64>) -> Result<Page> {
    page(ctx, query, before, PAGE_SIZE).await
}

/// The first few answers, for a box that answers while somebody types.
pub async fn find_quickly(ctx: &Ctx, query: Option<&Query>) -> Result<Page> {
    page(ctx, query, None, QUICK).await
}

async fn page(ctx: &Ctx, query: Option<&Query>, before: Option<i64>, size: i64) -> Result<Page> {
    ctx.actor.require(Permission::CustomersRead)?;
    let before = before.unwrap_or(i64::MAX);
    let mut rows = match query {
        Some(query) => store::found(&ctx.db, query, before, size + 1).await?,
        None => store::newest(&ctx.db, before, size + 1).await?,
    };
    let size = usize::try_from(size).unwrap_or_default();
    let has_older = rows.len() > size;
    rows.truncate(size);
    Ok(Page { rows, has_older })
}
