//! The index of search words: FTS5 on SQLite, `tsvector` with GIN on PostgreSQL. Both answer in the order of `number`, so
//! that a page costs what it shows and not what there is.

use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};
use domain::{
    customers::{Facts, Query, Word},
    ids::CustomerId,
    integrations::Mode,
};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// The key of pages.
    pub number: i64,
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Of the main home, in lines.
    pub address: String,
    /// Of the main tenancy.
    pub reference: String,
    pub disabled_at: Option<i64>,
}

const NEWEST: &str = "
    select s.number, c.id, c.name as first_name, c.last_name, c.email, coalesce(h.address, '') as address,
        coalesce(h.reference, '') as reference, c.disabled_at
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

/// All customers, the newest first.
pub async fn newest(db: &Db, before: i64, count: i64) -> Result<Vec<Found>> {
    db.all(NEWEST, args![before, count, db.mode().as_str()]).await
}

const FOUND_ON_SQLITE: &str = "
    select s.number, c.id, c.name as first_name, c.last_name, c.email, coalesce(h.address, '') as address,
        coalesce(h.reference, '') as reference, c.disabled_at
    from (
        select rowid as number
        from customer_words
        where customer_words match $1 and rowid < $2
        order by rowid desc
        limit $3
    ) w
    join customer_search s on s.number = w.number
    join customers c on c.id = s.customer_id
    left join customer_tenancies t on t.customer_id = c.id and t.is_main and t.mode = $4
    left join homes h on h.tenancy_id = t.tenancy_id
    order by s.number desc";

// What half the customers have in common is found among the newest few thousand.
const FOUND_NEAR_ON_POSTGRES: &str = "
    select s.number, c.id, c.name as first_name, c.last_name, c.email, coalesce(h.address, '') as address,
        coalesce(h.reference, '') as reference, c.disabled_at
    from (
        select number
        from (select number, words from customer_words where number < $2 order by number desc limit 10000) near
        where words @@ cast($1 as tsquery)
        order by number desc
        limit $3
    ) w
    join customer_search s on s.number = w.number
    join customers c on c.id = s.customer_id
    left join customer_tenancies t on t.customer_id = c.id and t.is_main and t.mode = $4
    left join homes h on h.tenancy_id = t.tenancy_id
    order by s.number desc";

// What few have is gathered by the index, which knows no order, and then sorted.
const FOUND_ON_POSTGRES: &str = "
    with found as materialized (
        select number
        from customer_words
        where words @@ cast($1 as tsquery)
    )
    select s.number, c.id, c.name as first_name, c.last_name, c.email, coalesce(h.address, '') as address,
        coalesce(h.reference, '') as reference, c.disabled_at
    from (select number from found where number < $2 order by number desc limit $3) w
    join customer_search s on s.number = w.number
    join customers c on c.id = s.customer_id
    left join customer_tenancies t on t.customer_id = c.id and t.is_main and t.mode = $4
    left join homes h on h.tenancy_id = t.tenancy_id
    order by s.number desc";

/// A question in the language of the engine. Words are letters and digits only, so quotes hold them.
fn question(query: &Query, word: impl Fn(&Word) -> String, and: &str) -> String {
    query.words().iter().map(word).collect::<Vec<_>>().join(and)
}

/// Customers in whom every word is found, the newest first.
pub async fn found(db: &Db, query: &Query, before: i64, count: i64) -> Result<Vec<Found>> {
    if db.engine_name() == "sqlite" {
        let word = |word: &Word| format!("\"{}\"{}", word.text, if word.is_beginning { "*" } else { "" });
        let asked = question(query, word, " AND ");
        return db
            .all(FOUND_ON_SQLITE, args![asked, before, count, db.mode().as_str()])
            .await;
    }
    let word = |word: &Word| format!("'{}'{}", word.text, if word.is_beginning { ":*" } else { "" });
    let asked = question(query, word, " & ");
    let near: Vec<Found> = db
        .all(
            FOUND_NEAR_ON_POSTGRES,
            args![&asked, before, count, db.mode().as_str()],
        )
        .await?;
    if i64::try_from(near.len()).unwrap_or(i64::MAX) >= count {
        return Ok(near);
    }
    db.all(FOUND_ON_POSTGRES, args![asked, before, count, db.mode().as_str()])
        .await
}

const NAMES: &str = "
    select name, last_name, email, person_id
    from customers
    where id = $1";

const HOMES: &str = "
    select h.reference, h.address
    from customer_tenancies t
    join homes h on h.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $2
    order by h.tenancy_id
    limit 20";

/// What a customer is found by in this mode; `None` if there is no such customer.
pub async fn facts(tx: &Tx, customer: &str, mode: Mode) -> Result<Option<Facts>> {
    let names: Option<(String, String, String, String)> = tx.maybe(NAMES, args![customer]).await?;
    let Some((first_name, last_name, email, person)) = names else {
        return Ok(None);
    };
    let homes: Vec<(String, String)> = tx.all(HOMES, args![customer, mode.as_str()]).await?;
    let (references, addresses) = homes
        .into_iter()
        .map(|(reference, address)| (reference, address.lines().map(str::to_owned).collect()))
        .unzip();
    Ok(Some(Facts {
        first_name,
        last_name,
        email,
        person,
        references,
        addresses,
    }))
}

const MARK: &str = "
    update customer_search
    set hash = $2
    where customer_id = $1 and hash <> $2
    returning number";

/// The customer's number if the words are not those with this hash.
pub async fn mark_indexed(tx: &Tx, customer: &str, hash: &str) -> Result<Option<i64>> {
    Ok(tx
        .maybe::<(i64,)>(MARK, args![customer, hash])
        .await?
        .map(|(number,)| number))
}

const WRITE: Sql = Sql::each(
    "insert or replace into customer_words (rowid, words) values ($1, $2)",
    "
    insert into customer_words (number, words)
    values ($1, array_to_tsvector(string_to_array($2, ' ')))
    on conflict (number) do update set words = excluded.words",
);

pub async fn write_words(tx: &Tx, number: i64, words: &str) -> Result<()> {
    tx.execute(WRITE, args![number, words]).await.map(drop)
}

const WAITING: &str = "
    select customer_id
    from customer_search
    where hash = ''
    order by number
    limit $1";

/// Customers whose words are to be written.
pub async fn waiting(db: &Db, count: i64) -> Result<Vec<CustomerId>> {
    let rows: Vec<(String,)> = db.all(WAITING, args![count]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| CustomerId::parse(&id))
        .collect())
}

const FORGET: &str = "
    update customer_search
    set hash = ''
    where hash <> '' and customer_id in (select customer_id from customer_tenancies)";

/// The words of everybody with a home are to be written anew.
pub async fn forget_hashes(tx: &Tx) -> Result<()> {
    tx.execute(FORGET, args![]).await.map(drop)
}
