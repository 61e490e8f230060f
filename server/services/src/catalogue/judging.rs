//! Compares the rows of a table with what is stored.

use super::{
    definitions::Lists,
    imports::{Change, Plan, Row, Verdict},
    store::{Category, Definition, categories, definitions as store},
};
use crate::{context::Ctx, error::Result, random};
use domain::{
    catalogue::{Cells, Column, DefinitionRow, Tree, cell, told},
    forms::{Code, FormErrors},
    ids::{CategoryId, DefinitionId},
};
use std::collections::{HashMap, hash_map::Entry};

/// Rows that are read at once.
const PART: i64 = 500;

/// What every row is compared with.
pub struct Known {
    pub lists: Lists,
    pub categories: Vec<Category>,
    pub definitions: HashMap<DefinitionId, Definition>,
}

impl Known {
    pub async fn read(ctx: &Ctx) -> Result<Self> {
        let mut definitions = HashMap::new();
        let mut after = String::new();
        loop {
            let part = part(ctx, &after).await?;
            let Some(last) = part.last() else { break };
            after = last.id.to_string();
            definitions.extend(
                part.into_iter()
                    .map(|definition| (definition.id.clone(), definition)),
            );
        }
        Ok(Self {
            lists: Lists::read(ctx).await?,
            categories: categories::all(&ctx.db).await?,
            definitions,
        })
    }

    fn path(&self, id: &CategoryId) -> String {
        path(&self.categories, id)
    }

    /// The category at a path. Where two are called the same, that of the stored row is meant, or none.
    fn category(&self, typed: &str, stored: Option<&Definition>) -> Option<CategoryId> {
        let typed = domain::text::clean_line(typed);
        if let Some(stored) = stored
            && self.path(&stored.details.category) == typed
        {
            return Some(stored.details.category.clone());
        }
        let mut fitting = self
            .categories
            .iter()
            .filter(|category| self.path(&category.id) == typed);
        let first = fitting.next()?;
        fitting.next().is_none().then(|| first.id.clone())
    }
}

/// A category's name with those that it stands in, from the top.
pub fn path(categories: &[Category], id: &CategoryId) -> String {
    let tree: Tree = categories
        .iter()
        .map(|category| (category.id.clone(), category.details.parent.clone()))
        .collect();
    let names = tree.line(id).into_iter().rev().filter_map(|step| {
        let found = categories.iter().find(|category| category.id == step)?;
        Some(found.details.name.en.clone())
    });
    names.collect::<Vec<_>>().join(" > ")
}

/// Definitions by name, behind one.
pub async fn part(ctx: &Ctx, after: &str) -> Result<Vec<Definition>> {
    let everything = store::Narrow {
        pattern: "%",
        category: "",
        show: "",
        after,
    };
    store::page(&ctx.db, &everything, PART).await
}

/// What a row would do, apart from its codes.
pub fn judge(ctx: &Ctx, known: &Known, seen: &mut HashMap<DefinitionId, usize>, row: &DefinitionRow) -> Row {
    let name = |text: &str| -> String { domain::text::clean_line(text).chars().take(80).collect() };
    let mut judged = Row {
        line: row.line,
        name: row
            .cells
            .get(&Column::NameEn)
            .map(|text| name(text))
            .unwrap_or_default(),
        verdict: Verdict::Unchanged,
        plan: None,
    };
    if row.is_ragged {
        judged.verdict = Verdict::Mend(FormErrors::one("cells", Code::Malformed));
        return judged;
    }
    let typed = row.cells.get(&Column::Id).map_or("", |id| id.trim());
    let stored = DefinitionId::parse(typed).and_then(|id| known.definitions.get(&id));
    if stored.is_none() && !typed.is_empty() {
        judged.verdict = Verdict::Unknown;
        return judged;
    }
    if let Some(stored) = stored {
        match seen.entry(stored.id.clone()) {
            Entry::Occupied(first) => {
                judged.verdict = Verdict::Twice(*first.get());
                return judged;
            }
            Entry::Vacant(free) => {
                free.insert(row.line);
            }
        }
        if judged.name.is_empty() {
            judged.name.clone_from(&stored.details.name.en);
        }
    }
    match plan(ctx, known, stored, &row.cells) {
        Ok((verdict, plan)) => {
            judged.verdict = verdict;
            judged.plan = plan;
        }
        Err(errors) => judged.verdict = Verdict::Mend(errors),
    }
    judged
}

fn plan(
    ctx: &Ctx,
    known: &Known,
    stored: Option<&Definition>,
    cells: &Cells,
) -> std::result::Result<(Verdict, Option<Plan>), FormErrors> {
    let before = stored.map(|stored| (&stored.details, stored.active));
    let (details, active) = told(cells, before, |typed| known.category(typed, stored))?;
    let Some(stored) = stored else {
        let id = DefinitionId::parse(&random::id(ctx.clock.now()));
        let id = id.ok_or_else(|| FormErrors::one("definition", Code::Malformed))?;
        let plan = Plan {
            id,
            seen: 0,
            details,
            active,
        };
        return Ok((Verdict::Added, Some(plan)));
    };
    let (old, new) = (
        known.path(&stored.details.category),
        known.path(&details.category),
    );
    let changes: Vec<Change> = Column::ALL
        .iter()
        .map(|column| Change {
            column: *column,
            old: cell(&stored.details, stored.active, "", &old, *column),
            new: cell(&details, active, "", &new, *column),
        })
        .filter(|change| change.old != change.new)
        .collect();
    if changes.is_empty() {
        return Ok((Verdict::Unchanged, None));
    }
    let plan = Plan {
        id: stored.id.clone(),
        seen: stored.version,
        details,
        active,
    };
    Ok((Verdict::Changed(changes), Some(plan)))
}
