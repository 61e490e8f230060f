use crate::{args, db::Db, error::Result};
use domain::{
    dates::Millis,
    ids::{CustomerId, DefinitionId},
};

const DEACTIVATE: &str = "
    update repair_definitions
    set active = false
    where id = $1";

pub async fn deactivate(db: &Db, definition: &DefinitionId) -> Result<()> {
    db.execute(DEACTIVATE, args![definition.as_str()]).await.map(drop)
}

const REWORD: &str = "
    update repair_definitions
    set safety_notice_en = $2
    where id = $1";

pub async fn reword(db: &Db, definition: &DefinitionId, notice: &str) -> Result<()> {
    db.execute(REWORD, args![definition.as_str(), notice])
        .await
        .map(drop)
}

const DISABLE: &str = "
    update customers
    set disabled_at = $2
    where id = $1";

pub async fn disable(db: &Db, customer: &CustomerId, now: Millis) -> Result<()> {
    db.execute(DISABLE, args![customer.as_str(), now]).await.map(drop)
}
