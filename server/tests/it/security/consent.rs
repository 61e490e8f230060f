//! Consent at Microsoft, from outside: the way back is an open address that anybody can call.

use crate::{
    on_both_engines,
    site::{Answer, Person, STAFF, Site, Visitor},
};
use services::args;

const ID: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
const SECRET: &str = "canary~client.secret";

/// Keeps a credential and gives the address of its page.
async fn keep(officer: &Visitor) -> String {
    let page = officer.get("/console/credentials/new").await;
    let form = page.form("/api/console/credentials/keep");
    let filled = form
        .with("credential_name", "SharePoint")
        .with("method", "oauth")
        .with("directory", ID)
        .with("application", ID)
        .with("client_secret", SECRET)
        .with("secret_expires", "2999-05-31")
        .with("rights[]", "Sites.Selected");
    officer.submit(filled).await.leads_to().to_owned()
}

/// The state that the link to Microsoft carries.
async fn depart(officer: &Visitor, page: &str) -> String {
    let left = officer.get(&format!("{page}/consent")).await;
    assert_eq!(left.status, 303);
    let address = left.header("location").to_owned();
    assert!(address.starts_with("http://127.0.0.1:9/"), "{address}");
    assert!(!address.contains(SECRET), "{address}");
    let state = address.split("state=").nth(1).unwrap();
    state.split('&').next().unwrap().to_owned()
}

fn back(state: &str, tenant: &str) -> String {
    format!("/console/credentials/callback?admin_consent=True&tenant={tenant}&state={state}")
}

/// Comes back, and reads what is shown.
async fn arrive(visitor: &Visitor, address: &str) -> Answer {
    let arrived = visitor.get(address).await;
    assert_eq!(arrived.status, 303);
    visitor.follow(&arrived).await
}

const LAPSED: &str = "This consent took too long";

on_both_engines! {
    async fn a_way_back_that_nobody_began_is_worth_nothing(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let page = keep(&officer).await;
        // Nobody signed in, and tenants.
        for visitor in [site.visitor(), site.signed_in(Person::MEGAN).await] {
            let turned = visitor.get(&back("x", ID)).await;
            assert!(turned.leads_to().starts_with("/console/sign-in"), "{}", turned.leads_to());
        }
        for lie in [
            "/console/credentials/callback".to_owned(),
            back("", ID),
            back("%00%0d%0a", ID),
            back(&"f".repeat(3000), ID),
            "/console/credentials/callback?error=access_denied&error_description=%3Cscript%3E".to_owned(),
        ] {
            let shown = arrive(&officer, &lie).await;
            assert!(shown.text().contains(LAPSED), "{lie}");
            assert!(!shown.text().contains("<script>"), "{lie}");
        }
        let shown = officer.get(&page).await;
        assert!(shown.text().contains("Consent Required"));
        assert!(!shown.text().contains(SECRET));
    }

    async fn a_state_works_once_in_the_browser_and_session_that_began(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let page = keep(&officer).await;
        let state = depart(&officer, &page).await;
        // The same person in another session, who even holds the first one's cookie of the journey.
        let elsewhere = site.signed_in(STAFF).await;
        let cookie = officer.cookie("__Host-console-consent").unwrap();
        elsewhere.put_cookie("__Host-console-consent", &cookie);
        assert!(arrive(&elsewhere, &back(&state, ID)).await.text().contains(LAPSED));
        // The right session without the cookie.
        let thief = officer.copy();
        thief.put_cookie("__Host-console-consent", &"0".repeat(64));
        assert!(arrive(&thief, &back(&state, ID)).await.text().contains(LAPSED));
        // Another directory: used up, and not believed.
        let other = "00000000-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
        let shown = arrive(&officer, &back(&state, other)).await;
        assert!(shown.text().contains("Consent was given in another directory"), "{}", shown.text());
        assert!(arrive(&officer, &back(&state, ID)).await.text().contains(LAPSED));
        // A yes without a token that shows it: here Microsoft cannot be reached.
        let state = depart(&officer, &page).await;
        let shown = arrive(&officer, &back(&state, ID)).await;
        assert!(shown.text().contains("Consent Required") && shown.text().contains("We cannot reach Microsoft"));
        let sql = "select count(*) from credentials where granted <> ''";
        let granted: (i64,) = site.node.platform.db.one(sql, args![]).await.unwrap();
        assert_eq!(granted.0, 0);
    }
}
