//! Kills the real program again and again while tenants report repairs and the housing system misbehaves. Whatever was
//! acknowledged is there, once, here and there (SEC-R1, R2, R3, R6; integrations 15.4). Every choice follows the seed;
//! only the scheduling of the processes does not. `deliveries` does the same to a long queue of everything that leaves.
//!
//! `CRASH_REPORTS` (60), `CRASH_KILLS` (4), `CRASH_SEED` (7), and `CRASH_PATIENCE`: how many seconds the queue has for
//! itself before its waits are cut short (3; 600 for more than 200 reports, so that leases and waits run out by
//! themselves).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it is surprised"
)]

mod chaos;
mod deliveries;
mod draws;
mod housing;
mod node;
mod passing_on;
mod queue;
mod seed;
mod tally;
mod tenants;
mod verdict;

use draws::Draws;
use housing::Simulators;
use node::Node;
use services::{args, testing::Test};
use std::{
    io::Write,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tenants::Tenants;
use tokio::{sync::Mutex, time::Instant};

/// The host that the program answers to.
const HOST: &str = "tenants.example.org";

/// What is wanted of one run.
#[derive(Clone, Copy)]
struct Plan {
    reports: usize,
    kills: usize,
    seed: u64,
    patience: Duration,
}

impl Plan {
    fn from_env() -> Self {
        let reports = number("CRASH_REPORTS", 60);
        Self {
            reports: usize::try_from(reports).unwrap(),
            kills: usize::try_from(number("CRASH_KILLS", 4)).unwrap(),
            seed: number("CRASH_SEED", 7),
            patience: Duration::from_secs(number("CRASH_PATIENCE", if reports > 200 { 600 } else { 3 })),
        }
    }
}

fn number(name: &str, usual: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is '{text}': give a number.")),
        Err(_) => usual,
    }
}

/// One engine after the other: the times from kill to ready are to be those of one program.
static TURN: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

services::both_engines! {
    async fn acknowledged_reports_survive_every_kill(test: Test) {
        let _turn = TURN.lock().await;
        let plan = Plan::from_env();
        let engine = test.platform.db.engine_name();
        say(&format!("crash {engine}: seed {}, {} reports, {} kills", plan.seed, plan.reports, plan.kills));
        run(&test, engine, plan).await;
    }
}

async fn run(test: &Test, engine: &str, plan: Plan) {
    let began = Instant::now();
    let simulators = Simulators::start(plan.seed).await;
    let db = &test.platform.db;
    // A few tenants report more than anybody would in a day.
    test.set(|settings| settings.messages_to_one_a_day = settings.messages_a_day)
        .await;
    let cases = seed::plant(db, simulators.people(), plan).await;
    let count = if engine == "sqlite" { 1 } else { 2 };
    let mut nodes = Vec::new();
    for number in 1..=count {
        let outside = [simulators.housing_settings(), simulators.mail_settings()].concat();
        nodes.push(Node::start(number, engine, test, outside).await);
    }
    simulators.misbehave(plan.seed, plan.reports).await;

    let tenants = Arc::new(Tenants::new(
        cases,
        nodes.iter().map(|node| node.url.clone()).collect(),
        plan.seed,
    ));
    let posting = tokio::spawn(Arc::clone(&tenants).report_all());
    let mut draws = Draws::of(plan.seed, "chaos");
    let late = plan.kills / 4;
    let mut downs =
        chaos::while_reporting(&mut nodes, &tenants, plan.kills - late, &simulators, &mut draws).await;
    posting.await.expect("every press was answered as it should");
    let posted = began.elapsed();
    downs.extend(chaos::while_delivering(&mut nodes, late, &simulators, &mut draws).await);

    let struck = simulators.behave().await;
    drain(test, plan, engine).await;
    let again = tenants.press_all_again().await;
    let found = verdict::reach(db, &tenants, &simulators).await;
    for node in nodes {
        node.kill().await;
    }
    let downs = chaos::Downs::of(downs);
    say(&format!(
        "crash {engine}: seed {}, {} reports: {}, {again} pressed again at the end; {} kills, to ready p50 {:.2} s, \
         p95 {:.2} s, most {:.2} s; {found}; faults {struck}; posted in {:.0} s, all in {:.0} s",
        plan.seed,
        plan.reports,
        tenants.tally(),
        plan.kills,
        downs.p50,
        downs.p95,
        downs.most,
        posted.as_secs_f64(),
        began.elapsed().as_secs_f64(),
    ));
}

const WAITING: &str = "
    select count(*)
    from outbox
    where state = 'waiting'";

/// Also the jobs that a worker has in hand: somebody else does them as well, as if that worker had overslept.
const CUT_SHORT: &str = "
    update outbox
    set run_after = 0, lease_until = 0
    where state = 'waiting'";

const CUT_WAITS_SHORT: &str = "
    update outbox
    set run_after = 0
    where state = 'waiting' and lease_until <= $1";

/// Waits until nothing is queued any more.
async fn drain(test: &Test, plan: Plan, engine: &str) {
    const SHORTENED_ENDS_WITHIN: Duration = Duration::from_mins(4);
    let (db, began) = (&test.platform.db, Instant::now());
    let (mut cut_at, mut told_at) = (None::<Instant>, began);
    loop {
        let (waiting,): (i64,) = db.one(WAITING, args![]).await.unwrap();
        if waiting == 0 {
            return;
        }
        assert!(
            began.elapsed() < plan.patience + SHORTENED_ENDS_WITHIN,
            "{engine}, seed {}: {waiting} jobs are still waiting",
            plan.seed
        );
        if told_at.elapsed() > Duration::from_secs(30) {
            told_at = Instant::now();
            say(&format!("crash {engine}: {waiting} jobs wait"));
        }
        if began.elapsed() > plan.patience && cut_at.is_none_or(|at| at.elapsed() > Duration::from_secs(2)) {
            if cut_at.is_none() {
                db.execute(CUT_SHORT, args![]).await.unwrap();
            } else {
                db.execute(CUT_WAITS_SHORT, args![seed::now()]).await.unwrap();
            }
            cut_at = Some(Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// The harness keeps what a test prints; this is for whoever watches.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("there is somebody to tell");
}
