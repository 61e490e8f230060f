//! What every answer says to browsers (SEC-X1, X8, T2, C4, C5).

use crate::site::{Answer, Person, Site, TAP, Visitor, jpeg, one_photo};

fn policy_is_strict(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
    for part in policy.split(['\'', ' ', ';']) {
        assert!(
            !matches!(part, "unsafe-inline" | "unsafe-eval" | "*" | "data:" | "https:"),
            "{what}: {policy}"
        );
    }
    if !policy.contains("sandbox") {
        for part in [
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{what}: {part}");
        }
    }
}

fn is_guarded(answer: &Answer, what: &str) {
    policy_is_strict(answer, what);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    let hsts = answer.header("strict-transport-security");
    let age = hsts.split(['=', ';']).nth(1).unwrap().parse::<u64>().unwrap();
    assert!(
        age >= 31_536_000 && hsts.contains("includeSubDomains"),
        "{what}: {hsts}"
    );
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    assert!(
        !answer.header("cache-control").is_empty(),
        "{what}: cache-control"
    );
    let kind = answer.header("content-type");
    assert!(
        !kind.is_empty() || answer.body.is_empty(),
        "{what}: a body without a type"
    );
    assert!(
        !kind.starts_with("text/") || kind.contains("charset=utf-8"),
        "{what}: {kind}"
    );
    for (name, value) in &answer.headers {
        let name = name.as_str();
        let tells = matches!(name, "server" | "x-powered-by") || name.starts_with("access-control-");
        assert!(!tells, "{what}: {name}: {value:?}");
    }
}

async fn photo_of(megan: &Visitor) -> (String, String) {
    let draft = megan.draft(TAP).await;
    let page = megan
        .follow(&megan.upload(&draft, one_photo("a.jpg", jpeg(64, 1))).await)
        .await;
    let photo = page.form("/api/portal/repairs/photo-removal").fields[1].1.clone();
    (
        format!("/repairs/report/{draft}/photos"),
        format!("/photos/{photo}"),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_answer_is_guarded() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let (photos, photo) = photo_of(&megan).await;
    let page = megan.get("/").await;
    let style = page.text();
    let style = style
        .split("href=\"/pkg/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let style = megan.get(&format!("/pkg/{style}")).await;
    assert!(style.header("content-type").starts_with("text/css"));
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let picture = megan.get(&photo).await;
    assert_eq!(picture.header("content-type"), "image/jpeg");
    assert_eq!(picture.header("cache-control"), "private, no-store");
    let policy = picture.header("content-security-policy");
    assert!(
        policy.contains("sandbox") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    let stranger = site.visitor();
    let pages = [
        ("a page", 200, page),
        ("a page with an island", 200, megan.get(&photos).await),
        ("a missing page", 404, megan.get("/nothing-here").await),
        ("a missing repair", 404, megan.get("/repairs/x").await),
        ("a redirect", 303, stranger.get("/repairs").await),
        (
            "a form's answer",
            303,
            stranger.post("/api/portal/sign-in", &[]).await,
        ),
        (
            "a script's answer",
            422,
            stranger
                .send(stranger.script("POST", "/api/portal/sign-in"))
                .await,
        ),
        (
            "a stranger's form",
            403,
            stranger.send(stranger.bare("POST", "/api/portal/sign-in")).await,
        ),
        (
            "a wrong method",
            405,
            stranger.send(stranger.request("POST", "/")).await,
        ),
        (
            "too much",
            413,
            stranger
                .send(stranger.request("POST", "/").body(vec![b'a'; 70_000]))
                .await,
        ),
        (
            "another host",
            421,
            stranger.send(stranger.named("evil.example", "GET", "/")).await,
        ),
        ("health", 200, stranger.get("/healthz").await),
        ("readiness", 200, stranger.get("/readyz").await),
    ];
    for (what, status, answer) in &pages {
        assert_eq!(answer.status, *status, "{what}");
        is_guarded(answer, what);
        assert!(answer.header("cache-control").contains("no-store"), "{what}");
    }
    for (what, answer) in [("a style sheet", &style), ("a picture", &picture)] {
        assert_eq!(answer.status, 200, "{what}");
        is_guarded(answer, what);
    }
    is_guarded(&megan.get("/pkg/nothing.css").await, "a missing file");
    site.stop().await;
}

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-").unwrap();
    rest.split('\'').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_carry_the_nonce_of_their_own_answer() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let (photos, _) = photo_of(&megan).await;
    let (first, second) = (megan.get(&photos).await, megan.get(&photos).await);
    for answer in [&first, &second] {
        let page = answer.text();
        let scripts: Vec<_> = page.split("<script").skip(1).collect();
        assert!(!scripts.is_empty(), "the picker has a script");
        for script in scripts {
            assert!(
                script.contains(&format!("nonce=\"{}\"", nonce(answer))),
                "{script}"
            );
        }
    }
    assert!(nonce(&first).len() >= 32);
    assert_ne!(nonce(&first), nonce(&second));
    let home = megan.get("/").await.text();
    let scripts: Vec<_> = home.split("<script").skip(1).collect();
    assert_eq!(
        scripts.len(),
        1,
        "pages without an island carry the time-out warning alone"
    );
    assert!(scripts[0].contains("/pkg/session."));
    let open = site.visitor().get("/sign-in").await.text();
    assert!(!open.contains("/pkg/session."), "strangers are not warned");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_served_that_should_not_be_public() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    for path in [
        "/.git/config",
        "/.env",
        "/metrics",
        "/manifest.json",
        "/pkg/manifest.json",
        "/pkg/..%2fmanifest.json",
        "/pkg/%2e%2e/manifest.json",
        "/pkg/tenantwise.js.map",
        "/pkg/main.css.br",
        "/pkg/%FF",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    site.stop().await;
}
