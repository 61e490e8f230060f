//! Pages of the portal while every vendor is healthy, refuses connections, or takes ten seconds for each answer. All copies
//! are old when a measurement begins, so that home and the list ask for newer ones, and mails and texts wait to be sent.
//! Promised: p99 within 20 % of the healthy one.

use crate::{
    CONNECTIONS, Outcome,
    doors::{SLOW, Vendors, door},
    measure::{self, Figures, Load},
    processes::{self, Outside, Server, Simulators},
};
use domain::{identity::Language, integrations::notify, messages::Mobile, templates::Kind};
use services::{
    args,
    db::Db,
    integrations::{Given, Secrets, adopt},
    mails,
    messages::Text,
    outbox,
    ports::clock::{Clock, SystemClock},
    random,
    settings::Settings,
    vault::Vault,
};
use simulators::notify as notify_sim;
use std::{fmt::Write, path::Path, sync::Arc, time::Duration};

const PEOPLE: i64 = 500;
/// Mails, and as many texts, that wait at the beginning of each measurement.
const WAITING: usize = 200;
const SECONDS: u32 = 8;
/// Each figure is the middle one of so many.
const RUNS: usize = 3;

const CONDITIONS: [(&str, Vendors); 3] = [
    ("healthy", Vendors::Healthy),
    ("refusing connections", Vendors::Refusing),
    ("ten seconds for each answer", Vendors::Slow),
];

const FILL: &str = "
    insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
    select printf('00000006-0000-7000-8000-%012x', i), 'v' || i || '@example.org', '', 'Customer', 'Number ' || i,
        printf('CON-%06d', i), 'en', 0
    from n";

const SESSION: &str = "
    insert into portal_sessions (token_hash, account_id, stage, created_at, last_seen_at, ends_at)
    values ($1, printf('00000006-0000-7000-8000-%012x', $2), 'full', $3, $3, $4)";

const AGE: &str = "
    update housing_freshness
    set synced_at = $1";

const REPAIR: &str = "
    select r.id
    from repairs r
    join customer_tenancies t on t.tenancy_id = r.tenancy_id
    where t.customer_id = '00000006-0000-7000-8000-000000000001'
    order by r.id
    limit 1";

const CALLS: &str = "
    select coalesce(sum(calls), 0), coalesce(sum(faults), 0)
    from integration_minutes";

const COPIES: &str = "
    select count(*), count(case when synced_at > $1 then 1 end)
    from housing_freshness";

/// What one measurement showed.
struct Cell {
    figures: Figures,
    calls: i64,
    faults: i64,
}

struct Bench<'a> {
    folder: &'a Path,
    db: Db,
    vault: Vault,
    simulators: Simulators,
    notify: notify_sim::Running,
}

/// The part of the report about vendors that are down. `BENCH_SECONDS` makes it shorter, for a try.
pub async fn measure(folder: &Path) -> Outcome<String> {
    let bench = Bench::prepare(folder).await?;
    let repair = bench.first_visits().await?;
    let mut text = format!(
        "\n## While vendors are down\n\n{PEOPLE} signed-in people, {CONNECTIONS} connections, SQLite. Every copy is old when a \
         measurement begins, and {WAITING} mails and {WAITING} texts wait to be sent. p99 in ms, the middle one of {RUNS} runs \
         with a new server each (in brackets: against healthy vendors; calls to vendors during the three, and how many of them \
         failed). Promised: at most 20 % more.\n\n| every vendor |"
    );
    let pages = [
        ("home", "/".to_owned()),
        ("repairs list", "/repairs".to_owned()),
        ("a repair", format!("/repairs/{repair}")),
    ];
    for (name, _) in &pages {
        write!(text, " {name} |")?;
    }
    text.push_str("\n|---|---:|---:|---:|\n");
    let mut healthy = Vec::new();
    for (name, vendors) in CONDITIONS {
        write!(text, "| {name} |")?;
        for (column, (_, path)) in pages.iter().enumerate() {
            let mut runs = Vec::new();
            for _ in 0..RUNS {
                runs.push(bench.run(vendors, path).await?);
            }
            let (calls, faults) = runs.iter().fold((0, 0), |(calls, faults), run| {
                (calls + run.calls, faults + run.faults)
            });
            runs.sort_by(|one, other| one.figures.p99_ms.total_cmp(&other.figures.p99_ms));
            let p99 = runs[RUNS / 2].figures.p99_ms;
            if vendors == Vendors::Healthy {
                healthy.push(p99);
                write!(text, " {p99:.1} ({calls} calls, {faults} failed) |")?;
            } else {
                let more = (p99 / healthy[column] - 1.0) * 100.0;
                write!(text, " {p99:.1} ({more:+.0} %; {calls} calls, {faults} failed) |")?;
            }
        }
        text.push('\n');
    }
    bench.db.close().await;
    bench.simulators.stop().await;
    bench.notify.stop().await;
    Ok(text)
}

fn seconds() -> Outcome<u32> {
    Ok(std::env::var("BENCH_SECONDS").map_or(Ok(SECONDS), |text| text.parse())?)
}

impl<'a> Bench<'a> {
    async fn prepare(folder: &'a Path) -> Outcome<Self> {
        for old in ["vendors.db", "vendors.db-wal", "vendors.db-shm"] {
            let _nothing_there = std::fs::remove_file(folder.join(old));
        }
        let db = Db::open(&format!("sqlite:{}", folder.join("vendors.db").display())).await?;
        db.execute(FILL, args![PEOPLE]).await?;
        let now = SystemClock.now();
        for number in 1..=PEOPLE {
            let token = random::hash(&session(number));
            db.execute(
                SESSION,
                args![token.as_slice(), number, now, now.plus_secs(12 * 3600)],
            )
            .await?;
        }
        let key = std::fs::read_to_string(processes::vault_key(folder)?)?;
        Ok(Self {
            folder,
            db,
            vault: Vault::new(&key.trim().to_owned().into()).ok_or("no key")?,
            simulators: Simulators::start(Some(usize::try_from(PEOPLE)?)).await?,
            notify: notify_sim::start(notify_sim::Options::default()).await?,
        })
    }

    async fn server(&self, vendors: Vendors) -> Outcome<Server> {
        let behind = |url: &str| -> Outcome<_> { Ok(url.trim_start_matches("http://").parse()?) };
        let notify = door(vendors, behind(&self.notify.base_url)?).await?;
        let texts = notify::NotifyText {
            api_url: format!("http://{notify}"),
            template: notify_sim::TEXT_TEMPLATE.to_owned(),
            ..notify::NotifyText::default()
        };
        let key = Secrets::one(notify::API_KEY, notify_sim::Options::default().api_key().into());
        adopt(
            &self.db,
            &self.vault,
            &texts,
            &key,
            Given::Always,
            SystemClock.now(),
        )
        .await?;
        let outside = Outside {
            cx_url: format!(
                "http://{}",
                door(vendors, behind(&self.simulators.cx.base_url)?).await?
            ),
            mail: door(vendors, self.simulators.mail.smtp_addr).await?,
        };
        Server::with(self.folder, &self.folder.join("vendors.db"), &outside).await
    }

    /// Everybody comes once while all is well, so that there are copies; gives a repair of the first.
    async fn first_visits(&self) -> Outcome<String> {
        let server = self.server(Vendors::Healthy).await?;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        for number in 1..=PEOPLE {
            for path in ["/", "/repairs"] {
                let answer = client
                    .get(format!("http://{}{path}", server.address))
                    .header("host", processes::HOST)
                    .header("cookie", format!("__Host-portal={}", session(number)))
                    .send()
                    .await?;
                if !answer.status().is_success() {
                    return Err(format!("{path} answered {} to {number}", answer.status()).into());
                }
            }
        }
        server.stop().await?;
        let (repair,): (String,) = self.db.one(REPAIR, args![]).await?;
        Ok(repair)
    }

    async fn run(&self, vendors: Vendors, path: &str) -> Outcome<Cell> {
        for table in [
            "delete from outbox",
            "delete from messages",
            "delete from integration_minutes",
        ] {
            self.db.execute(table, args![]).await?;
        }
        let now = SystemClock.now();
        self.db.execute(AGE, args![now.plus_secs(3600)]).await?;
        let server = self.server(vendors).await?;
        let load = Load {
            connections: CONNECTIONS,
            seconds: 2,
            sessions: (1..=PEOPLE).map(session).collect(),
        };
        // Files and connections are opened before.
        measure::get(&server.address, path, &load)?;
        let old = now.minus_secs(3600);
        self.queue().await?;
        self.db.execute(AGE, args![old]).await?;
        let load = Load {
            seconds: seconds()?,
            ..load
        };
        let figures = measure::get(&server.address, path, &load)?;
        let (copies, newer): (i64, i64) = self.db.one(COPIES, args![old]).await?;
        // A call is counted when it ends, and counts are stored every second.
        let ends = if vendors == Vendors::Slow {
            SLOW
        } else {
            Duration::ZERO
        };
        tokio::time::sleep(ends + Duration::from_millis(1500)).await;
        let (calls, faults): (i64, i64) = self.db.one(CALLS, args![]).await?;
        server.stop().await?;
        // A repair's page shows what is stored.
        let asks = !path.starts_with("/repairs/");
        if copies == 0 || (newer > 0) != (asks && vendors == Vendors::Healthy) {
            return Err(format!("{newer} of {copies} copies are new while vendors are {vendors:?}").into());
        }
        Ok(Cell {
            figures,
            calls,
            faults,
        })
    }

    async fn queue(&self) -> Outcome<()> {
        let (vault, settings, now) = (self.vault.clone(), Settings::default(), SystemClock.now());
        let settings = Arc::new(settings);
        self.db
            .tx(move |tx| async move {
                for number in 0..WAITING {
                    let to = format!("waiting-{number}@example.org");
                    let code = format!("{number:06}");
                    let mail = mails::registration_code(&settings, Language::English, &to, &code, now);
                    outbox::enqueue_mail(&tx, &vault, &mail, "bench", None, now).await?;
                    let Some(to) = Mobile::e164(&format!("+447400{number:06}")) else {
                        continue;
                    };
                    let text = Text {
                        to,
                        body: format!("Bench: your code is {code}."),
                    };
                    outbox::enqueue_text(&tx, &vault, &text, Kind::RegistrationCode, "bench", None, now)
                        .await?;
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}

fn session(number: i64) -> String {
    format!("bench-vendors-{number}")
}
