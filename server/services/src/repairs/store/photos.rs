//! Rows of photos; the pictures themselves are files.

use super::super::{photos::Incoming, policy::OwnTenancies};
use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    ids::{CustomerId, DraftId, PhotoId, RepairId},
};

const SAME: &str = "
    select id
    from repair_photos
    where draft_id = $1 and sha256 = $2";

/// The photo of this draft that is the same picture.
pub async fn same_photo(tx: &Tx, draft: &DraftId, sha256: &str) -> Result<Option<PhotoId>> {
    Ok(tx
        .maybe::<(String,)>(SAME, args![draft.as_str(), sha256])
        .await?
        .and_then(|(id,)| PhotoId::parse(&id)))
}

const COUNT: &str = "
    select count(*)
    from repair_photos
    where draft_id = $1";

pub async fn count_photos(tx: &Tx, draft: &DraftId) -> Result<i64> {
    Ok(tx.one::<(i64,)>(COUNT, args![draft.as_str()]).await?.0)
}

const ADD: &str = "
    insert into repair_photos (id, draft_id, customer_id, name, sha256, bytes, created_at)
    values ($1, $2, $3, $4, $5, $6, $7)";

pub async fn add_photo(
    tx: &Tx,
    id: &PhotoId,
    draft: &DraftId,
    customer: &CustomerId,
    name: &str,
    incoming: &Incoming,
    now: Millis,
) -> Result<()> {
    let bytes = i64::try_from(incoming.jpeg.len()).unwrap_or(i64::MAX);
    tx.execute(
        ADD,
        args![
            id.as_str(),
            draft.as_str(),
            customer.as_str(),
            name,
            &incoming.sha256,
            bytes,
            now
        ],
    )
    .await?;
    Ok(())
}

pub async fn remove_photo(tx: &Tx, draft: &DraftId, photo: &PhotoId) -> Result<()> {
    let removed = tx
        .execute(
            "delete from repair_photos where id = $1 and draft_id = $2 and repair_id is null",
            args![photo.as_str(), draft.as_str()],
        )
        .await?;
    if removed == 1 {
        Ok(())
    } else {
        Err(crate::error::Error::NotFound)
    }
}

const OF_REPAIR: &str = "
    select id
    from repair_photos
    where repair_id = $1
    order by id";

fn ids(rows: Vec<(String,)>) -> Vec<PhotoId> {
    rows.into_iter().filter_map(|(id,)| PhotoId::parse(&id)).collect()
}

pub async fn photos_of_repair(db: &Db, repair: &RepairId) -> Result<Vec<PhotoId>> {
    Ok(ids(db.all(OF_REPAIR, args![repair.as_str()]).await?))
}

pub async fn photo_ids(tx: &Tx, repair: &RepairId) -> Result<Vec<PhotoId>> {
    Ok(ids(tx.all(OF_REPAIR, args![repair.as_str()]).await?))
}

// A photo of a draft is its writer's alone; with the repair it is seen by everybody who sees the repair.
const MAY_SEE: &str = "
    select p.id
    from repair_photos p
    left join repairs r on r.id = p.repair_id
    left join repair_drafts d on d.id = p.draft_id
    left join customer_tenancies t on t.tenancy_id = r.tenancy_id and t.customer_id = $2
    where p.id = $1 and coalesce(r.mode, d.mode) = $3 and (p.customer_id = $2 or t.customer_id = $2)";

pub async fn may_see_photo(db: &Db, scope: &OwnTenancies, id: &PhotoId) -> Result<bool> {
    Ok(db
        .maybe::<(String,)>(MAY_SEE, args![id.as_str(), scope.customer(), db.mode().as_str()])
        .await?
        .is_some())
}

/// For staff, who see every repair's photos but nobody's drafts.
pub async fn photo_exists(db: &Db, id: &PhotoId) -> Result<bool> {
    let found = db.maybe::<(String,)>(
        "select p.id from repair_photos p join repairs r on r.id = p.repair_id where p.id = $1 and r.mode = $2",
        args![id.as_str(), db.mode().as_str()],
    );
    Ok(found.await?.is_some())
}

/// A photo whose repair the housing system has.
#[derive(sqlx::FromRow)]
pub struct PhotoToSend {
    pub hms_id: String,
    pub sha256: String,
}

const TO_SEND: &str = "
    select r.hms_id, p.sha256
    from repair_photos p
    join repairs r on r.id = p.repair_id
    where p.id = $1 and p.passed_on_at is null and r.hms_id is not null";

pub async fn photo_to_send(db: &Db, id: &PhotoId) -> Result<Option<PhotoToSend>> {
    db.maybe(TO_SEND, args![id.as_str()]).await
}

pub async fn photo_sent(tx: &Tx, id: &PhotoId, now: Millis) -> Result<()> {
    tx.execute(
        "update repair_photos set passed_on_at = $2 where id = $1",
        args![id.as_str(), now],
    )
    .await?;
    Ok(())
}
