//! The SQL of invitations.

pub mod imports;

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    dates::{Day, Millis},
    identity::Email,
    ids::{CustomerId, StaffId},
    invites::{Life, NewInvite, search_text},
};

/// One invitation with whoever sent it.
#[derive(Clone, sqlx::FromRow)]
pub struct Invite {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
    pub person_reference: String,
    pub person_id: String,
    pub born: String,
    pub sealed_token: String,
    pub sent_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub tries_left: i64,
    pub reminders: i64,
    pub mailed_day: String,
    pub used_at: Option<i64>,
    pub cancelled_at: Option<i64>,
    pub created_at: i64,
    pub invited_by: String,
    pub inviter: String,
    pub inviter_role: String,
    pub inviter_permissions: String,
    pub inviter_is_here: bool,
}

domain::silent_debug!(Invite);

macro_rules! invites {
    ($rest:literal) => {
        concat!(
            "
    select i.id, i.first_name, i.last_name, i.email, i.language, i.person_reference, i.person_id, i.born, i.sealed_token, i.sent_at, i.expires_at,
        i.tries_left, i.reminders, i.mailed_day, i.used_at, i.cancelled_at, i.created_at, i.invited_by, s.name as inviter,
        s.role as inviter_role, coalesce(r.permissions, '') as inviter_permissions,
        (s.disabled_at is null and s.deleted_at is null) as inviter_is_here
    from invites i
    join staff s on s.id = i.invited_by
    left join roles r on r.id = s.role",
            $rest
        )
    };
}

/// One page of a list, or one part of a file.
pub struct Wanted<'a> {
    pub state: &'a str,
    /// Four folded words; empty ones fit everything.
    pub words: [String; 4],
    pub before: &'a str,
    pub count: i64,
}

const LIST: &str = invites!(
    "
    where i.id < $1 and i.mode = $9
        and ($2 = '' or $2 = case
            when i.used_at is not null then 'used'
            when i.cancelled_at is not null then 'cancelled'
            when i.tries_left <= 0 or i.expires_at <= $3 then 'expired'
            else 'pending' end)
        and i.search like $4 and i.search like $5 and i.search like $6 and i.search like $7
    order by i.id desc
    limit $8"
);

pub async fn list(db: &Db, wanted: &Wanted<'_>, now: Millis) -> Result<Vec<Invite>> {
    // No word holds a sign that `like` reads: folding leaves letters and numbers.
    let [a, b, c, d] = wanted.words.each_ref().map(|word| format!("%{word}%"));
    db.all(
        LIST,
        args![
            wanted.before,
            wanted.state,
            now,
            a,
            b,
            c,
            d,
            wanted.count,
            db.mode().as_str()
        ],
    )
    .await
}

const BY_ID: Sql = Sql::each(
    invites!(" where i.id = $1 and i.mode = $2"),
    invites!(" where i.id = $1 and i.mode = $2 for no key update of i"),
);

/// Reads one that nobody else changes until the transaction ends.
pub async fn locked(tx: &Tx, id: &str) -> Result<Option<Invite>> {
    tx.maybe(BY_ID, args![id, tx.mode().as_str()]).await
}

const OPEN_FOR: Sql = Sql::each(
    invites!(" where i.email = $1 and i.mode = $2 and i.used_at is null and i.cancelled_at is null"),
    invites!(
        " where i.email = $1 and i.mode = $2 and i.used_at is null and i.cancelled_at is null for no key update of i"
    ),
);

/// The one to this address that is neither used nor cancelled.
pub async fn open_for(tx: &Tx, email: &str) -> Result<Option<Invite>> {
    tx.maybe(OPEN_FOR, args![email, tx.mode().as_str()]).await
}

pub async fn find_open(db: &Db, email: &str) -> Result<Option<Invite>> {
    db.maybe(
        invites!(" where i.email = $1 and i.mode = $2 and i.used_at is null and i.cancelled_at is null"),
        args![email, db.mode().as_str()],
    )
    .await
}

const BY_TOKEN: &str = invites!(" where i.token_hash = $1 and i.mode = $2");

pub async fn by_token(db: &Db, hash: &[u8]) -> Result<Option<Invite>> {
    db.maybe(BY_TOKEN, args![hash, db.mode().as_str()]).await
}

const LOCKED_BY_TOKEN: Sql = Sql::each(
    invites!(" where i.token_hash = $1 and i.mode = $2"),
    invites!(" where i.token_hash = $1 and i.mode = $2 for no key update of i"),
);

pub async fn locked_by_token(tx: &Tx, hash: &[u8]) -> Result<Option<Invite>> {
    tx.maybe(LOCKED_BY_TOKEN, args![hash, tx.mode().as_str()]).await
}

const HAS_ACCOUNT: &str = "
    select id
    from customers
    where email = $1";

pub async fn has_account(db: &Db, email: &str) -> Result<bool> {
    Ok(db.maybe::<(String,)>(HAS_ACCOUNT, args![email]).await?.is_some())
}

pub async fn has_account_in(tx: &Tx, email: &str) -> Result<bool> {
    Ok(tx.maybe::<(String,)>(HAS_ACCOUNT, args![email]).await?.is_some())
}

const ADD: &str = "
    insert into invites (id, email, first_name, last_name, language, person_reference, search, invited_by, tries_left, created_at, born, mode)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (mode, email) where used_at is null and cancelled_at is null do nothing";

/// Adds one that is still to be sent; false if another one to this address is open.
pub async fn add(tx: &Tx, id: &str, new: &NewInvite, by: &StaffId, now: Millis) -> Result<bool> {
    let row = args![
        id,
        new.email.as_str(),
        &new.first_name,
        &new.last_name,
        new.language.tag(),
        &new.person,
        search_text(&new.first_name, &new.last_name, new.email.as_str()),
        by.as_str(),
        Life::WAITING.tries_left,
        now,
        born(new),
        tx.mode().as_str()
    ];
    Ok(tx.execute(ADD, row).await? == 1)
}

fn born(new: &NewInvite) -> &str {
    new.born.as_ref().map_or("", |day| day.0.as_str())
}

const RENEW: &str = "
    update invites
    set first_name = $2, last_name = $3, language = $4, person_reference = $5, search = $6, invited_by = $7, reminders = 0,
        born = $8, import_id = null
    where id = $1";

/// Invites somebody anew whose invitation had ended.
pub async fn renew(tx: &Tx, id: &str, new: &NewInvite, by: &StaffId) -> Result<()> {
    let search = search_text(&new.first_name, &new.last_name, new.email.as_str());
    let row = args![
        id,
        &new.first_name,
        &new.last_name,
        new.language.tag(),
        &new.person,
        search,
        by.as_str(),
        born(new)
    ];
    tx.execute(RENEW, row).await.map(drop)
}

const LINK_PERSON: &str = "
    update invites
    set person_id = $2
    where id = $1";

/// Says who they are in the housing system.
pub async fn link_person(tx: &Tx, id: &str, person: &str) -> Result<()> {
    tx.execute(LINK_PERSON, args![id, person]).await.map(drop)
}

const HAND_OVER: &str = "
    update invites
    set invited_by = $2, reminders = 0
    where id = $1";

/// Whoever sends it again answers for it from now on.
pub async fn hand_over(tx: &Tx, id: &str, by: &StaffId) -> Result<()> {
    tx.execute(HAND_OVER, args![id, by.as_str()]).await.map(drop)
}

const ISSUE: &str = "
    update invites
    set token_hash = $2, sealed_token = $3, sent_at = $4, expires_at = $5, tries_left = $6, mail_at = $7,
        mailed_today = case when mailed_day = $8 then mailed_today + 1 else 1 end, mailed_day = $8
    where id = $1";

/// A fresh link goes out.
pub async fn issue(
    tx: &Tx,
    id: &str,
    (hash, sealed): (&[u8], &str),
    life: &Life,
    mail_at: Option<Millis>,
    today: &Day,
) -> Result<()> {
    let row = args![
        id,
        hash,
        sealed,
        life.sent_at,
        life.expires_at,
        life.tries_left,
        mail_at,
        &today.0
    ];
    tx.execute(ISSUE, row).await.map(drop)
}

const REMINDED: &str = "
    update invites
    set reminders = reminders + 1, mail_at = $2,
        mailed_today = case when mailed_day = $3 then mailed_today + 1 else 1 end, mailed_day = $3
    where id = $1";

pub async fn reminded(tx: &Tx, id: &str, mail_at: Option<Millis>, today: &Day) -> Result<()> {
    tx.execute(REMINDED, args![id, mail_at, &today.0]).await.map(drop)
}

const KEEP_TRIES: &str = "
    update invites
    set tries_left = $2
    where id = $1";

pub async fn keep_tries(tx: &Tx, id: &str, life: &Life) -> Result<()> {
    tx.execute(KEEP_TRIES, args![id, life.tries_left]).await.map(drop)
}

const END: &str = "
    update invites
    set tries_left = $2, used_at = $3, cancelled_at = $4, customer_id = $5, sealed_token = '', mail_at = null,
        born = case when $3 is null and $4 is null then born else '' end
    where id = $1";

/// It is over: used, cancelled or ended. Nothing is left that the link could be made from, nor the day of birth, which only
/// a fresh link could want.
pub async fn end(tx: &Tx, id: &str, life: &Life, customer: Option<&CustomerId>) -> Result<()> {
    let customer = customer.map(CustomerId::as_str);
    let row = args![id, life.tries_left, life.used_at, life.cancelled_at, customer];
    tx.execute(END, row).await.map(drop)
}

#[derive(sqlx::FromRow)]
pub struct Due {
    pub id: String,
    pub mail_at: i64,
    /// Waits for its first mail.
    pub is_first: bool,
}

const DUE: &str = "
    select id, mail_at, sent_at is null as is_first
    from invites
    where mail_at is not null and mail_at <= $1 and mode = $3
    order by mail_at, id
    limit $2";

pub async fn due(db: &Db, now: Millis, count: i64) -> Result<Vec<Due>> {
    db.all(DUE, args![now, count, db.mode().as_str()]).await
}

const CLAIM: &str = "
    update invites
    set mail_at = $3
    where id = $1 and mail_at = $2";

/// Takes one mail for ourselves: true for one of all who try. The next is due at `next`.
pub async fn claim(tx: &Tx, due: &Due, next: Option<Millis>) -> Result<bool> {
    Ok(tx.execute(CLAIM, args![&due.id, due.mail_at, next]).await? == 1)
}

const MAIL_AT: &str = "
    update invites
    set mail_at = $2
    where id = $1";

pub async fn mail_at(tx: &Tx, id: &str, at: Option<Millis>) -> Result<()> {
    tx.execute(MAIL_AT, args![id, at]).await.map(drop)
}

const MAILED_TO: &str = "
    select cast(coalesce(sum(mailed_today), 0) as bigint)
    from invites
    where email = $1 and mailed_day = $2";

/// Mails to one address on one day.
pub async fn mailed_to(tx: &Tx, email: &Email, today: &Day) -> Result<i64> {
    Ok(tx
        .one::<(i64,)>(MAILED_TO, args![email.as_str(), &today.0])
        .await?
        .0)
}

const SENT_SINCE: &str = "
    select count(*)
    from invites
    where sent_at >= $1";

/// Links that were sent by everybody.
pub async fn sent_since(tx: &Tx, since: Millis) -> Result<i64> {
    Ok(tx.one::<(i64,)>(SENT_SINCE, args![since]).await?.0)
}

const SENT_BY_SINCE: &str = "
    select count(*)
    from invites
    where invited_by = $1 and sent_at >= $2";

pub async fn sent_by_since(tx: &Tx, staff: &str, since: Millis) -> Result<i64> {
    Ok(tx.one::<(i64,)>(SENT_BY_SINCE, args![staff, since]).await?.0)
}
