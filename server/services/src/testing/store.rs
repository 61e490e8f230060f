use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
    random,
};
use domain::{
    dates::Millis,
    identity::Plane,
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

fn make_half_sql(plane: Plane) -> Sql {
    Sql::from(match plane {
        Plane::Portal => "update portal_sessions set stage = 'half' where token_hash = $1",
        Plane::Console => "update console_sessions set stage = 'half' where token_hash = $1",
    })
}

pub async fn make_half(tx: &Tx, plane: Plane, token: &str) -> Result<()> {
    let hash = random::hash(token);
    tx.execute(make_half_sql(plane), args![hash.as_slice()])
        .await
        .map(drop)
}

const MAKE_VIEWED: &str = "
    update portal_sessions
    set viewer_id = $2, viewer_session = (select id from console_sessions where token_hash = $3)
    where token_hash = $1";

pub async fn make_viewed(tx: &Tx, token: &str, staff: &str, console_token: &str) -> Result<()> {
    let (hash, console) = (random::hash(token), random::hash(console_token));
    tx.execute(MAKE_VIEWED, args![hash.as_slice(), staff, console.as_slice()])
        .await
        .map(drop)
}
