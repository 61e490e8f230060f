//! The tables of signing in, those of tenants and those of staff alike.

mod accounts;
mod codes;
mod devices;
mod links;
mod places;
mod recovery;
mod sessions;
mod throttles;

pub use accounts::*;
pub use codes::*;
pub use devices::*;
pub use links::*;
pub use places::*;
pub use recovery::*;
pub use sessions::*;
pub use throttles::*;

use crate::{args, db::Tx, error::Result};
use domain::dates::Millis;

/// The same query on the tables of each plane: the names are part of the text, so it stays a constant.
macro_rules! planes {
    ($name:ident, $portal:literal, $console:literal) => {
        fn $name(plane: Plane) -> Sql {
            match plane {
                Plane::Portal => Sql::from($portal),
                Plane::Console => Sql::from($console),
            }
        }
    };
}
pub(super) use planes;

/// Sessions are kept for a day after their end, so that what somebody typed can be kept for them.
pub async fn sweep(tx: &Tx, now: Millis) -> Result<()> {
    let yesterday = now.minus_secs(24 * 3600);
    tx.execute("delete from portal_sessions where ends_at < $1", args![yesterday])
        .await?;
    tx.execute(
        "delete from console_sessions where ends_at < $1",
        args![yesterday],
    )
    .await?;
    tx.execute("delete from portal_links where expires_at < $1", args![yesterday])
        .await?;
    tx.execute(
        "delete from console_links where expires_at < $1",
        args![yesterday],
    )
    .await?;
    // Browsers keep a device's cookie for a year.
    let last_year = now.minus_secs(365 * 24 * 3600);
    for sql in [
        "delete from portal_devices where used_at < $1 and created_at < $1",
        "delete from console_devices where used_at < $1 and created_at < $1",
    ] {
        tx.execute(sql, args![last_year]).await?;
    }
    tx.execute(
        "delete from throttles where window_ends_at < $1 and blocked_until < $1",
        args![yesterday],
    )
    .await?;
    Ok(())
}
