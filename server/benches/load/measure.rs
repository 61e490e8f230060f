//! Runs `wrk` and reads what it says; weighs pages; writes the table.

use crate::{Outcome, processes::HOST};
use std::{collections::BTreeMap, fmt::Write, process::Command};

/// How hard and how long.
pub struct Load {
    pub connections: u32,
    pub seconds: u32,
    /// Cookies that the requests take turns with.
    pub sessions: Vec<String>,
}

/// What a run showed.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// A line of the table.
pub struct Row {
    pub size: i64,
    pub what: String,
    pub ours: Figures,
    pub template: Option<Figures>,
    pub constant: Option<Figures>,
}

/// A page as customer 1 sees it.
pub async fn fetch(address: &str, path: &str) -> Outcome<String> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    let response = client
        .get(format!("http://{address}{path}"))
        .header("host", HOST)
        .header("cookie", "__Host-portal=bench-session-1")
        .send()
        .await?;
    if !response.status().is_success() {
        return Err(format!("{path} answered {}", response.status()).into());
    }
    Ok(response.text().await?)
}

/// GETs by many people; a repair's page, which is one person's, by that one.
pub fn get(address: &str, path: &str, load: &Load) -> Outcome<Figures> {
    let everybody = !path.contains("/repairs/");
    let sessions = if everybody {
        load.sessions.clone()
    } else {
        load.sessions.iter().take(1).cloned().collect()
    };
    let list = sessions
        .iter()
        .map(|session| format!("\"{session}\""))
        .collect::<Vec<_>>()
        .join(",");
    let script = format!(
        "local sessions = {{{list}}}\nlocal at = 0\nrequest = function()\n  at = at % #sessions + 1\n  \
         return wrk.format('GET', nil, {{['Host']='{HOST}', ['Accept']='text/html', ['Cookie']='__Host-portal=' .. sessions[at]}})\nend\n{}",
        ALL_WELL.replace("EXPECTED", "200")
    );
    wrk(address, path, load.connections, load.seconds, &script)
}

/// Sends each report once.
pub fn post(address: &str, drafts: &[(String, String)], connections: u32, seconds: u32) -> Outcome<Figures> {
    let list = drafts
        .iter()
        .map(|(draft, session)| format!("{{\"{draft}\",\"{session}\"}}"))
        .collect::<Vec<_>>()
        .join(",");
    let script = format!(
        "local drafts = {{{list}}}\nlocal at = 0\nrequest = function()\n  at = at + 1\n  local draft = drafts[at]\n  \
         return wrk.format('POST', nil, {{['Host']='{HOST}', ['Origin']='https://{HOST}', ['Accept']='text/html', \
         ['Content-Type']='application/x-www-form-urlencoded', ['Cookie']='__Host-portal=' .. draft[2]}}, 'draft=' .. draft[1])\nend\n{}",
        ALL_WELL.replace("EXPECTED", "303")
    );
    wrk(
        address,
        "/api/portal/repairs/report",
        connections,
        seconds,
        &script,
    )
}

/// A run in which anything went wrong is no measurement.
const ALL_WELL: &str = "
local wrong = 0
response = function(status) if status ~= EXPECTED then wrong = wrong + 1 end end
local threads = {}
setup = function(thread) table.insert(threads, thread) end
done = function(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.status
  io.write(string.format('RESULT %f %f %f %d\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end
";

fn wrk(address: &str, path: &str, connections: u32, seconds: u32, script: &str) -> Outcome<Figures> {
    let file = std::env::temp_dir().join(format!("load-{}.lua", std::process::id()));
    std::fs::write(&file, script)?;
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{connections}"),
            &format!("-d{seconds}s"),
            "--timeout",
            "10s",
            "-s",
        ])
        .arg(&file)
        .arg(format!("http://{address}{path}"))
        .output()
        .map_err(|error| format!("wrk cannot be started ({error}); install the package 'wrk'"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let result = said
        .lines()
        .find_map(|line| line.strip_prefix("RESULT "))
        .ok_or_else(|| format!("wrk said: {said}"))?;
    let figures: Vec<f64> = result
        .split(' ')
        .filter_map(|figure| figure.parse().ok())
        .collect();
    match figures[..] {
        [per_second, p50_ms, p99_ms, 0.0] => Ok(Figures {
            per_second,
            p50_ms,
            p99_ms,
        }),
        _ => Err(format!("requests to {path} failed: {result}\n{said}").into()),
    }
}

fn compressed(bytes: &[u8]) -> Outcome<usize> {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(small.len())
}

/// Bytes of pages and of what they load.
pub async fn weights(address: &str, pages: &[(&str, String, String)]) -> Outcome<String> {
    let mut text = "| what | raw bytes | brotli bytes |\n|---|---:|---:|\n".to_owned();
    for (name, _, html) in pages {
        writeln!(
            text,
            "| HTML of {name} | {} | {} (if a proxy compresses it) |",
            html.len(),
            compressed(html.as_bytes())?
        )?;
    }
    let names: BTreeMap<String, String> = server::http::assets::names()
        .iter()
        .map(|(name, hashed)| (name.clone(), hashed.clone()))
        .collect();
    let client = reqwest::Client::builder().no_proxy().build()?;
    for (name, hashed) in names {
        let mut sizes = Vec::new();
        for encoding in ["identity", "br"] {
            let url = format!("http://{address}/pkg/{hashed}");
            let response = client
                .get(url)
                .header("host", HOST)
                .header("accept-encoding", encoding)
                .send()
                .await?;
            sizes.push(response.error_for_status()?.bytes().await?.len());
        }
        writeln!(text, "| {name} | {} | {} |", sizes[0], sizes[1])?;
    }
    Ok(text)
}

fn cell(figures: Option<Figures>) -> String {
    figures.map_or_else(
        || "–".into(),
        |figures| {
            format!(
                "{:.0} · {:.1} · {:.1}",
                figures.per_second, figures.p50_ms, figures.p99_ms
            )
        },
    )
}

/// The whole result.
pub fn table(rows: &[Row], memory: &BTreeMap<i64, u64>, weights: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let mut text = format!(
        "# Benchmarks\n\nWritten by `make bench`: release build, SQLite, {cores} cores shared by the server and the load program \
         (`wrk`, 1 thread, 100 connections, 500 signed-in people taking turns). Each cell: requests a second · p50 ms · p99 ms. \
         'Template' runs the same queries and fills a plain string; 'constant' is the same bytes from a bare handler.\n\n\
         | customers | what | TenantWise | template | constant | TenantWise ÷ template |\n|---:|---|---:|---:|---:|---:|\n"
    );
    for row in rows {
        let share = row.template.map_or_else(
            || "–".into(),
            |template| format!("{:.0} %", row.ours.per_second / template.per_second * 100.0),
        );
        let Row {
            size,
            what,
            ours,
            template,
            constant,
        } = row;
        let line = format!(
            "| {size} | {what} | {} | {} | {} | {share} |\n",
            cell(Some(*ours)),
            cell(*template),
            cell(*constant)
        );
        text.push_str(&line);
    }
    text.push_str(
        "\nResident memory of the server after the pages' load:\n\n| customers | MiB |\n|---:|---:|\n",
    );
    let memory: Vec<String> = memory
        .iter()
        .map(|(size, kib)| format!("| {size} | {} |\n", kib / 1024))
        .collect();
    text.push_str(&memory.concat());
    format!("{text}\n## Weight\n\n{weights}")
}
