//! A set of housing files of 100,000 people, taken over by the product's own binary. Wanted: under 200 MB.

use crate::{Outcome, processes::Server};
use domain::drops::{File, MANIFEST};
use services::{args, db::Db, random};
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    io::{BufWriter, Write},
    path::Path,
    time::{Duration, Instant},
};

const PEOPLE: u64 = 100_000;
const LIMIT: Duration = Duration::from_mins(30);

const STATE: &str = "
    select state
    from drop_sets
    order by id desc
    limit 1";

#[expect(clippy::disallowed_methods, reason = "only a duration is measured")]
fn started() -> Instant {
    Instant::now()
}

type Rows = fn(u64) -> String;

/// Files, the names of their columns, rows for each person, and the row.
const FILES: [(File, &str, u64, Rows); 8] = [
    (
        File::People,
        "person_ref,title,forenames,surname,date_of_birth,email,mobile,phone,language",
        1,
        |n| {
            format!(
                "P{n},Ms,Megan Anne,Price-Number-{n},1991-06-18,p{n}@example.org,07400{:06},,en",
                n % 1_000_000
            )
        },
    ),
    (File::Tenancies, "tenancy_ref,tenure,start,end,status", 1, |n| {
        format!("T{n},SECURE,2021-04-05,,Current")
    }),
    (File::Parties, "tenancy_ref,person_ref,role,from,to", 1, |n| {
        format!("T{n},P{n},Main,2021-04-05,")
    }),
    (
        File::Assets,
        "asset_ref,parent_ref,type,uprn,line1,town,postcode,attr:heating",
        1,
        |n| format!("A{n},,Property,,{n} Alder Road,Shrewsbury,SY2 6AB,Gas boiler"),
    ),
    (File::TenancyAssets, "tenancy_ref,asset_ref,primary", 1, |n| {
        format!("T{n},A{n},yes")
    }),
    (
        File::Accounts,
        "account_ref,tenancy_ref,type,balance,as_at,payment_ref,frequency,next_charge_date,next_charge_amount",
        1,
        |n| format!("R{n},T{n},Rent,42.10,2026-11-24T06:00:00,98{n},Weekly,2026-11-30,112.46"),
    ),
    (
        File::Transactions,
        "transaction_ref,account_ref,date,type,description,amount",
        3,
        |n| {
            format!(
                "X{n},R{},2026-11-{:02},RENT,Rent charge,112.46",
                n / 3,
                1 + n % 28
            )
        },
    ),
    (
        File::Repairs,
        "repair_ref,external_ref,asset_ref,person_ref,description,sor_code,status,created_at",
        1,
        |n| {
            format!(
                "W{n},,A{n},P{n},The kitchen tap drips all the time,DEMO-PLB-0101,issued,2026-11-18T09:12:00"
            )
        },
    ),
];

/// Writes the files, and gives the manifest with their rows and bytes in all.
fn write(folder: &Path, people: u64) -> Outcome<(String, u64, u64)> {
    let mut manifest = "file,rows,sha256,as_at\n".to_owned();
    let (mut rows, mut bytes) = (0, 0);
    for (file, header, each, row) in FILES {
        let mut hash = Sha256::new();
        let mut out = BufWriter::new(std::fs::File::create(folder.join(file.file_name()))?);
        let mut line = |text: String| -> Outcome<u64> {
            let text = text + "\n";
            hash.update(text.as_bytes());
            out.write_all(text.as_bytes())?;
            Ok(text.len() as u64)
        };
        bytes += line(header.to_owned())?;
        for number in 0..people * each {
            bytes += line(row(number))?;
        }
        out.flush()?;
        rows += people * each;
        writeln!(
            manifest,
            "{},{},{},2026-11-24T06:00:00",
            file.file_name(),
            people * each,
            random::hex(&hash.finalize())
        )?;
    }
    Ok((manifest, rows, bytes))
}

/// The part of the report about housing files. `BENCH_DROPS` makes it smaller, for a try.
pub async fn measure(folder: &Path) -> Outcome<String> {
    let people = std::env::var("BENCH_DROPS").map_or(Ok(PEOPLE), |text| text.parse())?;
    for old in ["drops.db", "drops.db-wal", "drops.db-shm"] {
        let _nothing_there = std::fs::remove_file(folder.join(old));
    }
    // Where the server looks for files unless it is told otherwise.
    let live = folder.join("drops/live");
    let _nothing_there = std::fs::remove_dir_all(&live);
    std::fs::create_dir_all(&live)?;
    let (manifest, rows, bytes) = write(&live, people)?;
    let database = folder.join("drops.db");
    let server = Server::start(folder, &database).await?;
    let before = server.memory_kib()? / 1024;
    let db = Db::open(&format!("sqlite:{}", database.display())).await?;
    std::fs::write(live.join("manifest.part"), manifest)?;
    std::fs::rename(live.join("manifest.part"), live.join(MANIFEST))?;
    let start = started();
    let state = loop {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let state: Option<(String,)> = db.maybe(STATE, args![]).await?;
        match state {
            Some((state,)) if !matches!(state.as_str(), "waiting" | "reading") => break state,
            _ if start.elapsed() > LIMIT => {
                return Err(format!("the files are not read after {LIMIT:?}: {state:?}").into());
            }
            _ => {}
        }
    };
    let (seconds, peak) = (start.elapsed().as_secs_f64(), server.peak_memory_kib()? / 1024);
    server.stop().await?;
    db.close().await;
    let _left_for_nobody = std::fs::remove_dir_all(&live);
    if state != "taken" {
        return Err(format!("the files are '{state}'").into());
    }
    Ok(format!(
        "\n## Housing files\n\n{people} people with homes, accounts, transactions and repairs: {rows} rows in {} MB, SQLite. From \
         the manifest to the answers: {seconds:.0} s; the server's most memory was {peak} MiB ({before} MiB before). Wanted: at \
         most 200 MiB.\n",
        bytes / 1_000_000
    ))
}
