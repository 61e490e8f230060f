//! Single sign-on over HTTP: what a hostile page, link or answer can do on the way there and back (SEC-C3, D1, D5).

use crate::{
    on_both_engines,
    site::{Answer, BASE_URL, Node, STAFF, Site, Visitor},
};
use server::config::{Config, SsoConfig};
use simulators::entra;

/// The way back, on our side.
const CALLBACK: &str = "/console/sso/callback";
const MARKUP: &str = "<script>alert(1)</script>";

/// A node whose Microsoft is a simulator, with single sign-on set up by its owner.
struct Organisation {
    entra: entra::Running,
    node: Node,
    owner: Visitor,
}

impl Organisation {
    async fn start(site: &Site) -> Self {
        let options = entra::Options {
            redirects: vec![format!("{BASE_URL}{CALLBACK}")],
            ..entra::Options::default()
        };
        let entra = entra::start(options.clone()).await.unwrap();
        entra.person(entra::Person {
            object: "officer".to_owned(),
            name: "Sam Officer".to_owned(),
            username: STAFF.email.to_owned(),
            email: None,
            proved_secs_ago: Some(3 * 3600),
            ..entra::Person::default()
        });
        let config = Config {
            sso: SsoConfig {
                url: entra.base_url.clone(),
                allow_loopback: true,
            },
            ..site.world.config()
        };
        let node = Node::start(config).await;
        let owner = node.visitor().signed_in(&site.world, STAFF).await;
        let it = Self { entra, node, owner };
        it.owner.get("/console/sso").await;
        let boxes = [
            ("directory", options.tenant.as_str()),
            ("application", options.client.as_str()),
            ("client_secret", options.secret.as_str()),
            ("strong", "yes"),
        ];
        it.owner.post("/api/console/sso", &boxes).await;
        let leaves = it.owner.get("/console/sso/test").await;
        let back = it.through(&leaves).await;
        it.owner.get(&back).await;
        let page = it.owner.get("/console/sso").await;
        let form = page.form("/api/console/sso/enable");
        let enabled = it
            .owner
            .submit(form.with("approval_reason", "For the tests"))
            .await;
        assert!(it.owner.follow(&enabled).await.says("Single sign-on is on."));
        it
    }

    /// What Microsoft makes of a browser that was sent there: the way back as a path of ours.
    async fn through(&self, leaves: &Answer) -> String {
        let there = leaves.leads_to();
        assert!(there.starts_with(&self.entra.base_url), "{there}");
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let answer = http.get(there).send().await.unwrap();
        let location = answer.headers()["location"].to_str().unwrap();
        location.strip_prefix(BASE_URL).unwrap().to_owned()
    }

    async fn stop(self) {
        self.entra.stop().await;
        self.node.stop().await;
    }
}

/// Back at the sign-in page, told why, with no session and without a word of what came from outside.
async fn is_turned_away(visitor: &Visitor, answer: &Answer, why: &str) {
    assert_eq!(answer.leads_to().split('?').next(), Some("/console/sign-in"));
    assert!(!answer.leads_to().contains("alert"), "{}", answer.leads_to());
    assert_eq!(visitor.cookie("__Host-console"), None);
    let page = visitor.follow(answer).await;
    assert!(page.says(why), "{why}: {}", page.text());
    assert!(
        !page.text().contains("alert("),
        "text of a stranger is on the page"
    );
}

const LAPSED: &str = "used before, or began in another browser";

on_both_engines! {
    async fn what_comes_back_counts_once_in_the_browser_that_began(site: &Site) {
        let it = Organisation::start(site).await;
        let (visitor, other) = (it.node.visitor(), it.node.visitor());
        // Nothing began here.
        for query in ["", "?state=", "?state=made-up&code=x", "?code=x", "?error=access_denied", "?state=%00&state=2"] {
            let answer = visitor.get(&format!("{CALLBACK}{query}")).await;
            is_turned_away(&visitor, &answer, LAPSED).await;
        }
        let back = it.through(&visitor.get("/console/sso/start").await).await;
        let others = it.through(&other.get("/console/sso/start").await).await;
        // A link that an attacker made in their own browser signs nobody in, and takes nothing from who began.
        let stranger = it.node.visitor();
        is_turned_away(&stranger, &stranger.get(&others).await, LAPSED).await;
        let mixed = visitor.copy();
        is_turned_away(&mixed, &mixed.get(&others).await, LAPSED).await;
        // The right state in the right browser, whatever else is in the address.
        let replay = visitor.copy();
        let entered = visitor.get(&format!("{back}&next=https://evil.example&session=x")).await;
        assert_eq!(entered.leads_to(), "/console");
        assert!(visitor.cookie("__Host-console").is_some());
        assert_eq!(visitor.get("/console/repairs").await.status, 200);
        // The same address again, also with the cookies of before.
        is_turned_away(&replay, &replay.get(&back).await, LAPSED).await;
        visitor.get(&back).await;
        assert_eq!(visitor.get("/console/repairs").await.status, 200, "who is in stays in");
        assert_eq!(other.get(&others).await.leads_to(), "/console", "the other is still on the way");
        it.stop().await;
    }

    async fn a_refusal_shows_our_words_and_never_theirs(site: &Site) {
        let it = Organisation::start(site).await;
        let visitor = it.node.visitor();
        it.entra.twist(entra::Twist { denied: true, ..entra::Twist::default() });
        let back = it.through(&visitor.get("/console/sso/start").await).await;
        assert!(back.contains("alert"), "the provider answers with markup: {back}");
        is_turned_away(&visitor, &visitor.get(&back).await, "Microsoft did not let you in.").await;
        // Every part of the answer is markup, with a state that is ours.
        it.entra.twist(entra::Twist::default());
        let left = visitor.get("/console/sso/start").await;
        let state = left.leads_to().split("&state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let markup = MARKUP.replace('<', "%3C").replace('>', "%3E");
        let hostile = format!("{CALLBACK}?state={state}&error={markup}&error_description={markup}&error_uri={markup}");
        is_turned_away(&visitor, &visitor.get(&hostile).await, "gave no reason that we know").await;
        it.stop().await;
    }

    async fn the_way_on_stays_on_this_site(site: &Site) {
        let it = Organisation::start(site).await;
        for (next, leads_to) in [
            ("/console/customers", "/console/customers"),
            ("https://evil.example/", "/console"),
            ("//evil.example", "/console"),
            ("/%5Cevil.example", "/console"),
            ("/api/console/sign-out", "/console"),
            ("/console%0d%0aset-cookie:x", "/console"),
        ] {
            let visitor = it.node.visitor();
            let left = visitor.get(&format!("/console/sso/start?next={next}")).await;
            assert!(!left.leads_to().contains("evil"), "{next}: {}", left.leads_to());
            let back = it.through(&left).await;
            assert_eq!(visitor.get(&back).await.leads_to(), leads_to, "{next}");
        }
        it.stop().await;
    }

    async fn whoever_has_no_password_proves_with_microsoft(site: &Site) {
        let it = Organisation::start(site).await;
        let visitor = it.node.visitor();
        visitor.get(&it.through(&visitor.get("/console/sso/start").await).await).await;
        let with_password = visitor.get("/console/prove?next=/console/sso").await;
        assert!(with_password.says("Or with your password"));
        let sql = "update staff set sso_only = $1, password_hash = ''";
        it.node.platform.db.execute(sql, services::args![true]).await.unwrap();
        let page = visitor.get("/console/prove?next=/console/sso").await;
        assert!(page.says("Show it with Microsoft"));
        assert!(!page.text().contains("current-password"), "nobody is asked for a password that they do not have");
        assert!(!page.text().contains("/reset/ask"));
        let before = visitor.copy();
        let left = visitor.get("/console/sso/prove?next=/console/sso").await;
        assert!(left.leads_to().contains("prompt=login&max_age="), "{}", left.leads_to());
        let back = it.through(&left).await;
        assert_eq!(visitor.get(&back).await.leads_to(), "/console/sso");
        assert_eq!(before.get("/console/sso").await.leads_to().split('?').next(), Some("/console/sign-in"), "the old token is dead");
        // Somebody takes the wish for a new proof out of the address: the old one is told by its time.
        let left = visitor.get("/console/sso/prove").await;
        let silent = Answer { headers: without_prompt(&left), ..left };
        let refused = visitor.get(&it.through(&silent).await).await;
        assert_eq!(refused.leads_to(), "/console/prove");
        assert!(visitor.follow(&refused).await.says("Microsoft did not ask you anew who you are."));
        it.stop().await;
    }
}

fn without_prompt(left: &Answer) -> reqwest::header::HeaderMap {
    let mut headers = left.headers.clone();
    let address = left
        .leads_to()
        .replace("&prompt=login", "")
        .replace("&max_age=60", "");
    headers.insert("location", address.parse().unwrap());
    headers
}
