//! Who customers are there, how they are reached, and their cases.

use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::{Case, ContactMethod, PersonRecord},
};
use domain::{dates::Millis, ids::CustomerId};

const NAME_OF: &str = "
    select forenames, surname
    from housing_people
    where customer_id = $1 and mode = $2";

// What people are called in the test system is nothing to accounts of live.
const RENAME: &str = "
    update customers
    set name = coalesce($2, name), last_name = coalesce($3, last_name)
    where id = $1 and mode = $4";

const KEEP_PERSON: &str = "
    insert into housing_people (customer_id, reference, forenames, surname, is_deceased, seen_at, seen_in, unseen, mode)
    values ($1, $2, $3, $4, $5, $6, '', 0, $7)
    on conflict (customer_id, mode) do update
    set reference = excluded.reference, forenames = excluded.forenames, surname = excluded.surname,
        is_deceased = excluded.is_deceased, seen_at = excluded.seen_at, unseen = 0";

/// Who somebody is there. A name that changes there changes here, too; one that is only spelled otherwise here does not.
pub async fn keep_person(tx: &Tx, customer: &CustomerId, record: &PersonRecord, now: Millis) -> Result<()> {
    let person = &record.person;
    let before = tx
        .maybe::<(String, String)>(NAME_OF, args![customer.as_str(), tx.mode().as_str()])
        .await?;
    if let Some((forenames, surname)) = before {
        let changed =
            |before: String, now: &String| (!before.is_empty() && before != *now).then(|| now.clone());
        let (first, last) = (
            changed(forenames, &person.forenames),
            changed(surname, &person.surname),
        );
        if first.is_some() || last.is_some() {
            tx.execute(RENAME, args![customer.as_str(), first, last, tx.mode().as_str()])
                .await?;
        }
    }
    let row = args![
        customer.as_str(),
        &record.reference,
        &person.forenames,
        &person.surname,
        record.is_deceased,
        now,
        tx.mode().as_str()
    ];
    tx.execute(KEEP_PERSON, row).await?;
    Ok(())
}

const FORGET_METHODS: &str = "
    delete from housing_contact_methods
    where customer_id = $1 and mode = $2";

const KEEP_METHOD: &str = "
    insert into housing_contact_methods (customer_id, position, kind, value, is_main, until_day, mode)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (customer_id, mode, position) do update
    set kind = excluded.kind, value = excluded.value, is_main = excluded.is_main, until_day = excluded.until_day";

/// How somebody is reached: the whole list, as what is gone from it no longer reaches them.
pub async fn keep_contact_methods(tx: &Tx, customer: &CustomerId, methods: &[ContactMethod]) -> Result<()> {
    tx.execute(FORGET_METHODS, args![customer.as_str(), tx.mode().as_str()])
        .await?;
    for (position, method) in (0_i64..).zip(methods) {
        let row = args![
            customer.as_str(),
            position,
            method.kind.as_str(),
            &method.value,
            method.is_main,
            method.until.as_ref().map(|day| day.0.clone()),
            tx.mode().as_str()
        ];
        tx.execute(KEEP_METHOD, row).await?;
    }
    Ok(())
}

const KEEP_CASE: &str = "
    insert into housing_cases
        (customer_id, case_id, reference, kind, subject, status, is_on_hold, created_at, closed_at, mode)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (customer_id, mode, case_id) do update
    set reference = excluded.reference, kind = excluded.kind, subject = excluded.subject, status = excluded.status,
        is_on_hold = excluded.is_on_hold, closed_at = excluded.closed_at";

pub async fn keep_case(tx: &Tx, customer: &CustomerId, case: &Case) -> Result<()> {
    let row = args![
        customer.as_str(),
        &case.id,
        &case.reference,
        &case.kind,
        &case.subject,
        &case.status,
        case.is_on_hold,
        case.created_at,
        case.closed_at,
        tx.mode().as_str()
    ];
    tx.execute(KEEP_CASE, row).await?;
    Ok(())
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MethodRow {
    /// `email`, `mobile`, or the housing system's own code.
    pub kind: String,
    pub value: String,
    pub is_main: bool,
    pub until_day: Option<String>,
}

const METHODS: &str = "
    select kind, value, is_main, until_day
    from housing_contact_methods
    where customer_id = $1 and mode = $2
    order by position
    limit 20";

pub async fn contact_methods(db: &Db, customer: &CustomerId) -> Result<Vec<MethodRow>> {
    db.all(METHODS, args![customer.as_str(), db.mode().as_str()])
        .await
}

/// A case of somebody.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CaseRow {
    pub reference: String,
    pub kind: String,
    pub subject: String,
    pub status: String,
    pub is_on_hold: bool,
    pub created_at: i64,
    pub closed_at: Option<i64>,
}

const CASES: &str = "
    select reference, kind, subject, status, is_on_hold, created_at, closed_at
    from housing_cases
    where customer_id = $1 and mode = $2
    order by created_at desc, case_id desc
    limit 10";

/// The newest cases of somebody.
pub async fn cases(db: &Db, customer: &CustomerId) -> Result<Vec<CaseRow>> {
    db.all(CASES, args![customer.as_str(), db.mode().as_str()]).await
}

/// Somebody's part in one of a customer's tenancies.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PartyRow {
    pub tenancy_id: String,
    pub name: String,
    /// `main`, `joint`, `guarantor`, `occupant`, or the housing system's own word.
    pub role: String,
    pub until_day: Option<String>,
}

const PARTIES: &str = "
    select p.tenancy_id, p.name, p.role, p.until_day
    from customer_tenancies t
    join customers c on c.id = t.customer_id
    join tenancy_parties p on p.tenancy_id = t.tenancy_id and p.person_id <> c.person_id
    where t.customer_id = $1 and t.mode = $2
    order by p.tenancy_id, p.name, p.person_id
    limit 40";

/// Everybody else with a part in a customer's tenancies.
pub async fn parties(db: &Db, customer: &CustomerId) -> Result<Vec<PartyRow>> {
    db.all(PARTIES, args![customer.as_str(), db.mode().as_str()])
        .await
}
