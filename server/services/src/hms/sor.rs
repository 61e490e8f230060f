//! The codes of the landlord's tables of work: copies that are kept as long as the other lists. Only tables that are looked
//! at or that definitions name are read.

use super::store::sor as store;
use crate::{
    context::{Ctx, Platform},
    db::Db,
    error::Result,
    ports::{PortError, housing::SorCode},
};
use domain::dates::Millis;
use std::{collections::BTreeMap, sync::Arc};

/// Codes that a page shows.
const SHOWN: i64 = 50;
/// After a try that failed a page tries again so many seconds later, and the worker after the longer time.
const PAGE_RETRY_SECS: i64 = 30;
const RETRY_SECS: i64 = 15 * 60;
/// Codes that are written in one transaction, so that others write between.
const AT_ONCE: usize = 500;

/// Some codes of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// Each with what it stands for.
    pub found: Vec<(String, String)>,
    /// There are more; other words find them.
    pub has_more: bool,
    /// When the table was last read whole; `None`: never.
    pub fetched_at: Option<Millis>,
    /// It is older than it should be: the housing system does not answer, or not yet.
    pub is_old: bool,
}

/// What is known of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Its table was never read.
    Unread,
    InUse(String),
    /// The housing system has it no more.
    Gone,
}

/// The codes of a table that hold `words`, in this order. A table that is too old is read again; the page waits for that no
/// longer than for any copy. `again`: however new it is.
pub async fn of_table(ctx: &Ctx, table: &str, words: &str, again: bool) -> Result<Codes> {
    refresh(ctx, table, again).await?;
    let mut found = store::search(&ctx.db, table, &pattern(words), SHOWN + 1).await?;
    let shown = usize::try_from(SHOWN).unwrap_or_default();
    let has_more = found.len() > shown;
    found.truncate(shown);
    let fetched_at = store::age(&ctx.db, table).await?.map_or(0, |age| age.fetched_at);
    Ok(Codes {
        found,
        has_more,
        fetched_at: (fetched_at > 0).then_some(Millis(fetched_at)),
        is_old: Millis(fetched_at) <= limit(ctx),
    })
}

/// Whatever was read before this moment is old.
fn limit(platform: &Platform) -> Millis {
    let secs = platform.settings.get().refreshing.lists;
    platform.clock.now().minus_secs(secs)
}

/// Finds a text anywhere, whatever stands in it.
pub(crate) fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for word in words.split_whitespace() {
        for sign in word.to_ascii_lowercase().chars() {
            if matches!(sign, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(sign);
        }
        pattern.push('%');
    }
    pattern
}

async fn refresh(ctx: &Ctx, table: &str, again: bool) -> Result<()> {
    let now = ctx.clock.now();
    let older_than = if again { now } else { limit(ctx) };
    let tried_before = now.minus_secs(PAGE_RETRY_SECS);
    let rests = |age: store::Age| age.fetched_at > older_than.0 || age.tried_at > tried_before.0;
    if store::age(&ctx.db, table).await?.is_some_and(rests) {
        return Ok(());
    }
    let (ctx, table) = (ctx.clone(), table.to_owned());
    // It goes on when the page waits no longer.
    let reading = tokio::spawn(async move { read(&ctx, &table, older_than, tried_before).await });
    let _in_time = tokio::time::timeout(super::PAGE_WAIT, reading).await;
    Ok(())
}

/// Reads a table if nobody else does. What fails is tried again later; what is here serves meanwhile.
async fn read(ctx: &Ctx, table: &str, older_than: Millis, tried_before: Millis) -> bool {
    match try_read(ctx, table, older_than, tried_before).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "sor.not_read");
            false
        }
    }
}

async fn try_read(ctx: &Ctx, table: &str, older_than: Millis, tried_before: Millis) -> Result<()> {
    let Ok(housing) = ctx.housing() else {
        return Ok(());
    };
    let (now, name) = (ctx.clock.now(), table.to_owned());
    let is_ours = ctx
        .db
        .tx(move |tx| async move { store::claim(&tx, &name, now, older_than, tried_before).await })
        .await?;
    if !is_ours {
        return Ok(());
    }
    let told = match housing.sor_codes(table).await {
        Ok(told) => told,
        // A table that this system does not have, or no longer.
        Err(PortError::Rejected(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    // A row may come twice.
    let codes: BTreeMap<String, SorCode> = told.into_iter().map(|code| (code.code.clone(), code)).collect();
    let codes: Vec<SorCode> = codes.into_values().collect();
    for some in codes.chunks(AT_ONCE) {
        let (some, name) = (some.to_vec(), table.to_owned());
        ctx.db
            .tx(move |tx| async move { store::keep(&tx, &name, &some, now).await })
            .await?;
    }
    let name = table.to_owned();
    ctx.db
        .tx(move |tx| async move { store::done(&tx, &name, now).await })
        .await
}

/// Reads the tables that definitions name and that are too old, each on one node only. Stops at the first trouble: the
/// others would meet it, too.
pub async fn run_due(platform: &Arc<Platform>) -> Result<()> {
    let ctx = &Ctx::system(Arc::clone(platform));
    let (older_than, tried_before) = (limit(ctx), ctx.clock.now().minus_secs(RETRY_SECS));
    if ctx.housing().is_err() {
        return Ok(());
    }
    for table in store::due(&ctx.db, older_than, tried_before).await? {
        if !read(ctx, &table, older_than, tried_before).await {
            break;
        }
    }
    Ok(())
}

/// What is known of a code, from the copies.
pub async fn known(db: &Db, table: &str, code: &str) -> Result<Known> {
    let is_read = store::age(db, table).await?.is_some_and(|age| age.fetched_at > 0);
    Ok(match store::code(db, table, code).await? {
        Some((description, true)) => Known::InUse(description),
        _ if is_read => Known::Gone,
        _ => Known::Unread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_their_order_and_signs_are_signs() {
        assert_eq!(pattern(" Tap  WASHER "), "%tap%washer%");
        assert_eq!(pattern("50% a_b!"), "%50!%%a!_b!!%");
        assert_eq!(pattern(""), "%");
    }
}
