//! Categories and definitions.

use super::super::report::in_language;
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    catalogue::Icon,
    identity::Language,
    ids::{CategoryId, DefinitionId},
    repairs::{Category, Definition},
};
use std::collections::HashSet;

/// A category in both languages.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct CategoryRow {
    pub id: String,
    pub parent_id: Option<String>,
    pub name_en: String,
    pub name_cy: String,
    pub hint_en: String,
    pub hint_cy: String,
    pub icon: String,
    pub emergency: bool,
    pub call_us_en: String,
    pub call_us_cy: String,
    pub position: i64,
}

const CATEGORIES: &str = "
    select id, parent_id, name_en, name_cy, hint_en, hint_cy, icon, emergency, call_us_en, call_us_cy, position
    from repair_categories
    where active
    order by position, id
    limit 200";

/// All that are switched on, wherever they stand.
pub async fn categories(db: &Db, language: Language) -> Result<Vec<Category>> {
    let rows = db.all::<CategoryRow>(CATEGORIES, args![]).await?;
    let category = |row: CategoryRow| {
        Some(Category {
            id: CategoryId::parse(&row.id)?,
            parent: row.parent_id.as_deref().and_then(CategoryId::parse),
            name: in_language(language, row.name_en, row.name_cy),
            hint: in_language(language, row.hint_en, row.hint_cy),
            icon: Icon::parse(&row.icon),
            emergency: row.emergency,
            call_us: in_language(language, row.call_us_en, row.call_us_cy),
        })
    };
    Ok(rows.into_iter().filter_map(category).collect())
}

const STOCKED: &str = "
    select distinct category_id
    from repair_definitions
    where active";

/// Categories in which something may be chosen.
pub async fn stocked(db: &Db) -> Result<HashSet<CategoryId>> {
    let rows = db.all::<(String,)>(STOCKED, args![]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| CategoryId::parse(&id))
        .collect())
}

const CATEGORY_OF: &str = "
    select category_id
    from repair_definitions
    where id = $1 and active";

/// Where a definition that is on offer stands.
pub async fn category_of(db: &Db, definition: &DefinitionId) -> Result<Option<CategoryId>> {
    let found = db
        .maybe::<(String,)>(CATEGORY_OF, args![definition.as_str()])
        .await?;
    Ok(found.and_then(|(id,)| CategoryId::parse(&id)))
}

const ADD_CATEGORY: &str = "
    insert into repair_categories (id, parent_id, name_en, name_cy, hint_en, hint_cy, icon, emergency, call_us_en, call_us_cy,
        position, active)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true)
    on conflict (id) do nothing";

/// Adds a category; leaves one with the same id as it is.
pub async fn add_category(tx: &Tx, row: &CategoryRow) -> Result<()> {
    let row = args![
        &row.id,
        row.parent_id.as_deref(),
        &row.name_en,
        &row.name_cy,
        &row.hint_en,
        &row.hint_cy,
        &row.icon,
        row.emergency,
        &row.call_us_en,
        &row.call_us_cy,
        row.position
    ];
    tx.execute(ADD_CATEGORY, row).await?;
    Ok(())
}

/// A definition in both languages, with what the housing system wants to know (product R2).
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct DefinitionRow {
    pub id: String,
    pub category_id: String,
    pub name_en: String,
    pub name_cy: String,
    pub safety_notice_en: Option<String>,
    pub safety_notice_cy: Option<String>,
    pub sor_table: String,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub guidance_en: String,
    pub guidance_cy: String,
    pub photo_wanted: bool,
    pub position: i64,
}

const DEFINITIONS: &str = "
    select id, category_id, name_en, name_cy, safety_notice_en, safety_notice_cy, sor_table, sor_code, repair_type, priority,
        contract, guidance_en, guidance_cy, photo_wanted, position
    from repair_definitions
    where category_id = $1 and active
    order by position, id
    limit 100";

pub async fn definitions(db: &Db, category: &CategoryId, language: Language) -> Result<Vec<Definition>> {
    let rows = db
        .all::<DefinitionRow>(DEFINITIONS, args![category.as_str()])
        .await?;
    let definition = |row: DefinitionRow| {
        let welsh = row.safety_notice_cy.unwrap_or_default();
        Some(Definition {
            id: DefinitionId::parse(&row.id)?,
            category: CategoryId::parse(&row.category_id)?,
            name: in_language(language, row.name_en, row.name_cy),
            safety_notice: row
                .safety_notice_en
                .map(|english| in_language(language, english, welsh)),
            guidance: in_language(language, row.guidance_en, row.guidance_cy),
            photo_wanted: row.photo_wanted,
        })
    };
    Ok(rows.into_iter().filter_map(definition).collect())
}

const ADD_DEFINITION: &str = "
    insert into repair_definitions (id, category_id, name_en, name_cy, safety_notice_en, safety_notice_cy, sor_table, sor_code,
        repair_type, priority, contract, guidance_en, guidance_cy, photo_wanted, position, active)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true)
    on conflict (id) do nothing";

/// Adds a definition; leaves one with the same id as it is.
pub async fn add_definition(tx: &Tx, row: &DefinitionRow) -> Result<()> {
    let row = args![
        &row.id,
        &row.category_id,
        &row.name_en,
        &row.name_cy,
        row.safety_notice_en.as_deref(),
        row.safety_notice_cy.as_deref(),
        &row.sor_table,
        &row.sor_code,
        &row.repair_type,
        &row.priority,
        &row.contract,
        &row.guidance_en,
        &row.guidance_cy,
        row.photo_wanted,
        row.position,
    ];
    tx.execute(ADD_DEFINITION, row).await?;
    Ok(())
}
