//! Reports being written, and the repair they become.

use super::super::{policy::OwnTenancies, report::in_language};
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    identity::Language,
    ids::{CategoryId, CustomerId, DefinitionId, DraftId, PhotoId, RepairId, TenancyId},
    repairs::{Category, Definition, Draft, DraftPhoto},
};

#[derive(sqlx::FromRow)]
struct DraftRow {
    category_id: Option<String>,
    category_en: Option<String>,
    category_cy: Option<String>,
    emergency: Option<bool>,
    definition_id: Option<String>,
    definition_en: Option<String>,
    definition_cy: Option<String>,
    notice_en: Option<String>,
    notice_cy: Option<String>,
    guidance_en: Option<String>,
    guidance_cy: Option<String>,
    photo_wanted: Option<bool>,
    definition_active: Option<bool>,
    safety_notice: Option<String>,
    description: String,
    sent_as: Option<String>,
}

macro_rules! draft_sql {
    ($rest:literal) => {
        concat!(
            "
    select coalesce(f.category_id, d.category_id) as category_id, c.name_en as category_en, c.name_cy as category_cy,
        c.emergency, d.definition_id, f.name_en as definition_en, f.name_cy as definition_cy,
        f.safety_notice_en as notice_en, f.safety_notice_cy as notice_cy, f.guidance_en, f.guidance_cy, f.photo_wanted,
        f.active as definition_active, d.safety_notice, d.description, d.sent_as
    from repair_drafts d
    left join repair_definitions f on f.id = d.definition_id
    left join repair_categories c on c.id = coalesce(f.category_id, d.category_id)
    where d.id = $1",
            $rest
        )
    };
}

const DRAFT: &str = draft_sql!(" and d.customer_id = $2 and d.mode = $3");

const DRAFT_PHOTOS: &str = "
    select id, name
    from repair_photos
    where draft_id = $1
    order by id";

pub async fn draft(db: &Db, scope: &OwnTenancies, id: &DraftId, language: Language) -> Result<Option<Draft>> {
    let Some(row) = db
        .maybe::<DraftRow>(DRAFT, args![id.as_str(), scope.customer(), db.mode().as_str()])
        .await?
    else {
        return Ok(None);
    };
    let photos = db
        .all::<(String, String)>(DRAFT_PHOTOS, args![id.as_str()])
        .await?;
    Ok(Some(row.into_draft(id, photos, language)))
}

const CLAIMED_DRAFT: &str = draft_sql!("");

/// The draft that this transaction has claimed, without its photos.
pub async fn claimed_draft(tx: &Tx, id: &DraftId, language: Language) -> Result<Option<Draft>> {
    let row = tx.maybe::<DraftRow>(CLAIMED_DRAFT, args![id.as_str()]).await?;
    Ok(row.map(|row| row.into_draft(id, vec![], language)))
}

impl DraftRow {
    fn into_draft(self, id: &DraftId, photos: Vec<(String, String)>, language: Language) -> Draft {
        let words = |english: Option<String>, welsh: Option<String>| {
            in_language(language, english.unwrap_or_default(), welsh.unwrap_or_default())
        };
        let category_id = self.category_id.as_deref().and_then(CategoryId::parse);
        // A notice whose wording has changed since is shown again.
        let is_todays = self.safety_notice == self.notice_en || self.safety_notice == self.notice_cy;
        let safety_accepted = self.safety_notice.is_some() && is_todays;
        let taken_off = self.definition_active == Some(false);
        let definition = self
            .definition_id
            .as_deref()
            .filter(|_| !taken_off)
            .and_then(DefinitionId::parse)
            .zip(category_id.clone());
        let notice = self.notice_en.map(|english| words(Some(english), self.notice_cy));
        let definition = definition.map(|(id, category)| Definition {
            id,
            category,
            name: words(self.definition_en, self.definition_cy),
            safety_notice: notice,
            guidance: words(self.guidance_en, self.guidance_cy),
            photo_wanted: self.photo_wanted.unwrap_or_default(),
        });
        let category = category_id.map(|id| Category {
            id,
            parent: None,
            name: words(self.category_en, self.category_cy),
            hint: String::new(),
            icon: None,
            emergency: self.emergency.unwrap_or_default(),
            call_us: String::new(),
        });
        Draft {
            id: id.clone(),
            category,
            definition,
            safety_accepted,
            description: self.description,
            photos: photos
                .into_iter()
                .filter_map(|(id, name)| {
                    Some(DraftPhoto {
                        id: PhotoId::parse(&id)?,
                        name,
                    })
                })
                .collect(),
            sent_as: self.sent_as.as_deref().and_then(RepairId::parse),
            taken_off,
        }
    }
}

const BEGIN: &str = "
    insert into repair_drafts (id, customer_id, tenancy_id, category_id, description, created_at, updated_at, mode)
    values ($1, $2, $3, $4, '', $5, $5, $6)";

pub async fn begin_draft(
    tx: &Tx,
    id: &DraftId,
    customer: &CustomerId,
    tenancy: &TenancyId,
    category: &CategoryId,
    now: Millis,
) -> Result<()> {
    tx.execute(
        BEGIN,
        args![
            id.as_str(),
            customer.as_str(),
            &tenancy.0,
            category.as_str(),
            now,
            tx.mode().as_str()
        ],
    )
    .await?;
    Ok(())
}

const SET_CATEGORY: &str = "
    update repair_drafts
    set category_id = $2, definition_id = null, safety_notice = null, safety_accepted_at = null, updated_at = $3
    where id = $1 and sent_as is null";

pub async fn set_category(tx: &Tx, id: &DraftId, category: &CategoryId, now: Millis) -> Result<()> {
    tx.execute(SET_CATEGORY, args![id.as_str(), category.as_str(), now])
        .await?;
    Ok(())
}

const SET_DEFINITION: &str = "
    update repair_drafts
    set safety_notice = case when definition_id = $2 then safety_notice end,
        safety_accepted_at = case when definition_id = $2 then safety_accepted_at end,
        definition_id = $2, updated_at = $3
    where id = $1 and sent_as is null";

pub async fn set_definition(tx: &Tx, id: &DraftId, definition: &DefinitionId, now: Millis) -> Result<()> {
    tx.execute(SET_DEFINITION, args![id.as_str(), definition.as_str(), now])
        .await?;
    Ok(())
}

const ACCEPT_SAFETY: &str = "
    update repair_drafts
    set safety_notice = $2, safety_accepted_at = $3, updated_at = $3
    where id = $1 and sent_as is null";

pub async fn accept_safety(tx: &Tx, id: &DraftId, notice: &str, now: Millis) -> Result<()> {
    tx.execute(ACCEPT_SAFETY, args![id.as_str(), notice, now]).await?;
    Ok(())
}

const SET_DESCRIPTION: &str = "
    update repair_drafts
    set description = $2, updated_at = $3
    where id = $1 and sent_as is null";

pub async fn set_description(tx: &Tx, id: &DraftId, description: &str, now: Millis) -> Result<()> {
    tx.execute(SET_DESCRIPTION, args![id.as_str(), description, now])
        .await?;
    Ok(())
}

const TOUCH: &str = "
    update repair_drafts
    set updated_at = $2
    where id = $1 and sent_as is null";

/// Holds the draft until the end of the transaction; false if it is sent.
pub async fn touch_draft(tx: &Tx, id: &DraftId, now: Millis) -> Result<bool> {
    Ok(tx.execute(TOUCH, args![id.as_str(), now]).await? == 1)
}

const CLAIM: &str = "
    update repair_drafts
    set sent_as = $2, updated_at = $3
    where id = $1 and sent_as is null";

/// Marks the draft as sent; if somebody was first, their repair.
pub async fn claim_draft(tx: &Tx, id: &DraftId, repair: &RepairId, now: Millis) -> Result<Option<RepairId>> {
    if tx
        .execute(CLAIM, args![id.as_str(), repair.as_str(), now])
        .await?
        == 1
    {
        return Ok(None);
    }
    let (first,) = tx
        .one::<(String,)>(
            "select sent_as from repair_drafts where id = $1",
            args![id.as_str()],
        )
        .await?;
    Ok(RepairId::parse(&first))
}

/// What the housing system wants to know of a definition.
#[derive(sqlx::FromRow)]
struct WantedRow {
    name_en: String,
    name_cy: String,
    sor_code: String,
    repair_type: String,
    priority: String,
    contract: String,
}

/// A definition as it is today, kept with the repair.
pub struct Wanted {
    pub definition: DefinitionId,
    pub title: String,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
}

const WANTED: &str = "
    select name_en, name_cy, sor_code, repair_type, priority, contract
    from repair_definitions
    where id = $1 and active";

/// `None` if it is no longer on offer.
pub async fn wanted(tx: &Tx, definition: &DefinitionId, language: Language) -> Result<Option<Wanted>> {
    let row = tx.maybe::<WantedRow>(WANTED, args![definition.as_str()]).await?;
    Ok(row.map(|row| Wanted {
        definition: definition.clone(),
        title: in_language(language, row.name_en, row.name_cy),
        sor_code: row.sor_code,
        repair_type: row.repair_type,
        priority: row.priority,
        contract: row.contract,
    }))
}

/// Whether a repair has this reference already.
pub async fn reference_taken(tx: &Tx, reference: &str) -> Result<bool> {
    let found = tx
        .maybe::<(String,)>(
            "select id from repairs where external_reference = $1",
            args![reference],
        )
        .await?;
    Ok(found.is_some())
}

// What the draft holds is copied inside the database, so that nothing typed passes through once more. The repair and its
// photos are written by the transaction that claimed the draft, and only by it.

const INSERT_REPORT: &str = "
    insert into repairs (id, tenancy_id, customer_id, reference, external_reference, draft_id, title, description, status,
        reported_at, received_at, hms_cancellable, cancel_reason, definition_id, sor_code, repair_type, priority, contract,
        safety_notice, safety_accepted_at, updated_at, mode)
    select $1, d.tenancy_id, d.customer_id, $3, $3, d.id, $4, d.description, 'sent',
        $5, $5, true, '', $6, $7, $8, $9, $10,
        d.safety_notice, d.safety_accepted_at, $5, d.mode
    from repair_drafts d
    where d.id = $2";

const PHOTOS_TO_REPAIR: &str = "
    update repair_photos
    set repair_id = $2
    where draft_id = $1";

pub async fn insert_report(
    tx: &Tx,
    id: &RepairId,
    draft: &DraftId,
    reference: &str,
    wanted: &Wanted,
    now: Millis,
) -> Result<()> {
    let row = args![
        id.as_str(),
        draft.as_str(),
        reference,
        &wanted.title,
        now,
        wanted.definition.as_str(),
        &wanted.sor_code,
        &wanted.repair_type,
        &wanted.priority,
        &wanted.contract,
    ];
    tx.execute(INSERT_REPORT, row).await?;
    tx.execute(PHOTOS_TO_REPAIR, args![draft.as_str(), id.as_str()])
        .await?;
    Ok(())
}

/// Where the customer's mail goes.
pub async fn email_of(tx: &Tx, customer: &CustomerId) -> Result<String> {
    Ok(tx
        .one::<(String,)>(
            "select email from customers where id = $1",
            args![customer.as_str()],
        )
        .await?
        .0)
}
