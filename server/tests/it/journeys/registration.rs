//! Asking for an account: the pages of a tenant and of a stranger are the same bytes (SEC-A5).

use crate::{
    on_both_engines,
    site::{Answer, Site, Visitor},
};

/// What a page or answer says, without what differs by chance or by the typed mailbox.
fn shape(answer: &Answer, chance: &[&str]) -> String {
    let names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    let cookies: Vec<_> = answer
        .cookies()
        .iter()
        .map(|cookie| cookie.split('=').next().unwrap().to_owned())
        .collect();
    let mut text = answer.text();
    for part in chance.iter().filter(|part| !part.is_empty()) {
        text = text.replace(part, "…");
    }
    // A nonce and a token are as long as each other.
    let parts: Vec<_> = text
        .split('"')
        .map(|part| {
            if part.len() >= 22
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
            {
                "…"
            } else {
                part
            }
        })
        .collect();
    format!(
        "{} {} {names:?} {cookies:?} {}",
        answer.status,
        answer.header("location"),
        parts.join("\"")
    )
}

async fn asks(site: &Site, surname: &str, email: &str) -> (Visitor, Vec<String>) {
    let visitor = site.visitor();
    let page = visitor.get("/register").await;
    let mut form = page.form("/api/portal/register");
    for (name, value) in [
        ("reference", "40035"),
        ("surname", surname),
        ("day", "14"),
        ("month", "mawrth"),
        ("year", "1979"),
        ("postcode", ""),
        ("email", email),
        ("new-password", "three odd words"),
    ] {
        form = form.with(name, value);
    }
    let mut shapes = Vec::new();
    let asked = visitor.submit(form).await;
    shapes.push(shape(&asked, &[email]));
    let page = visitor.follow(&asked).await;
    shapes.push(shape(&page, &[email]));
    let code = site.world.code_after(0, email).await;
    site.at_rest().await;
    let entered = visitor
        .submit(page.form("/api/portal/register/email-code").with("code", &code))
        .await;
    shapes.push(shape(&entered, &[]));
    site.at_rest().await;
    let page = visitor.follow(&entered).await;
    shapes.push(shape(&page, &[]));
    let guess = visitor
        .submit(page.form("/api/portal/register/file-code").with("code", "000000"))
        .await;
    shapes.push(shape(&guess, &[]));
    shapes.push(shape(&visitor.follow(&guess).await, &[]));
    let staff = visitor.submit(page.form("/api/portal/register/staff")).await;
    shapes.push(shape(&staff, &[]));
    shapes.push(shape(&visitor.follow(&staff).await, &[]));
    (visitor, shapes)
}

on_both_engines! {
    async fn tenants_and_strangers_see_the_same_pages(site: &Site) {
        let (_, known) = asks(site, "Evans", "a.new.mailbox@example.com").await;
        let (_, unknown) = asks(site, "Nobody", "a.bad.mailbox@example.com").await;
        assert_eq!(known, unknown);
        // The one whom we know was written to at the mailbox on record, and nobody else was.
        assert_eq!(site.world.mails_to("gareth.evans@example.com").await.len(), 1);
    }

    async fn nothing_can_be_proved_without_having_asked(site: &Site) {
        let visitor = site.visitor();
        for page in ["/register/code", "/register/mailbox"] {
            assert_eq!(visitor.get(page).await.status, 303, "{page}");
        }
        visitor.get("/register").await;
        let entered = visitor.post("/api/portal/register/file-code", &[("code", "123456"), ("next", "")]).await;
        assert_eq!(entered.leads_to(), "/register");
    }
}
