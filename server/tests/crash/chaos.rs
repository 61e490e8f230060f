//! `kill -9` at random moments, and the time until the program answers again.

use crate::{draws::Draws, housing::Simulators, node::Node, tenants::Tenants};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Of a hundred kills, those in the middle of a press.
const AIMED: usize = 70;
/// Microseconds that an answer takes.
const ANSWERED_WITHIN: usize = 15_000;

/// Kills spread over the reports: each waits until so many tenants are done, then a moment more.
pub async fn while_reporting(
    nodes: &mut [Node],
    tenants: &Tenants,
    kills: usize,
    simulators: &Simulators,
    draws: &mut Draws,
) -> Vec<Duration> {
    let mut moments: Vec<usize> = (0..kills).map(|_| draws.below(tenants.cases.len())).collect();
    moments.sort_unstable();
    let mut downs = Vec::new();
    while downs.len() < kills {
        while tenants.finished() < moments[downs.len()] {
            sleep(Duration::from_millis(2)).await;
        }
        let (left, victim) = (kills - downs.len(), draws.below(nodes.len()));
        if draws.chance(AIMED) {
            tenants.until_pressing(victim).await;
            sleep(draws.micros(0, ANSWERED_WITHIN)).await;
        } else {
            sleep(draws.millis(0, 150)).await;
        }
        downs.extend(strike(nodes, victim, left, simulators, draws).await);
    }
    downs
}

/// Kills while only the workers have something to do.
pub async fn while_delivering(
    nodes: &mut [Node],
    kills: usize,
    simulators: &Simulators,
    draws: &mut Draws,
) -> Vec<Duration> {
    let mut downs = Vec::new();
    while downs.len() < kills {
        sleep(draws.millis(100, 1500)).await;
        let (left, victim) = (kills - downs.len(), draws.below(nodes.len()));
        downs.extend(strike(nodes, victim, left, simulators, draws).await);
    }
    downs
}

/// Kills `victim`; now and then all at once, or one again while it starts. At most `left`; the time to ready of each.
async fn strike(
    nodes: &mut [Node],
    victim: usize,
    left: usize,
    simulators: &Simulators,
    draws: &mut Draws,
) -> Vec<Duration> {
    let (all, again, moment) = (draws.chance(20), draws.chance(20), draws.millis(0, 100));
    let victims = if all && left >= nodes.len() {
        0..nodes.len()
    } else {
        victim..victim + 1
    };
    let mut killed_at = Vec::new();
    for node in &mut nodes[victims.clone()] {
        killed_at.push(Instant::now());
        node.strike().await;
    }
    simulators.let_log_ins_run_out().await;
    let mut downs = Vec::new();
    for node in &mut nodes[victims.clone()] {
        node.restart();
    }
    if again && left > killed_at.len() {
        sleep(moment).await;
        let node = &mut nodes[victims.start];
        // It never was ready in between: both kills were over by then.
        let first = std::mem::replace(&mut killed_at[0], Instant::now());
        node.strike().await;
        node.restart();
        node.until_ready().await;
        downs.push(first.elapsed());
    }
    for (node, killed_at) in nodes[victims].iter_mut().zip(killed_at) {
        node.until_ready().await;
        downs.push(killed_at.elapsed());
    }
    downs
}

/// Seconds from kill to ready.
pub struct Downs {
    pub p50: f64,
    pub p95: f64,
    pub most: f64,
}

impl Downs {
    pub fn of(mut downs: Vec<Duration>) -> Self {
        downs.sort_unstable();
        let at = |percent: usize| {
            let rank = (downs.len() * percent).div_ceil(100).max(1) - 1;
            downs.get(rank).map_or(0.0, Duration::as_secs_f64)
        };
        Self {
            p50: at(50),
            p95: at(95),
            most: at(100),
        }
    }
}
