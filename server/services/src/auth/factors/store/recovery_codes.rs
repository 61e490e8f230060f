use crate::{
    args,
    auth::store::planes,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

planes!(
    hash_sql,
    "select code_hash from portal_recovery_codes where account_id = $1 and number = $2 and used_at is null",
    "select code_hash from console_recovery_codes where account_id = $1 and number = $2 and used_at is null"
);

/// The hash of one code of the set, unless it was used.
pub async fn recovery_hash(db: &Db, plane: Plane, account: &str, number: u8) -> Result<Option<String>> {
    Ok(db
        .maybe::<(String,)>(hash_sql(plane), args![account, i64::from(number)])
        .await?
        .map(|(hash,)| hash))
}

planes!(
    use_sql,
    "
    update portal_recovery_codes
    set used_at = $4
    where account_id = $1 and number = $2 and code_hash = $3 and used_at is null",
    "
    update console_recovery_codes
    set used_at = $4
    where account_id = $1 and number = $2 and code_hash = $3 and used_at is null"
);

/// Uses a code. False if somebody else just did, or the set is a newer one.
pub async fn use_recovery_code(
    tx: &Tx,
    plane: Plane,
    account: &str,
    number: u8,
    hash: &str,
    now: Millis,
) -> Result<bool> {
    let used = tx
        .execute(use_sql(plane), args![account, i64::from(number), hash, now])
        .await?;
    Ok(used == 1)
}

planes!(
    forget_sql,
    "delete from portal_recovery_codes where account_id = $1",
    "delete from console_recovery_codes where account_id = $1"
);

pub async fn forget_recovery_codes(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    tx.execute(forget_sql(plane), args![account]).await.map(drop)
}

planes!(
    add_sql,
    "
    insert into portal_recovery_codes (account_id, number, code_hash, made_at)
    values ($1, $2, $3, $4)",
    "
    insert into console_recovery_codes (account_id, number, code_hash, made_at)
    values ($1, $2, $3, $4)"
);

pub async fn add_recovery_code(
    tx: &Tx,
    plane: Plane,
    account: &str,
    number: u8,
    hash: &str,
    now: Millis,
) -> Result<()> {
    tx.execute(add_sql(plane), args![account, i64::from(number), hash, now])
        .await
        .map(drop)
}

planes!(
    set_sql,
    "
    select count(*) filter (where used_at is null) as codes_left, max(made_at) as made_at
    from portal_recovery_codes
    where account_id = $1",
    "
    select count(*) filter (where used_at is null) as codes_left, max(made_at) as made_at
    from console_recovery_codes
    where account_id = $1"
);

/// How many codes are left, and when the set was made, if there is one.
pub async fn recovery_set(db: &Db, plane: Plane, account: &str) -> Result<(i64, Option<i64>)> {
    db.one(set_sql(plane), args![account]).await
}
