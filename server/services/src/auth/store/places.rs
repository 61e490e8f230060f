//! Where accounts are signed in, as people see it, and ending it. Every query names the account.

use super::planes;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane};

#[derive(sqlx::FromRow)]
pub struct AccountRow {
    pub name: String,
    pub email: String,
    /// The name of a built-in role, or what a role of the landlord's own is called; staff only.
    pub role: String,
    pub is_own_role: bool,
}

planes!(
    own_account_sql,
    "
    select name || ' ' || last_name as name, email, '' as role, false as is_own_role
    from customers
    where id = $1",
    "
    select s.name, s.email, coalesce(r.name, s.role) as role, r.id is not null as is_own_role
    from staff s
    left join roles r on r.id = s.role
    where s.id = $1"
);

pub async fn own_account(db: &Db, plane: Plane, account: &str) -> Result<Option<AccountRow>> {
    db.maybe(own_account_sql(plane), args![account]).await
}

/// A session, or a remembered device where nobody is signed in now.
#[derive(sqlx::FromRow)]
pub struct PlaceRow {
    pub id: String,
    pub is_session: bool,
    pub began_at: i64,
    pub seen_at: i64,
    pub factor: String,
    pub address: String,
    pub agent: String,
}

planes!(
    place_sql,
    "
    select id, true as is_session, created_at as began_at, last_seen_at as seen_at, factor, address, agent
    from portal_sessions
    where account_id = $1 and id = $2 and viewer_id is null",
    "
    select id, true as is_session, created_at as began_at, last_seen_at as seen_at, factor, address, agent
    from console_sessions
    where account_id = $1 and id = $2"
);

/// One session of an account.
pub async fn place(db: &Db, plane: Plane, account: &str, session: &str) -> Result<Option<PlaceRow>> {
    db.maybe(place_sql(plane), args![account, session]).await
}

planes!(
    places_sql,
    "
    select id, true as is_session, created_at as began_at, last_seen_at as seen_at, factor, address, agent
    from portal_sessions
    where account_id = $1 and id <> '' and id <> $2 and id < $3 and stage = 'full' and viewer_id is null
        and ends_at > $4 and last_seen_at > $5
    union all
    select d.id, false, d.created_at, d.used_at, '', '', d.agent
    from portal_devices d
    where d.account_id = $1 and d.id <> '' and d.id < $3
        and not exists (
            select 1
            from portal_sessions s
            where s.account_id = $1 and s.device_id = d.id and (s.id = $2 or s.ends_at > $4 and s.last_seen_at > $5)
        )
    order by 1 desc
    limit $6",
    "
    select id, true as is_session, created_at as began_at, last_seen_at as seen_at, factor, address, agent
    from console_sessions
    where account_id = $1 and id <> '' and id <> $2 and id < $3 and stage = 'full'
        and ends_at > $4 and last_seen_at > $5
    union all
    select d.id, false, d.created_at, d.used_at, '', '', d.agent
    from console_devices d
    where d.account_id = $1 and d.id <> '' and d.id < $3
        and not exists (
            select 1
            from console_sessions s
            where s.account_id = $1 and s.device_id = d.id and (s.id = $2 or s.ends_at > $4 and s.last_seen_at > $5)
        )
    order by 1 desc
    limit $6"
);

/// Which places of an account are wanted.
pub struct Wanted<'a> {
    pub account: &'a str,
    /// The session that asks, which is left out.
    pub except: &'a str,
    /// Those that began before this one.
    pub before: &'a str,
    pub now: Millis,
    /// Sessions that were last seen then or before have ended.
    pub idle_since: Millis,
    pub limit: i64,
}

/// Where else an account is signed in or remembered, newest first.
pub async fn places(db: &Db, plane: Plane, wanted: &Wanted<'_>) -> Result<Vec<PlaceRow>> {
    let Wanted {
        account,
        except,
        before,
        now,
        idle_since,
        limit,
    } = *wanted;
    db.all(
        places_sql(plane),
        args![account, except, before, now, idle_since, limit],
    )
    .await
}

planes!(
    end_named_sql,
    "delete from portal_sessions where account_id = $1 and id = $2 returning device_id",
    "delete from console_sessions where account_id = $1 and id = $2 returning device_id"
);
planes!(
    forget_named_sql,
    "delete from portal_devices where account_id = $1 and id = $2",
    "delete from console_devices where account_id = $1 and id = $2"
);

/// Ends one session of an account and forgets the device that it was on. False if there is none of this name.
pub async fn end_named_session(tx: &Tx, plane: Plane, account: &str, session: &str) -> Result<bool> {
    let ended = tx
        .maybe::<(String,)>(end_named_sql(plane), args![account, session])
        .await?;
    let Some((device,)) = ended else {
        return Ok(false);
    };
    forget_named_device(tx, plane, account, &device).await?;
    Ok(true)
}

pub async fn forget_named_device(tx: &Tx, plane: Plane, account: &str, device: &str) -> Result<bool> {
    Ok(tx
        .execute(forget_named_sql(plane), args![account, device])
        .await?
        > 0)
}

planes!(
    forget_others_sql,
    "
    delete from portal_devices
    where account_id = $1
        and (id = '' or id not in (select device_id from portal_sessions where account_id = $1 and id = $2))",
    "
    delete from console_devices
    where account_id = $1
        and (id = '' or id not in (select device_id from console_sessions where account_id = $1 and id = $2))"
);

/// Forgets every device of an account but the one that the session named `keep` is on.
pub async fn forget_other_devices(tx: &Tx, plane: Plane, account: &str, keep: &str) -> Result<()> {
    tx.execute(forget_others_sql(plane), args![account, keep])
        .await
        .map(drop)
}

planes!(
    end_others_sql,
    "delete from portal_sessions where account_id = $1 and (id <> $2 or id = '')",
    "delete from console_sessions where account_id = $1 and (id <> $2 or id = '')"
);

/// Ends every session of an account but the one named `keep`, those that wait for a code too.
pub async fn end_other_sessions(tx: &Tx, plane: Plane, account: &str, keep: &str) -> Result<()> {
    tx.execute(end_others_sql(plane), args![account, keep])
        .await
        .map(drop)
}
