mod chain;
mod reading;

pub use chain::*;
pub use reading::*;

use crate::{args, db::Tx, error::Result};
use domain::dates::Millis;

const INSERT: &str = "
    insert into audit (id, at, actor_kind, actor_id, event, subject, detail)
    values ($1, $2, $3, $4, $5, $6, $7)";

#[expect(clippy::too_many_arguments, reason = "one per column")]
pub async fn insert(
    tx: &Tx,
    id: &str,
    at: Millis,
    actor_kind: &str,
    actor_id: &str,
    event: &str,
    subject: &str,
    detail: &str,
) -> Result<()> {
    tx.execute(
        INSERT,
        args![id, at, actor_kind, actor_id, event, subject, detail],
    )
    .await?;
    Ok(())
}
