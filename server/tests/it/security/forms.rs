//! Bodies that no form of ours sends: an answer, never a failure (SEC-C7, L5, X7).

use crate::{
    on_both_engines,
    site::{Person, STAFF, Site, TAP, Visitor},
};

const FORM: &str = "application/x-www-form-urlencoded";

fn bodies(draft: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let every = "draft={}&category={}&definition={}&accepted={}&description={}&photo={}&repair={}&reason={}&job={}&\
                 email={}&password={}&code={}&language={}&next={}&back_to={}";
    let all = |value: &str| every.replace("{}", value).into_bytes();
    vec![
        ("nothing", FORM, vec![]),
        ("an unknown box", FORM, b"role=owner&status=done".to_vec()),
        ("one box", FORM, format!("draft={draft}").into_bytes()),
        (
            "a box twice",
            FORM,
            format!("draft={draft}&draft={draft}&email=a&email=b&code=1&code=2").into_bytes(),
        ),
        (
            "a nested box",
            FORM,
            b"draft[a][b]=c&email[]=d&code[0]=1&language[x]=y&form[draft]=z".to_vec(),
        ),
        ("many boxes", FORM, "a=b&".repeat(10_000).into_bytes()),
        ("percent signs", FORM, all("%")),
        ("broken UTF-8", FORM, all("%FF%C0%80")),
        ("raw bytes", FORM, b"draft=\xff\xfe&email=\xc0\x80".to_vec()),
        ("a NUL", FORM, all("a%00b")),
        ("line breaks", FORM, all("a%0D%0ASet-Cookie:+x=y")),
        ("a surrogate", FORM, all("%ED%A0%80")),
        ("an id in capitals", FORM, all(&draft.to_uppercase())),
        ("SQL", FORM, all("'+or+1=1;--")),
        ("markup", FORM, all("%3Cscript%3E")),
        ("text", "text/plain", b"draft=x".to_vec()),
        ("JSON", "application/json", br#"{"draft":{"$ne":null}}"#.to_vec()),
        ("no type", "", b"draft=x".to_vec()),
        (
            "multipart",
            "multipart/form-data; boundary=b",
            b"--b\r\n\r\nx\r\n--b--\r\n".to_vec(),
        ),
    ]
}

async fn send(visitor: &Visitor, path: &str, kind: &str, body: &[u8]) {
    let with = |request: reqwest::RequestBuilder| {
        let request = request.body(body.to_vec());
        if kind.is_empty() {
            request
        } else {
            request.header("content-type", kind)
        }
    };
    visitor.opens("/repairs");
    let answer = visitor.send(with(visitor.request("POST", path))).await;
    let to = answer.leads_to();
    assert!(
        to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/api"),
        "{to}"
    );
    let page = visitor.get(to).await;
    assert!(page.status == 200 || page.status == 303, "{to}: {}", page.status);
    let answer = visitor.send(with(visitor.script("POST", path))).await;
    assert!(answer.status < 500, "a script is told {}", answer.status);
    assert_eq!(answer.header("content-type"), "application/json");
}

on_both_engines! {
    async fn no_body_makes_a_form_fail(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(TAP).await;
        let signed_in = megan.signed_in(&site.world, STAFF).await;
        let half = site.visitor();
        half.give_password(Person::IMRAN).await;
        half.give_password(STAFF).await;
        let stranger = site.visitor();
        for path in app::request::form_paths() {
            let visitor = match path.rsplit('/').next().unwrap() {
                // This ends what the others need.
                "sign-out" => &stranger,
                "code" | "resend-code" => &half,
                _ => &signed_in,
            };
            for (what, kind, body) in bodies(&draft) {
                let case = format!("{path} with {what}");
                let sending = tokio::spawn({
                    let (visitor, path) = (visitor.clone(), path.to_owned());
                    async move { send(&visitor, &path, kind, &body).await }
                });
                sending.await.unwrap_or_else(|_| panic!("{case}"));
            }
        }
        assert_eq!(signed_in.get("/").await.status, 200, "nobody was signed out");
    }

    async fn addresses_that_nobody_made_are_missing_pages(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let visitor = megan.signed_in(&site.world, STAFF).await;
        for path in [
            "/repairs/%00",
            "/repairs/%FF",
            "/repairs/..%2F..%2Fetc%2Fpasswd",
            "/repairs/' or 1=1",
            "/repairs/report/x/check",
            "/repairs/report/00000000-0000-7000-8000-000000000000/nothing",
            "/photos/%00",
            "/photos/%FF",
            "/photos/..%2Fx",
            "/console/repairs/%FF",
            "/console/photos/x",
            "/api/nothing",
            "/%FF",
        ] {
            let answer = visitor.get(path).await;
            assert!(matches!(answer.status, 404 | 405), "{path}: {}", answer.status);
        }
        for query in ["before=x", "before=1.", "before=99999999999999999999.x", "before=-1.%00", "show=%FF", "%FF=%FF", "show=undelivered&show=x"] {
            for path in ["/repairs", "/console/repairs"] {
                let answer = visitor.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, 200, "{path}?{query}");
            }
        }
    }
}
