//! Questions that a housing adapter asks of the rows in use.

use super::{
    Shelf,
    store::{self, Current, TransactionKey},
};
use crate::error::Result;
use domain::{
    dates::Day,
    drops::{
        Account, Asset, File, Lookup, Party, Person, Repair, Tenancy, TenancyAsset, Transaction, surname_key,
    },
    registration::{postcode_key, reference_key},
};
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// People found at most; nobody is told of more.
const PEOPLE_MAX: i64 = 50;
/// What hangs on one tenancy, home or person at most.
const EACH_MAX: i64 = 1_000;
/// Entries of a list at most.
const LIST_MAX: i64 = 50_000;

fn read<T: DeserializeOwned>(rows: &[String]) -> Result<Vec<T>> {
    rows.iter().map(|row| Ok(serde_json::from_str(row)?)).collect()
}

async fn one<T: DeserializeOwned>(shelf: &Shelf, file: File, key: &str) -> Result<Option<T>> {
    let row = store::by_key(&shelf.db, shelf.mode, file, key).await?;
    Ok(row.as_deref().map(serde_json::from_str).transpose()?)
}

async fn linked<T: DeserializeOwned>(shelf: &Shelf, file: File, to: &str) -> Result<Vec<T>> {
    read(&store::by_link(&shelf.db, shelf.mode, file, to, EACH_MAX).await?)
}

async fn other<T: DeserializeOwned>(shelf: &Shelf, file: File, to: &str) -> Result<Vec<T>> {
    read(&store::by_other(&shelf.db, shelf.mode, file, to, EACH_MAX).await?)
}

/// The files in use.
pub async fn in_use(shelf: &Shelf) -> Result<Vec<Current>> {
    store::current(&shelf.db, shelf.mode).await
}

/// People of a reading by their reference, behind `after`; nothing if that reading is no longer in use.
pub async fn people_after(
    shelf: &Shelf,
    reading: i64,
    after: &str,
    limit: i64,
) -> Result<Option<Vec<Person>>> {
    let people = in_use(shelf)
        .await?
        .into_iter()
        .find(|row| row.file == File::People.as_str());
    if people.is_none_or(|people| people.reading != reading) {
        return Ok(None);
    }
    Ok(Some(read(
        &store::keys_after(&shelf.db, reading, after, limit).await?,
    )?))
}

pub async fn person(shelf: &Shelf, person_ref: &str) -> Result<Option<Person>> {
    one(shelf, File::People, person_ref).await
}

/// The person with this reference and those who have a part in the tenancy with it, however either is written.
pub async fn by_reference(shelf: &Shelf, reference: &str) -> Result<Vec<Person>> {
    let key = reference_key(reference);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let mut people: Vec<Person> = other(shelf, File::People, &key).await?;
    for tenancy in other::<Tenancy>(shelf, File::Tenancies, &key).await? {
        for party in linked::<Party>(shelf, File::Parties, &tenancy.tenancy_ref).await? {
            people.extend(person(shelf, &party.person_ref).await?);
        }
    }
    Ok(few(people))
}

pub async fn by_birth(shelf: &Shelf, surname: &str, born: &Day) -> Result<Vec<Person>> {
    let found = store::by_words(
        &shelf.db,
        shelf.mode,
        File::People,
        &surname_key(surname),
        Some(&born.0),
        PEOPLE_MAX + 1,
    )
    .await?;
    Ok(few(read(&found)?))
}

pub async fn by_postcode(shelf: &Shelf, surname: &str, postcode: &str) -> Result<Vec<Person>> {
    let found = store::by_postcode(
        &shelf.db,
        shelf.mode,
        &surname_key(surname),
        &postcode_key(postcode),
        PEOPLE_MAX + 1,
    )
    .await?;
    Ok(few(read(&found)?))
}

/// Each once, or nobody if there are too many to be told apart.
fn few(mut people: Vec<Person>) -> Vec<Person> {
    let mut seen = HashSet::new();
    people.retain(|person| seen.insert(person.person_ref.clone()));
    if people.len() > usize::try_from(PEOPLE_MAX).unwrap_or_default() {
        people.clear();
    }
    people
}

/// A tenancy with what hangs on it.
#[derive(Clone, Debug)]
pub struct Found {
    pub tenancy: Tenancy,
    pub parties: Vec<Party>,
    /// The home first.
    pub assets: Vec<TenancyAsset>,
    pub accounts: Vec<Account>,
}

/// The tenancies in which a person has, or had, a part.
pub async fn tenancies_of(shelf: &Shelf, person_ref: &str) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for party in other::<Party>(shelf, File::Parties, person_ref).await? {
        found.extend(tenancy(shelf, &party.tenancy_ref).await?);
    }
    Ok(found)
}

async fn tenancy(shelf: &Shelf, tenancy_ref: &str) -> Result<Option<Found>> {
    let Some(tenancy) = one(shelf, File::Tenancies, tenancy_ref).await? else {
        return Ok(None);
    };
    let mut assets: Vec<TenancyAsset> = linked(shelf, File::TenancyAssets, tenancy_ref).await?;
    assets.sort_by_key(|asset| !asset.primary);
    Ok(Some(Found {
        tenancy,
        parties: linked(shelf, File::Parties, tenancy_ref).await?,
        assets,
        accounts: linked(shelf, File::Accounts, tenancy_ref).await?,
    }))
}

pub async fn asset(shelf: &Shelf, asset_ref: &str) -> Result<Option<Asset>> {
    one(shelf, File::Assets, asset_ref).await
}

/// So many places stand in each other at most; a chain that is longer is a circle.
const DEEPEST: usize = 10;

/// What concerns a place and is no home: what it stands in, and what those hold.
pub async fn around(shelf: &Shelf, asset_ref: &str) -> Result<Vec<Asset>> {
    let mut found: Vec<Asset> = Vec::new();
    let mut parent = asset(shelf, asset_ref).await?.and_then(|asset| asset.parent_ref);
    while let Some(above) = parent.take()
        && found.len() < DEEPEST
        && above != asset_ref
        && found.iter().all(|known| known.asset_ref != above)
    {
        if let Some(above) = asset(shelf, &above).await? {
            parent.clone_from(&above.parent_ref);
            found.push(above);
        }
    }
    let mut beside = Vec::new();
    for above in &found {
        let inside: Vec<Asset> = linked(shelf, File::Assets, &above.asset_ref).await?;
        beside.extend(inside.into_iter().filter(|asset| {
            !asset.is_home()
                && asset.asset_ref != asset_ref
                && found.iter().all(|known| known.asset_ref != asset.asset_ref)
        }));
    }
    found.extend(beside);
    Ok(found)
}

pub async fn account(shelf: &Shelf, account_ref: &str) -> Result<Option<Account>> {
    one(shelf, File::Accounts, account_ref).await
}

/// Entries of an account between two days, newest first, up to `limit`, older than `before`.
pub async fn transactions_of(
    shelf: &Shelf,
    account_ref: &str,
    days: (&Day, &Day),
    before: Option<&TransactionKey>,
    limit: i64,
) -> Result<Vec<Transaction>> {
    read(&store::transactions(&shelf.db, shelf.mode, account_ref, days, before, limit).await?)
}

pub async fn lookups(shelf: &Shelf, kind: &str) -> Result<Vec<Lookup>> {
    read(&store::by_words(&shelf.db, shelf.mode, File::Lookups, kind, None, LIST_MAX).await?)
}

/// The repairs of a tenancy, newest first: those in its homes that one of its people reported, or that nobody is named for
/// and that came in while it ran. Whoever lived there before is not told of, nor are they told of others.
pub async fn repairs_of(shelf: &Shelf, tenancy_ref: &str) -> Result<Vec<Repair>> {
    let Some(found) = tenancy(shelf, tenancy_ref).await? else {
        return Ok(Vec::new());
    };
    let mut repairs = Vec::new();
    for asset in &found.assets {
        let there: Vec<Repair> = linked(shelf, File::Repairs, &asset.asset_ref).await?;
        repairs.extend(there.into_iter().filter(|repair| is_theirs(repair, &found)));
    }
    repairs.sort_by(|one, other| {
        (&other.created_at, &other.repair_ref).cmp(&(&one.created_at, &one.repair_ref))
    });
    Ok(repairs)
}

fn is_theirs(repair: &Repair, found: &Found) -> bool {
    let day = &repair.created_at.0;
    let has_begun = found.tenancy.start.as_ref().is_none_or(|start| start <= day);
    let goes_on = found.tenancy.end.as_ref().is_none_or(|end| day <= end);
    match &repair.person_ref {
        Some(person) => found.parties.iter().any(|party| party.person_ref == *person) && has_begun,
        None => has_begun && goes_on,
    }
}
