//! A forgotten password, from outside (SEC-A2, A4, A15, A16, C1, C6).

use super::strangers::shape;
use crate::{
    on_both_engines,
    site::{BASE_URL, Node, Person, STAFF, Site, Visitor, eventually, tables},
};
use services::args;

const NEW: &str = "seven wet walruses";

async fn ask(site: &Site, person: Person) -> crate::site::Answer {
    let visitor = site.visitor();
    let page = visitor.get(&person.page("/reset/ask")).await;
    let form = page.form(&person.api("reset/ask")).with("email", person.email);
    visitor.submit(form).await
}

/// The link in the newest mail that has one, without the site's own name.
async fn mailed_link(site: &Site, email: &str, page: &str) -> String {
    let start = format!("{BASE_URL}{page}?token=");
    eventually("a link", || async {
        let mails = site.world.mails_to(email).await;
        mails.iter().find_map(|mail| {
            let line = mail.lines().find(|line| line.starts_with(&start))?;
            line.strip_prefix(BASE_URL).map(str::to_owned)
        })
    })
    .await
}

/// As a browser sends the form of a page that names itself to nobody.
async fn press(
    visitor: &Visitor,
    page: &crate::site::Answer,
    action: &str,
    password: &str,
) -> crate::site::Answer {
    let form = page.form(action).with("new-password", password);
    let request = visitor
        .bare("POST", action)
        .header("accept", "text/html")
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin");
    visitor.send(request.form(&form.fields)).await
}

on_both_engines! {
    async fn everybody_who_asks_for_a_link_is_answered_alike(site: &Site) {
        const DISABLED: &str = Person::AISHA.email;
        let sql = "update customers set disabled_at = 1 where email = $1";
        site.node.platform.db.execute(sql, args![DISABLED]).await.unwrap();
        let mut shapes = Vec::new();
        for email in ["nobody.known@example.com", Person::MEGAN.email, DISABLED, STAFF.email] {
            let visitor = site.visitor();
            let page = visitor.get("/reset/ask").await;
            let asked = visitor.submit(page.form("/api/portal/reset/ask").with("email", email)).await;
            let answer = visitor.follow(&asked).await;
            shapes.push((email, shape(&asked, email), shape(&answer, email)));
        }
        for (email, asked, answer) in &shapes[1..] {
            assert_eq!((asked, answer), (&shapes[0].1, &shapes[0].2), "{email}");
        }
        site.at_rest().await;
        for (email, mails) in [("nobody.known@example.com", 0), (Person::MEGAN.email, 1), (DISABLED, 0), (STAFF.email, 0)] {
            assert_eq!(site.world.mails_to(email).await.len(), mails, "{email}");
        }
    }

    async fn looking_at_a_link_uses_nothing_up_and_it_works_once(site: &Site) {
        ask(site, Person::MEGAN).await;
        let link = mailed_link(site, Person::MEGAN.email, "/reset").await;
        site.at_rest().await;
        let before = tables(site).await;
        let scanner = site.visitor();
        for method in ["HEAD", "GET", "GET"] {
            let looked = scanner.send(scanner.bare(method, &link)).await;
            assert_eq!(looked.status, 200);
            assert_eq!(looked.header("cache-control"), "no-store");
            assert_eq!(looked.header("referrer-policy"), "no-referrer");
        }
        assert_eq!(tables(site).await, before);

        let (visitor, other) = (site.visitor(), site.visitor());
        let (page, also) = (visitor.get(&link).await, other.get(&link).await);
        // A refusal leads back to the form's own page, though the browser names none.
        let refused = press(&visitor, &page, "/api/portal/reset/choose", "password1").await;
        assert_eq!(refused.leads_to(), link);
        let page = visitor.follow(&refused).await;
        assert!(page.says("so it is easy to guess"));
        assert!(!page.text().contains("password1"));
        let chosen = press(&visitor, &page, "/api/portal/reset/choose", NEW).await;
        assert_eq!(chosen.leads_to(), "/sign-in");
        assert!(visitor.follow(&chosen).await.says("Your new password is saved"));
        let replayed = press(&other, &also, "/api/portal/reset/choose", "eight dry walruses").await;
        assert!(other.follow(&replayed).await.says("This link does not work any more"));
        let old = site.visitor().post("/api/portal/sign-in", &[("email", Person::MEGAN.email), ("password", Person::MEGAN.password)]).await;
        assert_eq!(old.leads_to(), "/", "back to where it came from, refused");
        let new = Person { password: NEW, ..Person::MEGAN };
        let signed_in = site.signed_in(new).await;
        assert!(signed_in.get("/").await.says("Some parts are closed"));
        assert_eq!(signed_in.get("/repairs/report").await.status, 200);
    }

    async fn a_link_pressed_at_two_nodes_at_once_works_once(site: &Site) {
        ask(site, Person::MEGAN).await;
        let link = mailed_link(site, Person::MEGAN.email, "/reset").await;
        let second = Node::start(site.world.config()).await;
        let (here, there) = (site.visitor(), second.visitor());
        let (page, also) = (here.get(&link).await, there.get(&link).await);
        let (one, other) = tokio::join!(
            press(&here, &page, "/api/portal/reset/choose", NEW),
            press(&there, &also, "/api/portal/reset/choose", NEW),
        );
        let mut leads = [one.leads_to(), other.leads_to()];
        leads.sort_unstable();
        assert_eq!(leads, [link.as_str(), "/sign-in"]);
        second.stop().await;
    }

    async fn staff_reset_on_their_own_plane_and_links_do_not_cross(site: &Site) {
        ask(site, STAFF).await;
        let link = mailed_link(site, STAFF.email, "/console/reset").await;
        let crossed = link.replace("/console/reset", "/reset");
        assert!(site.visitor().get(&crossed).await.says("This link does not work any more"));
        let visitor = site.visitor();
        let page = visitor.get(&link).await;
        let chosen = press(&visitor, &page, "/api/console/reset/choose", NEW).await;
        assert_eq!(chosen.leads_to(), "/console/sign-in");
        site.signed_in(Person { password: NEW, ..STAFF }).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_name_for_the_server_is_refused_and_changes_no_link() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    for host in [
        "evil.example",
        "tenant.example.org.evil.example",
        "tenant.example.org:99",
    ] {
        let request = visitor.named(host, "POST", "/api/portal/reset/ask");
        let answer = visitor
            .send(request.form(&[("email", Person::MEGAN.email)]))
            .await;
        assert_eq!(answer.status, 421, "{host}");
    }
    let request = visitor
        .request("POST", "/api/portal/reset/ask")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    visitor
        .send(request.form(&[("email", Person::MEGAN.email)]))
        .await;
    let link = mailed_link(&site, Person::MEGAN.email, "/reset").await;
    assert!(link.starts_with("/reset?token="));
    site.at_rest().await;
    let mails = site.world.mails_to(Person::MEGAN.email).await;
    assert!(mails.len() == 1 && !mails[0].contains("evil.example"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_addresses_tokens_and_ways_back_lead_nowhere() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    for email in [
        "megan.price@example.com\r\nBcc: x@evil.example",
        "a@b.cy,x@evil.example",
        "<a@b.cy>",
        "\0@b.cy",
    ] {
        let answer = visitor
            .send(
                visitor
                    .script("POST", "/api/portal/reset/ask")
                    .form(&[("email", email)]),
            )
            .await;
        assert_eq!(answer.status, 422, "{email:?}");
    }
    for token in [
        "",
        "00",
        "a\r\nSet-Cookie: x=y",
        "%00",
        &"f".repeat(64),
        &"é".repeat(2000),
    ] {
        for action in [
            "/api/portal/reset/choose",
            "/api/console/reset/choose",
            "/api/portal/it-is-me",
        ] {
            let fields = [("token", token), ("new-password", NEW)];
            let answer = visitor.send(visitor.request("POST", action).form(&fields)).await;
            let to = answer.leads_to();
            assert!(
                to.starts_with('/') && !to.starts_with("//") && to.is_ascii(),
                "{token:?}: {to}"
            );
            assert!(!answer.cookies().iter().any(|cookie| cookie.starts_with("x=")));
        }
    }
    let megan = site.signed_in(Person::MEGAN).await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nb: c",
        "/api/portal/sign-out",
        "javascript:alert(1)",
    ] {
        let proved = megan
            .post(
                "/api/portal/prove",
                &[("current-password", Person::MEGAN.password), ("next", next)],
            )
            .await;
        assert_eq!(proved.leads_to(), "/", "{next}");
    }
    let proved = megan
        .post(
            "/api/portal/prove",
            &[
                ("current-password", Person::MEGAN.password),
                ("next", "/you/password"),
            ],
        )
        .await;
    assert_eq!(proved.leads_to(), "/you/password");
    assert_eq!(megan.get("/you/password").await.status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proving_gives_a_new_session_and_the_old_one_is_dead() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let thief = megan.copy();
    let page = megan.get("/prove?next=/repairs").await;
    let wrong = megan
        .submit(page.form("/api/portal/prove").with("current-password", "wrong"))
        .await;
    let page = megan.follow(&wrong).await;
    assert!(page.says("That is not your password"));
    let proved = megan
        .submit(
            page.form("/api/portal/prove")
                .with("current-password", Person::MEGAN.password),
        )
        .await;
    assert_eq!(proved.leads_to(), "/repairs");
    assert_eq!(megan.get("/repairs").await.status, 200);
    assert_eq!(thief.get("/repairs").await.leads_to(), "/sign-in?next=/repairs");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_that_signs_in_is_told_to_wait_in_plain_words_and_others_are_served() {
    let site = Site::on_sqlite().await;
    let crowd = (0..500).map(|number| {
        let visitor = site.visitor();
        let email = format!("tenant{number}@example.com");
        async move {
            let fields = [("email", email.as_str()), ("password", "wrong")];
            visitor.post("/api/portal/sign-in", &fields).await
        }
    });
    let answers = futures_util::future::join_all(crowd).await;
    let busy: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(busy.len() > 100, "only {} had to wait", busy.len());
    for answer in &busy {
        assert_eq!(answer.header("retry-after"), "60");
        assert!(answer.says("We are very busy right now") && answer.says("Wait a minute"));
    }
    assert!(answers.iter().all(|answer| matches!(answer.status, 303 | 503)));
    let script = site.visitor();
    let after = script
        .send(
            script
                .script("POST", "/api/portal/sign-in")
                .form(&[("email", "a@b.cy"), ("password", "x")]),
        )
        .await;
    assert_ne!(after.status, 503, "the crowd is gone");
    site.stop().await;
}
