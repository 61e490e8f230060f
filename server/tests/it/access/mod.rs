//! Who may do what (SEC-Z1, Z2, F7): every page, form and file for everybody.
//!
//! What is expected follows from what each page and form declares (`app::routes::PAGES`, `submit(Access::…)`), so a new
//! one without ids needs nothing here. One whose address or boxes hold ids says in `things.rs` what they stand for.
//! `docs/access.md` shows the whole table.

mod enrolling;
mod expected;
mod table;
mod things;
mod who;

use crate::site::{Answer, Site, Visitor, WORDS, file, jpeg};
use app::request::{Access, DeclaredForm, declared_forms};
use expected::Expected;
use reqwest::multipart;
use std::collections::BTreeSet;
use things::{Things, Whose};
use who::{Crowd, Who};

/// An address beside pages and forms.
struct Beside {
    path: &'static str,
    access: Access,
    takes: Takes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// A file is shown, or there is none.
    Nothing,
    /// Files are posted to it.
    Files,
}

const BESIDE: &[Beside] = &[
    Beside {
        path: "/photos/{id}",
        access: Access::Customer,
        takes: Takes::Nothing,
    },
    Beside {
        path: "/console/photos/{id}",
        access: Access::Staff(domain::permissions::Permission::RepairsRead),
        takes: Takes::Nothing,
    },
    Beside {
        path: app::paths::CONSOLE_INVITES_UPLOAD,
        access: Access::Staff(domain::permissions::Permission::InvitesManage),
        takes: Takes::Files,
    },
    Beside {
        path: app::paths::CONSOLE_DEFINITIONS_UPLOAD,
        access: Access::Staff(domain::permissions::Permission::RepairsSetUp),
        takes: Takes::Files,
    },
    Beside {
        path: app::paths::CONSOLE_DROPS_UPLOAD,
        access: Access::Staff(domain::permissions::Permission::IntegrationsManage),
        takes: Takes::Files,
    },
    Beside {
        path: "/repairs/report/{draft}/upload",
        access: Access::Customer,
        takes: Takes::Files,
    },
];

/// The same for everybody, whoever asks.
const FOR_ALL: &[&str] = &[
    "/api/{*path}",
    "/pkg/{file}",
    "/healthz",
    "/readyz",
    // Opens by a token of its own.
    "/metrics",
    // Opens by the sign of the vendor.
    "/hooks/{channel}",
    "/session-left",
    "/console/session-left",
];

/// Words of the tenant's repair: nobody is told them who may not see it.
const SECRET: &str = "It drips day";

fn tells(answer: &Answer) -> bool {
    debug_assert!(WORDS.starts_with(SECRET));
    String::from_utf8_lossy(&answer.body).contains(SECRET)
}

/// A page without what differs each time: nonces, and how long the session lives still.
fn steady(answer: &Answer) -> String {
    let page = answer.text();
    let mut parts = page.split('"');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(value), Some(after)) = (parts.next(), parts.next()) {
        let differs = text.ends_with(" nonce=") || text.ends_with(" data-left=");
        text.push_str(if differs { "…" } else { value });
        text.push_str(after);
    }
    text
}

/// What somebody is answered who asks with plain forms and links.
fn seen(answer: &Answer, access: Access) -> Expected {
    let sign_in = app::paths::sign_in(access.plane());
    match answer.status {
        303 if answer.leads_to().split('?').next() == Some(sign_in) => Expected::SignIn,
        200 | 303 => Expected::Opens,
        404 => Expected::Missing,
        403 => refusal(answer),
        status => panic!("{status}: {}", String::from_utf8_lossy(&answer.body)),
    }
}

fn refusal(answer: &Answer) -> Expected {
    let english = domain::identity::Language::English;
    let says = |page: &str, code: &str| answer.says(page) || answer.text() == format!("\"{code}\"");
    if says(words::problem_limited(english), "limited") {
        Expected::Limited
    } else if says(words::problem_read_only(english), "read-only") {
        Expected::ReadOnly
    } else {
        assert!(
            says(words::problem_denied(english), "denied"),
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        Expected::Denied
    }
}

/// What a script is answered that presses the button of a form.
fn told(answer: &Answer) -> Expected {
    match answer.status {
        401 => Expected::SignIn,
        403 => refusal(answer),
        404 => Expected::Missing,
        // Whether the boxes are right is not asked here.
        200 | 409 | 422 | 429 => Expected::Opens,
        status => panic!("{status}: {}", String::from_utf8_lossy(&answer.body)),
    }
}

/// What everybody may open depends on how far they are; that nobody is refused is all that is promised.
fn fits(found: Expected, expected: Expected, access: Access) -> bool {
    let open_to_all = matches!(access, Access::Anyone(_));
    found == expected || (open_to_all && matches!(found, Expected::SignIn | Expected::Missing))
}

/// What is expected of somebody who asks for a thing.
fn with_ids(expected: Expected, whose: Option<Whose>, who: Who) -> Expected {
    match whose {
        Some(whose) if expected == Expected::Opens && !whose.is_open_to(who) => Expected::Missing,
        _ => expected,
    }
}

fn page_expected(pattern: &str, access: Access, who: Who) -> Expected {
    if pattern == app::paths::CONSOLE {
        return expected::first_place(who);
    }
    with_ids(expected::page(access, who), things::in_address(pattern), who)
}

/// Pictures have no page to say why they are not shown.
fn picture_expected(picture: &Beside, who: Who) -> Expected {
    match expected::page(picture.access, who) {
        Expected::Opens => with_ids(Expected::Opens, things::in_address(picture.path), who),
        _ => Expected::Missing,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_files_open_for_those_they_are_for_and_nobody_else() {
    let site = Site::on_sqlite().await;
    let (crowd, things) = Crowd::gather(&site).await;
    let mut wrong = Vec::new();
    for who in Who::all() {
        let visitor = crowd.enter(&site, who).await;
        for (pattern, access) in app::routes::PAGES {
            let answer = visitor.get(&things.address(pattern)).await;
            let found = seen(&answer, *access);
            let expected = page_expected(pattern, *access, who);
            if !fits(found, expected, *access) || (found != Expected::Opens && tells(&answer)) {
                wrong.push(format!("{who} at {pattern}: {found:?} instead of {expected:?}"));
            }
        }
        for beside in BESIDE.iter().filter(|beside| beside.takes == Takes::Nothing) {
            let found = seen(&visitor.get(&things.address(beside.path)).await, beside.access);
            let expected = picture_expected(beside, who);
            if found != expected {
                wrong.push(format!(
                    "{who} at {}: {found:?} instead of {expected:?}",
                    beside.path
                ));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    site.stop().await;
}

async fn press(visitor: &Visitor, form: &DeclaredForm, things: &Things) -> Answer {
    let request = visitor
        .script("POST", form.path)
        .form(&things.boxes(form.path).unwrap_or_default());
    visitor.send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_are_taken_from_those_they_are_for_and_nobody_else() {
    let site = Site::on_sqlite().await;
    let (crowd, things) = Crowd::gather(&site).await;
    let mut wrong = Vec::new();
    for form in declared_forms().await {
        let access = form.access.unwrap_or_else(|| panic!("{}", form.path));
        // The tenant comes last, so that what they do to their things takes nothing from the others.
        for who in Who::owner_last() {
            // Some forms end sessions, so everybody comes anew.
            let visitor = crowd.enter(&site, who).await;
            let answer = press(&visitor, &form, &things).await;
            let found = told(&answer);
            let expected = with_ids(expected::form(access, who), things::in_boxes(form.path), who);
            if !fits(found, expected, access) || tells(&answer) {
                wrong.push(format!(
                    "{who} at {}: {found:?} instead of {expected:?}",
                    form.path
                ));
            }
        }
    }
    for beside in BESIDE.iter().filter(|beside| beside.takes == Takes::Files) {
        for who in Who::owner_last() {
            let visitor = crowd.enter(&site, who).await;
            let photos = multipart::Form::new().part("photos", file("b.jpg", jpeg(64, 3)));
            let request = visitor
                .script("POST", &things.address(beside.path))
                .multipart(photos);
            let answer = visitor.send(request).await;
            let found = told(&answer);
            let expected = with_ids(
                expected::form(beside.access, who),
                things::in_address(beside.path),
                who,
            );
            if found != expected {
                wrong.push(format!(
                    "{who} at {}: {found:?} instead of {expected:?}",
                    beside.path
                ));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_somebody_elses_answers_like_what_is_not_there() {
    let site = Site::on_sqlite().await;
    let (crowd, things) = Crowd::gather(&site).await;
    let (other, staff) = (
        crowd.enter(&site, Who::Other).await,
        crowd.enter(&site, Who::OWNER).await,
    );
    let nothing = Things::missing();
    let pages = app::routes::PAGES.iter().map(|(pattern, _)| *pattern);
    let files = BESIDE
        .iter()
        .filter(|beside| beside.takes == Takes::Nothing)
        .map(|beside| beside.path);
    for pattern in pages.chain(files).filter(|pattern| pattern.contains('{')) {
        // The id in the way back differs by nature.
        let bytes = |path: String| {
            let other = other.clone();
            async move {
                let answer = other.get(&path).await;
                (answer.status, steady(&answer).replace(&path, "…"))
            }
        };
        let (theirs, missing) = (things.address(pattern), nothing.address(pattern));
        if things::in_address(pattern).is_some_and(|whose| !whose.is_open_to(Who::Other)) {
            assert_eq!(bytes(theirs).await, bytes(missing.clone()).await, "{pattern}");
        }
        if pattern.starts_with("/console") {
            assert_eq!(staff.get(&missing).await.status, 404, "{pattern}");
        }
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_for_a_code_leads_on_whoever_does_not_wait_for_one() {
    let site = Site::on_sqlite().await;
    let (crowd, _) = Crowd::gather(&site).await;
    for (who, page, leads_to) in [
        (Who::Tenant, "/sign-in", "/"),
        (Who::Tenant, "/sign-in/code", "/"),
        (Who::Nobody, "/sign-in/code", "/sign-in"),
        (Who::OWNER, "/console/sign-in", "/console"),
        (Who::OWNER, "/console/sign-in/code", "/console"),
        (Who::Nobody, "/console/sign-in/code", "/console/sign-in"),
    ] {
        let visitor = crowd.enter(&site, who).await;
        assert_eq!(visitor.get(page).await.leads_to(), leads_to, "{who} at {page}");
    }
    site.stop().await;
}

/// The addresses in a source file's `.route(…)` calls.
fn routes_in(source: &str) -> BTreeSet<&str> {
    let calls = source.split(".route(").skip(1);
    calls
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

#[tokio::test]
async fn every_form_says_who_may_use_it_and_what_its_ids_stand_for() {
    let forms = declared_forms().await;
    assert!(forms.len() > 15, "the forms are found");
    for form in forms {
        assert!(
            form.access.is_some(),
            "{} does not go through `submit`, or cannot be read when its boxes are empty",
            form.path
        );
        assert_eq!(form.method, "POST", "{}", form.path);
        let ids = form
            .boxes
            .iter()
            .filter(|name| things::is_called_like_an_id(name));
        let ids: Vec<_> = ids.collect();
        assert!(
            ids.is_empty() || things::in_boxes(form.path).is_some(),
            "{} has the boxes {ids:?}: say in `FILLED` of things.rs what they stand for",
            form.path
        );
        let plane = if form.path.starts_with("/api/console/") {
            domain::identity::Plane::Console
        } else {
            domain::identity::Plane::Portal
        };
        assert_eq!(
            form.access.map(Access::plane),
            Some(plane),
            "{} reads the other plane's cookies",
            form.path
        );
    }
}

#[test]
fn every_address_of_the_edge_is_in_these_tables() {
    let beside = BESIDE.iter().map(|beside| beside.path);
    let all: BTreeSet<_> = beside.chain(FOR_ALL.iter().copied()).collect();
    assert_eq!(routes_in(include_str!("../../../src/http/mod.rs")), all);
    for (pattern, access) in app::routes::PAGES {
        things::in_address(pattern);
        let in_console = pattern.starts_with("/console");
        assert_eq!(
            access.plane() == domain::identity::Plane::Console,
            in_console,
            "{pattern}"
        );
    }
}
