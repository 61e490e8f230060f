//! Only our own pages may change anything (SEC-C1, T3).

use crate::site::{BASE_URL, BOILER, CATEGORY, Person, STAFF, Site, Visitor, jpeg, one_photo, tables};

const FOREIGN: &[&[(&str, &str)]] = &[
    &[],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://tenant.example.org")],
    &[("origin", "https://tenant.example.org.evil.example")],
    &[("origin", "https://tenant.example.org:8443")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", BASE_URL)],
    &[("sec-fetch-site", "none"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "none"), ("origin", "null")],
    &[("sec-fetch-site", "cross-site"), ("origin", "null")],
    &[("sec-fetch-site", "same-site"), ("origin", "null")],
    &[
        ("origin", "https://evil.example"),
        ("referer", "https://tenant.example.org/"),
    ],
];

/// Signed in on both planes, with a draft that every form could change.
async fn victim(site: &Site) -> (Visitor, String) {
    let victim = site.signed_in(Person::MEGAN).await;
    let draft = victim.draft(BOILER).await;
    let victim = victim.signed_in(&site.world, STAFF).await;
    site.with_copies(&victim).await;
    site.at_rest().await;
    (victim, draft)
}

fn fields(draft: &str) -> Vec<(&str, &str)> {
    vec![
        ("draft", draft),
        ("category", CATEGORY),
        ("definition", BOILER),
        ("accepted", "yes"),
        ("description", "Changed by somebody else"),
        ("language", "cy"),
        ("email", Person::MEGAN.email),
        ("password", Person::MEGAN.password),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_of_another_site_changes_anything() {
    let site = Site::on_sqlite().await;
    let (victim, draft) = victim(&site).await;
    let before = tables(&site).await;
    let upload = format!("/repairs/report/{draft}/upload");
    let mut paths = app::request::form_paths();
    let table = app::paths::CONSOLE_INVITES_UPLOAD;
    paths.extend(["/", "/repairs", "/nothing-here", &upload, table]);
    for path in paths {
        for headers in FOREIGN {
            let request = headers
                .iter()
                .fold(victim.bare("POST", path), |request, (name, value)| {
                    request.header(*name, *value)
                });
            let request = if path == upload || path == table {
                request.multipart(one_photo("a.jpg", jpeg(32, 1)))
            } else {
                request.form(&fields(&draft))
            };
            let answer = victim.send(request).await;
            assert_eq!(answer.status, 403, "{path} with {headers:?}");
            assert!(answer.cookies().is_empty());
        }
    }
    assert_eq!(tables(&site).await, before);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_own_forms_are_taken_with_either_sign_of_where_they_come_from() {
    let site = Site::on_sqlite().await;
    let visitor = site.visitor();
    let fields = [("language", "cy"), ("next", "/sign-in")];
    for headers in [
        &[("origin", BASE_URL)][..],
        &[("sec-fetch-site", "same-origin"), ("origin", BASE_URL)],
        &[("sec-fetch-site", "same-origin")],
    ] {
        let request = headers.iter().fold(
            visitor.bare("POST", "/api/portal/language"),
            |request, (name, value)| request.header(*name, *value),
        );
        let request = request.header("accept", "text/html").form(&fields);
        assert_eq!(visitor.send(request).await.leads_to(), "/sign-in", "{headers:?}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_methods_do_nothing() {
    let site = Site::on_sqlite().await;
    let (victim, draft) = victim(&site).await;
    let before = tables(&site).await;
    let upload = format!("/repairs/report/{draft}/upload");
    let paths = app::request::form_paths();
    for path in paths
        .iter()
        .copied()
        .chain([upload.as_str(), app::paths::CONSOLE_INVITES_UPLOAD])
    {
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let request = victim.request(method, path).query(&fields(&draft));
            let answer = victim.send(request).await;
            assert!(
                matches!(answer.status, 404 | 405),
                "{method} {path}: {}",
                answer.status
            );
        }
    }
    for path in ["/", "/repairs", "/sign-in", "/console/repairs"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let answer = victim.send(victim.request(method, path)).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
    assert_eq!(tables(&site).await, before);
    site.stop().await;
}
