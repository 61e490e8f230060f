//! 'Repair Definitions': a tenant's words that silently carry what the housing system needs.

use super::store::{Category, Definition, categories, definitions as store};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    hms::{
        lists::{self, List},
        sor::{self, Codes, Known},
    },
    ports::housing::LookupKind,
};
use domain::{
    catalogue::{DefinitionDetails, SaveDefinition},
    forms::{Code, FormErrors},
    ids::{CategoryId, DefinitionId},
    permissions::Permission,
};

/// Rows on a page.
const PAGE_SIZE: usize = 25;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub words: String,
    pub category: Option<CategoryId>,
    pub show: Option<Show>,
}

/// Which definitions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    On,
    Off,
    /// Those whose code the housing system no longer has.
    Gone,
}

impl Show {
    pub const ALL: [Self; 3] = [Self::On, Self::Off, Self::Gone];

    /// As it stands in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Gone => "gone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.as_str() == text)
    }
}

/// A page of definitions.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Definition>,
    pub has_more: bool,
}

/// Definitions by name, behind `after`.
pub async fn definitions(ctx: &Ctx, filter: &Filter, after: Option<&DefinitionId>) -> Result<Page> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let pattern = sor::pattern(&filter.words);
    let narrow = store::Narrow {
        pattern: &pattern,
        category: filter.category.as_ref().map_or("", CategoryId::as_str),
        show: filter.show.map_or("", Show::as_str),
        after: after.map_or("", DefinitionId::as_str),
    };
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut rows = store::page(&ctx.db, &narrow, limit).await?;
    let has_more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    Ok(Page { rows, has_more })
}

/// One definition.
pub async fn definition(ctx: &Ctx, id: &DefinitionId) -> Result<Definition> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    store::one(&ctx.db, id).await?.ok_or(Error::NotFound)
}

/// The housing system's lists, as last read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    pub tables: List,
    pub types: List,
    pub priorities: List,
    pub contracts: List,
}

impl Lists {
    pub(super) async fn read(ctx: &Ctx) -> Result<Self> {
        let (tables, types, priorities, contracts) = tokio::try_join!(
            lists::list(&ctx.db, LookupKind::SorTables),
            lists::list(&ctx.db, LookupKind::RepairTypes),
            lists::list(&ctx.db, LookupKind::RepairPriorities),
            lists::list(&ctx.db, LookupKind::RepairContracts),
        )?;
        Ok(Self {
            tables,
            types,
            priorities,
            contracts,
        })
    }
}

/// What can be chosen in the form.
#[derive(Clone, Debug)]
pub struct Offer {
    pub categories: Vec<Category>,
    pub lists: Lists,
    /// Codes of the chosen table; `None` before one is chosen.
    pub codes: Option<Codes>,
    /// What the code that stands there means; nothing, if that is not known.
    pub meaning: String,
}

/// What can be chosen: the codes of `table` that hold `words`. `again`: read from the housing system now.
pub async fn offer(ctx: &Ctx, table: &str, code: &str, words: &str, again: bool) -> Result<Offer> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let lists = Lists::read(ctx).await?;
    let codes = if lists.tables.has(table) {
        Some(sor::of_table(ctx, table, words, again).await?)
    } else {
        None
    };
    let meaning = match sor::known(&ctx.db, table, code).await? {
        Known::InUse(description) => description,
        Known::Gone | Known::Unread => String::new(),
    };
    Ok(Offer {
        categories: categories::all(&ctx.db).await?,
        lists,
        codes,
        meaning,
    })
}

/// Reads the codes of a table from the housing system, if it is one of the landlord's.
pub async fn reload_codes(ctx: &Ctx, table: &str) -> Result<()> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    if lists::list(&ctx.db, LookupKind::SorTables).await?.has(table) {
        sor::of_table(ctx, table, "", true).await?;
    }
    Ok(())
}

/// Whether the housing system knows the codes. What stands there already may stay, known or not: whether a repair is sent
/// with it is the landlord's choice. Where a list was never read, or the system has none, codes are taken as typed.
pub(super) async fn check(
    ctx: &Ctx,
    lists: &Lists,
    details: &DefinitionDetails,
    stored: Option<&DefinitionDetails>,
) -> Result<()> {
    let (order, before) = (&details.order, stored.map(|stored| &stored.order));
    let mut errors = FormErrors::default();
    let pairs = [
        (
            "sor_table",
            &lists.tables,
            &order.sor_table,
            before.map(|order| &order.sor_table),
        ),
        (
            "repair_type",
            &lists.types,
            &order.repair_type,
            before.map(|order| &order.repair_type),
        ),
        (
            "priority",
            &lists.priorities,
            &order.priority,
            before.map(|order| &order.priority),
        ),
        (
            "contract",
            &lists.contracts,
            &order.contract,
            before.map(|order| &order.contract),
        ),
    ];
    for (field, list, code, before) in pairs {
        if list.entries.is_empty() || before == Some(code) || list.has(code) {
            continue;
        }
        let refusal = if code.is_empty() {
            Code::Required
        } else {
            Code::NotOffered
        };
        errors.add(field, refusal);
    }
    let is_same = before
        .is_some_and(|before| (&before.sor_table, &before.sor_code) == (&order.sor_table, &order.sor_code));
    if !is_same && errors.code("sor_table").is_none() && !lists.tables.entries.is_empty() {
        match sor::known(&ctx.db, &order.sor_table, &order.sor_code).await? {
            Known::InUse(_) => {}
            Known::Gone => errors.add("sor_code", Code::NotOffered),
            Known::Unread => errors.add("sor_code", Code::Expired),
        }
    }
    errors.or(Some(())).map_err(Error::Form)
}

/// Adds a definition, or saves one as long as nobody else did since it was shown.
pub async fn save_definition(ctx: &Ctx, cmd: SaveDefinition) -> Result<DefinitionId> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let id = cmd.id.clone().ok_or(Error::NotFound)?;
    let before = store::one(&ctx.db, &id).await?;
    if before.is_none() && cmd.seen != 0 {
        return Err(Error::NotFound);
    }
    let lists = Lists::read(ctx).await?;
    check(
        ctx,
        &lists,
        &cmd.details,
        before.as_ref().map(|before| &before.details),
    )
    .await?;
    let (actor, now, saved) = (ctx.actor.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            if !store::hold_category(&tx, &cmd.details.category).await? {
                let errors = FormErrors::one("definition_category", Code::NotOffered);
                return Err(Error::Form(errors));
            }
            let stored = store::locked(&tx, &saved).await?;
            match &stored {
                // A second press, or nothing was changed.
                Some(stored) if stored.details == cmd.details => return Ok(()),
                Some(stored) if stored.version != cmd.seen => {
                    return Err(Error::Conflict(Conflict::ChangedMeanwhile));
                }
                None if cmd.seen != 0 => return Err(Error::NotFound),
                _ => {}
            }
            // Of two first presses at the same moment the second finds the row of the first.
            if !store::put(&tx, &saved, stored.is_none(), &cmd.details).await? {
                return Ok(());
            }
            let event = if stored.is_none() {
                "repair-definition.added"
            } else {
                "repair-definition.changed"
            };
            audit::record(&tx, &actor, event, saved.as_str(), "", now).await
        })
        .await?;
    Ok(id)
}

/// Lets tenants choose a definition, or no longer. Reports that were sent stay as they are; whoever writes one is asked anew.
pub async fn switch_definition(ctx: &Ctx, id: Option<DefinitionId>, active: bool) -> Result<DefinitionId> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let id = id.ok_or(Error::NotFound)?;
    let (actor, now, switched) = (ctx.actor.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            store::locked(&tx, &switched).await?.ok_or(Error::NotFound)?;
            if !store::switch(&tx, &switched, active).await? {
                return Ok(());
            }
            let event = if active {
                "repair-definition.reactivated"
            } else {
                "repair-definition.deactivated"
            };
            audit::record(&tx, &actor, event, switched.as_str(), "", now).await
        })
        .await?;
    Ok(id)
}
