//! Nobody learns who has an account (SEC-A2).

use crate::{
    on_both_engines,
    site::{Answer, Person, Site},
};
use services::args;

/// An answer without what differs by chance: request id, nonce, random cookie values.
pub fn shape(answer: &Answer, email: &str) -> Vec<String> {
    let cookie = |value: &str| {
        let (name, rest) = value.split_once('=').unwrap();
        let (value, attributes) = rest.split_once(';').unwrap();
        format!("{name}=<{}>;{attributes}", value.len())
    };
    let mut shape = vec![answer.status.to_string()];
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap();
        shape.push(match name.as_str() {
            "x-request-id" | "content-security-policy" => format!("{name}: <{}>", value.len()),
            "date" | "content-length" => name.to_string(),
            "set-cookie" => cookie(value),
            _ => format!("{name}: {value}"),
        });
    }
    shape.push(without_nonce(&answer.text()).replace(email, "<email>"));
    shape
}

fn without_nonce(page: &str) -> String {
    match page.split_once(" nonce=\"") {
        Some((before, rest)) => {
            let (nonce, after) = rest.split_once('"').unwrap();
            format!("{before} nonce=<{}>{after}", nonce.len())
        }
        None => page.to_owned(),
    }
}

on_both_engines! {
    async fn strangers_and_account_holders_get_the_same_answer(site: &Site) {
        const LOCKED: &str = Person::IMRAN.email;
        const DISABLED: &str = Person::AISHA.email;
        let sql = "update customers set disabled_at = 1 where email = $1";
        site.node.platform.db.execute(sql, args![DISABLED]).await.unwrap();
        for _ in 0..10 {
            site.visitor().post("/api/portal/sign-in", &[("email", LOCKED), ("password", "wrong")]).await;
        }
        let mut shapes = Vec::new();
        for (email, password) in [
            ("nobody.known@example.com", "wrong"),
            (Person::MEGAN.email, "wrong"),
            (LOCKED, Person::IMRAN.password),
            (DISABLED, Person::AISHA.password),
        ] {
            let visitor = site.visitor();
            let page = visitor.get("/sign-in").await;
            let form = page.form("/api/portal/sign-in").with("email", email).with("password", password);
            let refused = visitor.submit(form).await;
            let page = visitor.follow(&refused).await;
            assert!(page.says(words::error_password_wrong(domain::identity::Language::English)), "{email}");
            assert!(!page.text().contains(password) || password == "wrong", "{email}: the password came back");
            shapes.push((email, shape(&refused, email), shape(&page, email)));
        }
        for (email, refused, page) in &shapes[1..] {
            assert_eq!(refused, &shapes[0].1, "{email}");
            assert_eq!(page, &shapes[0].2, "{email}");
        }
        site.at_rest().await;
        assert_eq!(site.world.mails_to(DISABLED).await, Vec::<String>::new());
        let told = site.world.mails_to(LOCKED).await;
        assert!(told.len() == 1 && told[0].contains("/it-is-me?token="), "{told:?}");
    }
}
