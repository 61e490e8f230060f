//! The tables of administrators and their roles.

mod people;
mod roles;

pub use people::*;
pub use roles::*;

use crate::{
    args,
    db::{Sql, Tx},
    error::Result,
};

/// SQLite has one writer anyway.
const LOCK: Sql = Sql::each(
    "select 1",
    "
    select id
    from staff
    order by id
    for no key update",
);

/// Whoever changes administrators or roles waits for the one who does: what the rules look at stays as it is until the
/// end of the transaction. Signing in does not wait.
pub async fn lock(tx: &Tx) -> Result<()> {
    tx.execute(LOCK, args![]).await.map(drop)
}
