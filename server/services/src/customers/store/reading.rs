//! What stands on a customer's record.

use crate::{args, db::Db, error::Result, random};
use domain::{
    dates::Millis,
    ids::{CustomerId, StaffId},
};

/// Who a customer is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Who {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub person_id: String,
    pub language: String,
    pub created_at: i64,
    pub disabled_at: Option<i64>,
    pub limited_until: Option<i64>,
    pub last_sign_in: Option<i64>,
}

const WHO: &str = "
    select id, name as first_name, last_name, email, person_id, language, created_at, disabled_at, limited_until, (
        select max(at)
        from audit
        where subject = customers.id and event = 'session.began'
    ) as last_sign_in
    from customers
    where id = $1";

pub async fn who(db: &Db, id: &CustomerId) -> Result<Option<Who>> {
    db.maybe(WHO, args![id.as_str()]).await
}

/// How somebody came by their account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Origin {
    /// `invite.used` or `customer.registered`.
    pub event: String,
    /// By what a registration was proved.
    pub detail: String,
    /// Who invited; nothing for the others.
    pub inviter: String,
}

const ORIGIN: &str = "
    select a.event, a.detail, coalesce(s.name, '') as inviter
    from audit a
    left join invites i on i.id = a.detail and a.event = 'invite.used'
    left join staff s on s.id = i.invited_by
    where a.subject = $1 and a.event in ('invite.used', 'customer.registered')
    order by a.id
    limit 1";

/// Nothing for accounts that came another way.
pub async fn origin(db: &Db, id: &CustomerId) -> Result<Option<Origin>> {
    db.maybe(ORIGIN, args![id.as_str()]).await
}

const HAS_LOOKED: &str = "
    select count(*)
    from audit
    where subject = $1 and id >= $3 and event = 'customer.viewed' and actor_id = $2";

/// Whether this member of staff opened the record since then.
pub async fn has_looked(db: &Db, customer: &CustomerId, staff: &StaffId, since: Millis) -> Result<bool> {
    let row = args![customer.as_str(), staff.as_str(), random::first_id_at(since)];
    Ok(db.one::<(i64,)>(HAS_LOOKED, row).await?.0 > 0)
}

/// Who a customer is in the housing system.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    pub reference: String,
    pub forenames: String,
    pub surname: String,
    pub is_deceased: bool,
    /// Comparisons of everybody in a row that did not tell of them.
    pub unseen: i64,
}

const PERSON: &str = "
    select reference, forenames, surname, is_deceased, unseen
    from housing_people
    where customer_id = $1 and mode = $2";

pub async fn person(db: &Db, id: &CustomerId) -> Result<Option<PersonRow>> {
    db.maybe(PERSON, args![id.as_str(), db.mode().as_str()]).await
}

/// A tenancy and its home.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TenancyRow {
    pub tenancy_id: String,
    pub reference: String,
    pub address: String,
    pub county: String,
    /// Code of the list of tenures.
    pub tenure: String,
    pub start_day: String,
    /// What the landlord notes about the home, as a JSON object of texts.
    pub attributes: String,
    /// `main` or `joint`.
    pub role: String,
    pub is_main: bool,
    pub seen_at: i64,
}

const TENANCIES: &str = "
    select t.tenancy_id, h.reference, h.address, h.county, h.tenure, h.start_day, h.attributes, t.role, t.is_main,
        t.seen_at
    from customer_tenancies t
    join homes h on h.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $2
    order by t.is_main desc, t.tenancy_id
    limit 20";

pub async fn tenancies(db: &Db, id: &CustomerId) -> Result<Vec<TenancyRow>> {
    db.all(TENANCIES, args![id.as_str(), db.mode().as_str()]).await
}

/// A repair of one of their homes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RepairRow {
    pub id: String,
    pub reference: String,
    pub title: String,
    pub status: String,
    pub reported_at: i64,
}

const REPAIRS: &str = "
    select r.id, r.reference, r.title, r.status, r.reported_at
    from customer_tenancies t
    join repairs r on r.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $3
    order by r.reported_at desc, r.id desc
    limit $2";

pub async fn repairs(db: &Db, id: &CustomerId, count: i64) -> Result<Vec<RepairRow>> {
    db.all(REPAIRS, args![id.as_str(), count, db.mode().as_str()])
        .await
}

/// One line of the sign-in history.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SignIn {
    pub at: i64,
    pub event: String,
    /// By what it was proved.
    pub detail: String,
}

const SIGN_INS: &str = "
    select at, event, detail
    from audit
    where subject = $1 and event in ('session.began', 'session.ended', 'sessions.ended', 'customer.disabled', 'customer.enabled')
    order by id desc
    limit $2";

pub async fn sign_ins(db: &Db, id: &CustomerId, count: i64) -> Result<Vec<SignIn>> {
    db.all(SIGN_INS, args![id.as_str(), count]).await
}

/// A note of staff.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Note {
    pub text: String,
    pub created_at: i64,
    /// Nothing if they have left.
    pub author: String,
}

const NOTES: &str = "
    select n.text, n.created_at, coalesce(s.name, '') as author
    from customer_notes n
    left join staff s on s.id = n.staff_id
    where n.customer_id = $1
    order by n.id desc
    limit $2";

pub async fn notes(db: &Db, id: &CustomerId, count: i64) -> Result<Vec<Note>> {
    db.all(NOTES, args![id.as_str(), count]).await
}

/// A line of the file.
#[derive(sqlx::FromRow)]
pub struct Exported {
    pub number: i64,
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub person_id: String,
    pub language: String,
    pub address: String,
    pub reference: String,
    pub created_at: i64,
    pub disabled_at: Option<i64>,
}

const EXPORT: &str = "
    select s.number, c.id, c.name as first_name, c.last_name, c.email, c.person_id, c.language,
        coalesce(h.address, '') as address, coalesce(h.reference, '') as reference, c.created_at, c.disabled_at
    from (
        select number, customer_id
        from customer_search
        where number < $1
        order by number desc
        limit $2
    ) s
    join customers c on c.id = s.customer_id
    left join customer_tenancies t on t.customer_id = c.id and t.is_main and t.mode = $3
    left join homes h on h.tenancy_id = t.tenancy_id
    order by s.number desc";

const COUNT_UP_TO: &str = "
    select count(*)
    from (
        select number
        from customer_search
        limit $1
    ) listed";

/// How many rows the file has, counted up to `most`.
pub async fn count_up_to(db: &Db, most: i64) -> Result<i64> {
    Ok(db.one::<(i64,)>(COUNT_UP_TO, args![most]).await?.0)
}

pub async fn for_export(db: &Db, before: i64, count: i64) -> Result<Vec<Exported>> {
    db.all(EXPORT, args![before, count, db.mode().as_str()]).await
}
