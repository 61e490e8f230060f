//! Categories, as staff see them.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    catalogue::{Both, CategoryDetails, Icon},
    ids::CategoryId,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    parent_id: Option<String>,
    name_en: String,
    name_cy: String,
    hint_en: String,
    hint_cy: String,
    icon: String,
    emergency: bool,
    call_us_en: String,
    call_us_cy: String,
    active: bool,
    version: i64,
    definitions: i64,
}

/// A category with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub id: CategoryId,
    pub details: CategoryDetails,
    /// Tenants may choose it.
    pub active: bool,
    pub version: i64,
    /// Definitions that stand in it, also those that are switched off.
    pub definitions: i64,
}

macro_rules! all_sql {
    ($rest:literal) => {
        concat!(
            "
    select c.id, c.parent_id, c.name_en, c.name_cy, c.hint_en, c.hint_cy, c.icon, c.emergency, c.call_us_en, c.call_us_cy,
        c.active, c.version,
        (select count(*) from repair_definitions d where d.category_id = c.id) as definitions
    from repair_categories c
    order by c.position, c.id",
            $rest
        )
    };
}

const LOCKED: Sql = Sql::each(all_sql!(""), all_sql!(" for update of c"));

fn categories(rows: Vec<Row>) -> Vec<Category> {
    let category = |row: Row| {
        Some(Category {
            id: CategoryId::parse(&row.id)?,
            details: CategoryDetails {
                name: Both {
                    en: row.name_en,
                    cy: row.name_cy,
                },
                hint: Both {
                    en: row.hint_en,
                    cy: row.hint_cy,
                },
                parent: row.parent_id.as_deref().and_then(CategoryId::parse),
                icon: Icon::parse(&row.icon),
                emergency: row.emergency,
                call_us: Both {
                    en: row.call_us_en,
                    cy: row.call_us_cy,
                },
            },
            active: row.active,
            version: row.version,
            definitions: row.definitions,
        })
    };
    rows.into_iter().filter_map(category).collect()
}

/// All of them in the landlord's order: there are few.
pub async fn all(db: &Db) -> Result<Vec<Category>> {
    Ok(categories(db.all::<Row>(all_sql!(""), args![]).await?))
}

/// As [`all`], for a change: whoever else changes the tree waits until the transaction ends.
pub async fn locked(tx: &Tx) -> Result<Vec<Category>> {
    Ok(categories(tx.all::<Row>(LOCKED, args![]).await?))
}

const ADD: &str = "
    insert into repair_categories (id, parent_id, name_en, name_cy, hint_en, hint_cy, icon, emergency, call_us_en, call_us_cy,
        position, active, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true, 1)";

const CHANGE: &str = "
    update repair_categories
    set parent_id = $2, name_en = $3, name_cy = $4, hint_en = $5, hint_cy = $6, icon = $7, emergency = $8, call_us_en = $9,
        call_us_cy = $10, position = $11, version = version + 1
    where id = $1";

/// Adds a category, or changes one.
pub async fn put(
    tx: &Tx,
    id: &CategoryId,
    is_new: bool,
    details: &CategoryDetails,
    position: i64,
) -> Result<()> {
    let row = args![
        id.as_str(),
        details.parent.as_ref().map(CategoryId::as_str),
        &details.name.en,
        &details.name.cy,
        &details.hint.en,
        &details.hint.cy,
        details.icon.map_or("", Icon::as_str),
        details.emergency,
        &details.call_us.en,
        &details.call_us.cy,
        position,
    ];
    tx.execute(if is_new { ADD } else { CHANGE }, row).await.map(drop)
}

const POSITION: &str = "
    select coalesce(max(case when id = $1 and (parent_id = $2 or (parent_id is null and $2 is null)) then position end),
        max(position) + 1, 1)
    from repair_categories";

/// The place of a category that stays in `parent`, else one behind all others.
pub async fn position(tx: &Tx, id: &CategoryId, parent: Option<&CategoryId>) -> Result<i64> {
    let row = args![id.as_str(), parent.map(CategoryId::as_str)];
    Ok(tx.one::<(i64,)>(POSITION, row).await?.0)
}

const PLACE: &str = "
    update repair_categories
    set position = $2
    where id = $1";

pub async fn place(tx: &Tx, id: &CategoryId, position: i64) -> Result<()> {
    tx.execute(PLACE, args![id.as_str(), position]).await.map(drop)
}

const SWITCH: &str = "
    update repair_categories
    set active = $2, version = version + 1
    where id = $1 and active <> $2";

/// False if it was so already.
pub async fn switch(tx: &Tx, id: &CategoryId, active: bool) -> Result<bool> {
    Ok(tx.execute(SWITCH, args![id.as_str(), active]).await? == 1)
}

/// Deletes a category in which nothing stands. Reports that are being written in it begin with the first question.
pub async fn delete(tx: &Tx, id: &CategoryId) -> Result<()> {
    let forget = "update repair_drafts set category_id = null where category_id = $1";
    tx.execute(forget, args![id.as_str()]).await?;
    let delete = "delete from repair_categories where id = $1";
    tx.execute(delete, args![id.as_str()]).await.map(drop)
}
