pub mod lists;
mod people;
pub mod sor;
pub mod sync;

pub use people::{
    CaseRow, MethodRow, PartyRow, cases, contact_methods, keep_case, keep_contact_methods, keep_person,
    parties,
};

use crate::{
    args,
    db::{Db, Tx},
    error::Result,
    ports::housing::{self, Asset, Role, Tenancy},
    random,
};
use domain::{
    dates::{Day, Millis},
    housing::{Home, Resource},
    ids::{CustomerId, TenancyId},
    money::Pence,
};
use std::collections::HashMap;

const AGES: &str = "
    select resource, synced_at
    from housing_freshness
    where customer_id = $1 and mode = $2";

pub async fn ages(db: &Db, customer: &CustomerId) -> Result<HashMap<Resource, Millis>> {
    let rows = db
        .all::<(String, i64)>(AGES, args![customer.as_str(), db.mode().as_str()])
        .await?;
    let known = |name: &str| {
        Resource::ALL
            .into_iter()
            .find(|resource| resource.as_str() == name)
    };
    Ok(rows
        .into_iter()
        .filter_map(|(name, at)| known(&name).map(|resource| (resource, Millis(at))))
        .collect())
}

const SYNCED: &str = "
    insert into housing_freshness (customer_id, resource, synced_at, mode)
    values ($1, $2, $3, $4)
    on conflict (customer_id, mode, resource) do update set synced_at = excluded.synced_at
    where housing_freshness.synced_at < excluded.synced_at";

pub async fn synced(tx: &Tx, customer: &CustomerId, resource: Resource, now: Millis) -> Result<()> {
    let row = args![customer.as_str(), resource.as_str(), now, tx.mode().as_str()];
    tx.execute(SYNCED, row).await?;
    Ok(())
}

const PERSON_OF: &str = "
    select person_id
    from customers
    where id = $1";

/// The person in the housing system behind an account.
pub async fn person_of(db: &Db, customer: &CustomerId) -> Result<Option<String>> {
    let row = db.maybe::<(String,)>(PERSON_OF, args![customer.as_str()]).await?;
    Ok(row.map(|(person,)| person))
}

const TENANCY_IDS: &str = "
    select tenancy_id
    from customer_tenancies
    where customer_id = $1 and mode = $2
    order by is_main desc, tenancy_id";

/// The tenancies of a customer, the main one first.
pub async fn tenancy_ids(db: &Db, customer: &CustomerId) -> Result<Vec<String>> {
    Ok(db
        .all::<(String,)>(TENANCY_IDS, args![customer.as_str(), db.mode().as_str()])
        .await?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

const HOME_OF: &str = "
    select h.tenancy_id, h.address
    from customer_tenancies t
    join homes h on h.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $2
    order by t.is_main desc, t.tenancy_id
    limit 1";

/// The main home.
pub async fn home_of(db: &Db, customer: &CustomerId) -> Result<Option<Home>> {
    let row = db
        .maybe::<(String, String)>(HOME_OF, args![customer.as_str(), db.mode().as_str()])
        .await?;
    Ok(row.map(|(tenancy, address)| Home {
        tenancy: TenancyId(tenancy),
        address: address.lines().map(str::to_owned).collect(),
    }))
}

/// A rent account's copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub reference: String,
    pub kind: String,
    pub balance: Pence,
    pub next_charge: Option<(Day, Pence)>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    reference: String,
    kind: String,
    balance_pence: i64,
    next_charge_day: Option<String>,
    next_charge_pence: Option<i64>,
}

const ACCOUNTS: &str = "
    select a.reference, a.kind, a.balance_pence, a.next_charge_day, a.next_charge_pence
    from customer_tenancies t
    join rent_accounts a on a.tenancy_id = t.tenancy_id
    where t.customer_id = $1 and t.mode = $2
    order by t.is_main desc, a.position
    limit 20";

/// The accounts of a customer's tenancies, the main one first.
pub async fn accounts(db: &Db, customer: &CustomerId) -> Result<Vec<Account>> {
    let of = args![customer.as_str(), db.mode().as_str()];
    let rows = db.all::<AccountRow>(ACCOUNTS, of).await?;
    Ok(rows
        .into_iter()
        .map(|row| Account {
            reference: row.reference,
            kind: row.kind,
            balance: Pence(row.balance_pence),
            next_charge: row.next_charge_day.map(Day).zip(row.next_charge_pence.map(Pence)),
        })
        .collect())
}

const KEEP_HOME: &str = "
    insert into homes (tenancy_id, reference, asset_id, address, tenure, start_day, end_day, county, attributes, told, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (tenancy_id) do update
    set reference = excluded.reference, asset_id = excluded.asset_id, address = excluded.address, tenure = excluded.tenure,
        start_day = excluded.start_day, end_day = excluded.end_day, county = excluded.county,
        attributes = excluded.attributes, told = excluded.told, updated_at = excluded.updated_at";

const KEEP_PART: &str = "
    insert into customer_tenancies (customer_id, tenancy_id, role, is_main, seen_at, mode)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (customer_id, tenancy_id) do update
    set role = excluded.role, is_main = excluded.is_main, seen_at = excluded.seen_at";

const FORGET_PARTIES: &str = "
    delete from tenancy_parties
    where tenancy_id = $1";

const KEEP_PARTY: &str = "
    insert into tenancy_parties (tenancy_id, person_id, name, role, from_day, until_day)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (tenancy_id, person_id) do nothing";

/// What the housing system tells of a tenancy, in short: the same as long as nothing of it changes.
pub fn told(tenancy: &Tenancy) -> String {
    let Tenancy {
        reference,
        tenure,
        start,
        end,
        asset_id,
        parties,
        ..
    } = tenancy;
    let all = format!("{reference:?} {tenure:?} {start:?} {end:?} {asset_id:?} {parties:?}");
    random::hex(&random::hash(&all)[..16])
}

/// The home of a tenancy and everybody with a part in it. Whoever writes them holds the home's row, so that two who write
/// at once take turns.
pub async fn keep_home(tx: &Tx, tenancy: &Tenancy, asset: &Asset, now: Millis) -> Result<()> {
    let day = |day: &Option<Day>| day.as_ref().map(|day| day.0.clone());
    tx.execute(
        KEEP_HOME,
        args![
            &tenancy.id,
            &tenancy.reference,
            &asset.id,
            asset.address.join("\n"),
            tenancy.tenure.clone().unwrap_or_default(),
            day(&tenancy.start).unwrap_or_default(),
            day(&tenancy.end).unwrap_or_default(),
            asset.county.clone().unwrap_or_default(),
            serde_json::to_string(&asset.attributes)?,
            told(tenancy),
            now
        ],
    )
    .await?;
    tx.execute(FORGET_PARTIES, args![&tenancy.id]).await?;
    for party in &tenancy.parties {
        let row = args![
            &tenancy.id,
            &party.person_id,
            &party.name,
            party.role.as_str(),
            day(&party.from),
            day(&party.until)
        ];
        tx.execute(KEEP_PARTY, row).await?;
    }
    Ok(())
}

/// A customer's own part in a tenancy whose home is here.
pub async fn keep_part(
    tx: &Tx,
    customer: &CustomerId,
    tenancy: &Tenancy,
    is_main: bool,
    now: Millis,
) -> Result<()> {
    let role = if tenancy.role == Role::Main {
        "main"
    } else {
        "joint"
    };
    let row = args![
        customer.as_str(),
        &tenancy.id,
        role,
        is_main,
        now,
        tx.mode().as_str()
    ];
    tx.execute(KEEP_PART, row).await?;
    Ok(())
}

const LEAVE: &str = "
    delete from customer_tenancies
    where customer_id = $1 and tenancy_id = $2";

/// The customer has another part in this tenancy now: it is not theirs to see.
pub async fn leave_home(tx: &Tx, customer: &CustomerId, tenancy: &str) -> Result<()> {
    tx.execute(LEAVE, args![customer.as_str(), tenancy]).await?;
    Ok(())
}

const ONE_MAIN: &str = "
    update customer_tenancies
    set is_main = false
    where customer_id = $1 and is_main and tenancy_id <> $2 and mode = $3";

/// Any home that was the main one before is no longer.
pub async fn keep_one_main(tx: &Tx, customer: &CustomerId, main: &str) -> Result<()> {
    tx.execute(ONE_MAIN, args![customer.as_str(), main, tx.mode().as_str()])
        .await?;
    Ok(())
}

const KEEP_ACCOUNT: &str = "
    insert into rent_accounts
        (id, tenancy_id, reference, kind, balance_pence, next_charge_day, next_charge_pence, position, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (id) do update
    set reference = excluded.reference, kind = excluded.kind, balance_pence = excluded.balance_pence,
        next_charge_day = excluded.next_charge_day, next_charge_pence = excluded.next_charge_pence,
        position = excluded.position, updated_at = excluded.updated_at";

pub async fn keep_account(
    tx: &Tx,
    tenancy: &str,
    account: &housing::Account,
    position: i64,
    now: Millis,
) -> Result<()> {
    let (day, pence) = account
        .next_charge
        .as_ref()
        .map_or((None, None), |(day, pence)| (Some(day.0.clone()), Some(pence.0)));
    let row = args![
        &account.id,
        tenancy,
        &account.reference,
        &account.kind,
        account.balance.0,
        day,
        pence,
        position,
        now
    ];
    tx.execute(KEEP_ACCOUNT, row).await?;
    Ok(())
}
