//! The whole product from outside: over sockets, on both databases, with simulators of the outside systems.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it is surprised"
)]

mod access;
mod adapters;
mod house;
mod housing_contract;
mod journeys;
mod lifecycle;
mod security;
mod site;

/// Makes two tests of one body: `name::on_sqlite` and `name::on_postgres`, each with a site of its own.
#[macro_export]
macro_rules! on_both_engines {
    ($(async fn $name:ident($site:ident: &Site) $body:block)+) => { $(
        mod $name {
            use super::*;

            async fn behaviour($site: &Site) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let site = Site::start(services::testing::Engine::Sqlite).await;
                behaviour(&site).await;
                site.stop().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let site = Site::start(services::testing::Engine::Postgres).await;
                behaviour(&site).await;
                site.stop().await;
            }
        }
    )+ };
}
