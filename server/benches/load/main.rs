//! The benchmark: pages and the report under load by `wrk`, beside two yardsticks in the same run (the same HTML as a
//! constant, and the same queries with a plain string template). `make bench` runs it; the result is a table.

mod customers;
mod doors;
mod drops;
mod measure;
mod processes;
mod seed;
mod signing_in;
mod sync;
mod vendors;
mod yardstick;

use measure::{Load, Row};
use processes::{Server, Yardstick};
use std::{collections::BTreeMap, path::PathBuf};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SIZES: [i64; 2] = [10_000, 200_000];
const CONNECTIONS: u32 = 100;
const SECONDS: u32 = 8;

/// Pages that are measured, with a name for the table.
const PAGES: [(&str, &str); 3] = [
    ("home", "/"),
    ("repairs list", "/repairs"),
    ("a repair", "/repairs/{id}"),
];

#[tokio::main]
async fn main() -> Outcome<()> {
    // The HTTP client wants one, although everything here is plain http.
    let _already_there = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["yardstick", database, frames] => yardstick::serve(database, frames).await,
        ["customers"] => {
            say(&customers::measure(&folder()?).await?);
            Ok(())
        }
        ["sync"] => {
            say(&sync::measure(&folder()?).await?);
            Ok(())
        }
        ["vendors"] => {
            say(&vendors::measure(&folder()?).await?);
            Ok(())
        }
        ["drops"] => {
            say(&drops::measure(&folder()?).await?);
            Ok(())
        }
        _ => run().await,
    }
}

fn folder() -> Outcome<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("load");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[expect(clippy::print_stdout, reason = "the result of the benchmark")]
fn say(part: &str) {
    println!("{part}");
}

#[expect(clippy::print_stdout, reason = "the result of the benchmark")]
async fn run() -> Outcome<()> {
    let folder = folder()?;
    let mut rows = Vec::new();
    let mut memory = BTreeMap::new();
    let (mut weights, mut parts) = (String::new(), String::new());
    for size in SIZES {
        let database = folder.join(format!("{size}.db"));
        seed::fill(&database, size).await?;
        let server = Server::start(&folder, &database).await?;
        let drafts = seed::drafts(&database, size).await?;
        let mut frames = Vec::new();
        for (name, path) in PAGES {
            let path = path.replace("{id}", &seed::repair_id(1, 1));
            frames.push((name, path.clone(), measure::fetch(&server.address, &path).await?));
        }
        if size == SIZES[0] {
            weights = measure::weights(&server.address, &frames).await?;
        }
        let yardstick = Yardstick::start(&folder, &database, &frames).await?;
        for (name, path, _) in &frames {
            let load = Load {
                connections: CONNECTIONS,
                seconds: SECONDS,
                sessions: seed::sessions(size),
            };
            let ours = measure::get(&server.address, path, &load)?;
            let template = measure::get(&yardstick.address, path, &load)?;
            let constant = measure::get(&yardstick.address, &format!("/constant{path}"), &load)?;
            rows.push(Row {
                size,
                what: (*name).to_owned(),
                ours,
                template: Some(template),
                constant: Some(constant),
            });
        }
        memory.insert(size, server.memory_kib()?);
        if size == SIZES[1] {
            parts.push_str(&signing_in::measure(&server, &database, &folder, size).await?);
        }
        let report = measure::post(&server.address, &drafts, 20, SECONDS)?;
        rows.push(Row {
            size,
            what: "report POST (20 connections)".into(),
            ours: report,
            template: None,
            constant: None,
        });
        server.stop().await?;
        drop(yardstick);
    }
    parts.push_str(&customers::measure(&folder).await?);
    parts.push_str(&sync::measure(&folder).await?);
    parts.push_str(&vendors::measure(&folder).await?);
    parts.push_str(&drops::measure(&folder).await?);
    let text = measure::table(&rows, &memory, &weights) + &parts;
    println!("{text}");
    std::fs::write(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md"),
        text,
    )?;
    Ok(())
}
