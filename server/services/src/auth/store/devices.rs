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
    "
    insert into portal_devices (token_hash, account_id, created_at, id, agent, used_at)
    values ($1, $2, $3, $4, $5, $3)",
    "
    insert into console_devices (token_hash, account_id, created_at, id, agent, used_at)
    values ($1, $2, $3, $4, $5, $3)"
);

/// A device that is to be remembered.
pub struct NewDevice<'a> {
    pub hash: &'a [u8],
    /// Its name on screen.
    pub id: &'a str,
    pub account: &'a str,
    pub agent: &'a str,
}

pub async fn remember_device(tx: &Tx, plane: Plane, device: &NewDevice<'_>, now: Millis) -> Result<()> {
    let NewDevice {
        hash,
        id,
        account,
        agent,
    } = *device;
    tx.execute(remember_device_sql(plane), args![hash, account, now, id, agent])
        .await?;
    Ok(())
}

planes!(
    use_device_sql,
    "
    update portal_devices
    set used_at = $4, agent = $3
    where token_hash = $1 and account_id = $2
    returning id",
    "
    update console_devices
    set used_at = $4, agent = $3
    where token_hash = $1 and account_id = $2
    returning id"
);

/// Notes that this account was signed in on its device, and gives the device's name on screen.
pub async fn use_device(
    tx: &Tx,
    plane: Plane,
    hash: &[u8],
    account: &str,
    agent: &str,
    now: Millis,
) -> Result<Option<String>> {
    let used = tx
        .maybe::<(String,)>(use_device_sql(plane), args![hash, account, agent, now])
        .await?;
    Ok(used.map(|(id,)| id))
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
