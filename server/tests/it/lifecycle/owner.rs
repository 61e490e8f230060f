//! `tenantwise owner invite`: the way in on a new machine.

use crate::site::{BASE_URL, Site};
use std::process::{Command, Output};

fn invite(site: &Site, email: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenantwise"))
        .args(["owner", "invite", email, "Nia", "Rees"])
        .env_clear()
        .env("DATABASE_URL", site.world.config().database_url)
        .env("TENANTWISE_BASE_URL", BASE_URL)
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_owner_is_given_a_link_that_opens_the_page_for_a_password() {
    let site = Site::on_sqlite().await;
    let invited = invite(&site, "nia.rees@landlord.example");
    let said = String::from_utf8_lossy(&invited.stdout).into_owned();
    assert!(invited.status.success(), "{said}");
    let link = said.lines().last().unwrap();
    let path = link.strip_prefix(BASE_URL).unwrap();
    assert!(path.starts_with("/console/reset?token="), "{link}");
    let page = site.visitor().get(path).await;
    assert_eq!(page.status, 200);
    assert!(page.says("new-password"), "there is a box for a password");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_is_refused_in_one_sentence() {
    let site = Site::on_sqlite().await;
    let refused = invite(&site, "nia.rees");
    assert!(!refused.status.success());
    assert_eq!(
        String::from_utf8_lossy(&refused.stderr).trim(),
        "'nia.rees' is no email address."
    );
    site.stop().await;
}
