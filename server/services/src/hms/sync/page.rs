//! One page of a comparison: what it tells is held against what is here, and only what differs is written.

use super::super::store::{self, sync};
use crate::{
    context::Ctx,
    db::Tx,
    error::{Error, Result},
    ports::{
        PortError,
        housing::{Asset, Changed, PersonRecord, Tenancy},
    },
};
use domain::ids::CustomerId;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::{BTreeMap, HashMap, HashSet};
use sync::{Known, Part, Run};

/// Homes asked for at once.
const AT_ONCE: usize = 8;

/// What differs of one page.
#[derive(Default)]
pub struct Page {
    customers: Vec<String>,
    people: Vec<(CustomerId, PersonRecord)>,
    /// By tenancy, so that all who write homes do it in one order.
    homes: BTreeMap<String, (Tenancy, Asset)>,
    parts: Vec<Parts>,
}

struct Parts {
    customer: CustomerId,
    /// The main one first.
    held: Vec<Tenancy>,
    /// What they no longer hold.
    left: Vec<String>,
}

/// Holds a page against what is here, and asks for the homes that it names and that are not here as it tells them.
pub async fn compare(ctx: &Ctx, people: Vec<Changed>) -> Result<Page> {
    let ids: Vec<&str> = people
        .iter()
        .map(|changed| changed.record.person.id.as_str())
        .collect();
    let known = sync::known(&ctx.db, &ids).await?;
    let told: HashMap<&str, &Changed> = people
        .iter()
        .map(|changed| (changed.record.person.id.as_str(), changed))
        .collect();
    let customers: Vec<&str> = known.iter().map(|known| known.customer_id.as_str()).collect();
    let of_known = || {
        known
            .iter()
            .filter_map(|known| told.get(known.person_id.as_str()))
            .copied()
    };
    let held = |changed: &Changed| {
        let all = changed.tenancies.iter();
        all.filter(|tenancy| tenancy.role.holds())
            .cloned()
            .collect::<Vec<_>>()
    };
    let tenancies: BTreeMap<String, Tenancy> = of_known()
        .flat_map(held)
        .map(|tenancy| (tenancy.id.clone(), tenancy))
        .collect();
    let names: Vec<&str> = tenancies.keys().map(String::as_str).collect();
    let (homes, parts) = tokio::try_join!(sync::homes(&ctx.db, &names), sync::parts(&ctx.db, &customers))?;
    let homes: HashMap<String, String> = homes.into_iter().collect();
    let mut here: HashSet<String> = homes.keys().cloned().collect();
    let new_homes = fetch(ctx, tenancies.into_values(), &homes).await?;
    here.extend(new_homes.keys().cloned());
    let mut parts_of: HashMap<String, Vec<Part>> = HashMap::new();
    for part in parts {
        parts_of.entry(part.customer_id.clone()).or_default().push(part);
    }
    let mut page = Page {
        customers: customers.iter().map(|id| (*id).to_owned()).collect(),
        homes: new_homes,
        ..Page::default()
    };
    for known in &known {
        let Some(changed) = told.get(known.person_id.as_str()) else {
            continue;
        };
        let customer =
            CustomerId::parse(&known.customer_id).ok_or_else(|| Error::stored("a customer's id"))?;
        if !is_the_same(known, &changed.record) {
            page.people.push((customer.clone(), changed.record.clone()));
        }
        let mut wanted = held(changed);
        wanted.retain(|tenancy| here.contains(&tenancy.id));
        let stored = parts_of.remove(&known.customer_id).unwrap_or_default();
        let no_longer = |part: &&Part| {
            let other = changed
                .tenancies
                .iter()
                .find(|tenancy| tenancy.id == part.tenancy_id);
            other.is_some_and(|tenancy| !tenancy.role.holds())
        };
        let left: Vec<_> = stored
            .iter()
            .filter(no_longer)
            .map(|part| part.tenancy_id.clone())
            .collect();
        if !left.is_empty() || !are_stored(&wanted, &stored) {
            page.parts.push(Parts {
                customer,
                held: wanted,
                left,
            });
        }
    }
    Ok(page)
}

fn is_the_same(known: &Known, record: &PersonRecord) -> bool {
    known.reference.as_ref() == Some(&record.reference)
        && known.forenames.as_ref() == Some(&record.person.forenames)
        && known.surname.as_ref() == Some(&record.person.surname)
        && known.is_deceased == Some(record.is_deceased)
}

fn are_stored(wanted: &[Tenancy], stored: &[Part]) -> bool {
    wanted.iter().enumerate().all(|(at, tenancy)| {
        stored.iter().any(|part| {
            part.tenancy_id == tenancy.id && part.role == tenancy.role.as_str() && part.is_main == (at == 0)
        })
    })
}

/// The homes of tenancies that are told otherwise than before. One without a home that we may see is left out: it has no
/// address to show, and nothing to repair.
async fn fetch(
    ctx: &Ctx,
    tenancies: impl Iterator<Item = Tenancy>,
    homes: &HashMap<String, String>,
) -> Result<BTreeMap<String, (Tenancy, Asset)>> {
    let wanted = tenancies.filter(|tenancy| homes.get(&tenancy.id) != Some(&store::told(tenancy)));
    let found: Vec<Option<(Tenancy, Asset)>> = stream::iter(wanted)
        .map(|tenancy| async move {
            let Some(asset_id) = &tenancy.asset_id else {
                return Ok(None);
            };
            let asset = ctx.housing()?.asset(asset_id).await?;
            Ok::<_, PortError>(asset.map(|asset| (tenancy, asset)))
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(found
        .into_iter()
        .flatten()
        .map(|(tenancy, asset)| (tenancy.id.clone(), (tenancy, asset)))
        .collect())
}

/// Writes what differs. Gives how many customers were told of for the first time in this run, and how many changed.
pub async fn store(tx: &Tx, run: &Run, page: Page, now: domain::dates::Millis) -> Result<(i64, i64)> {
    let changed: HashSet<&CustomerId> = page
        .people
        .iter()
        .map(|(customer, _)| customer)
        .chain(page.parts.iter().map(|parts| &parts.customer))
        .collect();
    let changed = i64::try_from(changed.len()).unwrap_or(i64::MAX);
    for (tenancy, asset) in page.homes.values() {
        store::keep_home(tx, tenancy, asset, now).await?;
    }
    for (customer, record) in &page.people {
        store::keep_person(tx, customer, record, now).await?;
    }
    for parts in &page.parts {
        for tenancy in &parts.left {
            store::leave_home(tx, &parts.customer, tenancy).await?;
        }
        for (at, tenancy) in parts.held.iter().enumerate() {
            store::keep_part(tx, &parts.customer, tenancy, at == 0, now).await?;
        }
        if let Some(main) = parts.held.first() {
            store::keep_one_main(tx, &parts.customer, &main.id).await?;
        }
    }
    let customers: Vec<&str> = page.customers.iter().map(String::as_str).collect();
    let told = sync::seen(tx, run, &customers, now).await?;
    Ok((told, changed))
}
