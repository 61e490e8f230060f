//! A long queue of repairs, mails and texts drains through vendors that misbehave and processes that are killed.
//!
//! What is promised depends on what a vendor lets us ask:
//!
//! - **Housing system**: takes our reference as a key, and is asked by it. Each repair arrives once, always.
//! - **GOV.UK Notify**: our reference is no key, but is asked by before every further try. Each message is taken once,
//!   unless Notify takes longer than the minute of a lease to show what it took.
//! - **Twilio**: knows no reference. Before every further try it is asked for a text to that number with those words since
//!   ours was queued. Each text is taken once, with the same exception.
//! - **SMTP**: cannot be asked. A message whose confirmation was lost is sent again under the same `Message-ID`, so that
//!   mail systems can drop the copy. No copy without such a loss or a kill; no second `Message-ID`, ever.
//!
//! A lease is a minute. Where every process is down the queue is told that this minute has passed; where another one works
//! it passes by itself, because a lease that is cut short under a living worker means two who do the same.
//!
//! `DELIVERIES` (150), `DELIVERY_KILLS` (2) and `CRASH_SEED` (7).

use crate::{
    Plan, TURN,
    draws::Draws,
    housing::Simulators,
    node::Node,
    number,
    passing_on::{Pair, PassingOn},
    queue::{self, Queue},
    say, seed, tally,
};
use services::{args, db::Db, ports::clock::SystemClock, testing::Test};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

fn plan() -> Plan {
    let deliveries = usize::try_from(number("DELIVERIES", 150)).unwrap();
    Plan {
        // Each repair brings a mail; for two of them there are three mails and three texts more.
        reports: deliveries / 5,
        kills: usize::try_from(number("DELIVERY_KILLS", 2)).unwrap(),
        seed: number("CRASH_SEED", 7),
        patience: Duration::from_secs(if deliveries > 1_000 { 1_800 } else { 120 }),
    }
}

services::both_engines! {
    async fn a_queue_for_a_mail_server_and_twilio_drains_once(test: Test) {
        let _turn = TURN.lock().await;
        run(&test, Pair::SmtpAndTwilio, plan()).await;
    }

    async fn a_queue_for_notify_drains_once(test: Test) {
        let _turn = TURN.lock().await;
        run(&test, Pair::Notify, plan()).await;
    }
}

async fn run(test: &Test, pair: Pair, plan: Plan) {
    let engine = test.platform.db.engine_name();
    let name = format!("{engine}, {pair:?}");
    test.set(|settings| settings.messages_to_one_a_day = settings.messages_a_day)
        .await;
    let platform = test.node_with_clock(Arc::new(SystemClock)).await;
    let simulators = Simulators::start(plan.seed).await;
    let passing_on = PassingOn::start(pair, plan.seed, &platform).await;
    let queue = queue::fill(&platform, simulators.people(), plan).await;
    simulators.misbehave(plan.seed, plan.reports).await;
    passing_on.misbehave(&simulators, &queue, plan.seed).await;
    say(&format!(
        "deliveries {name}: seed {}, {} wait",
        plan.seed,
        queue.deliveries()
    ));

    let began = Instant::now();
    let count = if engine == "sqlite" { 1 } else { 2 };
    let mut nodes = Vec::new();
    for number in 1..=count {
        let name = format!("deliveries-{engine}-{pair:?}").to_lowercase();
        nodes.push(Node::start(number, &name, test, passing_on.settings(&simulators)).await);
    }
    let door = nodes[0].url.trim_start_matches("http://");
    passing_on.tell_news(door).await;
    let drain = Drain {
        db: &platform.db,
        queue: &queue,
        name: &name,
        ends: began + plan.patience,
    };
    let killed = kill(&mut nodes, &drain, (&simulators, &passing_on), plan).await;
    drain.until_done(queue.deliveries()).await;
    let took = began.elapsed();
    let housing = simulators.behave().await;
    let struck = passing_on.behave(&simulators, &queue, plan.seed).await;
    for node in nodes {
        node.kill().await;
    }
    let found = tally::compare(&platform.db, &queue, (&simulators, &passing_on), &struck, killed).await;
    platform.db.close().await;
    say(&format!(
        "deliveries {name}: seed {}, {killed} processes killed; {found}; housing {housing}; messages {}; in {:.0} s",
        plan.seed,
        struck.words,
        took.as_secs_f64(),
    ));
}

/// Kills while the queue drains: now and then all nodes at once, the last time in any case. How many processes.
async fn kill(
    nodes: &mut [Node],
    drain: &Drain<'_>,
    (simulators, passing_on): (&Simulators, &PassingOn),
    plan: Plan,
) -> usize {
    let mut draws = Draws::of(plan.seed, "kills");
    let most = drain.queue.deliveries() * 9 / 10;
    let mut moments: Vec<usize> = (0..plan.kills).map(|_| draws.below(most)).collect();
    moments.sort_unstable();
    let mut killed = 0;
    for (turn, moment) in moments.into_iter().enumerate() {
        let (victim, all) = (draws.below(nodes.len()), draws.chance(30));
        let is_last = turn + 1 == plan.kills;
        let victims = if all || is_last || nodes.len() == 1 {
            0..nodes.len()
        } else {
            victim..victim + 1
        };
        drain.until_done(moment).await;
        sleep(draws.micros(0, 30_000)).await;
        for node in &mut nodes[victims.clone()] {
            node.strike().await;
        }
        killed += victims.len();
        simulators.let_log_ins_run_out().await;
        if victims.len() == nodes.len() {
            settle(simulators, passing_on).await;
            drain.let_a_minute_pass().await;
        }
        for node in &mut nodes[victims.clone()] {
            node.restart();
        }
        for node in &mut nodes[victims] {
            node.until_ready().await;
        }
    }
    killed
}

/// Until the vendors have read what the dead had sent.
async fn settle(simulators: &Simulators, passing_on: &PassingOn) {
    let mut before = None;
    loop {
        let now = (
            simulators.ledger().await.accepted,
            simulators.mails().0,
            passing_on.taken(),
        );
        if before == Some(now) {
            return;
        }
        before = Some(now);
        sleep(Duration::from_millis(200)).await;
    }
}

const WAITING: &str = "
    select count(*)
    from outbox
    where state = 'waiting'";

// Waits after failed tries are cut short; never a lease, which would be two workers at one delivery.
const CUT_WAITS_SHORT: &str = "
    update outbox
    set run_after = 0
    where id in (
        select id
        from outbox
        where state = 'waiting' and run_after > $1 and lease_until <= $1
        order by run_after
        limit 500)";

const END_LEASES: &str = "
    update outbox
    set run_after = 0, lease_until = 0
    where state = 'waiting'";

struct Drain<'a> {
    db: &'a Db,
    queue: &'a Queue,
    name: &'a str,
    ends: Instant,
}

impl Drain<'_> {
    /// Waits until so many deliveries are done.
    async fn until_done(&self, count: usize) {
        const HURRY_EVERY: Duration = Duration::from_secs(2);
        let left = i64::try_from(self.queue.deliveries() - count).unwrap();
        let (mut hurried_at, mut told_at) = (Instant::now(), Instant::now());
        loop {
            let (waiting,): (i64,) = self.db.one(WAITING, args![]).await.unwrap();
            if waiting <= left {
                return;
            }
            assert!(
                Instant::now() < self.ends,
                "{}: {waiting} deliveries are still waiting",
                self.name
            );
            if told_at.elapsed() > Duration::from_secs(30) {
                told_at = Instant::now();
                say(&format!("deliveries {}: {waiting} wait", self.name));
            }
            if hurried_at.elapsed() > HURRY_EVERY {
                hurried_at = Instant::now();
                self.db
                    .execute(CUT_WAITS_SHORT, args![seed::now()])
                    .await
                    .unwrap();
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn let_a_minute_pass(&self) {
        self.db.execute(END_LEASES, args![]).await.unwrap();
    }
}
