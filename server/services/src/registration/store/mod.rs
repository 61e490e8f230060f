mod codes;
mod desk;

pub use codes::*;
pub use desk::*;

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{dates::Millis, ids::RegistrationId};

/// Somebody's wish for an account, as it is stored.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub state: String,
    pub reference: String,
    pub surname: String,
    pub born: Option<String>,
    pub postcode: Option<String>,
    pub email: String,
    pub password_hash: String,
    pub language: String,
    pub confirmed_at: Option<i64>,
    pub looked_up_at: Option<i64>,
    pub verdict: String,
    pub person_id: String,
    pub first_name: String,
    pub last_name: String,
    pub file_email: String,
    pub file_mobile: String,
    pub settled_at: Option<i64>,
    pub is_ready: bool,
    pub asked_staff_at: Option<i64>,
}

/// What is stored at first.
pub struct New<'a> {
    pub id: &'a RegistrationId,
    pub browser: &'a [u8],
    pub reference: &'a str,
    pub surname: &'a str,
    pub born: Option<&'a str>,
    pub postcode: Option<&'a str>,
    pub email: &'a str,
    pub password_hash: &'a str,
    pub language: &'a str,
}

const INSERT: &str = "
    insert into registrations
        (id, browser_hash, state, reference, surname, born, postcode, email, password_hash, language, created_at, mode)
    values ($1, $2, 'asked', $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (browser_hash) do nothing";

/// False if this press of the button was stored before.
pub async fn insert(tx: &Tx, new: &New<'_>, now: Millis) -> Result<bool> {
    let added = tx
        .execute(
            INSERT,
            args![
                new.id.as_str(),
                new.browser,
                new.reference,
                new.surname,
                new.born,
                new.postcode,
                new.email,
                new.password_hash,
                new.language,
                now,
                tx.mode().as_str()
            ],
        )
        .await?;
    Ok(added == 1)
}

macro_rules! row_sql {
    ($rest:literal) => {
        concat!(
            "
    select id, state, reference, surname, born, postcode, email, password_hash, language, confirmed_at, looked_up_at,
        verdict, person_id, first_name, last_name, file_email, file_mobile, settled_at, is_ready, asked_staff_at
    from registrations
    where ",
            $rest
        )
    };
}

pub async fn by_browser(db: &Db, browser: &[u8]) -> Result<Option<Row>> {
    db.maybe(
        row_sql!("browser_hash = $1 and mode = $2"),
        args![browser, db.mode().as_str()],
    )
    .await
}

pub async fn by_id(db: &Db, id: &RegistrationId) -> Result<Option<Row>> {
    db.maybe(
        row_sql!("id = $1 and mode = $2"),
        args![id.as_str(), db.mode().as_str()],
    )
    .await
}

// Whoever changes a wish holds its row: the job, the person and staff act one after the other.
const LOCK_BROWSER: Sql = Sql::each(
    row_sql!("browser_hash = $1 and mode = $2"),
    row_sql!("browser_hash = $1 and mode = $2 for update"),
);
const LOCK_ID: Sql = Sql::each(
    row_sql!("id = $1 and mode = $2"),
    row_sql!("id = $1 and mode = $2 for update"),
);

pub async fn lock_by_browser(tx: &Tx, browser: &[u8]) -> Result<Option<Row>> {
    tx.maybe(LOCK_BROWSER, args![browser, tx.mode().as_str()]).await
}

pub async fn lock(tx: &Tx, id: &str) -> Result<Option<Row>> {
    tx.maybe(LOCK_ID, args![id, tx.mode().as_str()]).await
}

pub async fn confirmed(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(
        "update registrations set state = 'open', confirmed_at = $2 where id = $1 and state = 'asked'",
        args![id, now],
    )
    .await?;
    Ok(())
}

/// What the landlord's record said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedUp {
    pub verdict: &'static str,
    pub person_id: String,
    pub person_reference: String,
    pub first_name: String,
    pub last_name: String,
    pub found: String,
    pub file_email: String,
    pub file_mobile: String,
    pub on_file: &'static str,
}

const LOOKED_UP: &str = "
    update registrations
    set looked_up_at = $2, verdict = $3, person_id = $4, person_reference = $5, first_name = $6, last_name = $7,
        found = $8, file_email = $9, on_file = $10, file_mobile = $11
    where id = $1";

pub async fn looked_up(tx: &Tx, id: &str, found: &LookedUp, now: Millis) -> Result<()> {
    tx.execute(
        LOOKED_UP,
        args![
            id,
            now,
            found.verdict,
            &found.person_id,
            &found.person_reference,
            &found.first_name,
            &found.last_name,
            &found.found,
            &found.file_email,
            found.on_file,
            &found.file_mobile
        ],
    )
    .await?;
    Ok(())
}

pub async fn settle(tx: &Tx, id: &str, is_ready: bool, waits: bool, now: Millis) -> Result<()> {
    tx.execute(
        "update registrations
        set settled_at = $2, is_ready = $3, waiting_since = case when $4 then $2 else waiting_since end
        where id = $1",
        args![id, now, is_ready, waits],
    )
    .await?;
    Ok(())
}

pub async fn ask_staff(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(
        "update registrations
        set asked_staff_at = coalesce(asked_staff_at, $2), waiting_since = coalesce(waiting_since, $2)
        where id = $1",
        args![id, now],
    )
    .await?;
    Ok(())
}

pub async fn wait_for_staff(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(
        "update registrations set is_ready = $3, waiting_since = coalesce(waiting_since, $2) where id = $1",
        args![id, now, false],
    )
    .await?;
    Ok(())
}

const ASSIGN: &str = "
    update registrations
    set person_id = $2, first_name = $3, last_name = $4
    where id = $1";

/// Staff say whom the wish means.
pub async fn assign(tx: &Tx, id: &str, person: &str, first_name: &str, last_name: &str) -> Result<()> {
    tx.execute(ASSIGN, args![id, person, first_name, last_name])
        .await?;
    Ok(())
}

const CLOSE: &str = "
    update registrations
    set state = $2, decided_by = $3, decided_at = $4, note = $5, is_ready = $6, waiting_since = null,
        reference = '', surname = '', born = null, postcode = null, email = '', password_hash = '', file_email = '', file_mobile = '',
        first_name = '', last_name = '', person_reference = ''
    where id = $1 and state = 'open'";

/// The end: what was typed is emptied. False if somebody else was faster.
pub async fn close(tx: &Tx, id: &str, state: &str, by: &str, note: &str, now: Millis) -> Result<bool> {
    forget_codes(tx, id).await?;
    Ok(tx.execute(CLOSE, args![id, state, by, now, note, false]).await? == 1)
}

/// The account of a person, if they have one: its address, and whether it is disabled.
#[derive(sqlx::FromRow)]
pub struct Holder {
    pub email: String,
    pub language: String,
    pub disabled_at: Option<i64>,
}

const HOLDER: &str = "
    select email, language, disabled_at
    from customers
    where person_id = $1
    limit 1";

pub async fn holder(tx: &Tx, person: &str) -> Result<Option<Holder>> {
    tx.maybe(HOLDER, args![person]).await
}

pub async fn has_account(tx: &Tx, email: &str) -> Result<bool> {
    Ok(tx
        .one::<(i64,)>("select count(*) from customers where email = $1", args![email])
        .await?
        .0
        > 0)
}

pub async fn sweep(tx: &Tx, unproved: Millis, all: Millis, codes: Millis) -> Result<()> {
    tx.execute(
        "delete from registrations where created_at < $2 or (state = 'asked' and created_at < $1)",
        args![unproved, all],
    )
    .await?;
    tx.execute(
        "delete from registration_codes where expires_at < $1",
        args![codes],
    )
    .await?;
    Ok(())
}

// SQLite has one writer, so there is nobody to wait for.
const LOCK_PERSON: Sql = Sql::each(
    "select cast(1 as bigint) where $1 <> ''",
    "select cast(1 as bigint) from (select pg_advisory_xact_lock(hashtextextended($1, 12))) as held",
);

/// Waits for whoever is making an account of the same person.
pub async fn lock_person(tx: &Tx, person: &str) -> Result<()> {
    tx.maybe::<(i64,)>(LOCK_PERSON, args![person]).await?;
    Ok(())
}
