//! How connections are doing. Every node counts what it experiences and adds it to the database each second, so that all
//! nodes show the same, and no page has to ask a system that may hang.

mod store;

use super::store as connections;
use crate::{
    context::{Ctx, Platform},
    db::Db,
    error::Result,
    ports::PortError,
};
use domain::{
    dates::Millis,
    integrations::{Mode, Slot, State},
    permissions::Permission,
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

const MINUTE_MILLIS: i64 = 60_000;
/// Minutes of the sparkline.
const SHOWN: i64 = 60;
/// Minutes are kept for a day.
const KEPT: i64 = 24 * 60;

/// Calls of one minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minute {
    pub calls: i64,
    pub faults: i64,
    pub total_ms: i64,
    pub slowest_ms: i64,
}

/// What was experienced of one version of a connection since it was stored last.
#[derive(Clone, Debug, Default)]
struct Tally {
    minutes: BTreeMap<i64, Minute>,
    success_at: i64,
    error_at: i64,
    error_kind: &'static str,
    error_code: String,
}

type Key = (Slot, Mode, i64);

/// The tallies of this node.
#[derive(Default)]
pub(super) struct Meters(Mutex<HashMap<Key, Tally>>);

/// Counts the calls of one connection.
#[derive(Clone)]
pub struct Meter {
    meters: Arc<Meters>,
    key: Key,
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meter({:?})", self.key)
    }
}

impl Meters {
    pub(super) fn meter(self: &Arc<Self>, slot: Slot, mode: Mode, version: i64) -> Meter {
        Meter {
            meters: Arc::clone(self),
            key: (slot, mode, version),
        }
    }

    /// Adds what was counted to the database, if anything was.
    pub(super) async fn store(&self, db: &Db) -> Result<()> {
        let tallies = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if tallies.is_empty() {
            return Ok(());
        }
        // Nodes that store at once take the rows in one order, or they would wait for each other.
        let tallies: BTreeMap<Key, Tally> = tallies.into_iter().collect();
        db.tx(move |tx| async move {
            for (key, tally) in &tallies {
                store::add(&tx, *key, tally).await?;
            }
            Ok(())
        })
        .await
    }
}

impl Meter {
    /// One that nobody reads, for adapters that are tried out.
    pub fn unread(slot: Slot, mode: Mode) -> Self {
        Arc::new(Meters::default()).meter(slot, mode, 0)
    }

    /// A call ended. A refusal is an answer; what was not even tried is no call.
    pub fn note(&self, outcome: std::result::Result<(), &PortError>, took: Duration, now: Millis) {
        if matches!(
            outcome,
            Err(PortError::Unavailable(crate::ports::Trouble::Resting))
        ) {
            return;
        }
        let ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
        let mut tallies = self.meters.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry(self.key).or_default();
        let minute = tally.minutes.entry(now.0.div_euclid(MINUTE_MILLIS)).or_default();
        minute.calls += 1;
        minute.total_ms = minute.total_ms.saturating_add(ms);
        minute.slowest_ms = minute.slowest_ms.max(ms);
        // Of two calls that end in one millisecond the later one counts.
        let at = now.0.max(tally.success_at.max(tally.error_at) + 1);
        match outcome {
            Ok(()) | Err(PortError::Rejected(_)) => tally.success_at = at,
            Err(error) => {
                minute.faults += 1;
                tally.error_at = at;
                error.code().clone_into(&mut tally.error_code);
                tally.error_kind = match error {
                    PortError::Misconfigured(_) => MISCONFIGURED,
                    _ => "unavailable",
                };
            }
        }
    }
}

const MISCONFIGURED: &str = "misconfigured";

/// How one slot is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub slot: Slot,
    /// The vendor, if there is a connection.
    pub vendor: Option<String>,
    /// The connection's version; 0 if there is none.
    pub version: i64,
    pub state: State,
    pub success_at: Option<Millis>,
    /// When it failed last, and the code of why.
    pub error: Option<(Millis, String)>,
    /// Deliveries that wait for it.
    pub waiting: i64,
    /// The last hour, oldest first.
    pub minutes: Vec<Minute>,
}

impl Status {
    fn of(slot: Slot, row: Option<&connections::Row>, health: Option<&store::Health>) -> Self {
        let version = row.map_or(0, |row| row.version);
        let of_now = |at: i64, of: i64| if of == version { at } else { 0 };
        let (success, error) = health.map_or((0, 0), |health| {
            (
                of_now(health.success_at, health.success_version),
                of_now(health.error_at, health.error_version),
            )
        });
        let state = match row {
            None => State::NotSetUp,
            Some(row) if !row.enabled => State::Off,
            Some(row) if !row.complete => State::NotSetUp,
            Some(_) if error > success => match health {
                Some(health) if health.error_kind == MISCONFIGURED => State::Failing,
                _ => State::Degraded,
            },
            Some(_) if success == 0 => State::Untried,
            Some(_) => State::Connected,
        };
        let seen = |at: i64| (at > 0).then_some(Millis(at));
        Self {
            slot,
            vendor: row.map(|row| row.vendor.clone()),
            version,
            state,
            success_at: health.and_then(|health| seen(health.success_at)),
            error: health.and_then(|health| seen(health.error_at).map(|at| (at, health.error_code.clone()))),
            waiting: 0,
            minutes: Vec::new(),
        }
    }
}

/// The slot that a kind of delivery needs.
fn slot_of(kind: &str) -> Option<Slot> {
    match kind {
        "send-mail" => Some(Slot::Mail),
        "send-text" => Some(Slot::Text),
        "send-repair" | "cancel-repair" | "send-photo" | "look-up-registration" => Some(Slot::Housing),
        _ => None,
    }
}

/// The states of the mode of now alone, for those who may know no more: machines, and the public page.
pub async fn states(platform: &Platform) -> Result<Vec<Status>> {
    states_of(platform, platform.db.mode()).await
}

async fn states_of(platform: &Platform, mode: Mode) -> Result<Vec<Status>> {
    let db = &platform.db;
    let (rows, health) = (
        connections::all_newest(db, mode).await?,
        store::read(db, mode).await?,
    );
    Ok(Slot::IN_USE
        .iter()
        .map(|slot| {
            let row = rows.iter().find(|row| row.slot == slot.as_str());
            let health = health.iter().find(|health| health.slot == slot.as_str());
            Status::of(*slot, row, health)
        })
        .collect())
}

/// How every slot is doing in a mode. Reads the database only.
pub async fn overview(ctx: &Ctx, mode: Mode) -> Result<Vec<Status>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    details_of(ctx, mode).await
}

/// As [`overview`] of the mode of now, without asking who wants to know: for the metrics.
pub async fn with_details(platform: &Platform) -> Result<Vec<Status>> {
    details_of(platform, platform.db.mode()).await
}

async fn details_of(platform: &Platform, mode: Mode) -> Result<Vec<Status>> {
    let mut all = states_of(platform, mode).await?;
    let newest = platform.clock.now().0.div_euclid(MINUTE_MILLIS);
    let first = newest - SHOWN + 1;
    let (minutes, waiting) = (
        store::minutes(&platform.db, mode, first).await?,
        store::waiting(&platform.db, mode).await?,
    );
    for status in &mut all {
        status.minutes = vec![Minute::default(); usize::try_from(SHOWN).unwrap_or_default()];
        for row in minutes.iter().filter(|row| row.slot == status.slot.as_str()) {
            let place = usize::try_from(row.minute - first).unwrap_or(usize::MAX);
            if let Some(minute) = status.minutes.get_mut(place) {
                *minute = row.counts();
            }
        }
        status.waiting = waiting
            .iter()
            .filter(|(kind, _)| slot_of(kind) == Some(status.slot))
            .map(|(_, count)| count)
            .sum();
    }
    Ok(all)
}

/// How one slot is doing.
pub async fn status(ctx: &Ctx, slot: Slot, mode: Mode) -> Result<Option<Status>> {
    Ok(overview(ctx, mode)
        .await?
        .into_iter()
        .find(|status| status.slot == slot))
}

/// Forgets minutes that nobody looks at any more.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let before = platform.clock.now().0.div_euclid(MINUTE_MILLIS) - KEPT;
    platform
        .db
        .tx(move |tx| async move { store::sweep(&tx, before).await })
        .await
}
