//! A running product with its outside world, and people who visit it.

mod answer;
mod people;
mod process;
mod reporting;
mod tables;
mod visitor;

pub use answer::{Answer, Form};
pub use people::{BOILER, CATEGORY, Person, STAFF, TAP, seed};
pub use process::{Process, free_address, program, settings};
pub use reporting::{WORDS, file, jpeg, one_photo, reference, repair_of};
pub use tables::tables;
pub use visitor::Visitor;

use secrecy::SecretString;
use serde_json::{Value, json};
use server::{
    Product,
    config::{Config, HousingConfig, MailConfig, SsoConfig},
};
use services::{
    context::Platform,
    testing::{Database, Engine},
    vault::Vault,
};
use simulators::{civica_cx, smtp};
use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// The address that people use; the socket is elsewhere, as behind a proxy.
pub const BASE_URL: &str = "https://tenant.example.org";
pub const HOST: &str = "tenant.example.org";

/// Asks again until there is an answer; a test whose answer never comes fails, saying what it waited for.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let asking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking)
        .await
        .unwrap_or_else(|_| panic!("waited too long for {what}"))
}

/// Everything outside the product: housing system, mail server, database, disk.
pub struct World {
    pub cx: civica_cx::Running,
    pub smtp: smtp::Running,
    pub folder: TempDir,
    pub vault_key: SecretString,
    database: Database,
    http: reqwest::Client,
}

impl World {
    pub async fn start(engine: Engine) -> Self {
        // The adapters choose the cryptography for the process; a test's own client may come first.
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
        let options = civica_cx::Options {
            people: Some(40),
            ..civica_cx::Options::default()
        };
        Self {
            cx: civica_cx::start(options).await.unwrap(),
            smtp: smtp::start(smtp::Options::default()).await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
            vault_key: Vault::new_key(),
            database: Database::empty(engine).await,
            http: client(),
        }
    }

    pub fn config(&self) -> Config {
        let options = civica_cx::Options::default();
        Config {
            database_url: self.database.url().to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            base_url: BASE_URL.to_owned(),
            data: self.folder.path().to_owned(),
            drops: self.folder.path().join("drops"),
            vault_key: self.vault_key.clone(),
            vault_key_file: None,
            trusted_proxy: None,
            demo: false,
            housing: Some(HousingConfig {
                api_url: self.cx.base_url.clone(),
                username: options.username,
                password: options.password.into(),
                company: "HGH".to_owned(),
            }),
            mail: Some(MailConfig {
                host: self.smtp.smtp_addr.ip().to_string(),
                port: self.smtp.smtp_addr.port(),
                security: "plain".to_owned(),
                username: None,
                password: None,
                from: "Our Homes <repairs@example.org>".to_owned(),
            }),
            allow_loopback: true,
            own_addresses: vec!["192.0.2.10".to_owned()],
            metrics_token: Some("metrics-token".into()),
            // Nobody is there.
            sso: SsoConfig {
                url: "http://127.0.0.1:9".to_owned(),
                allow_loopback: true,
            },
        }
    }

    /// Tells the housing system's simulator something.
    pub async fn control(&self, path: &str, body: Value) {
        let url = format!("{}/_sim/{path}", self.cx.control_url);
        let sent = self.http.post(url).json(&body).send().await.unwrap();
        assert!(sent.status().is_success(), "{path}: {}", sent.status());
    }

    /// Lets the housing system fail; nothing restores it.
    pub async fn faults(&self, faults: Value) {
        self.control("faults", faults).await;
    }

    pub async fn housing_recovers(&self) {
        self.faults(json!([])).await;
    }

    /// Asks the housing system's simulator something.
    pub async fn told(&self, path: &str) -> Value {
        let url = format!("{}/_sim/{path}", self.cx.control_url);
        let sent = self.http.get(url).send().await.unwrap();
        sent.json().await.unwrap()
    }

    /// What the product changed in the housing system.
    pub async fn ledger(&self) -> Value {
        self.told("ledger").await
    }

    /// Texts of the mails to one address, newest first.
    pub async fn mails_to(&self, address: &str) -> Vec<String> {
        let url = format!("{}/api/messages", self.smtp.web_url);
        let sent = self.http.get(url).query(&[("to", address)]).send().await.unwrap();
        let all: Vec<Value> = sent.json().await.unwrap();
        all.iter()
            .map(|mail| mail["text"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The sign-in code that arrives after `known` older mails.
    pub async fn code_after(&self, known: usize, address: &str) -> String {
        let look = || async {
            let mails = self.mails_to(address).await;
            let new = mails.len().saturating_sub(known);
            let code = |text: &String| {
                text.lines()
                    .map(str::trim)
                    .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()))
                    .map(str::to_owned)
            };
            mails.iter().take(new).find_map(code)
        };
        eventually("a sign-in code", look).await
    }

    /// Ends the outside systems first, so that the products do not wait for one that hangs.
    pub async fn stop(self, nodes: impl IntoIterator<Item = Node>) {
        self.cx.stop().await;
        self.smtp.stop().await;
        for node in nodes {
            node.stop().await;
        }
        self.database.remove().await;
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // A connection that was closed while it rested would fail a request for no fault of the product.
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

/// One process of the product.
pub struct Node {
    pub address: SocketAddr,
    pub platform: Arc<Platform>,
    pub stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Node {
    pub async fn start(config: Config) -> Self {
        let product = Product::build(config).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (platform, stop) = (Arc::clone(&product.platform), CancellationToken::new());
        let serving = tokio::spawn(product.serve(listener, stop.clone()));
        Self {
            address,
            platform,
            stop,
            serving,
        }
    }

    /// Somebody with an empty browser.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(client(), self.address)
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.serving.await.unwrap();
    }
}

/// A world with one product in it, where people have accounts and repairs are on offer.
pub struct Site {
    pub world: World,
    pub node: Node,
}

impl Site {
    pub async fn start(engine: Engine) -> Self {
        let world = World::start(engine).await;
        let node = Node::start(world.config()).await;
        people::seed(&node.platform, &world.cx.demo_people()).await;
        Self { world, node }
    }

    pub async fn on_sqlite() -> Self {
        Self::start(Engine::Sqlite).await
    }

    pub fn visitor(&self) -> Visitor {
        self.node.visitor()
    }

    /// Somebody who has signed in with password and code.
    pub async fn signed_in(&self, person: Person) -> Visitor {
        self.visitor().signed_in(&self.world, person).await
    }

    /// The copies from the housing system are made, so that later pages only read.
    pub async fn with_copies(&self, visitor: &Visitor) {
        eventually("copies from the housing system", || async {
            visitor.get("/").await;
            visitor.get("/repairs").await;
            let sql = "select count(*) from housing_freshness f, portal_sessions s
                where f.customer_id = s.account_id";
            let found: (i64,) = self.node.platform.db.one(sql, vec![]).await.unwrap();
            (found.0 >= 3).then_some(())
        })
        .await;
    }

    /// Every job is done or given up.
    pub async fn at_rest(&self) {
        eventually("an empty outbox", || async {
            let sql = "select count(*) from outbox where state = 'waiting'";
            let found: (i64,) = self.node.platform.db.one(sql, vec![]).await.unwrap();
            (found.0 == 0).then_some(())
        })
        .await;
    }

    pub async fn stop(self) {
        self.world.stop([self.node]).await;
    }
}
