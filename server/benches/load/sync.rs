//! The night: every customer compared with the housing system for the first time, by the product's own binary, against
//! the simulator. Promised for 100,000: under 15 minutes, under 200 MB.

use crate::{Outcome, processes::Server};
use services::{args, db::Db};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const CUSTOMERS: i64 = 100_000;
const BATCH: i64 = 2_000;
const ID: &str = "00000004-0000-7000-8000-000000000000";
const LIMIT: Duration = Duration::from_mins(30);

/// So many customers who have never been here, each a person of the simulator.
const FILL: &str = "
    insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at)
     with recursive numbers (n) as (select $1 union all select n + 1 from numbers where n < $2)
     select printf('00000004-0000-7000-8000-%012x', n), 'c' || n || '@example.org', '', 'Customer', 'Number ' || n,
         printf('CON-%06d', n), 'en', 0
     from numbers";

const START: &str = "
    insert into housing_syncs (id, night, of_everybody, state, since, place, pages, told, changed, restarts, failures,
        trouble, run_after, lease_until, leases, started_at, mode)
    values ($1, null, true, 'running', null, null, 0, 0, 0, 0, 0, '', 0, 0, 0, $2, 'live')";

const PROGRESS: &str = "
    select state, pages, told, changed
    from housing_syncs
    where id = $1";

#[expect(clippy::disallowed_methods, reason = "only a duration is measured")]
fn started() -> Instant {
    Instant::now()
}

/// The part of the report about the night. `BENCH_SYNC` makes it smaller, for a try.
pub async fn measure(folder: &Path) -> Outcome<String> {
    let size = std::env::var("BENCH_SYNC").map_or(Ok(CUSTOMERS), |text| text.parse())?;
    let file = folder.join("sync.db");
    for old in ["sync.db", "sync.db-wal", "sync.db-shm"] {
        let _nothing_there = std::fs::remove_file(folder.join(old));
    }
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    for begin in (1..=size).step_by(usize::try_from(BATCH)?) {
        db.execute(FILL, args![begin, size.min(begin + BATCH - 1)])
            .await?;
    }
    // The housing system of the environment is adopted at the first start, and the run found by its worker.
    db.execute(START, args![ID, 0_i64]).await?;
    let server = Server::with_people(folder, &file, Some(usize::try_from(size)?)).await?;
    let start = started();
    let (state, pages, told, changed) = loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now: (String, i64, i64, i64) = db.one(PROGRESS, args![ID]).await?;
        if now.0 != "running" {
            break now;
        }
        if start.elapsed() > LIMIT {
            return Err(format!("the comparison is not done after {LIMIT:?}: {now:?}").into());
        }
    };
    let (seconds, peak) = (start.elapsed().as_secs_f64(), server.peak_memory_kib()? / 1024);
    server.stop().await?;
    db.close().await;
    if state != "done" {
        return Err(format!("the comparison is '{state}'").into());
    }
    Ok(format!(
        "\n## Every customer compared with the housing system\n\n{size} customers who were never compared before, SQLite, with \
         homes: {pages} pages told of {told}, {changed} changed, in {seconds:.0} s; the server's most memory was {peak} MiB. \
         Promised for 100,000: at most 900 s and 200 MiB.\n"
    ))
}
