use super::planes;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

planes!(
    forget_codes_sql,
    "delete from portal_codes where account_id = $1 returning session_hash, tries_left",
    "delete from console_codes where account_id = $1 returning session_hash, tries_left"
);

planes!(
    insert_code_sql,
    "
    insert into portal_codes (session_hash, account_id, code_hash, tries_left, sent_at, expires_at)
    values ($1, $2, $3, $4, $5, $6)",
    "
    insert into console_codes (session_hash, account_id, code_hash, tries_left, sent_at, expires_at)
    values ($1, $2, $3, $4, $5, $6)"
);

/// Puts a new code in place of all older ones of the account and gives its tries. A resend refills none (SEC-O6).
#[expect(clippy::too_many_arguments, reason = "one per column")]
pub async fn replace_code(
    tx: &Tx,
    plane: Plane,
    session: &[u8],
    account: &str,
    code_hash: &[u8],
    tries: i64,
    now: Millis,
    expires_at: Millis,
) -> Result<i64> {
    let forgotten = tx
        .all::<(Vec<u8>, i64)>(forget_codes_sql(plane), args![account])
        .await?;
    let left = forgotten
        .into_iter()
        .find(|(of, _)| of == session)
        .map_or(tries, |(_, left)| left);
    tx.execute(
        insert_code_sql(plane),
        args![session, account, code_hash, left, now, expires_at],
    )
    .await?;
    Ok(left)
}

#[derive(sqlx::FromRow)]
pub struct StoredCode {
    pub code_hash: Vec<u8>,
    pub tries_left: i64,
    pub expires_at: i64,
}

planes!(
    spend_try_sql,
    "
    update portal_codes
    set tries_left = tries_left - 1
    where session_hash = $1 and tries_left > 0
    returning code_hash, tries_left, expires_at",
    "
    update console_codes
    set tries_left = tries_left - 1
    where session_hash = $1 and tries_left > 0
    returning code_hash, tries_left, expires_at"
);

/// Spends a try; `None` when there is none left or no code.
pub async fn spend_try(tx: &Tx, plane: Plane, session: &[u8]) -> Result<Option<StoredCode>> {
    tx.maybe(spend_try_sql(plane), args![session]).await
}

planes!(
    has_code_sql,
    "select count(*) from portal_codes where session_hash = $1",
    "select count(*) from console_codes where session_hash = $1"
);

/// Whether a code, used up or not, waits for this session.
pub async fn has_code(tx: &Tx, plane: Plane, session: &[u8]) -> Result<bool> {
    Ok(tx.one::<(i64,)>(has_code_sql(plane), args![session]).await?.0 > 0)
}

planes!(
    has_code_now_sql,
    "select count(*) from portal_codes where session_hash = $1 and expires_at > $2",
    "select count(*) from console_codes where session_hash = $1 and expires_at > $2"
);

/// Whether a code that still lives waits for this session.
pub async fn has_code_now(db: &Db, plane: Plane, session: &[u8], now: Millis) -> Result<bool> {
    Ok(db
        .one::<(i64,)>(has_code_now_sql(plane), args![session, now])
        .await?
        .0
        > 0)
}

planes!(
    use_code_sql,
    "delete from portal_codes where session_hash = $1",
    "delete from console_codes where session_hash = $1"
);

pub async fn use_code(tx: &Tx, plane: Plane, session: &[u8]) -> Result<bool> {
    Ok(tx.execute(use_code_sql(plane), args![session]).await? == 1)
}
