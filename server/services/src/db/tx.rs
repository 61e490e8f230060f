use super::{Arg, Row, Sql, connect::Engine, query};
use crate::{
    error::{Error, Result},
    ports::IN_TRANSACTION,
};
use domain::integrations::Mode;
use futures_util::FutureExt;
use sqlx::{Executor, Postgres, Sqlite, pool::PoolConnection};
use std::{panic::AssertUnwindSafe, sync::Arc};
use tokio::sync::Mutex;

/// A running transaction.
pub struct Tx {
    connection: Mutex<Connection>,
    mode: Mode,
}

enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Tx {
    /// The mode of whoever began it.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// All rows; also of a writing statement with `returning`.
    pub async fn all<T: Row>(&self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Vec<T>> {
        let sql = sql.into();
        Ok(match &mut *self.connection.lock().await {
            Connection::Sqlite(connection) => {
                query::sqlite_rows(sql, args).fetch_all(&mut **connection).await?
            }
            Connection::Postgres(connection) => {
                query::postgres_rows(sql, args)
                    .fetch_all(&mut **connection)
                    .await?
            }
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
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The number of rows touched.
    pub async fn execute(&self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        Ok(match &mut *self.connection.lock().await {
            Connection::Sqlite(connection) => query::sqlite_statement(sql, args)
                .execute(&mut **connection)
                .await?
                .rows_affected(),
            Connection::Postgres(connection) => query::postgres_statement(sql, args)
                .execute(&mut **connection)
                .await?
                .rows_affected(),
        })
    }

    async fn command(&self, sqlite: &'static str, postgres: &'static str) -> Result<()> {
        match &mut *self.connection.lock().await {
            Connection::Sqlite(connection) => (**connection).execute(sqlite).await.map(|_| ())?,
            Connection::Postgres(connection) => (**connection).execute(postgres).await.map(|_| ())?,
        }
        Ok(())
    }
}

pub(super) async fn run<T, F, Fut>(engine: &Engine, mode: Mode, work: F) -> Result<T>
where
    F: FnOnce(Arc<Tx>) -> Fut,
    Fut: Future<Output = Result<T>>,
{
    let connection = match engine {
        Engine::Sqlite { writer, .. } => Connection::Sqlite(writer.acquire().await?),
        Engine::Postgres(pool) => Connection::Postgres(pool.acquire().await?),
    };
    let tx = Arc::new(Tx {
        connection: Mutex::new(connection),
        mode,
    });
    // Taking SQLite's write lock at once means that nobody reads first and finds the lock gone when it writes.
    tx.command("begin immediate", "begin").await?;
    let outcome = AssertUnwindSafe(IN_TRANSACTION.scope((), work(Arc::clone(&tx))))
        .catch_unwind()
        .await;
    match outcome {
        Ok(Ok(value)) => {
            if let Err(error) = tx.command("commit", "commit").await {
                // A commit that failed half-way leaves SQLite inside the transaction.
                let _already_over = tx.command("rollback", "rollback").await;
                return Err(error);
            }
            Ok(value)
        }
        Ok(Err(error)) => {
            // SQLite may have rolled back by itself; what went wrong first is what counts.
            let _already_over = tx.command("rollback", "rollback").await;
            Err(error)
        }
        Err(_panic) => {
            let _already_over = tx.command("rollback", "rollback").await;
            Err(Error::Panicked)
        }
    }
}
