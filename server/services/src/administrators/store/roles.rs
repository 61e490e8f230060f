use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::dates::Millis;

/// A role that the landlord made.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnRole {
    pub id: String,
    pub name: String,
    pub permissions: String,
    pub updated_at: i64,
    /// How many people have it.
    pub holders: i64,
}

const ROLES: &str = "
    select r.id, r.name, r.permissions, r.updated_at,
        (select count(*) from staff s where s.role = r.id and s.deleted_at is null) as holders
    from roles r
    order by r.name, r.id
    limit 200";

pub async fn roles(db: &Db) -> Result<Vec<OwnRole>> {
    db.all(ROLES, args![]).await
}

const ROLE: &str = "
    select r.id, r.name, r.permissions, r.updated_at,
        (select count(*) from staff s where s.role = r.id and s.deleted_at is null) as holders
    from roles r
    where r.id = $1";

pub async fn role(db: &Db, id: &str) -> Result<Option<OwnRole>> {
    db.maybe(ROLE, args![id]).await
}

/// As [`role`], in a transaction that holds the lock.
pub async fn locked_role(tx: &Tx, id: &str) -> Result<Option<OwnRole>> {
    tx.maybe(ROLE, args![id]).await
}

const HOLDERS: &str = "
    select role, count(*)
    from staff
    where deleted_at is null
    group by role";

/// How many people have each role.
pub async fn holders(db: &Db) -> Result<Vec<(String, i64)>> {
    db.all(HOLDERS, args![]).await
}

const ADD: &str = "
    insert into roles (id, name, permissions, updated_at)
    values ($1, $2, $3, $4)
    on conflict (name) do nothing";

/// False if another role has the name.
pub async fn add_role(tx: &Tx, id: &str, name: &str, permissions: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(ADD, args![id, name, permissions, now]).await? == 1)
}

const CHANGE: &str = "
    update roles
    set name = $2, permissions = $3, updated_at = $4
    where id = $1 and not exists (select 1 from roles other where other.name = $2 and other.id <> $1)";

/// False if another role has the name.
pub async fn change_role(tx: &Tx, id: &str, name: &str, permissions: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(CHANGE, args![id, name, permissions, now]).await? == 1)
}

const DELETE: &str = "
    delete from roles
    where id = $1";

pub async fn delete_role(tx: &Tx, id: &str) -> Result<()> {
    tx.execute(DELETE, args![id]).await.map(drop)
}
