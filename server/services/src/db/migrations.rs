use crate::error::Result;
use sqlx::{ConnectOptions, Connection, SqlitePool, migrate::Migrator, postgres::PgConnectOptions};
use std::{fs::File, path::Path};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

pub(super) fn newest() -> Option<i64> {
    SQLITE.iter().map(|migration| migration.version).max()
}

pub(super) async fn run_sqlite(writer: &SqlitePool, file: &Path) -> Result<()> {
    // SQLite has no lock that outlives a statement, so two starting processes take turns by a file beside it.
    let lock = file.with_extension("migrating");
    let held = tokio::task::spawn_blocking(move || {
        let lock = File::create(lock)?;
        lock.lock()?;
        Ok::<File, std::io::Error>(lock)
    })
    .await??;
    SQLITE.run(writer).await?;
    drop(held);
    Ok(())
}

/// On a connection of its own without time limits: a long step, or waiting for a node that is doing it, is no fault.
pub(super) async fn run_postgres(options: &PgConnectOptions) -> Result<()> {
    let mut connection = options.connect().await?;
    // The migrator takes an advisory lock itself.
    POSTGRES.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Changes with every migration.
#[cfg(feature = "testing")]
pub(crate) fn schema_hash() -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    POSTGRES
        .iter()
        .for_each(|migration| hash.update(&migration.checksum));
    hash.finalize().to_vec()
}
