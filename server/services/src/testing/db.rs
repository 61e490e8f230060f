//! A database for each test: a file, or a copy of a template that is migrated once.

use crate::{db::Db, random};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use std::str::FromStr;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database of one test's own.
pub struct Database {
    url: String,
    place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] TempDir),
    Server { name: String },
}

const SERVER: &str = "TEST_POSTGRES_URL";
/// Held while a template is made; other processes wait for it.
const TEMPLATE_LOCK: i64 = 0x7465_6d70_6c61_7465;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

impl Database {
    /// With today's tables.
    pub(super) async fn create(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::empty(engine).await,
            Engine::Postgres => Self::copy(TEMPLATE.get_or_init(template).await).await,
        }
    }

    /// Without any table.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder can be made");
                let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
                Self {
                    url,
                    place: Place::Folder(folder),
                }
            }
            Engine::Postgres => Self::copy("template1").await,
        }
    }

    async fn copy(template: &str) -> Self {
        let name = format!("test_{}", random::hex(&random::bytes::<8>()));
        admin(format!("create database {name} template {template}")).await;
        Self {
            url: url_of(&name),
            place: Place::Server { name },
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Removes it from its server; a file goes when the value is dropped.
    pub async fn remove(&self) {
        if let Place::Server { name } = &self.place {
            admin(format!("drop database {name} with (force)")).await;
        }
    }
}

fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "{SERVER} is not set, so there is no PostgreSQL to test with. Run 'cargo xtask test', or \
             'cargo xtask postgres start' and set {SERVER} to the address that it prints."
        )
    })
}

/// The server's address with another database's name.
fn url_of(name: &str) -> String {
    let server = server();
    let (address, query) = server
        .split_once('?')
        .map_or((server.as_str(), String::new()), |(a, q)| (a, format!("?{q}")));
    let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
    format!("{host}/{name}{query}")
}

async fn connect() -> PgConnection {
    let options = PgConnectOptions::from_str(&server()).expect("TEST_POSTGRES_URL is an address");
    options
        .connect()
        .await
        .unwrap_or_else(|error| panic!("the PostgreSQL of {SERVER} does not answer: {error}"))
}

async fn admin(statement: String) {
    let mut connection = connect().await;
    connection
        .execute(sqlx::AssertSqlSafe(statement))
        .await
        .expect("the server makes and drops databases");
    connection.close().await.expect("a connection can be closed");
}

/// The name of a migrated database, made by whichever process comes first.
async fn template() -> String {
    let name = format!("template_{}", &random::hex(&crate::db::schema_hash())[..16]);
    let mut connection = connect().await;
    let lock = "select pg_advisory_lock($1)";
    sqlx::query(lock)
        .bind(TEMPLATE_LOCK)
        .execute(&mut connection)
        .await
        .expect("the server gives a lock");
    let found: Option<(String,)> = sqlx::query_as("select datname::text from pg_database where datname = $1")
        .bind(&name)
        .fetch_optional(&mut connection)
        .await
        .expect("the server lists its databases");
    if found.is_none() {
        // Built under another name, so that a process that dies half-way leaves no half template behind.
        let draft = format!("draft_{}", random::hex(&random::bytes::<8>()));
        admin(format!("create database {draft}")).await;
        Db::open(&url_of(&draft))
            .await
            .expect("the migrations apply")
            .close()
            .await;
        admin(format!("alter database {draft} rename to {name}")).await;
    }
    connection.close().await.expect("a connection can be closed");
    name
}
