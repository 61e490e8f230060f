//! For tests: a platform on a fresh database of either engine, a clock that stands still, doubles of the outside systems
//! that record what they were asked, and seeds.

mod clock;
mod db;
mod directory;
mod drops;
mod housing;
mod mail;
mod script;
mod seed;
mod sessions;
mod sso;
mod store;
mod switchboard;
mod text;

pub use clock::FixedClock;
pub use db::{Database, Engine};
pub use directory::{DirectoryDouble, Given};
pub use drops::DropSet;
pub use housing::{Gate, HousingDouble, repair_of};
pub use mail::MailDouble;
pub use script::{Answer, Op};
pub use seed::{Offer, PASSWORD, Tenant};
pub use sessions::{Stage, session};
pub use sso::SsoDouble;
pub use switchboard::{HousingSettings, MailSettings, SwitchboardDouble, TextSettings};
pub use text::TextDouble;

use crate::{
    auth::Passwords,
    context::Platform,
    credentials::Flights,
    db::Db,
    drops::Folders,
    hms::Refresher,
    integrations::{Integrations, Switchboard},
    outbox::Wake,
    ports::{
        clock::Clock, directory::Directory, housing::Housing, mail::Mail, sso::SingleSignOn, text::Text,
    },
    repairs::PhotoStore,
    settings::{Settings, SettingsCache},
    vault::Vault,
};
use secrecy::SecretString;
use std::{path::Path, sync::Arc};

/// Makes two tests of one body, `name::on_sqlite` and `name::on_postgres`; each has a database of its own.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident: $type:ty) $body:block)+) => { $(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn behaviour($test: $type) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $crate::testing::run($crate::testing::Engine::Sqlite, behaviour).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                $crate::testing::run($crate::testing::Engine::Postgres, behaviour).await;
            }
        }
    )+ };
}

/// Runs one test body on a fresh database and removes it afterwards; that of a failed test is left to be looked at.
pub async fn run<F: Future<Output = ()>>(engine: Engine, body: impl FnOnce(Test) -> F) {
    let test = TestPlatform::on(engine).build().await;
    body(test.clone()).await;
    test.finish().await;
}

/// Says what the platform of a test is made of.
pub struct TestPlatform {
    engine: Engine,
    housing: Option<Arc<dyn Housing>>,
    mail: Option<Arc<dyn Mail>>,
    text: Option<Arc<dyn Text>>,
    clock: Option<Arc<dyn Clock>>,
}

impl TestPlatform {
    /// With doubles for everything outside.
    pub fn on(engine: Engine) -> Self {
        Self {
            engine,
            housing: None,
            mail: None,
            text: None,
            clock: None,
        }
    }

    /// Uses another housing port, an adapter for example.
    #[must_use]
    pub fn housing(self, housing: Arc<dyn Housing>) -> Self {
        Self {
            housing: Some(housing),
            ..self
        }
    }

    #[must_use]
    pub fn mail(self, mail: Arc<dyn Mail>) -> Self {
        Self {
            mail: Some(mail),
            ..self
        }
    }

    #[must_use]
    pub fn text(self, text: Arc<dyn Text>) -> Self {
        Self {
            text: Some(text),
            ..self
        }
    }

    #[must_use]
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }

    pub async fn build(self) -> Test {
        let database = db::Database::create(self.engine).await;
        let (clock, housing, mail, text, sso, directory) = (
            Arc::new(FixedClock::default()),
            Arc::new(HousingDouble::default()),
            Arc::new(MailDouble::default()),
            Arc::new(TextDouble::default()),
            Arc::new(SsoDouble::default()),
            Arc::new(DirectoryDouble::default()),
        );
        let parts = Parts {
            clock: self.clock.unwrap_or_else(|| Arc::clone(&clock) as Arc<dyn Clock>),
            switchboard: Arc::new(SwitchboardDouble::new(
                self.housing
                    .unwrap_or_else(|| Arc::clone(&housing) as Arc<dyn Housing>),
                self.mail.unwrap_or_else(|| Arc::clone(&mail) as Arc<dyn Mail>),
                self.text.unwrap_or_else(|| Arc::clone(&text) as Arc<dyn Text>),
            )),
            sso: Arc::clone(&sso) as Arc<dyn SingleSignOn>,
            directory: Arc::clone(&directory) as Arc<dyn Directory>,
            vault_key: Vault::new_key(),
            folder: Arc::new(tempfile::tempdir().expect("a temporary folder can be made")),
        };
        let platform = parts.platform(&database).await;
        switchboard::connect(&platform).await;
        let switchboard = Arc::clone(&parts.switchboard);
        Test {
            engine: self.engine,
            platform,
            clock,
            housing,
            mail,
            text,
            sso,
            switchboard,
            directory,
            parts,
            database: Arc::new(database),
        }
    }
}

/// What the nodes of one test share.
#[derive(Clone)]
struct Parts {
    clock: Arc<dyn Clock>,
    switchboard: Arc<SwitchboardDouble>,
    sso: Arc<dyn SingleSignOn>,
    directory: Arc<dyn Directory>,
    vault_key: SecretString,
    folder: Arc<tempfile::TempDir>,
}

impl Parts {
    async fn platform(&self, database: &db::Database) -> Arc<Platform> {
        let db = Db::open(database.url())
            .await
            .expect("the database of a test opens");
        let vault = Vault::new(&self.vault_key).expect("a new key is a key");
        let switchboard = Arc::clone(&self.switchboard) as Arc<dyn Switchboard>;
        Arc::new(Platform {
            clock: Arc::clone(&self.clock),
            settings: SettingsCache::load(&db).await.expect("settings can be read"),
            integrations: Integrations::load(switchboard, Arc::clone(&self.clock), &db, &vault)
                .await
                .expect("connections can be read"),
            vault,
            passwords: Passwords::new().expect("a decoy can be hashed"),
            photos: PhotoStore::open(self.photos()).expect("the photo folder can be made"),
            folders: Folders::new(self.folder.path().join("drops")),
            sso: Arc::clone(&self.sso),
            directory: Arc::clone(&self.directory),
            flights: Flights::default(),
            refresher: Refresher::default(),
            wake: Wake::default(),
            base_url: "https://tenants.example.org".into(),
            db,
        })
    }

    fn photos(&self) -> std::path::PathBuf {
        self.folder.path().join("photos")
    }
}

/// What a test body is given. Cloning shares it.
#[derive(Clone)]
pub struct Test {
    pub engine: Engine,
    pub platform: Arc<Platform>,
    /// The clock, unless the builder was given another one.
    pub clock: Arc<FixedClock>,
    /// The housing system, unless the builder was given another one.
    pub housing: Arc<HousingDouble>,
    /// The mail system, unless the builder was given another one.
    pub mail: Arc<MailDouble>,
    /// Whoever sends texts, unless the builder was given another one.
    pub text: Arc<TextDouble>,
    /// The provider of single sign-on.
    pub sso: Arc<SsoDouble>,
    /// What makes the adapters of this test's nodes.
    pub switchboard: Arc<SwitchboardDouble>,
    /// Who gives out tokens.
    pub directory: Arc<DirectoryDouble>,
    parts: Parts,
    database: Arc<db::Database>,
}

impl Test {
    /// A second node: own connections and own memory on the same database, photos and outside systems.
    pub async fn another_node(&self) -> Arc<Platform> {
        self.parts.platform(&self.database).await
    }

    /// A second node whose clock is not quite that of the first.
    pub async fn node_with_clock(&self, clock: Arc<dyn Clock>) -> Arc<Platform> {
        let parts = Parts {
            clock,
            ..self.parts.clone()
        };
        parts.platform(&self.database).await
    }

    /// The key of every node's vault.
    pub fn vault_key(&self) -> &SecretString {
        &self.parts.vault_key
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        self.database.url()
    }

    /// A folder that is removed after the test.
    pub fn folder(&self) -> &Path {
        self.parts.folder.path()
    }

    /// Spends a try at a tenant's password without comparing any: false if the account has to wait.
    pub async fn may_try(&self, email: &domain::identity::Email) -> bool {
        let now = self.platform.clock.now();
        let held_back =
            crate::auth::spend_try(&self.platform, domain::identity::Plane::Portal, email, now).await;
        !held_back.expect("a try can be counted")
    }

    /// Stores settings and lets this node read them.
    pub async fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::clone(&self.platform.settings.get());
        change(&mut settings);
        let ctx = crate::context::Ctx::system(Arc::clone(&self.platform));
        crate::settings::save(&ctx, settings)
            .await
            .expect("settings can be saved");
    }

    /// Gives these slots a connection for tests: to the doubles of the switchboard.
    pub async fn connect_tests(&self, slots: &[domain::integrations::Slot]) {
        switchboard::plug_in(&self.platform, domain::integrations::Mode::Test, slots).await;
    }

    /// Does what is due, again and again, until nothing is.
    pub async fn work(&self) {
        while crate::outbox::run_due(&self.platform)
            .await
            .expect("the worker can lease")
            > 0
        {}
    }

    /// Closes the connections and removes the database.
    pub async fn finish(self) {
        self.platform.db.close().await;
        self.database.remove().await;
    }
}
