//! Staff who see the portal as a customer (SEC-Z9): what they see, and that nothing comes of it.

use crate::site::{Person, STAFF, Site, TAP, Visitor, WORDS};
use services::args;

async fn id_of(site: &Site, person: Person) -> String {
    let sql = "select id from customers where email = $1";
    let (id,): (String,) = site.node.platform.db.one(sql, args![person.email]).await.unwrap();
    id
}

/// An officer who has given a reason and sees Megan's first page.
async fn viewer(site: &Site) -> (Visitor, String) {
    let officer = site.signed_in(STAFF).await;
    let id = id_of(site, Person::MEGAN).await;
    let page = officer.get(&format!("/console/customers/{id}/view-as")).await;
    let form = page
        .form("/api/console/customers/view-as")
        .with("why", "You called");
    let begun = officer.submit(form).await;
    assert_eq!(begun.leads_to(), "/");
    (officer, id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_says_whose_it_is_and_stop_leads_back_to_the_record() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    site.with_copies(&megan).await;
    let repair = megan.report(TAP).await;
    let (officer, id) = viewer(&site).await;
    for page in ["/", "/repairs", "/repairs/report", &format!("/repairs/{repair}")] {
        let shown = officer.get(page).await;
        assert!(shown.says("Nothing can be changed."), "{page}");
        assert!(!shown.text().contains("/api/portal/sign-out"), "{page}");
    }
    assert!(officer.get(&format!("/repairs/{repair}")).await.says(WORDS));
    assert!(!megan.get("/").await.says("Nothing can be changed."));
    let token = officer.cookie("__Host-portal").unwrap();
    let stop = officer.get("/").await.form("/api/portal/view-as/stop");
    let stopped = officer.submit(stop).await;
    assert_eq!(stopped.leads_to(), format!("/console/customers/{id}"));
    assert!(officer.follow(&stopped).await.says("You stopped."));
    assert_eq!(officer.cookie("__Host-portal"), None);
    officer.put_cookie("__Host-portal", &token);
    assert_eq!(officer.get("/").await.status, 303, "the token is dead");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_is_no_way_into_the_console_nor_the_console_into_the_portal() {
    let site = Site::on_sqlite().await;
    let (officer, _) = viewer(&site).await;
    let swapped = site.visitor();
    swapped.put_cookie("__Host-console", &officer.cookie("__Host-portal").unwrap());
    swapped.put_cookie("__Host-portal", &officer.cookie("__Host-console").unwrap());
    for page in ["/", "/repairs", "/console", "/console/customers"] {
        assert_eq!(swapped.get(page).await.status, 303, "{page}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_view_ends_with_the_console_session() {
    let site = Site::on_sqlite().await;
    let (officer, _) = viewer(&site).await;
    assert_eq!(officer.get("/").await.status, 200);
    officer.post("/api/console/sign-out", &[]).await;
    assert!(officer.get("/").await.leads_to().starts_with("/sign-in"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guess_of_the_browser_opens_no_record() {
    let site = Site::on_sqlite().await;
    let officer = site.signed_in(STAFF).await;
    let id = id_of(&site, Person::MEGAN).await;
    let path = format!("/console/customers/{id}");
    let looks = || async {
        let sql = "select count(*) from audit where event = 'customer.viewed'";
        site.node.platform.db.one::<(i64,)>(sql, args![]).await.unwrap().0
    };
    let guessed = officer
        .send(officer.bare("GET", &path).header("sec-purpose", "prefetch"))
        .await;
    assert_eq!((guessed.status, looks().await), (503, 0));
    assert_eq!((officer.get(&path).await.status, looks().await), (200, 1));
    site.stop().await;
}
