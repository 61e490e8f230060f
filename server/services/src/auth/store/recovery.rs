use super::{end_other_sessions, planes};
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

/// An account that is open, with what its owner is called.
#[derive(Clone, sqlx::FromRow)]
pub struct Owned {
    pub id: String,
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub language: String,
}

planes!(
    owned_sql,
    "
    select id, email, password_hash, name as first_name, last_name, language
    from customers
    where id = $1 and disabled_at is null",
    "
    select id, email, password_hash, name as first_name, '' as last_name, 'en' as language
    from staff
    where id = $1 and disabled_at is null"
);

pub async fn owned(db: &Db, plane: Plane, id: &str) -> Result<Option<Owned>> {
    db.maybe(owned_sql(plane), args![id]).await
}

pub async fn owned_in(tx: &Tx, plane: Plane, id: &str) -> Result<Option<Owned>> {
    tx.maybe(owned_sql(plane), args![id]).await
}

planes!(
    set_password_sql,
    "update customers set password_hash = $2 where id = $1",
    "update staff set password_hash = $2 where id = $1"
);

pub async fn set_password(tx: &Tx, plane: Plane, id: &str, hash: &str) -> Result<()> {
    tx.execute(set_password_sql(plane), args![id, hash])
        .await
        .map(drop)
}

planes!(
    forget_devices_sql,
    "delete from portal_devices where account_id = $1",
    "delete from console_devices where account_id = $1"
);
planes!(
    forget_codes_sql,
    "delete from portal_codes where account_id = $1",
    "delete from console_codes where account_id = $1"
);
planes!(
    end_links_sql,
    "delete from portal_links where account_id = $1",
    "delete from console_links where account_id = $1"
);

/// Ends every session but the one named `keep`, and every remembered device, code and link of an account (SEC-S5).
pub async fn end_ways_in(tx: &Tx, plane: Plane, account: &str, keep: &str) -> Result<()> {
    end_other_sessions(tx, plane, account, keep).await?;
    for sql in [
        forget_devices_sql(plane),
        forget_codes_sql(plane),
        end_links_sql(plane),
    ] {
        tx.execute(sql, args![account]).await?;
    }
    Ok(())
}

const LIMIT: &str = "
    update customers
    set limited_until = $2
    where id = $1";

/// Closes money, documents and contact details of a customer until then; nothing opens them.
pub async fn limit(tx: &Tx, customer: &str, until: Option<Millis>) -> Result<()> {
    tx.execute(LIMIT, args![customer, until]).await.map(drop)
}
