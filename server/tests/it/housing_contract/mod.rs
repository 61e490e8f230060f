//! What every housing adapter promises. One suite; each adapter brings the same landlord behind it: Civica Cx its simulator,
//! spoken to over sockets, CSV files a set that was made of that landlord.

mod facts;
mod files;
mod reading;
mod repairs;

use domain::{dates::Millis, drops::Source, integrations::Mode};
use jiff::civil::{Date, date};
use secrecy::SecretString;
use server::integrations::{
    housing::{
        civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
        csv::CsvFiles,
    },
    outbound::{Limits, Outbound, Reach},
};
use services::{
    drops::{self, Shelf},
    ports::{clock::Clock, housing::Housing},
    testing::{Engine, Test, TestPlatform},
};
use simulators::civica_cx::{Landlord, Options, Running, start};
use std::{sync::Arc, time::Duration};

const TODAY: Date = date(2026, 11, 24);
/// 10:00 in London, when the simulator's day begins.
const NOW: Millis = Millis(1_795_514_400_000);
const PEOPLE: usize = 60;
/// The company that the adapter is set to.
const COMPANY: &str = "HGH";

/// An adapter with the landlord that stands behind it.
pub struct Subject {
    pub adapter: Arc<dyn Housing>,
    pub landlord: Landlord,
    /// How the reference of a person and their id there are made.
    pub reference: fn(&simulators::civica_cx::landlord::Contact) -> String,
    behind: Behind,
}

enum Behind {
    CivicaCx(Running),
    Csv(Test),
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Millis {
        NOW
    }
}

impl Subject {
    pub async fn civica_cx() -> Self {
        let options = Options {
            people: Some(PEOPLE),
            today: Some(TODAY),
            ..Options::default()
        };
        let landlord = Landlord::generate(options.seed, TODAY, PEOPLE);
        let (username, password) = (options.username.clone(), options.password.clone());
        let sim = start(options).await.unwrap();
        let limits = Limits {
            reads: Duration::from_secs(10),
            writes: Duration::from_secs(10),
            ..Limits::default()
        };
        let outbound = Outbound::new(Reach::LoopbackToo, limits, Arc::new(Still)).unwrap();
        let config = CivicaCxConfig {
            api_url: sim.base_url.clone(),
            username,
            password: SecretString::from(password),
            company: COMPANY.to_owned(),
            status_map: StatusMap::default(),
            cancel_reason: "TEN".to_owned(),
            capabilities: usual_capabilities(),
            shelf: None,
        };
        Self {
            adapter: Arc::new(CivicaCx::new(config, &outbound, Arc::new(Still)).unwrap()),
            landlord,
            reference: |contact| contact.reference.clone(),
            behind: Behind::CivicaCx(sim),
        }
    }

    pub async fn csv(engine: Engine) -> Self {
        let test = TestPlatform::on(engine).build().await;
        test.clock.set(NOW);
        let landlord = Landlord::generate(Options::default().seed, TODAY, PEOPLE);
        files::set(&landlord).lay(&test.platform.folders.of(Mode::Live, Source::Folder));
        drops::watch(&test.platform, Mode::Live).await.unwrap();
        assert_eq!(drops::read_waiting(&test.platform).await.unwrap(), 1);
        Self {
            adapter: Arc::new(CsvFiles::new(Shelf::of(&test.platform, Mode::Live))),
            landlord,
            reference: |contact| contact.id.clone(),
            behind: Behind::Csv(test),
        }
    }

    pub async fn end(self) {
        match self.behind {
            Behind::CivicaCx(sim) => sim.stop().await,
            Behind::Csv(test) => test.finish().await,
        }
    }

    /// The people whom the adapter may see.
    pub fn people(&self) -> impl Iterator<Item = &simulators::civica_cx::landlord::Contact> {
        self.landlord
            .contacts
            .values()
            .filter(|contact| contact.companies.contains(&COMPANY))
    }
}

/// Makes a test of each body for every adapter.
#[macro_export]
macro_rules! contract {
    ($(async fn $name:ident($subject:ident: &Subject) $body:block)+) => { $(
        mod $name {
            use super::*;

            async fn promise($subject: &Subject) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn by_civica_cx() {
                let subject = Subject::civica_cx().await;
                promise(&subject).await;
                subject.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn by_csv_on_sqlite() {
                let subject = Subject::csv(services::testing::Engine::Sqlite).await;
                promise(&subject).await;
                subject.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn by_csv_on_postgres() {
                let subject = Subject::csv(services::testing::Engine::Postgres).await;
                promise(&subject).await;
                subject.end().await;
            }
        }
    )+ };
}
