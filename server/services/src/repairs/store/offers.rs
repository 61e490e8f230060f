//! Categories and definitions.

use super::super::report::in_language;
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    identity::Language,
    ids::{CategoryId, DefinitionId},
    repairs::{Category, Definition},
};

/// A category in both languages.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CategoryRow {
    pub id: String,
    pub name_en: String,
    pub name_cy: String,
    pub hint_en: String,
    pub hint_cy: String,
    pub emergency: bool,
    pub position: i64,
}

const CATEGORIES: &str = "
    select id, name_en, name_cy, hint_en, hint_cy, emergency, position
    from repair_categories
    where active
    order by position, id
    limit 100";

pub async fn categories(db: &Db, language: Language) -> Result<Vec<Category>> {
    let rows = db.all::<CategoryRow>(CATEGORIES, args![]).await?;
    let category = |row: CategoryRow| {
        Some(Category {
            id: CategoryId::parse(&row.id)?,
            name: in_language(language, row.name_en, row.name_cy),
            hint: in_language(language, row.hint_en, row.hint_cy),
            emergency: row.emergency,
        })
    };
    Ok(rows.into_iter().filter_map(category).collect())
}

const ADD_CATEGORY: &str = "
    insert into repair_categories (id, name_en, name_cy, hint_en, hint_cy, emergency, position, active)
    values ($1, $2, $3, $4, $5, $6, $7, true)
    on conflict (id) do nothing";

/// Adds a category; leaves one with the same id as it is.
pub async fn add_category(tx: &Tx, row: &CategoryRow) -> Result<()> {
    let row = args![
        &row.id,
        &row.name_en,
        &row.name_cy,
        &row.hint_en,
        &row.hint_cy,
        row.emergency,
        row.position
    ];
    tx.execute(ADD_CATEGORY, row).await?;
    Ok(())
}

/// A definition in both languages, with what the housing system wants to know (product R2).
#[derive(Clone, Debug, sqlx::FromRow)]
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
    pub position: i64,
}

const DEFINITIONS: &str = "
    select id, category_id, name_en, name_cy, safety_notice_en, safety_notice_cy, sor_table, sor_code, repair_type, priority,
        contract, position
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
        })
    };
    Ok(rows.into_iter().filter_map(definition).collect())
}

const ADD_DEFINITION: &str = "
    insert into repair_definitions (id, category_id, name_en, name_cy, safety_notice_en, safety_notice_cy, sor_table, sor_code,
        repair_type, priority, contract, position, active)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, true)
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
        row.position,
    ];
    tx.execute(ADD_DEFINITION, row).await?;
    Ok(())
}
