//! Definitions, as staff see them.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    catalogue::{Both, DefinitionDetails, Order},
    ids::{CategoryId, DefinitionId},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    category_id: String,
    name_en: String,
    name_cy: String,
    notice_en: String,
    notice_cy: String,
    sor_table: String,
    sor_code: String,
    repair_type: String,
    priority: String,
    contract: String,
    guidance_en: String,
    guidance_cy: String,
    photo_wanted: bool,
    active: bool,
    version: i64,
    category_en: String,
    category_cy: String,
    gone: bool,
}

/// A definition with what a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub id: DefinitionId,
    pub details: DefinitionDetails,
    pub active: bool,
    pub version: i64,
    pub category: Both,
    /// The housing system no longer has its code.
    pub is_code_gone: bool,
}

macro_rules! definitions_sql {
    ($mode:literal, $rest:literal) => {
        definitions_sql!($mode, "", $rest)
    };
    ($mode:literal, $with:literal, $rest:literal) => {
        concat!(
            $with,
            "
    select d.id, d.category_id, d.name_en, d.name_cy, coalesce(d.safety_notice_en, '') as notice_en,
        coalesce(d.safety_notice_cy, '') as notice_cy, d.sor_table, d.sor_code, d.repair_type, d.priority, d.contract,
        d.guidance_en, d.guidance_cy, d.photo_wanted, d.active, d.version, c.name_en as category_en, c.name_cy as category_cy,
        exists (select 1 from sor_tables t where t.code = d.sor_table and t.fetched_at > 0 and t.mode = ",
            $mode,
            ")
        and not exists (
            select 1 from sor_codes s where s.table_code = d.sor_table and s.code = d.sor_code and s.active
            and s.mode = ",
            $mode,
            "
        ) as gone
    from repair_definitions d
    join repair_categories c on c.id = d.category_id",
            $rest
        )
    };
}

fn definition(row: Row) -> Option<Definition> {
    let both = |en, cy| Both { en, cy };
    Some(Definition {
        id: DefinitionId::parse(&row.id)?,
        details: DefinitionDetails {
            category: CategoryId::parse(&row.category_id)?,
            name: both(row.name_en, row.name_cy),
            notice: both(row.notice_en, row.notice_cy),
            order: Order {
                sor_table: row.sor_table,
                sor_code: row.sor_code,
                repair_type: row.repair_type,
                priority: row.priority,
                contract: row.contract,
            },
            guidance: both(row.guidance_en, row.guidance_cy),
            photo_wanted: row.photo_wanted,
        },
        active: row.active,
        version: row.version,
        category: both(row.category_en, row.category_cy),
        is_code_gone: row.gone,
    })
}

/// What a list is narrowed to.
pub struct Narrow<'a> {
    /// A pattern of `like`, in small letters.
    pub pattern: &'a str,
    /// A category and the one below are no different here: its id, or nothing.
    pub category: &'a str,
    /// `on`, `off`, `gone`, or nothing.
    pub show: &'a str,
    /// The definition that the page begins behind, or nothing.
    pub after: &'a str,
}

const PAGE: &str = definitions_sql!(
    "$6",
    "
    select * from (",
    ") found
    where ($1 = '%' or lower(name_en) like $1 escape '!' or lower(name_cy) like $1 escape '!'
            or lower(sor_code) like $1 escape '!')
        and ($2 = '' or category_id = $2)
        and ($3 = '' or ($3 = 'on' and active) or ($3 = 'off' and not active) or ($3 = 'gone' and gone))
        and ($4 = '' or (name_en, id) > (select name_en, id from repair_definitions where id = $4))
    order by name_en, id
    limit $5"
);

/// A page of definitions by name.
pub async fn page(db: &Db, narrow: &Narrow<'_>, limit: i64) -> Result<Vec<Definition>> {
    let asked = args![
        narrow.pattern,
        narrow.category,
        narrow.show,
        narrow.after,
        limit,
        db.mode().as_str()
    ];
    let rows = db.all::<Row>(PAGE, asked).await?;
    Ok(rows.into_iter().filter_map(definition).collect())
}

const ONE: &str = definitions_sql!(
    "$2",
    "
    where d.id = $1"
);

pub async fn one(db: &Db, id: &DefinitionId) -> Result<Option<Definition>> {
    let row = args![id.as_str(), db.mode().as_str()];
    Ok(db.maybe::<Row>(ONE, row).await?.and_then(definition))
}

const LOCKED: Sql = Sql::each(
    ONE,
    definitions_sql!(
        "$2",
        "
    where d.id = $1
    for update of d"
    ),
);

/// As [`one`], for a change: whoever else changes it waits until the transaction ends.
pub async fn locked(tx: &Tx, id: &DefinitionId) -> Result<Option<Definition>> {
    let row = args![id.as_str(), tx.mode().as_str()];
    Ok(tx.maybe::<Row>(LOCKED, row).await?.and_then(definition))
}

const HOLD_CATEGORY: Sql = Sql::each(
    "select id from repair_categories where id = $1",
    "select id from repair_categories where id = $1 for share",
);

/// Whether a category is there, and stays there until the transaction ends.
pub async fn hold_category(tx: &Tx, id: &CategoryId) -> Result<bool> {
    let found = tx.maybe::<(String,)>(HOLD_CATEGORY, args![id.as_str()]).await?;
    Ok(found.is_some())
}

const ADD: &str = "
    insert into repair_definitions (id, category_id, name_en, name_cy, safety_notice_en, safety_notice_cy, sor_table, sor_code,
        repair_type, priority, contract, guidance_en, guidance_cy, photo_wanted, position, active, version)
    values ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), $7, $8, $9, $10, $11, $12, $13, $14,
        (select coalesce(max(position), 0) + 1 from repair_definitions where category_id = $2), true, 1)
    on conflict (id) do nothing";

const CHANGE: &str = "
    update repair_definitions
    set category_id = $2, name_en = $3, name_cy = $4, safety_notice_en = nullif($5, ''), safety_notice_cy = nullif($6, ''),
        sor_table = $7, sor_code = $8, repair_type = $9, priority = $10, contract = $11, guidance_en = $12, guidance_cy = $13,
        photo_wanted = $14, version = version + 1
    where id = $1";

/// Adds a definition, or changes one; false if one that is to be new is there already.
pub async fn put(tx: &Tx, id: &DefinitionId, is_new: bool, details: &DefinitionDetails) -> Result<bool> {
    let row = args![
        id.as_str(),
        details.category.as_str(),
        &details.name.en,
        &details.name.cy,
        &details.notice.en,
        &details.notice.cy,
        &details.order.sor_table,
        &details.order.sor_code,
        &details.order.repair_type,
        &details.order.priority,
        &details.order.contract,
        &details.guidance.en,
        &details.guidance.cy,
        details.photo_wanted,
    ];
    Ok(tx.execute(if is_new { ADD } else { CHANGE }, row).await? == 1)
}

const SWITCH: &str = "
    update repair_definitions
    set active = $2, version = version + 1
    where id = $1 and active <> $2";

/// False if it was so already.
pub async fn switch(tx: &Tx, id: &DefinitionId, active: bool) -> Result<bool> {
    Ok(tx.execute(SWITCH, args![id.as_str(), active]).await? == 1)
}
