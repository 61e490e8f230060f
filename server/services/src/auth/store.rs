use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
    ids::{CustomerId, StaffId},
};

/// The same query on the tables of each plane: the names are part of the text, so it stays a constant.
macro_rules! planes {
    ($name:ident, $portal:literal, $console:literal) => {
        fn $name(plane: Plane) -> Sql {
            match plane {
                Plane::Portal => Sql::from($portal),
                Plane::Console => Sql::from($console),
            }
        }
    };
}

#[derive(sqlx::FromRow)]
pub struct Account {
    pub id: String,
    pub email: String,
    pub password_hash: String,
    pub language: String,
}

planes!(
    account_by_email_sql,
    "select id, email, password_hash, language from customers where email = $1 and disabled_at is null",
    "select id, email, password_hash, 'en' as language from staff where email = $1 and disabled_at is null"
);

pub async fn account_by_email(db: &Db, plane: Plane, email: &str) -> Result<Option<Account>> {
    db.maybe(account_by_email_sql(plane), args![email]).await
}

#[derive(sqlx::FromRow)]
pub struct SessionRow {
    pub account_id: String,
    pub stage: String,
    pub last_seen_at: i64,
    pub ends_at: i64,
    pub name: String,
    pub email: String,
    pub person_id: String,
    pub language: String,
}

planes!(
    session_sql,
    "
    select s.account_id, s.stage, s.last_seen_at, s.ends_at, a.name, a.email, a.person_id, a.language
    from portal_sessions s
    join customers a on a.id = s.account_id
    where s.token_hash = $1 and a.disabled_at is null",
    "
    select s.account_id, s.stage, s.last_seen_at, s.ends_at, a.name, a.email, '' as person_id, 'en' as language
    from console_sessions s
    join staff a on a.id = s.account_id
    where s.token_hash = $1 and a.disabled_at is null"
);

pub async fn session(db: &Db, plane: Plane, hash: &[u8]) -> Result<Option<SessionRow>> {
    db.maybe(session_sql(plane), args![hash]).await
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
    "insert into portal_sessions (token_hash, account_id, stage, created_at, last_seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)",
    "insert into console_sessions (token_hash, account_id, stage, created_at, last_seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)"
);

pub async fn begin_session(
    tx: &Tx,
    plane: Plane,
    hash: &[u8],
    account: &str,
    stage: &str,
    now: Millis,
    ends_at: Millis,
) -> Result<()> {
    tx.execute(
        begin_session_sql(plane),
        args![hash, account, stage, now, ends_at],
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

planes!(
    is_half_sql,
    "select count(*) from portal_sessions where token_hash = $1 and stage = 'half'",
    "select count(*) from console_sessions where token_hash = $1 and stage = 'half'"
);

/// Whether the session is there and waits for its code.
pub async fn is_half(tx: &Tx, plane: Plane, session: &[u8]) -> Result<bool> {
    Ok(tx.one::<(i64,)>(is_half_sql(plane), args![session]).await?.0 > 0)
}

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
    use_code_sql,
    "delete from portal_codes where session_hash = $1",
    "delete from console_codes where session_hash = $1"
);

pub async fn use_code(tx: &Tx, plane: Plane, session: &[u8]) -> Result<bool> {
    Ok(tx.execute(use_code_sql(plane), args![session]).await? == 1)
}

#[derive(sqlx::FromRow)]
pub struct Count {
    pub hits: i64,
    pub window_ends_at: i64,
    pub blocked_until: i64,
}

const HIT: &str = "
    insert into throttles (key, hits, window_ends_at, blocked_until)
    values ($1, 1, $3, 0)
    on conflict (key) do update
    set hits = case
            when throttles.blocked_until > $2 then throttles.hits
            when throttles.window_ends_at <= $2 then 1
            else throttles.hits + 1
        end,
        window_ends_at = case when throttles.window_ends_at <= $2 then $3 else throttles.window_ends_at end
    returning hits, window_ends_at, blocked_until";

/// Counts one more; nothing is counted while the key is blocked.
pub async fn hit(tx: &Tx, key: &str, now: Millis, window_ends_at: Millis) -> Result<Count> {
    tx.one(HIT, args![key, now, window_ends_at]).await
}

const BLOCK: &str = "
    update throttles
    set blocked_until = $2, window_ends_at = $3
    where key = $1";

pub async fn block(tx: &Tx, key: &str, until: Millis, window_ends_at: Millis) -> Result<()> {
    tx.execute(BLOCK, args![key, until, window_ends_at]).await?;
    Ok(())
}

const BLOCKED_UNTIL: &str = "
    select blocked_until
    from throttles
    where key = $1";

pub async fn blocked_until(db: &Db, key: &str) -> Result<Option<Millis>> {
    Ok(db
        .maybe::<(i64,)>(BLOCKED_UNTIL, args![key])
        .await?
        .map(|(until,)| Millis(until)))
}

const FORGET_THROTTLE: &str = "
    delete from throttles
    where key = $1";

pub async fn forget_throttle(tx: &Tx, key: &str) -> Result<()> {
    tx.execute(FORGET_THROTTLE, args![key]).await?;
    Ok(())
}

/// Sessions are kept for a day after their end, so that what somebody typed can be kept for them.
pub async fn sweep(tx: &Tx, now: Millis) -> Result<()> {
    let yesterday = now.minus_secs(24 * 3600);
    tx.execute("delete from portal_sessions where ends_at < $1", args![yesterday])
        .await?;
    tx.execute(
        "delete from console_sessions where ends_at < $1",
        args![yesterday],
    )
    .await?;
    tx.execute(
        "delete from throttles where window_ends_at < $1 and blocked_until < $1",
        args![yesterday],
    )
    .await?;
    Ok(())
}

const ADD_CUSTOMER: &str = "
    insert into customers (id, email, password_hash, name, person_id, language, created_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (email) do nothing";

/// Adds a tenant's account; leaves an existing one with the same address as it is.
#[expect(clippy::too_many_arguments, reason = "one per column")]
pub async fn add_customer(
    tx: &Tx,
    id: &CustomerId,
    email: &Email,
    password_hash: &str,
    name: &str,
    person_id: &str,
    language: Language,
    now: Millis,
) -> Result<()> {
    tx.execute(
        ADD_CUSTOMER,
        args![
            id.as_str(),
            email.as_str(),
            password_hash,
            name,
            person_id,
            language.tag(),
            now
        ],
    )
    .await?;
    Ok(())
}

const ADD_STAFF: &str = "
    insert into staff (id, email, password_hash, name, role, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (email) do nothing";

/// Adds a member of staff; leaves an existing one with the same address as it is.
pub async fn add_staff(
    tx: &Tx,
    id: &StaffId,
    email: &Email,
    password_hash: &str,
    name: &str,
    role: &str,
    now: Millis,
) -> Result<()> {
    tx.execute(
        ADD_STAFF,
        args![id.as_str(), email.as_str(), password_hash, name, role, now],
    )
    .await?;
    Ok(())
}
