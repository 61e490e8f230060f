use super::{Arg, Row, Sql, Tx, migrations, query};
use crate::error::Result;
use domain::integrations::Mode;
use sqlx::{
    Executor, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio_util::task::TaskTracker;

/// A handle to the database; cloning shares it.
#[derive(Clone)]
pub struct Db {
    pub(super) engine: Engine,
    transactions: TaskTracker,
    /// Live or test, as this node last read it.
    followed: Arc<AtomicBool>,
    /// Set where one request or job keeps the mode in which it began.
    pinned: Option<Mode>,
}

#[derive(Clone)]
pub(super) enum Engine {
    /// One writer, so that nobody waits for a lock half-way through; readers cannot write.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        file: Arc<Path>,
    },
    Postgres(PgPool),
}

/// How long a request waits for a connection before it is told to come back later.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

impl Db {
    /// Opens `sqlite:<file>` (made if missing) or `postgres://…`, and applies the migrations that are missing. Several
    /// nodes may start at once: a lock lets one of them migrate while the others wait.
    pub async fn open(url: &str) -> Result<Self> {
        let engine = match url.strip_prefix("sqlite:") {
            Some(file) => open_sqlite(Path::new(file)).await?,
            None => open_postgres(url).await?,
        };
        Ok(Self {
            engine,
            transactions: TaskTracker::new(),
            followed: Arc::default(),
            pinned: None,
        })
    }

    /// The mode in which this handle reads and writes (product I7).
    pub fn mode(&self) -> Mode {
        self.pinned.unwrap_or_else(|| {
            if self.followed.load(Ordering::Acquire) {
                Mode::Test
            } else {
                Mode::Live
            }
        })
    }

    /// The same database, for ever in this mode.
    #[must_use]
    pub fn pinned(&self, mode: Mode) -> Self {
        Self {
            pinned: Some(mode),
            ..self.clone()
        }
    }

    /// From now on handles that are not pinned are in this mode.
    pub(crate) fn follow(&self, mode: Mode) {
        self.followed.store(mode == Mode::Test, Ordering::Release);
    }

    /// All rows.
    pub async fn all<T: Row>(&self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Vec<T>> {
        let sql = sql.into();
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => query::sqlite_rows(sql, args).fetch_all(readers).await?,
            Engine::Postgres(pool) => query::postgres_rows(sql, args).fetch_all(pool).await?,
        })
    }

    /// The one row that must be there.
    pub async fn one<T: Row>(&self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<T> {
        self.maybe(sql, args)
            .await?
            .ok_or_else(|| sqlx::Error::RowNotFound.into())
    }

    /// A row, or none.
    pub async fn maybe<T: Row>(&self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Option<T>> {
        let sql = sql.into();
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => query::sqlite_rows(sql, args).fetch_optional(readers).await?,
            Engine::Postgres(pool) => query::postgres_rows(sql, args).fetch_optional(pool).await?,
        })
    }

    /// One writing statement, in a transaction of its own; the number of rows it touched.
    pub async fn execute(&self, sql: impl Into<Sql> + Send + 'static, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        self.tx(move |tx| async move { tx.execute(sql, args).await })
            .await
    }

    /// Runs `work` in one transaction: committed if it gives `Ok`, rolled back if it gives `Err` or panics. It runs on
    /// a task of its own, because a request that is dropped half-way would otherwise hand a connection that is still in
    /// a transaction to the next borrower (sqlx 0.9.0, #4393). Inside, use only `tx`: another write would wait for it.
    pub async fn tx<T, F, Fut>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Arc<Tx>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T>> + Send + 'static,
    {
        let (engine, mode) = (self.engine.clone(), self.mode());
        let task = self
            .transactions
            .spawn(async move { super::tx::run(&engine, mode, work).await });
        task.await?
    }

    /// Whether the database answers and every migration of this program is applied.
    pub async fn is_ready(&self) -> Result<bool> {
        let newest = self
            .maybe::<(i64,)>("select max(version) from _sqlx_migrations where success", vec![])
            .await?;
        Ok(newest.map(|(version,)| version) >= migrations::newest())
    }

    pub const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres(_) => "postgres",
        }
    }

    /// The SQLite file, for the disk check; `None` on PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite { file, .. } => Some(file),
            Engine::Postgres(_) => None,
        }
    }

    /// Waits for running transactions and closes the connections.
    pub async fn close(&self) {
        self.transactions.close();
        self.transactions.wait().await;
        match &self.engine {
            Engine::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(file: &Path) -> Result<Engine> {
    if let Some(folder) = file.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("temp_store", "memory");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(options.clone())
        .await?;
    migrations::run_sqlite(&writer, file).await?;
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let readers = SqlitePoolOptions::new()
        .max_connections(u32::try_from(cores * 2).unwrap_or(4).clamp(4, 16))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(options.create_if_missing(false).read_only(true))
        .await?;
    Ok(Engine::Sqlite {
        writer,
        readers,
        file: file.into(),
    })
}

async fn open_postgres(url: &str) -> Result<Engine> {
    let options = PgConnectOptions::from_str(url)?;
    migrations::run_postgres(&options).await?;
    let options = options.options([
        ("idle_in_transaction_session_timeout", "15s"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "30s"),
    ]);
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        // A connection whose borrower vanished may still be in a transaction; this also proves that it is alive. A lone
        // rollback would write a warning into the server's log each time; in a failed transaction `begin` fails, and the
        // pool closes the connection.
        .before_acquire(|connection, _| {
            Box::pin(async move { connection.execute("begin; rollback").await.map(|_| true) })
        })
        .connect_with(options)
        .await?;
    Ok(Engine::Postgres(pool))
}
