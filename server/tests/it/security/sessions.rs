//! Cookies and sessions (SEC-S1 to S3; decision 8).

use crate::site::{Person, STAFF, Site, Visitor};

const PORTAL: &str = "__Host-portal";
const CONSOLE: &str = "__Host-console";

async fn is_signed_in(visitor: &Visitor, person: Person) -> bool {
    let answer = visitor.get(person.list()).await;
    assert!(answer.status == 200 || answer.header("location").starts_with(person.sign_in_page()));
    answer.status == 200
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cookie_is_bound_to_this_host_and_hidden_from_scripts() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    let mut seen = Vec::new();
    let known = site.world.mails_to(Person::MEGAN.email).await.len();
    let mut answers = vec![visitor.give_password(Person::MEGAN).await];
    let page = visitor.follow(&answers[0]).await;
    let code = site.world.code_after(known, Person::MEGAN.email).await;
    answers.push(
        visitor
            .submit(page.form("/api/portal/code").with("code", &code))
            .await,
    );
    answers.push(visitor.post("/api/portal/repairs/category", &[]).await);
    answers.push(visitor.post("/api/portal/language", &[("language", "cy")]).await);
    answers.push(visitor.post("/api/portal/sign-out", &[]).await);
    for cookie in answers.iter().flat_map(|answer| answer.cookies()) {
        let (name, _) = cookie.split_once('=').unwrap();
        seen.push(name.to_owned());
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for wanted in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.contains(&wanted), "{cookie}");
        }
        assert!(!cookie.to_lowercase().contains("domain="), "{cookie}");
    }
    for name in [PORTAL, "__Host-portal-device", "__Host-answer", "__Host-language"] {
        assert!(seen.iter().any(|seen| seen == name), "{name} is set");
    }
    assert!(seen.iter().all(|name| name.starts_with("__Host-")));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_session_changes_at_each_step_and_the_old_one_is_dead() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    // Somebody planted a session before.
    visitor.put_cookie(PORTAL, "0123456789abcdef");
    let known = site.world.mails_to(Person::MEGAN.email).await.len();
    let page = visitor.follow(&visitor.give_password(Person::MEGAN).await).await;
    let half = visitor.copy();
    let half_token = visitor.cookie(PORTAL).unwrap();
    assert!(half_token.len() >= 32 && half_token != "0123456789abcdef");
    assert!(
        !is_signed_in(&visitor, Person::MEGAN).await,
        "a password alone opens nothing"
    );
    let code = site.world.code_after(known, Person::MEGAN.email).await;
    let form = page.form("/api/portal/code").with("code", &code);
    visitor.submit(form.clone()).await;
    assert_ne!(visitor.cookie(PORTAL).unwrap(), half_token);
    assert!(is_signed_in(&visitor, Person::MEGAN).await);
    assert!(!is_signed_in(&half, Person::MEGAN).await);
    assert_eq!(half.get("/sign-in/code").await.leads_to(), "/sign-in");
    // A code works once.
    assert!(half.submit(form).await.leads_to().starts_with("/sign-in"));
    assert!(!is_signed_in(&half, Person::MEGAN).await);

    // Signing in again, on a remembered device, ends the session before.
    let before = visitor.copy();
    before.put_cookie(PORTAL, &visitor.cookie(PORTAL).unwrap());
    let again = visitor
        .post(
            "/api/portal/sign-in",
            &[
                ("email", Person::MEGAN.email),
                ("password", Person::MEGAN.password),
            ],
        )
        .await;
    assert_eq!(again.leads_to(), "/");
    assert!(is_signed_in(&visitor, Person::MEGAN).await);
    assert!(!is_signed_in(&before, Person::MEGAN).await);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_on_the_server() {
    let site = Site::on_sqlite().await;
    for person in [Person::MEGAN, STAFF] {
        let visitor = site.signed_in(person).await;
        let thief = visitor.copy();
        let page = visitor.get(person.list()).await;
        assert!(page.header("cache-control").contains("no-store"));
        let out = visitor.submit(page.form(&person.api("sign-out"))).await;
        assert_eq!(out.leads_to(), person.sign_in_page());
        assert!(out.header("clear-site-data").contains("\"cache\""));
        assert!(visitor.cookie(PORTAL).is_none() && visitor.cookie(CONSOLE).is_none());
        assert!(!is_signed_in(&thief, person).await);
        // The device is forgotten too: the code is asked for again, also of whoever kept its cookie.
        assert_eq!(
            thief.give_password(person).await.leads_to(),
            format!("{}/code", person.sign_in_page())
        );
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_of_one_plane_opens_nothing_in_the_other() {
    let site = Site::on_sqlite().await;
    let (megan, officer) = (site.signed_in(Person::MEGAN).await, site.signed_in(STAFF).await);
    let crossed = site.visitor();
    crossed.put_cookie(CONSOLE, &megan.cookie(PORTAL).unwrap());
    crossed.put_cookie(PORTAL, &officer.cookie(CONSOLE).unwrap());
    assert!(!is_signed_in(&crossed, Person::MEGAN).await);
    assert!(!is_signed_in(&crossed, STAFF).await);
    // Nor does an account of one plane.
    let fields = [
        ("email", Person::MEGAN.email),
        ("password", Person::MEGAN.password),
    ];
    let visitor = site.visitor();
    visitor.opens("/console/sign-in");
    let refused = visitor.post("/api/console/sign-in", &fields).await;
    assert_eq!(refused.leads_to(), "/console/sign-in");
    assert!(!refused.cookies().iter().any(|cookie| cookie.starts_with(CONSOLE)));
    site.stop().await;
}

/// Lets a quarter of an hour pass for every session.
async fn let_time_pass(site: &Site) {
    let sql = "update portal_sessions set last_seen_at = last_seen_at - 900000";
    site.node.platform.db.execute(sql, vec![]).await.unwrap();
}

async fn left(visitor: &Visitor) -> i64 {
    let answer = visitor.send(visitor.script("GET", "/session-left")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(told["final"], false);
    told["left"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_people_do_makes_a_session_last_longer() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let page = megan.get("/repairs").await;
    assert!(page.says("You stay signed in until"));
    let_time_pass(&site).await;
    let guess = megan.bare("GET", "/repairs").header("sec-purpose", "prefetch");
    assert_eq!(megan.send(guess).await.status, 200);
    for _ in 0..3 {
        assert!((840..=900).contains(&left(&megan).await), "asking does not count");
    }
    let stay = page.form("/api/portal/stay");
    let request = megan.script("POST", &stay.action).form(&stay.fields);
    assert_eq!(megan.send(request).await.status, 200);
    assert!(left(&megan).await > 1740, "pressing the button does");
    let_time_pass(&site).await;
    let_time_pass(&site).await;
    assert_eq!(left(&megan).await, 0);
    assert_eq!(left(&site.visitor()).await, 0, "strangers are told no more");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_a_lost_phone_out_from_their_computer() {
    let site = Site::on_sqlite().await;
    let (computer, phone) = (
        site.signed_in(Person::MEGAN).await,
        site.signed_in(Person::MEGAN).await,
    );
    let neighbour = site.signed_in(Person::IMRAN).await;
    let page = computer.get("/you/sessions").await;
    let end = page.form("/api/portal/sessions/end");
    // What stands on the page opens nothing, and is no cookie.
    for visitor in [&computer, &phone] {
        assert!(!page.text().contains(&visitor.cookie(PORTAL).unwrap()));
        assert!(
            !page
                .text()
                .contains(&visitor.cookie("__Host-portal-device").unwrap())
        );
    }
    neighbour.opens("/you/sessions");
    neighbour.submit(end.clone()).await;
    assert!(is_signed_in(&phone, Person::MEGAN).await, "not by somebody else");

    let ended = computer.submit(end).await;
    assert_eq!(ended.leads_to(), "/you/sessions");
    let page = computer.follow(&ended).await;
    assert!(page.says("That device is signed out") && page.says("You are signed in nowhere else."));
    assert!(!is_signed_in(&phone, Person::MEGAN).await);
    assert!(is_signed_in(&neighbour, Person::IMRAN).await);
    assert_eq!(
        phone.give_password(Person::MEGAN).await.leads_to(),
        "/sign-in/code"
    );
    site.stop().await;
}
