use crate::error::Result;
use sqlx::{PgPool, SqlitePool, migrate::Migrator};
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

pub(super) async fn run_postgres(pool: &PgPool) -> Result<()> {
    // The migrator takes an advisory lock itself.
    POSTGRES.run(pool).await?;
    Ok(())
}
