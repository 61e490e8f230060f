//! What signing in costs: beside the bare hash, at a rush, and at each request after it.

use crate::{Outcome, processes::HOST, processes::Server, seed};
use domain::identity::Plane;
use secrecy::SecretString;
use services::{
    args,
    auth::{self, Passwords},
    context::Platform,
    credentials::Flights,
    db::Db,
    hms::Refresher,
    integrations::Integrations,
    outbox::Wake,
    ports::clock::SystemClock,
    repairs::PhotoStore,
    settings::SettingsCache,
    testing::{DirectoryDouble, SsoDouble, SwitchboardDouble},
    vault::Vault,
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

const PASSWORD: &str = "correct horse battery";
/// People who sign in at once.
const RUSH: usize = 500;
/// People who sign in one after the other.
const ONE_BY_ONE: usize = 60;
const LOOK_UPS: usize = 20_000;

#[expect(clippy::disallowed_methods, reason = "only a duration is measured")]
fn started() -> Instant {
    Instant::now()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// Measures and writes a part of the table.
pub async fn measure(server: &Server, database: &Path, folder: &Path, size: i64) -> Outcome<String> {
    let db = Db::open(&format!("sqlite:{}", database.display())).await?;
    let passwords = Passwords::new()?;
    let hash = passwords.hash(PASSWORD).await?;
    let people = i64::try_from(RUSH + ONE_BY_ONE)?;
    db.execute("delete from throttles", args![]).await?;
    let known = "update customers set password_hash = $1 where id >= $2 and id < $3";
    let (first, last) = (seed::customer_id(1), seed::customer_id(1 + people));
    db.execute(known, args![hash.as_str(), first, last]).await?;

    let mut bare = Vec::new();
    for _ in 0..ONE_BY_ONE {
        let start = started();
        passwords.verify(PASSWORD, Some(&hash)).await?;
        bare.push(start.elapsed());
    }
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    let mut one_by_one = Vec::new();
    for number in 0..ONE_BY_ONE {
        let start = started();
        let status = sign_in(&client, &server.address, number + 1).await?;
        one_by_one.push(start.elapsed());
        if status != 303 {
            return Err(format!("a sign-in answered {status}").into());
        }
    }
    let start = started();
    let rush = (0..RUSH).map(|number| {
        let (client, address) = (client.clone(), server.address.clone());
        tokio::spawn(async move {
            let start = started();
            let status = sign_in(&client, &address, ONE_BY_ONE + number + 1)
                .await
                .map_err(|error| error.to_string());
            (status, start.elapsed())
        })
    });
    let (mut let_in, mut told_to_wait, mut waits) = (0, 0, Vec::new());
    for answer in futures_util::future::join_all(rush).await {
        match answer? {
            (Ok(303), _) => let_in += 1,
            (Ok(503), time) => {
                told_to_wait += 1;
                waits.push(time);
            }
            (other, _) => return Err(format!("in the rush a sign-in answered {other:?}").into()),
        }
    }
    let rush_secs = start.elapsed().as_secs_f64();
    let peak = server.peak_memory_kib()? / 1024;
    let look_up = look_ups(db, folder, size).await?;
    let (bare, one_by_one) = (median(bare), median(one_by_one));
    let slowest_refusal = waits.into_iter().max().unwrap_or_default().as_millis();
    Ok(format!(
        "\n## Signing in ({size} customers)\n\n| what | figure |\n|---|---:|\n\
         | bare Argon2id, p50 | {bare:.1} ms |\n\
         | sign-in with the right password, one after the other, p50 | {one_by_one:.1} ms ({:+.0} %) |\n\
         | {RUSH} sign-ins at once: let in · told to wait (503) | {let_in} · {told_to_wait} |\n\
         | … all answered within · slowest refusal | {rush_secs:.1} s · {slowest_refusal} ms |\n\
         | … the server's highest memory | {peak} MiB |\n\
         | session check of a request, p50 | {look_up:.3} ms |\n",
        (one_by_one / bare - 1.0) * 100.0
    ))
}

async fn sign_in(client: &reqwest::Client, address: &str, customer: usize) -> Outcome<u16> {
    let form = [
        ("email", format!("tenant{customer}@example.org")),
        ("password", PASSWORD.to_owned()),
    ];
    let response = client
        .post(format!("http://{address}/api/portal/sign-in"))
        .header("host", HOST)
        .header("origin", format!("https://{HOST}"))
        .header("accept", "text/html")
        .form(&form)
        .send()
        .await?;
    let status = response.status().as_u16();
    if status == 503 && !response.headers().contains_key("retry-after") {
        return Err("a refusal without Retry-After".into());
    }
    Ok(status)
}

/// A platform in this process, without the outside world.
pub async fn platform(db: Db, folder: &Path) -> Outcome<Platform> {
    let key: SecretString = Vault::new_key();
    let vault = Vault::new(&key).ok_or("no key")?;
    Ok(Platform {
        settings: SettingsCache::load(&db).await?,
        clock: Arc::new(SystemClock),
        // Nothing outside is called.
        integrations: Integrations::load(
            Arc::new(SwitchboardDouble::default()),
            Arc::new(SystemClock),
            &db,
            &vault,
        )
        .await?,
        vault,
        passwords: Passwords::new()?,
        photos: PhotoStore::open(folder.join("no-photos"))?,
        folders: services::drops::Folders::new(folder.join("no-files")),
        sso: Arc::new(SsoDouble::default()),
        directory: Arc::new(DirectoryDouble::default()),
        flights: Flights::default(),
        refresher: Refresher::default(),
        wake: Wake::default(),
        base_url: String::new(),
        db,
    })
}

/// The look-up that every request begins with, spread over the signed-in customers.
async fn look_ups(db: Db, folder: &Path, size: i64) -> Outcome<f64> {
    let platform = platform(db, folder).await?;
    let sessions = seed::sessions(size);
    let mut times = Vec::with_capacity(LOOK_UPS);
    for number in 0..LOOK_UPS {
        let token = &sessions[number % sessions.len()];
        let start = started();
        auth::look_up(&platform, Plane::Portal, Some(token)).await?;
        times.push(start.elapsed());
    }
    platform.db.close().await;
    Ok(median(times))
}
