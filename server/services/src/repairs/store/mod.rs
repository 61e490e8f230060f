//! The SQL of repairs.

mod copies;
mod delivery;
mod desk;
mod drafts;
mod offers;
mod photos;
mod reading;

pub use copies::*;
pub use delivery::*;
pub use desk::*;
pub use drafts::*;
pub use offers::*;
pub use photos::*;
pub use reading::*;

use crate::{args, db::Tx, error::Result, random};
use domain::{dates::Millis, ids::RepairId, repairs::Event};

const ADD_EVENT: &str = "
    insert into repair_events (id, repair_id, at, event)
    values ($1, $2, $3, $4)";

/// Adds a line to a repair's timeline.
pub async fn add_event(tx: &Tx, repair: &RepairId, at: Millis, event: &Event) -> Result<()> {
    tx.execute(
        ADD_EVENT,
        args![random::id(at), repair.as_str(), at, serde_json::to_string(event)?],
    )
    .await?;
    Ok(())
}
