//! The landlord's own lists (tenures, types, priorities …): copies that are kept for a while, so that a word for a code costs
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

/// A list as last read, in the landlord's order: codes with their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub entries: Vec<(String, String)>,
    /// `None`: never.
    pub fetched_at: Option<Millis>,
}

impl List {
    pub fn has(&self, code: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == code)
    }
}

/// A list; an empty one where it was never read, or where the housing system has no such list.
pub async fn list(db: &Db, kind: LookupKind) -> Result<List> {
    let Some(row) = store::one(db, kind).await? else {
        return Ok(List::default());
    };
    let entries: Vec<Entry> = serde_json::from_str(&row.entries)?;
    Ok(List {
        entries: entries
            .into_iter()
            .map(|entry| (entry.code, entry.description))
            .collect(),
        fetched_at: (row.fetched_at > 0).then_some(Millis(row.fetched_at)),
    })
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
    let fresh_secs = ctx.settings.get().refreshing.lists;
    let (older_than, tried_before) = (now.minus_secs(fresh_secs), now.minus_secs(RETRY_SECS));
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
