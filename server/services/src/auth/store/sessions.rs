use super::planes;
use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, identity::Plane, ids::StaffId};

#[derive(sqlx::FromRow)]
pub struct SessionRow {
    pub id: String,
    pub account_id: String,
    pub stage: String,
    pub factor: String,
    pub last_seen_at: i64,
    pub ends_at: i64,
    pub proved_at: i64,
    pub name: String,
    pub email: String,
    pub language: String,
    // Of tenants only.
    pub person_id: String,
    pub limited_until: i64,
    pub viewer_id: Option<String>,
    /// The end of the console session in which a member of staff sees this; 0 if it is over.
    pub viewer_ends_at: i64,
    // Of staff, and of those who see the portal as a customer.
    pub role: String,
    pub role_permissions: String,
    /// Passkeys and apps.
    pub factors: i64,
}

planes!(
    session_sql,
    "
    select s.id, s.account_id, s.stage, s.factor, s.last_seen_at, s.ends_at, s.proved_at, a.name, a.email, a.language,
        a.person_id, coalesce(a.limited_until, 0) as limited_until, s.viewer_id,
        coalesce(v.ends_at, 0) as viewer_ends_at, coalesce(w.role, '') as role,
        coalesce(r.permissions, '') as role_permissions, cast(0 as bigint) as factors
    from portal_sessions s
    join customers a on a.id = s.account_id
    left join console_sessions v on v.id = s.viewer_session and v.id <> '' and v.account_id = s.viewer_id and v.stage = 'full'
    left join staff w on w.id = v.account_id and w.disabled_at is null
    left join roles r on r.id = w.role
    where s.token_hash = $1 and a.disabled_at is null and a.mode in ('live', $2)",
    "
    select s.id, s.account_id, s.stage, s.factor, s.last_seen_at, s.ends_at, s.proved_at, a.name, a.email, 'en' as language,
        '' as person_id, cast(0 as bigint) as limited_until, cast(null as text) as viewer_id,
        cast(0 as bigint) as viewer_ends_at, a.role, coalesce(r.permissions, '') as role_permissions,
        (select count(*) from console_factors f where f.account_id = a.id) as factors
    from console_sessions s
    join staff a on a.id = s.account_id
    left join roles r on r.id = a.role
    where s.token_hash = $1 and a.disabled_at is null and $2 <> ''"
);

pub async fn session(db: &Db, plane: Plane, hash: &[u8]) -> Result<Option<SessionRow>> {
    db.maybe(session_sql(plane), args![hash, db.mode().as_str()])
        .await
}

planes!(
    touch_sql,
    "update portal_sessions set last_seen_at = $2 where token_hash = $1 and last_seen_at < $2",
    "update console_sessions set last_seen_at = $2 where token_hash = $1 and last_seen_at < $2"
);

pub async fn touch(db: &Db, plane: Plane, hash: Vec<u8>, now: Millis) -> Result<()> {
    db.execute(touch_sql(plane), args![hash.as_slice(), now]).await?;
    Ok(())
}

planes!(
    begin_session_sql,
    "
    insert into portal_sessions
        (token_hash, account_id, stage, created_at, last_seen_at, ends_at, id, factor, proved_at, address, agent,
            device_id)
    values ($1, $2, $3, $4, $4, $5, $6, $7, $4, $8, $9, $10)",
    "
    insert into console_sessions
        (token_hash, account_id, stage, created_at, last_seen_at, ends_at, id, factor, proved_at, address, agent,
            device_id)
    values ($1, $2, $3, $4, $4, $5, $6, $7, $4, $8, $9, $10)"
);

/// A session that begins.
pub struct NewSession<'a> {
    pub hash: &'a [u8],
    /// Its name on screen.
    pub id: &'a str,
    pub account: &'a str,
    pub stage: &'a str,
    /// By what it was proved.
    pub factor: &'a str,
    pub address: &'a str,
    pub agent: &'a str,
    /// The name of the remembered device that it is on; empty if it is on none.
    pub device: &'a str,
    pub ends_at: Millis,
}

pub async fn begin_session(tx: &Tx, plane: Plane, session: &NewSession<'_>, now: Millis) -> Result<()> {
    let NewSession {
        hash,
        id,
        account,
        stage,
        factor,
        address,
        agent,
        device,
        ends_at,
    } = *session;
    tx.execute(
        begin_session_sql(plane),
        args![
            hash, account, stage, now, ends_at, id, factor, address, agent, device
        ],
    )
    .await?;
    Ok(())
}

planes!(
    end_session_sql,
    "delete from portal_sessions where token_hash = $1 returning account_id",
    "delete from console_sessions where token_hash = $1 returning account_id"
);

/// Whose session ended, if there was one.
pub async fn end_session(tx: &Tx, plane: Plane, hash: &[u8]) -> Result<Option<String>> {
    Ok(tx
        .maybe::<(String,)>(end_session_sql(plane), args![hash])
        .await?
        .map(|(account,)| account))
}

planes!(
    is_half_sql,
    "select count(*) from portal_sessions where token_hash = $1 and stage = 'half'",
    "select count(*) from console_sessions where token_hash = $1 and stage = 'half'"
);

/// Whether the session is there and waits for its code.
pub async fn is_half(tx: &Tx, plane: Plane, session: &[u8]) -> Result<bool> {
    Ok(tx.one::<(i64,)>(is_half_sql(plane), args![session]).await?.0 > 0)
}

const SET_VIEWER: &str = "
    update portal_sessions
    set viewer_id = $2, viewer_session = $3
    where token_hash = $1";

pub async fn set_viewer(tx: &Tx, hash: &[u8], staff: &StaffId, console_session: &str) -> Result<()> {
    let row = args![hash, staff.as_str(), console_session];
    tx.execute(SET_VIEWER, row).await.map(drop)
}

/// A member of staff who saw the portal as a customer.
#[derive(sqlx::FromRow)]
pub struct EndedView {
    pub account_id: String,
    pub viewer_id: String,
}

const END_VIEW: &str = "
    delete from portal_sessions
    where token_hash = $1 and viewer_id is not null
    returning account_id, viewer_id";

/// Nothing if it is no view, or over already.
pub async fn end_view(tx: &Tx, hash: &[u8]) -> Result<Option<EndedView>> {
    tx.maybe(END_VIEW, args![hash]).await
}

const VIEWS_OVER: &str = "
    select s.token_hash
    from portal_sessions s
    where s.viewer_id is not null
        and (s.ends_at <= $1 or s.last_seen_at <= $2 or not exists (
            select 1
            from console_sessions v
            where v.id = s.viewer_session and v.id <> '' and v.account_id = s.viewer_id and v.ends_at > $1))
    limit 100";

/// Views whose time is over, that were left alone since `idle_since`, or whose console session has ended.
pub async fn views_over(db: &Db, now: Millis, idle_since: Millis) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<(Vec<u8>,)> = db.all(VIEWS_OVER, args![now, idle_since]).await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}
