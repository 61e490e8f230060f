//! `tenantwise audit verify`: for whoever runs the servers.

use crate::site::{Person, Site};
use services::{args, audit, context::Actor};
use std::process::{Command, Output};

fn verify(site: &Site) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenantwise"))
        .args(["audit", "verify"])
        .env_clear()
        .env("DATABASE_URL", site.world.config().database_url)
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_says_that_the_audit_is_whole_or_names_the_first_bad_entry() {
    let site = Site::on_sqlite().await;
    site.signed_in(Person::MEGAN).await;
    let platform = &site.node.platform;
    audit::seal(platform).await.unwrap();
    let whole = verify(&site);
    assert!(whole.status.success());
    assert!(String::from_utf8_lossy(&whole.stdout).starts_with("The audit is whole: "));

    for statement in [
        "drop trigger audit_is_never_changed",
        "update audit set event = 'session.ended' where seq = 2",
    ] {
        platform.db.execute(statement, args![]).await.unwrap();
    }
    let broken = verify(&site);
    assert!(!broken.status.success());
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(said.starts_with("The audit is broken at entry 2 "), "{said}");
    site.stop().await;
}

/// Entries are sealed by the running program within a second or so, without anybody asking.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_worker_seals_what_is_written() {
    let site = Site::on_sqlite().await;
    let platform = &site.node.platform;
    let now = platform.clock.now();
    let written = platform
        .db
        .tx(move |tx| async move { audit::record(&tx, &Actor::System, "test.written", "a", "", now).await });
    written.await.unwrap();
    crate::site::eventually("the seal", || async {
        let sealed = "select seq from audit where event = 'test.written' and seq is not null";
        platform.db.maybe::<(i64,)>(sealed, args![]).await.unwrap()
    })
    .await;
    site.stop().await;
}
