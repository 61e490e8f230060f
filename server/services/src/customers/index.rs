//! Keeping the search words. The database itself notices what changed (triggers of migration 11); here the words are
//! written anew.

use super::store;
use crate::{
    context::{Ctx, Platform},
    db::Tx,
    error::Result,
    random, settings,
};
use domain::{customers::document, ids::CustomerId};
use std::time::Duration;

/// Customers whose words are written in one transaction: few enough that nobody waits long for the database.
const BATCH: i64 = 250;
/// Between two batches. Whoever waits for the file on SQLite from another process looks again only now and then.
const PAUSE: Duration = Duration::from_millis(20);

/// Writes the words of one customer anew, in the transaction of the change.
pub(crate) async fn index(tx: &Tx, customer: &CustomerId) -> Result<()> {
    // What the database says, not what this node last read: words of the other mode would stay.
    let mode = settings::mode_in(tx).await?;
    let Some(facts) = store::facts(tx, customer.as_str(), mode).await? else {
        return Ok(());
    };
    let words = document(&facts).into_iter().collect::<Vec<_>>().join(" ");
    let hash = random::hex(&random::hash(&words)[..8]);
    if let Some(number) = store::mark_indexed(tx, customer.as_str(), &hash).await? {
        store::write_words(tx, number, &words).await?;
    }
    Ok(())
}

/// After a switch between live and test: everybody is found by the homes of the mode that counts now.
pub(crate) async fn index_anew(ctx: &Ctx) -> Result<()> {
    ctx.db
        .tx(|tx| async move { store::forget_hashes(&tx).await })
        .await
}

/// Writes the words of all customers that wait for it: those of before this feature, and whatever changed without
/// [`index`]. Killed half-way it goes on where it was. Returns how many there were.
pub async fn index_waiting(platform: &Platform) -> Result<usize> {
    let mut all = 0;
    loop {
        let waiting = store::waiting(&platform.db, BATCH).await?;
        if waiting.is_empty() {
            return Ok(all);
        }
        all += waiting.len();
        platform
            .db
            .tx(move |tx| async move {
                for customer in waiting {
                    index(&tx, &customer).await?;
                }
                Ok(())
            })
            .await?;
        tokio::time::sleep(PAUSE).await;
    }
}
