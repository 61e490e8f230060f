use super::planes;
use crate::{
    args,
    db::{Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

planes!(
    is_device_sql,
    "select count(*) from portal_devices where token_hash = $1 and account_id = $2",
    "select count(*) from console_devices where token_hash = $1 and account_id = $2"
);

pub async fn is_device_of(tx: &Tx, plane: Plane, hash: &[u8], account: &str) -> Result<bool> {
    Ok(tx
        .one::<(i64,)>(is_device_sql(plane), args![hash, account])
        .await?
        .0
        > 0)
}

planes!(
    remember_device_sql,
    "insert into portal_devices (token_hash, account_id, created_at) values ($1, $2, $3)",
    "insert into console_devices (token_hash, account_id, created_at) values ($1, $2, $3)"
);

pub async fn remember_device(tx: &Tx, plane: Plane, hash: &[u8], account: &str, now: Millis) -> Result<()> {
    tx.execute(remember_device_sql(plane), args![hash, account, now])
        .await?;
    Ok(())
}

planes!(
    forget_device_sql,
    "delete from portal_devices where token_hash = $1",
    "delete from console_devices where token_hash = $1"
);

pub async fn forget_device(tx: &Tx, plane: Plane, hash: &[u8]) -> Result<()> {
    tx.execute(forget_device_sql(plane), args![hash]).await?;
    Ok(())
}
