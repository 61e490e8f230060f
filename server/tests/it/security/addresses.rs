//! Where answers lead, and under which name (SEC-A16, C6, C7).

use crate::site::{BASE_URL, Person, Site, TAP};

const EVIL: &[&str] = &[
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/repairs\r\nSet-Cookie: portal=x",
    "/repairs\nLocation: //evil.example",
    "/api/portal/sign-out",
    " //evil.example",
    "evil.example",
    "/\u{2215}evil.example",
    "@evil.example",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ways_back_lead_to_this_site_only() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    for next in EVIL {
        let switched = megan
            .post("/api/portal/language", &[("language", "en"), ("next", next)])
            .await;
        assert_eq!(switched.leads_to(), "/", "{next:?}");
        let signed_in = megan
            .post(
                "/api/portal/sign-in",
                &[
                    ("email", Person::MEGAN.email),
                    ("password", Person::MEGAN.password),
                    ("next", next),
                ],
            )
            .await;
        assert_eq!(signed_in.leads_to(), "/", "{next:?}");
        let request = megan.request("GET", "/sign-in").query(&[("next", next)]);
        assert_eq!(megan.send(request).await.leads_to(), "/", "{next:?}");
        for path in ["/sign-in", "/sign-in/code"] {
            let stranger = site.visitor();
            let request = stranger.request("GET", path).query(&[("next", next)]);
            let answer = stranger.send(request).await;
            let to = answer.header("location");
            assert!(
                answer.status == 200 || to.starts_with("/sign-in?next="),
                "{next:?}: {to}"
            );
            assert!(!answer.text().contains(&format!("href=\"{next}\"")), "{next:?}");
        }
    }
    let home = megan
        .post(
            "/api/portal/language",
            &[("language", "en"), ("next", "/repairs?before=1.2")],
        )
        .await;
    assert_eq!(home.leads_to(), "/repairs?before=1.2");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_form_goes_back_to_a_page_of_ours_whatever_the_referer_says() {
    let site = Site::on_sqlite().await;
    for referer in [
        "https://evil.example/",
        "https://tenant.example.org.evil.example/sign-in",
        "https://tenant.example.org@evil.example/",
        "https://tenant.example.org//evil.example/",
        "https://tenant.example.org/\\evil.example",
        "http://tenant.example.org/sign-in",
        "//evil.example",
        "https://tenant.example.org/api/portal/sign-out",
    ] {
        let visitor = site.visitor();
        let request = visitor
            .bare("POST", "/api/portal/sign-in")
            .header("accept", "text/html")
            .header("origin", BASE_URL)
            .header("referer", referer)
            .form(&[("email", "x")]);
        assert_eq!(visitor.send(request).await.leads_to(), "/", "{referer}");
    }
    let visitor = site.visitor();
    visitor.opens("/sign-in?next=/repairs");
    let back = visitor.post("/api/portal/sign-in", &[("email", "x")]).await;
    assert_eq!(back.leads_to(), "/sign-in?next=/repairs");
    site.stop().await;
}

/// A page without what differs at each look: the nonce, and the seconds that are left.
fn steady(page: &str) -> String {
    let mut parts = page.split('"');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for (text, before) in parts.zip(page.split('"')) {
        let differs = before.ends_with(" nonce=") || before.ends_with(" data-left=");
        kept.push('"');
        kept.push_str(if differs { "…" } else { text });
    }
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_put_no_words_on_a_page_and_get_none() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    // What the framework would believe: an error, encoded as it encodes its own.
    let poisoned = "__path=%2Fapi%2Fportal%2Fsign-in&__err=U2VydmVyRXJyb3J8UGF5IHVz&error=Pay+us&notice=Pay+us&problem=busy";
    for path in ["/", "/repairs", "/sign-in", "/nothing-here"] {
        let (clean, dirty) = (
            megan.get(path).await,
            megan.get(&format!("{path}?{poisoned}")).await,
        );
        assert_eq!(clean.status, dirty.status, "{path}");
        let page = dirty
            .text()
            .replace(&format!("?{}", poisoned.replace('&', "&amp;")), "");
        assert_eq!(steady(&page), steady(&clean.text()), "{path}");
    }
    megan.opens("/repairs");
    for answer in [
        megan
            .post("/api/portal/repairs/category", &[("draft", "secret words")])
            .await,
        megan
            .post(
                "/api/portal/repairs/description",
                &[("description", "secret words")],
            )
            .await,
        megan
            .send(megan.request("POST", "/api/portal/code").body("\u{fffd}=%FF"))
            .await,
    ] {
        let to = answer.leads_to();
        assert!(!to.contains("err") && !to.contains("secret"), "{to}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_our_own_name_is_answered_to() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    let requests = [
        ("GET", "/"),
        ("GET", "/sign-in"),
        ("POST", "/api/portal/sign-in"),
        ("GET", "/pkg/x.css"),
    ];
    for host in [
        "evil.example",
        "tenant.example.org.evil.example",
        "127.0.0.1",
        "tenant.example.org:81",
        "localhost",
    ] {
        for (method, path) in requests {
            let request = visitor.named(host, method, path);
            assert_eq!(
                visitor.send(request).await.status,
                421,
                "{method} {path} at {host}"
            );
        }
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forwarded_host_is_believed_nowhere() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let poison = |request: reqwest::RequestBuilder| {
        request
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "http")
            .header("x-host", "evil.example")
            .header("forwarded", "host=evil.example;proto=http")
            .header("x-original-url", "/console/repairs")
            .header("x-rewrite-url", "/console/repairs")
    };
    let page = megan.send(poison(megan.request("GET", "/"))).await;
    assert_eq!(page.status, 200);
    assert!(!page.says("evil.example"));
    let fields = [("draft", draft.as_str())];
    let sent = megan
        .send(poison(
            megan.request("POST", "/api/portal/repairs/report").form(&fields),
        ))
        .await;
    assert!(sent.leads_to().starts_with("/repairs/"));
    site.at_rest().await;
    let mail = site.world.mails_to(Person::MEGAN.email).await.remove(0);
    assert!(
        mail.contains(&format!("{BASE_URL}/repairs/")) && !mail.contains("evil.example"),
        "{mail}"
    );
    site.stop().await;
}
