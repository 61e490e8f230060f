//! Copies of the landlord's record, each with its age. A page reads the copy; an old one is refreshed behind it, and
//! only a page that has no copy at all waits, never longer than 1.5 s (product R7, SEC-R5).

pub mod lists;
mod refresh;
pub mod sor;
mod store;
pub mod sync;

pub use store::{
    Account, CaseRow, MethodRow, PartyRow, accounts, cases, contact_methods, home_of, parties, tenancy_ids,
};

use crate::{
    context::{Ctx, Customer, Platform},
    error::{Error, Result},
    ports::housing::Capability,
};
use domain::{
    dates::Millis, housing::Resource, ids::CustomerId, integrations::Mode, permissions::Permission,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Semaphore, watch};

/// The longest that a page waits for the housing system.
const PAGE_WAIT: Duration = Duration::from_millis(1500);
/// After a failed refresh the next is tried after this many seconds, not at each page.
const RETRY_SECS: i64 = 30;
/// A copy of so many seconds ago is one of now.
const JUST_NOW_SECS: i64 = 5;
/// Refreshes that run at once.
const AT_ONCE: usize = 8;

/// A copy of one mode: a refresh of the test system says nothing of the live one.
type Key = (Mode, CustomerId, Resource);

/// Refreshes copies, each at most once at a time however many pages want it. In memory: a refresh that is lost with the
/// process is asked for again by the next page.
pub struct Refresher {
    running: Mutex<HashMap<Key, watch::Receiver<bool>>>,
    failed: Mutex<HashMap<Key, Millis>>,
    slots: Semaphore,
}

impl Default for Refresher {
    fn default() -> Self {
        Self {
            running: Mutex::default(),
            failed: Mutex::default(),
            slots: Semaphore::new(AT_ONCE),
        }
    }
}

/// How old a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// When the housing system last told us; `None`: never.
    pub synced_at: Option<Millis>,
    /// Older than the landlord's limit; a newer copy is being fetched.
    pub is_old: bool,
}

impl Ctx {
    /// Whether the housing system of this mode can do this.
    pub fn offers(&self, capability: Capability) -> bool {
        self.housing()
            .is_ok_and(|housing| housing.capabilities().has(capability))
    }
}

/// Whose copies: the account here and the person there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    pub id: CustomerId,
    pub person_id: String,
}

impl From<&Customer> for Whose {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id.clone(),
            person_id: customer.person_id.clone(),
        }
    }
}

/// The ages of all copies of a customer, after asking for what is old and waiting for what is missing.
pub async fn freshen(
    ctx: &Ctx,
    customer: &Customer,
    wanted: &[Resource],
) -> Result<HashMap<Resource, Freshness>> {
    let whose = Whose::from(customer);
    let mut ages = store::ages(&ctx.db, &whose.id).await?;
    let missing = ask_for_newer(ctx, &whose, wanted, &ages);
    if wait_for(missing).await > 0 {
        ages = store::ages(&ctx.db, &whose.id).await?;
    }
    Ok(freshness(ctx, wanted, &ages))
}

/// As [`freshen`], without waiting: what is missing is there the next time.
pub async fn look(ctx: &Ctx, whose: &Whose, wanted: &[Resource]) -> Result<HashMap<Resource, Freshness>> {
    let ages = store::ages(&ctx.db, &whose.id).await?;
    drop(ask_for_newer(ctx, whose, wanted, &ages));
    Ok(freshness(ctx, wanted, &ages))
}

/// Starts refreshing what is old or missing; gives what is missing.
fn ask_for_newer(
    ctx: &Ctx,
    whose: &Whose,
    wanted: &[Resource],
    ages: &HashMap<Resource, Millis>,
) -> Vec<watch::Receiver<bool>> {
    let (now, refreshing) = (ctx.clock.now(), ctx.settings.get().refreshing);
    let mut missing = Vec::new();
    for &resource in wanted {
        match ages.get(&resource) {
            Some(synced_at) if now.secs_since(*synced_at) < refreshing.limit(resource) => {}
            Some(&old) => drop(start(ctx, whose, resource, Unless::NewerThan(Some(old)))),
            None => missing.extend(start(ctx, whose, resource, Unless::NewerThan(None))),
        }
    }
    missing
}

fn freshness(
    ctx: &Ctx,
    wanted: &[Resource],
    ages: &HashMap<Resource, Millis>,
) -> HashMap<Resource, Freshness> {
    let (now, refreshing) = (ctx.clock.now(), ctx.settings.get().refreshing);
    let of = |&resource: &Resource| {
        let synced_at = ages.get(&resource).copied();
        let is_old = synced_at.is_some_and(|at| now.secs_since(at) >= refreshing.limit(resource));
        (resource, Freshness { synced_at, is_old })
    };
    wanted.iter().map(of).collect()
}

/// Waits for these as long as a page may. Gives their number.
async fn wait_for(running: Vec<watch::Receiver<bool>>) -> usize {
    let count = running.len();
    if count > 0 {
        let all = futures_util::future::join_all(running.into_iter().map(finished));
        let _in_time = tokio::time::timeout(PAGE_WAIT, all).await;
    }
    count
}

/// What became of 'Refresh now'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    Now,
    /// It takes longer than a page may wait, or the housing system does not answer.
    NotYet,
}

/// Staff press 'Refresh now' on a customer's record: everything is asked for, also what was refused a moment ago.
pub async fn refresh_now(ctx: &Ctx, customer: &CustomerId) -> Result<Refreshed> {
    ctx.actor.require(Permission::CustomersRead)?;
    let person_id = store::person_of(&ctx.db, customer)
        .await?
        .filter(|person| !person.is_empty())
        .ok_or(Error::NotFound)?;
    let whose = Whose {
        id: customer.clone(),
        person_id,
    };
    let began = ctx.clock.now();
    let running = Resource::ALL.into_iter().filter_map(|resource| {
        lock(&ctx.refresher.failed).remove(&(ctx.mode(), whose.id.clone(), resource));
        start(ctx, &whose, resource, Unless::Never)
    });
    wait_for(running.collect()).await;
    let ages = store::ages(&ctx.db, &whose.id).await?;
    // A refresh that the page before began a moment ago was joined: it is as good.
    let is_new = |resource: Resource| {
        ages.get(&resource)
            .is_some_and(|at| began.secs_since(*at) < JUST_NOW_SECS)
    };
    Ok(if Resource::ALL.into_iter().all(is_new) {
        Refreshed::Now
    } else {
        Refreshed::NotYet
    })
}

async fn finished(mut done: watch::Receiver<bool>) {
    let _closed_means_done_too = done.wait_for(|done| *done).await;
}

/// Asks for a newer copy, for example right after a change was made there.
pub fn refresh_soon(ctx: &Ctx, customer: &Customer, resource: Resource) {
    drop(start(ctx, &Whose::from(customer), resource, Unless::Never));
}

/// When a refresh is not worth asking the housing system.
#[derive(Clone, Copy)]
enum Unless {
    Never,
    /// Another page, perhaps at another node, brought a copy since this age was read.
    NewerThan(Option<Millis>),
}

/// Starts a refresh, or joins the running one; `None` while a failed one rests.
fn start(ctx: &Ctx, customer: &Whose, resource: Resource, unless: Unless) -> Option<watch::Receiver<bool>> {
    let refresher = &ctx.refresher;
    let key = (ctx.mode(), customer.id.clone(), resource);
    let now = ctx.clock.now();
    let resting = |failed_at: &Millis| now.secs_since(*failed_at) < RETRY_SECS;
    if lock(&refresher.failed).get(&key).is_some_and(resting) {
        return None;
    }
    let mut running = lock(&refresher.running);
    if let Some(done) = running.get(&key) {
        return Some(done.clone());
    }
    let (tell, done) = watch::channel(false);
    running.insert(key.clone(), done.clone());
    drop(running);
    let (ctx, customer) = (ctx.clone(), customer.clone());
    tokio::spawn(async move {
        let mut running = Running {
            ctx: &ctx,
            key,
            tell,
            succeeded: false,
        };
        let slot = ctx.refresher.slots.acquire().await;
        let outcome = refresh_unless(&ctx, &customer, resource, unless).await;
        drop(slot);
        running.succeeded = outcome.is_ok();
        if let Err(error) = outcome {
            tracing::warn!(customer = %customer.id, resource = resource.as_str(), %error, "hms.refresh_failed");
        }
    });
    Some(done)
}

async fn refresh_unless(ctx: &Ctx, customer: &Whose, resource: Resource, unless: Unless) -> Result<()> {
    if let Unless::NewerThan(seen) = unless
        && store::ages(&ctx.db, &customer.id).await?.get(&resource).copied() > seen
    {
        return Ok(());
    }
    refresh::run(ctx, customer, resource).await
}

/// A running refresh; its end is noted also when it panics, or it would never be asked for again.
struct Running<'a> {
    ctx: &'a Ctx,
    key: Key,
    tell: watch::Sender<bool>,
    succeeded: bool,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let refresher = &self.ctx.refresher;
        if self.succeeded {
            lock(&refresher.failed).remove(&self.key);
        } else {
            lock(&refresher.failed).insert(self.key.clone(), self.ctx.clock.now());
        }
        lock(&refresher.running).remove(&self.key);
        self.tell.send_replace(true);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Forgets failures that no longer hold anything back.
pub fn sweep(platform: &Platform) {
    let now = platform.clock.now();
    lock(&platform.refresher.failed).retain(|_, failed_at| now.secs_since(*failed_at) < RETRY_SECS);
}
