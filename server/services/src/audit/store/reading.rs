use crate::{args, db::Db, error::Result};

/// One entry with the names of those in it, where they are still here.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub id: String,
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: String,
    pub actor_name: String,
    pub event: String,
    pub subject: String,
    /// `customer`, `staff`, `repair`, or nothing known.
    pub subject_kind: String,
    pub subject_name: String,
    pub detail: String,
    pub seq: Option<i64>,
    pub hash: Option<Vec<u8>>,
}

macro_rules! entries {
    ($found:literal) => {
        concat!(
            "
    select a.id, a.at, a.actor_kind, a.actor_id, a.event, a.subject, a.detail, a.seq, a.hash,
        coalesce(s.name, c.name || ' ' || c.last_name, '') as actor_name,
        case
            when sc.id is not null then 'customer'
            when ss.id is not null then 'staff'
            when r.id is not null then 'repair'
            else ''
        end as subject_kind,
        coalesce(sc.name || ' ' || sc.last_name, ss.name, r.reference, '') as subject_name
    from (",
            $found,
            ") found
    join audit a on a.id = found.id
    left join staff s on s.id = a.actor_id
    left join customers c on c.id = a.actor_id
    left join customers sc on sc.id = a.subject
    left join staff ss on ss.id = a.subject
    left join repairs r on r.id = a.subject
    order by a.id desc"
        )
    };
}

const NEWEST: &str = entries!(
    "
        select id
        from audit
        where id < $1 and id >= $2
        order by id desc
        limit $3"
);

const OF_EVENT: &str = entries!(
    "
        select id
        from audit
        where id < $1 and id >= $2 and event = $4
        order by id desc
        limit $3"
);

const ABOUT: &str = entries!(
    "
        select id
        from (
            select * from (
                select id
                from audit
                where actor_id = $5 and id < $1 and id >= $2 and ($4 = '' or event = $4)
                order by id desc
                limit $3) of_first_actor
            union
            select * from (
                select id
                from audit
                where subject = $5 and id < $1 and id >= $2 and ($4 = '' or event = $4)
                order by id desc
                limit $3) about_first
            union
            select * from (
                select id
                from audit
                where actor_id = $6 and id < $1 and id >= $2 and ($4 = '' or event = $4)
                order by id desc
                limit $3) of_second_actor
            union
            select * from (
                select id
                from audit
                where subject = $6 and id < $1 and id >= $2 and ($4 = '' or event = $4)
                order by id desc
                limit $3) about_second) all_about
        order by id desc
        limit $3"
);

/// At most two accounts share an address: one in each plane.
pub struct Ids(String, String);

const IDS_OF: &str = "
    select id from customers where email = $1
    union all
    select id from staff where email = $1
    union all
    select id from repairs where reference = $2";

/// The ids behind an email address or a repair's reference; anything else is taken for an id itself.
pub async fn ids_of(db: &Db, email: &str, typed: &str) -> Result<Ids> {
    let found = db
        .all::<(String,)>(IDS_OF, args![email, typed.to_uppercase()])
        .await?;
    let mut ids = found.into_iter().map(|(id,)| id);
    let first = ids.next().unwrap_or_else(|| typed.to_owned());
    let second = ids.next().unwrap_or_else(|| first.clone());
    Ok(Ids(first, second))
}

/// Entries with ids from `from` to before `before`, newest first.
pub async fn search(
    db: &Db,
    about: Option<&Ids>,
    event: &str,
    before: &str,
    from: &str,
    count: i64,
) -> Result<Vec<Entry>> {
    match about {
        Some(Ids(first, second)) => {
            db.all(ABOUT, args![before, from, count, event, first, second])
                .await
        }
        None if event.is_empty() => db.all(NEWEST, args![before, from, count]).await,
        None => db.all(OF_EVENT, args![before, from, count, event]).await,
    }
}

// One look into the index for each kind, where `distinct` would read every row.
const EVENTS: &str = "
    with recursive kinds (event) as (
        select min(event) from audit
        union all
        select (select min(event) from audit where event > kinds.event)
        from kinds
        where kinds.event is not null)
    select event
    from kinds
    where event is not null
    order by event";

/// Every kind of event that was recorded.
pub async fn events(db: &Db) -> Result<Vec<String>> {
    Ok(db
        .all::<(String,)>(EVENTS, args![])
        .await?
        .into_iter()
        .map(|(event,)| event)
        .collect())
}

/// Somebody who looked at a customer's record.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ViewRow {
    pub id: String,
    pub at: i64,
    pub event: String,
    pub detail: String,
    pub staff_name: String,
}

const VIEWS: &str = "
    select a.id, a.at, a.event, a.detail, coalesce(s.name, '') as staff_name
    from audit a
    left join staff s on s.id = a.actor_id
    where a.subject = $1 and a.id < $2 and a.event in ('customer.viewed', 'customer.view-as-began')
    order by a.id desc
    limit $3";

pub async fn views(db: &Db, customer: &str, before: &str, count: i64) -> Result<Vec<ViewRow>> {
    db.all(VIEWS, args![customer, before, count]).await
}
