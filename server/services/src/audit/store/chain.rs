use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::dates::Millis;

/// What a seal covers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: String,
    pub event: String,
    pub subject: String,
    pub detail: String,
}

/// Only one node seals at a time: PostgreSQL locks the head, SQLite has one writer.
const HEAD_TO_SEAL: Sql = Sql::each(
    "select seq, hash from audit_head where name = 'head'",
    "select seq, hash from audit_head where name = 'head' for update",
);

pub async fn head_to_seal(tx: &Tx) -> Result<(i64, Vec<u8>)> {
    tx.one(HEAD_TO_SEAL, args![]).await
}

pub async fn head(db: &Db) -> Result<(i64, Vec<u8>)> {
    db.one("select seq, hash from audit_head where name = 'head'", args![])
        .await
}

const UNSEALED: &str = "
    select id, at, actor_kind, actor_id, event, subject, detail
    from audit
    where seq is null
    order by id
    limit $1";

pub async fn unsealed(tx: &Tx, count: i64) -> Result<Vec<Row>> {
    tx.all(UNSEALED, args![count]).await
}

/// A cheap question before a transaction is begun.
pub async fn any_unsealed(db: &Db) -> Result<bool> {
    Ok(db
        .maybe::<(String,)>("select id from audit where seq is null limit 1", args![])
        .await?
        .is_some())
}

pub async fn seal(tx: &Tx, id: &str, seq: i64, hash: &[u8]) -> Result<()> {
    tx.execute(
        "update audit set seq = $2, hash = $3 where id = $1",
        args![id, seq, hash],
    )
    .await?;
    Ok(())
}

pub async fn move_head(tx: &Tx, seq: i64, hash: &[u8]) -> Result<()> {
    tx.execute(
        "update audit_head set seq = $1, hash = $2 where name = 'head'",
        args![seq, hash],
    )
    .await?;
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SealedRow {
    pub seq: i64,
    pub hash: Option<Vec<u8>>,
    #[sqlx(flatten)]
    pub row: Row,
}

const SEALED: &str = "
    select seq, hash, id, at, actor_kind, actor_id, event, subject, detail
    from audit
    where seq > $1
    order by seq
    limit $2";

/// Sealed rows after `after`, in the order of the chain.
pub async fn sealed(db: &Db, after: i64, count: i64) -> Result<Vec<SealedRow>> {
    db.all(SEALED, args![after, count]).await
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckRow {
    pub id: String,
    pub asked_at: i64,
    pub finished_at: Option<i64>,
    pub checked: i64,
    pub broken_seq: Option<i64>,
    pub broken_id: Option<String>,
}

pub async fn add_check(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(
        "insert into audit_checks (id, asked_at, checked) values ($1, $2, 0)",
        args![id, now],
    )
    .await?;
    Ok(())
}

const FINISH_CHECK: &str = "
    update audit_checks
    set finished_at = $2, checked = $3, broken_seq = $4, broken_id = $5
    where id = $1";

pub async fn finish_check(
    tx: &Tx,
    id: &str,
    now: Millis,
    checked: i64,
    broken: Option<(i64, String)>,
) -> Result<()> {
    let (seq, row) = broken.unzip();
    tx.execute(FINISH_CHECK, args![id, now, checked, seq, row])
        .await?;
    Ok(())
}

const NEWEST_CHECK: &str = "
    select id, asked_at, finished_at, checked, broken_seq, broken_id
    from audit_checks
    order by id desc
    limit 1";

pub async fn newest_check(db: &Db) -> Result<Option<CheckRow>> {
    db.maybe(NEWEST_CHECK, args![]).await
}
