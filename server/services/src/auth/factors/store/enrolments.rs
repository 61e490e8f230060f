use crate::{
    args,
    auth::store::planes,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

planes!(
    begin_sql,
    "
    insert into portal_enrolments (account_id, kind, sealed, expires_at)
    values ($1, $2, $3, $4)
    on conflict (account_id, kind) do update
    set sealed = excluded.sealed, expires_at = excluded.expires_at",
    "
    insert into console_enrolments (account_id, kind, sealed, expires_at)
    values ($1, $2, $3, $4)
    on conflict (account_id, kind) do update
    set sealed = excluded.sealed, expires_at = excluded.expires_at"
);

/// Begins to set something up; what was begun before is forgotten.
pub async fn begin_enrolment(
    tx: &Tx,
    plane: Plane,
    account: &str,
    kind: &str,
    sealed: &str,
    expires_at: Millis,
) -> Result<()> {
    tx.execute(begin_sql(plane), args![account, kind, sealed, expires_at])
        .await
        .map(drop)
}

planes!(
    enrolment_sql,
    "select sealed from portal_enrolments where account_id = $1 and kind = $2 and expires_at > $3",
    "select sealed from console_enrolments where account_id = $1 and kind = $2 and expires_at > $3"
);

/// What is being set up, sealed.
pub async fn enrolment(
    db: &Db,
    plane: Plane,
    account: &str,
    kind: &str,
    now: Millis,
) -> Result<Option<String>> {
    Ok(db
        .maybe::<(String,)>(enrolment_sql(plane), args![account, kind, now])
        .await?
        .map(|(sealed,)| sealed))
}

planes!(
    end_sql,
    "delete from portal_enrolments where account_id = $1 and kind = $2 returning sealed",
    "delete from console_enrolments where account_id = $1 and kind = $2 returning sealed"
);

/// Ends it, and gives what it was; nothing if it was ended meanwhile.
pub async fn end_enrolment(tx: &Tx, plane: Plane, account: &str, kind: &str) -> Result<Option<String>> {
    let ended: Option<(String,)> = tx.maybe(end_sql(plane), args![account, kind]).await?;
    Ok(ended.map(|(sealed,)| sealed))
}
