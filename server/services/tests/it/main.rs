//! The use cases, each on both engines, with doubles of the outside systems.

#![expect(clippy::unwrap_used, reason = "what fails here fails a test")]

mod administrators;
mod approvals;
mod audit;
mod auth;
mod catalogue;
mod credentials;
mod customers;
mod db;
mod domains;
mod drops;
mod flash;
mod hms;
mod integrations;
mod invite_imports;
mod invites;
mod messages;
mod outbox;
mod photos;
mod registration;
mod repairs;
mod sending;
mod sso;
mod templates;
mod test_system;
mod vault;

use services::{args, context::Platform, db::Arg};

/// A number out of the database.
async fn count(platform: &Platform, sql: &'static str, args: Vec<Arg>) -> i64 {
    platform.db.one::<(i64,)>(sql, args).await.unwrap().0
}

/// How many rows a table holds about one thing.
async fn audited(platform: &Platform, event: &str, subject: &str) -> i64 {
    count(
        platform,
        "select count(*) from audit where event = $1 and subject = $2",
        args![event, subject],
    )
    .await
}

/// Lets other tasks run until `condition` holds; a test whose condition never comes fails.
async fn until(condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), wait)
        .await
        .unwrap();
}
