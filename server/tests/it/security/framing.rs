//! Who may show our pages in a frame (SEC-C5), and how the landlord's lists are set (product I8).

use crate::{
    on_both_engines,
    site::{STAFF, Site, Visitor},
};

async fn ancestors(visitor: &Visitor, path: &str) -> String {
    let answer = visitor.get(path).await;
    let policy = answer.header("content-security-policy").to_owned();
    let (_, rest) = policy.split_once("frame-ancestors ").unwrap();
    rest.split(';').next().unwrap().to_owned()
}

on_both_engines! {
    async fn public_pages_are_shown_by_listed_sites_and_no_other_page_by_anybody(site: &Site) {
        let (owner, stranger) = (site.signed_in(STAFF).await, site.visitor());
        for path in ["/status", "/sign-in", "/nothing-here"] {
            assert_eq!(ancestors(&stranger, path).await, "'none'", "{path}");
        }
        let page = owner.get("/console/domains").await;
        let form = || page.form("/api/console/domains");
        let listed = form().with("sites", "www.landlord.example\nhomes.example:8443");
        let saved = owner.submit(listed).await;
        assert!(owner.follow(&saved).await.says("Saved. The lists count from now on."));
        assert_eq!(ancestors(&stranger, "/status").await, "https://www.landlord.example https://homes.example:8443");
        for path in ["/sign-in", "/console/sign-in", "/register", "/", "/status/", "//status", "/Status", "/nothing-here"] {
            assert_eq!(ancestors(&stranger, path).await, "'none'", "{path}");
        }
        for path in ["/console/domains", "/console/repairs"] {
            assert_eq!(ancestors(&owner, path).await, "'none'", "{path}");
        }
        // Somebody who had the page open saves over what was saved meanwhile.
        owner.opens("/console/domains");
        let late = owner.submit(form().with("sites", "evil.example")).await;
        let told = owner.follow(&late).await;
        assert!(told.says("Somebody else saved this a moment ago."));
        assert!(told.says("What is saved now") && told.says("homes.example:8443") && told.says("evil.example"));
        assert!(!ancestors(&stranger, "/status").await.contains("evil"));
    }

    async fn nothing_but_names_gets_into_the_policy(site: &Site) {
        let (owner, stranger) = (site.signed_in(STAFF).await, site.visitor());
        for hostile in [
            "evil.example;script-src*", "*", "*.evil.example", "https://evil.example", "'self'", "evil.example/path",
            "127.0.0.1", "0x7f000001", "[::1]", "localhost", "data:", "a.example\u{0}", "\u{202e}elpmaxe.live",
        ] {
            let page = owner.get("/console/domains").await;
            let sent = owner.submit(page.form("/api/console/domains").with("sites", hostile)).await;
            assert_eq!(sent.leads_to(), "/console/domains", "{hostile}");
            let again = owner.follow(&sent).await;
            assert!(again.says("There is a problem"), "{hostile}: {}", again.text());
            assert_eq!(ancestors(&stranger, "/status").await, "'none'", "{hostile}");
        }
    }

    async fn a_new_host_is_confirmed_before_it_is_called(site: &Site) {
        let owner = site.signed_in(STAFF).await;
        let page = owner.get("/console/integrations/housing/civica-cx").await;
        let boxes = || page.form("/api/console/integrations/civica-cx")
            .with("api_integration", "off").with("api_url", "https://cx.vendor.example/api").with("api_username", "tenantwise").with("api_password", "secret-of-cx");
        let asked = owner.follow(&owner.submit(boxes()).await).await;
        assert!(asked.says("This address is not in your Approved Domains yet."), "{}", asked.text());
        assert!(asked.says("Add this address to your Approved Domains"));
        let domains = owner.get("/console/domains").await;
        assert!(!domains.says("cx.vendor.example"));
        owner.submit(boxes().with("approve_host", "yes")).await;
        let domains = owner.get("/console/domains").await;
        assert_eq!(domains.text().matches("cx.vendor.example").count(), 2, "listed, and in use: {}", domains.text());
    }
}
