//! Holds back whoever walks along ids that are not theirs (SEC-Q4). Only answers that say 'not found' are counted, so
//! everybody else's pages cost nothing more.

use super::{store, throttle};
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
};
use domain::{dates::Millis, identity::Plane};
use std::time::Duration;

/// Things that one account may ask for and not find in ten minutes; from here on each answer waits.
const FREE: i64 = 30;
const WAIT: Duration = Duration::from_millis(500);
/// From here on the answer is to come back later, whether the thing is there or not.
const MOST: i64 = 100;
const WINDOW_SECS: i64 = 10 * 60;

/// Counts one more thing that a signed-in account asked for and that it has not got. [`Error::Throttled`] when these are
/// too many; the first such is on record.
pub async fn strayed(ctx: &Ctx, plane: Plane, account: &str) -> Result<()> {
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let (key, account) = (throttle::strays_key(plane, account), account.to_owned());
    let count = ctx
        .db
        .tx(move |tx| async move {
            let count = store::hit(&tx, &key, now, now.plus_secs(WINDOW_SECS)).await?;
            if count.hits == MOST + 1 {
                tracing::warn!(%account, "account.strayed");
                audit::record(&tx, &actor, "account.strayed", &account, "", now).await?;
            }
            Ok(count)
        })
        .await?;
    if count.hits > MOST {
        return Err(Error::Throttled(
            Millis(count.window_ends_at).secs_since(now).max(1),
        ));
    }
    if count.hits > FREE {
        tokio::time::sleep(WAIT).await;
    }
    Ok(())
}
