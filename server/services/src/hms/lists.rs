//! The landlord's own lists (tenures, types, priorities …): copies that are kept for a day, so that a word for a code costs
//! no call.

use super::store::lists as store;
use crate::{
    audit,
    context::{Ctx, Platform},
    db::Db,
    error::Result,
    ports::{
        PortError,
        housing::{Lookup, LookupKind},
    },
};
use domain::{dates::Millis, permissions::Permission};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// Age at which a list is read again, in seconds.
const FRESH_SECS: i64 = 24 * 3600;
/// After a try that failed the next comes so much later.
const RETRY_SECS: i64 = 15 * 60;

/// An entry as it is stored.
#[derive(Serialize, Deserialize)]
struct Entry {
    code: String,
    description: String,
}

/// A list and when it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Age {
    pub kind: LookupKind,
    pub entries: usize,
    /// `None`: not yet, or to be read again.
    pub fetched_at: Option<Millis>,
}

/// The words for the codes of a list; nothing for a list that was never read.
pub async fn words(db: &Db, kind: LookupKind) -> Result<BTreeMap<String, String>> {
    let Some(row) = store::one(db, kind).await? else {
        return Ok(BTreeMap::new());
    };
    let entries: Vec<Entry> = serde_json::from_str(&row.entries)?;
    Ok(entries
        .into_iter()
        .map(|entry| (entry.code, entry.description))
        .collect())
}

/// All lists with their ages.
pub async fn ages(ctx: &Ctx) -> Result<Vec<Age>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let rows = store::all(&ctx.db).await?;
    let age = |row: store::Row| {
        let entries: Vec<Entry> = serde_json::from_str(&row.entries).ok()?;
        Some(Age {
            kind: LookupKind::parse(&row.kind)?,
            entries: entries.len(),
            fetched_at: (row.fetched_at > 0).then_some(Millis(row.fetched_at)),
        })
    };
    Ok(rows.into_iter().filter_map(age).collect())
}

/// 'Reload now': the worker reads all lists again within a second or two.
pub async fn reload(ctx: &Ctx) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            store::expire(&tx).await?;
            audit::record(&tx, &actor, "lists.reloaded", "lists", "", now).await
        })
        .await
}

/// Reads the lists that are due, each on one node only. Stops at the first trouble: the others would meet it, too.
pub async fn run_due(platform: &Arc<Platform>) -> Result<()> {
    let ctx = &Ctx::system(Arc::clone(platform));
    let Ok(housing) = ctx.housing() else {
        return Ok(());
    };
    let now = ctx.clock.now();
    let (older_than, tried_before) = (now.minus_secs(FRESH_SECS), now.minus_secs(RETRY_SECS));
    let resting = store::resting(&ctx.db, older_than, tried_before).await?;
    if usize::try_from(resting).is_ok_and(|resting| resting >= LookupKind::ALL.len()) {
        return Ok(());
    }
    for &kind in LookupKind::ALL {
        let is_ours = ctx
            .db
            .tx(move |tx| async move { store::claim(&tx, kind, now, older_than, tried_before).await })
            .await?;
        if !is_ours {
            continue;
        }
        let entries = match housing.lookups(kind).await {
            Ok(entries) => entries,
            // A list that this system does not have.
            Err(PortError::Rejected(_)) => Vec::new(),
            Err(error) => {
                tracing::warn!(kind = kind.as_str(), %error, "lists.not_read");
                return Ok(());
            }
        };
        let entries = serde_json::to_string(&entries.into_iter().map(stored).collect::<Vec<_>>())?;
        ctx.db
            .tx(move |tx| async move { store::keep(&tx, kind, &entries, now).await })
            .await?;
    }
    Ok(())
}

fn stored(entry: Lookup) -> Entry {
    Entry {
        code: entry.code,
        description: entry.description,
    }
}
