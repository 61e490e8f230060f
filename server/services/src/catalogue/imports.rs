//! Definitions as a table (product R2): taken out, changed in a spreadsheet, read in again. What would change is shown
//! first, row by row; what was shown is saved, all of it or nothing, by whoever read it in. Nothing comes back from the
//! browser but the id of the table.

use super::{
    definitions::check,
    judging::{Known, judge, part, path},
    store::{categories, definitions as store, imports as stored},
};
use crate::{
    audit,
    context::{Ctx, Platform},
    csv,
    error::{Conflict, Error, Result},
    hms::sor,
    random,
};
use domain::{
    catalogue::{Column, DefinitionDetails, cell, marked, read_definitions},
    forms::{Code, FormErrors},
    identity::Language,
    ids::{DefinitionId, ImportId},
    permissions::Permission,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};
use tokio::time::{Instant, timeout_at};

/// So long may it be looked at before it is saved, in seconds.
const LIFE_SECS: i64 = 3600;
/// What became of a table is shown for so long.
const KEPT_SECS: i64 = 30 * 24 * 3600;
/// How long all tables of codes together may take.
const ASKING: Duration = Duration::from_secs(8);

/// One cell that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub column: Column,
    pub old: String,
    pub new: String,
}

/// What would become of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    Added,
    Changed(Vec<Change>),
    Unchanged,
    Mend(FormErrors),
    /// The definition stands on this line already.
    Twice(usize),
    /// There is no definition with this id.
    Unknown,
}

/// A definition as it would be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) id: DefinitionId,
    /// The version that was compared with; 0 for a new one.
    pub(super) seen: i64,
    pub(super) details: DefinitionDetails,
    pub(super) active: bool,
}

/// One row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub line: usize,
    pub name: String,
    pub verdict: Verdict,
    pub(super) plan: Option<Plan>,
}

/// A table that was read and not saved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub rows: Vec<Row>,
    /// Headings of columns that are not used.
    pub unknown: Vec<String>,
}

/// How far a table is.
#[derive(Debug)]
pub enum Stage {
    Shown(Shown),
    Done { added: i64, changed: i64 },
}

fn sealed_place(id: &ImportId) -> String {
    format!("definition_imports:lines:{id}")
}

/// Reads a table and keeps it for the hour; nothing is changed yet. `field` is the box that it came from.
pub async fn read(ctx: &Ctx, table: &[u8], field: &str) -> Result<ImportId> {
    let by = ctx.actor.require(Permission::RepairsSetUp)?.id.clone();
    let table = read_definitions(table).map_err(|code| Error::Form(FormErrors::one(field, code)))?;
    let known = Known::read(ctx).await?;
    let now = ctx.clock.now();
    let mut seen = HashMap::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in table.rows {
        rows.push(judge(ctx, &known, &mut seen, &row));
    }
    check_codes(ctx, &known, &mut rows).await?;
    let shown = Shown {
        rows,
        unknown: table.unknown,
    };
    let id = ImportId::parse(&random::id(now)).ok_or_else(|| Error::stored("an import"))?;
    let sealed = ctx
        .vault
        .seal(&sealed_place(&id), &serde_json::to_string(&shown)?)?;
    let key = id.clone();
    ctx.db
        .tx(move |tx| async move { stored::add(&tx, &key, &by, &sealed, now, now.plus_secs(LIFE_SECS)).await })
        .await?;
    Ok(id)
}

/// Asks whether the housing system knows the codes of the rows; of tables that it does not tell of in time, only codes that
/// are here already are taken.
async fn check_codes(ctx: &Ctx, known: &Known, rows: &mut [Row]) -> Result<()> {
    let tables: BTreeSet<String> = rows
        .iter()
        .filter_map(|row| Some(row.plan.as_ref()?.details.order.sor_table.clone()))
        .filter(|table| known.lists.tables.has(table))
        .collect();
    let ends = Instant::now() + ASKING;
    for table in tables {
        if let Ok(read) = timeout_at(ends, sor::of_table(ctx, &table, "", false)).await {
            read?;
        }
    }
    for row in rows {
        let Some(plan) = &row.plan else { continue };
        let stored = known.definitions.get(&plan.id).map(|stored| &stored.details);
        match check(ctx, &known.lists, &plan.details, stored).await {
            Err(Error::Form(errors)) => {
                row.verdict = Verdict::Mend(errors);
                row.plan = None;
            }
            other => other?,
        }
    }
    Ok(())
}

/// What was read in, or what became of it, for whoever read it.
pub async fn stage(ctx: &Ctx, id: &ImportId) -> Result<Stage> {
    let by = &ctx.actor.require(Permission::RepairsSetUp)?.id;
    let kept = stored::find(&ctx.db, id, by).await?.ok_or(Error::NotFound)?;
    if kept.done_at.is_some() {
        return Ok(Stage::Done {
            added: kept.added,
            changed: kept.changed,
        });
    }
    if kept.expires_at <= ctx.clock.now().0 {
        return Err(Error::NotFound);
    }
    Ok(Stage::Shown(open(ctx, id, &kept.lines)?))
}

fn open(platform: &Platform, id: &ImportId, sealed: &str) -> Result<Shown> {
    let text = platform.vault.open(&sealed_place(id), sealed)?;
    Ok(serde_json::from_str(&text)?)
}

/// Saves everything that was shown, once however often it is pressed. If one of the definitions, or a category, is no longer
/// as it was shown, nothing is saved.
pub async fn take(ctx: &Ctx, id: Option<ImportId>) -> Result<ImportId> {
    let by = ctx.actor.require(Permission::RepairsSetUp)?.id.clone();
    let id = id.ok_or(Error::NotFound)?;
    let (whole, now, import) = (ctx.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            let kept = stored::locked(&tx, &import, &by).await?.ok_or(Error::NotFound)?;
            if kept.done_at.is_some() {
                return Ok(());
            }
            if kept.expires_at <= now.0 {
                return Err(Error::NotFound);
            }
            let rows = open(&whole.platform, &import, &kept.lines)?.rows;
            let mut plans: Vec<Plan> = rows.into_iter().filter_map(|row| row.plan).collect();
            // Two who change the same ones meet them in the same order, so that neither waits for the other in a ring.
            plans.sort_by(|one, other| one.id.cmp(&other.id));
            let (mut added, mut changed) = (0, 0);
            let moved_on = || Error::Conflict(Conflict::ChangedMeanwhile);
            for plan in plans {
                if !store::hold_category(&tx, &plan.details.category).await? {
                    return Err(moved_on());
                }
                let found = store::locked(&tx, &plan.id).await?;
                if found.as_ref().map_or(0, |found| found.version) != plan.seen {
                    return Err(moved_on());
                }
                store::put(&tx, &plan.id, found.is_none(), &plan.details).await?;
                store::switch(&tx, &plan.id, plan.active).await?;
                let event = if found.is_none() {
                    added += 1;
                    "repair-definition.added"
                } else {
                    changed += 1;
                    "repair-definition.changed"
                };
                audit::record(&tx, &whole.actor, event, plan.id.as_str(), "import", now).await?;
            }
            if added + changed == 0 {
                return Err(Error::Form(FormErrors::one("definitions_import", Code::Required)));
            }
            stored::done(&tx, &import, now, added, changed).await?;
            let count = (added + changed).to_string();
            let event = "repair-definitions.imported";
            audit::record(&tx, &whole.actor, event, import.as_str(), &count, now).await
        })
        .await?;
    Ok(id)
}

/// Forgets tables that were never taken, and those of long ago.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    stored::forget(&platform.db, now, now.minus_secs(KEPT_SECS)).await
}

/// The line of headings, in the language of whoever asks.
pub fn head(ctx: &Ctx) -> Result<String> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let headings = Column::ALL.iter().map(|column| {
        let [english, welsh] = column.headings();
        match ctx.language {
            Language::English => english,
            Language::Welsh => welsh,
        }
    });
    // The mark tells spreadsheets that this is UTF-8.
    Ok(format!("\u{feff}{}", csv::lines([headings.collect()])?))
}

/// The next lines and the key to go on with; `None` at the end.
pub async fn export_part(ctx: &Ctx, after: Option<&str>) -> Result<Option<(String, String)>> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let rows = part(ctx, after.unwrap_or_default()).await?;
    let Some(last) = rows.last().map(|row| row.id.to_string()) else {
        return Ok(None);
    };
    let categories = categories::all(&ctx.db).await?;
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let path = path(&categories, &row.details.category);
            let of = |column: &Column| cell(&row.details, row.active, row.id.as_str(), &path, *column);
            Column::ALL.iter().map(|column| marked(&of(column))).collect()
        })
        .collect();
    let lines = csv::lines(cells.iter().map(|row| row.iter().map(String::as_str).collect()))?;
    Ok(Some((lines, last)))
}
