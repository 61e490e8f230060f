//! Who may do what: every page, form and file for everybody (SEC-Z1, Z2, F7). What is not in these tables fails.

use crate::site::{BOILER, CATEGORY, Person, STAFF, Site, TAP, Visitor, WORDS, jpeg, one_photo, repair_of};
use Expected::{Done, Leads, Missing, Opens, Refused, SignIn};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// A page or a file.
    Opens,
    /// To the sign-in page of the plane; scripts are told 401.
    SignIn,
    /// As if it were not there.
    Missing,
    /// To another page.
    Leads(&'static str),
    /// The form is done.
    Done,
    /// They may, but the boxes are empty.
    Refused,
}

/// In the order of the columns below.
const WHO: [&str; 5] = [
    "nobody",
    "half signed in",
    "another tenant",
    "staff",
    "the tenant",
];

type Row = (&'static str, [Expected; 5]);

const PAGES: &[Row] = &[
    ("/sign-in", [Opens, Opens, Leads("/"), Opens, Leads("/")]),
    ("/sign-in/code", [SignIn, Opens, Leads("/"), SignIn, Leads("/")]),
    ("/", [SignIn, SignIn, Opens, SignIn, Opens]),
    ("/repairs", [SignIn, SignIn, Opens, SignIn, Opens]),
    ("/repairs/report", [SignIn, SignIn, Opens, SignIn, Opens]),
    (
        "/repairs/report/{draft}/{step}",
        [SignIn, SignIn, Missing, SignIn, Opens],
    ),
    ("/repairs/{id}", [SignIn, SignIn, Missing, SignIn, Opens]),
    ("/repairs/{id}/sent", [SignIn, SignIn, Missing, SignIn, Opens]),
    ("/repairs/{id}/cancel", [SignIn, SignIn, Missing, SignIn, Opens]),
    ("/you/record-views", [SignIn, SignIn, Opens, SignIn, Opens]),
    ("/console/audit", [SignIn, SignIn, SignIn, Opens, SignIn]),
    ("/console/audit/export", [SignIn, SignIn, SignIn, Opens, SignIn]),
    (
        "/console/sign-in",
        [Opens, Opens, Opens, Leads("/console"), Opens],
    ),
    (
        "/console/sign-in/code",
        [SignIn, Opens, SignIn, Leads("/console"), SignIn],
    ),
    (
        "/console",
        [SignIn, SignIn, SignIn, Leads("/console/repairs"), SignIn],
    ),
    ("/console/repairs", [SignIn, SignIn, SignIn, Opens, SignIn]),
    ("/console/repairs/{id}", [SignIn, SignIn, SignIn, Opens, SignIn]),
];

const FILES: &[Row] = &[
    ("/photos/{id}", [Missing, Missing, Missing, Missing, Opens]),
    (
        "/console/photos/{id}",
        [Missing, Missing, Missing, Opens, Missing],
    ),
];

/// Signing out ends what the others need, so it comes last.
const FORMS: &[Row] = &[
    ("/api/portal/sign-in", [Refused; 5]),
    ("/api/portal/code", [SignIn, Refused, SignIn, SignIn, SignIn]),
    ("/api/portal/resend-code", [SignIn, Done, SignIn, SignIn, SignIn]),
    ("/api/portal/language", [Refused; 5]),
    (
        "/api/portal/repairs/category",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/definition",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/safety",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/description",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/repairs/report/{draft}/upload",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/photo-removal",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/report",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    (
        "/api/portal/repairs/cancellation",
        [SignIn, SignIn, Missing, SignIn, Done],
    ),
    ("/api/console/sign-in", [Refused; 5]),
    ("/api/console/code", [SignIn, Refused, SignIn, SignIn, SignIn]),
    ("/api/console/resend-code", [SignIn, Done, SignIn, SignIn, SignIn]),
    ("/api/console/language", [Refused; 5]),
    ("/api/console/audit/check", [SignIn, SignIn, SignIn, Done, SignIn]),
    (
        "/api/console/repairs/retry",
        [SignIn, SignIn, SignIn, Missing, SignIn],
    ),
    ("/api/portal/sign-out", [Done; 5]),
    ("/api/console/sign-out", [Done; 5]),
];

/// What belongs to the tenant.
struct Things {
    draft: String,
    draft_photo: String,
    repair: String,
    photo: String,
}

async fn photo_of(megan: &Visitor, draft: &str, seed: u8) -> String {
    let page = megan
        .follow(&megan.upload(draft, one_photo("a.jpg", jpeg(64, seed))).await)
        .await;
    page.form("/api/portal/repairs/photo-removal").fields[1].1.clone()
}

async fn everybody(site: &Site) -> ([Visitor; 5], Things) {
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let photo = photo_of(&megan, &draft, 1).await;
    let repair = repair_of(&megan.send_draft(&draft).await);
    let draft = megan.draft(BOILER).await;
    let draft_photo = photo_of(&megan, &draft, 2).await;
    let half = site.visitor();
    half.give_password(Person::AISHA).await;
    half.give_password(STAFF).await;
    let (other, staff) = (site.signed_in(Person::IMRAN).await, site.signed_in(STAFF).await);
    let things = Things {
        draft,
        draft_photo,
        repair,
        photo,
    };
    ([site.visitor(), half, other, staff, megan], things)
}

fn address(pattern: &str, things: &Things) -> String {
    let id = if pattern.contains("photos") {
        &things.photo
    } else {
        &things.repair
    };
    pattern
        .replace("{draft}", &things.draft)
        .replace("{step}", "describe")
        .replace("{id}", id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_files_open_for_those_they_are_for_and_nobody_else() {
    let site = Site::on_sqlite().await;
    let (visitors, things) = everybody(&site).await;
    for (pattern, expected) in PAGES.iter().chain(FILES) {
        for ((who, visitor), expected) in WHO.iter().zip(&visitors).zip(expected) {
            let answer = visitor.get(&address(pattern, &things)).await;
            let sign_in = if pattern.starts_with("/console") {
                "/console/sign-in"
            } else {
                "/sign-in"
            };
            let found = match (answer.status, answer.header("location")) {
                (200, _) => Opens,
                (404, _) => Missing,
                (303, to) if *expected == SignIn && to.split('?').next() == Some(sign_in) => SignIn,
                (303, to) if matches!(expected, Leads(page) if *page == to) => *expected,
                other => panic!("{who} at {pattern}: {other:?} instead of {expected:?}"),
            };
            assert_eq!(found, *expected, "{who} at {pattern}");
            let tells = String::from_utf8_lossy(&answer.body).contains("It drips day");
            assert!(
                found == Opens || !tells,
                "{who} at {pattern} is told the tenant's words"
            );
        }
    }
    site.stop().await;
}

async fn fill(visitor: &Visitor, pattern: &str, things: &Things) -> u16 {
    let request = visitor.script("POST", &address(pattern, things));
    let (draft, repair) = (things.draft.as_str(), things.repair.as_str());
    let fields = match pattern.rsplit('/').next().unwrap() {
        "category" => vec![("draft", draft), ("category", CATEGORY)],
        "definition" => vec![("draft", draft), ("definition", BOILER)],
        "safety" => vec![("draft", draft), ("accepted", "yes")],
        "description" => vec![("draft", draft), ("description", WORDS)],
        "photo-removal" => vec![("draft", draft), ("photo", things.draft_photo.as_str())],
        "report" => vec![("draft", draft)],
        "cancellation" => vec![("repair", repair)],
        "retry" => vec![("job", repair)],
        _ => vec![],
    };
    let request = if pattern.ends_with("/upload") {
        request.multipart(one_photo("b.jpg", jpeg(64, 3)))
    } else {
        request.form(&fields)
    };
    visitor.send(request).await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_are_taken_from_those_they_are_for_and_nobody_else() {
    let site = Site::on_sqlite().await;
    let (visitors, things) = everybody(&site).await;
    for (pattern, expected) in FORMS {
        for ((who, visitor), expected) in WHO.iter().zip(&visitors).zip(expected) {
            let found = match fill(visitor, pattern, &things).await {
                200 => Done,
                401 => SignIn,
                404 => Missing,
                422 => Refused,
                status => panic!("{who} at {pattern}: {status} instead of {expected:?}"),
            };
            assert_eq!(found, *expected, "{who} at {pattern}");
        }
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_somebody_elses_answers_like_what_is_not_there() {
    const NO_ID: &str = "00000000-0000-7000-8000-000000000000";
    let site = Site::on_sqlite().await;
    let ([_, _, other, staff, _], things) = everybody(&site).await;
    // Ids, nonces and the id in the way back differ by nature.
    let bytes = |path: String| {
        let other = other.clone();
        async move {
            let answer = other.get(&path).await;
            (answer.status, answer.text().replace(&path, "…"))
        }
    };
    for (pattern, _) in PAGES
        .iter()
        .chain(FILES)
        .filter(|(pattern, _)| pattern.contains('{'))
    {
        let nothing = Things {
            draft: NO_ID.into(),
            draft_photo: NO_ID.into(),
            repair: NO_ID.into(),
            photo: NO_ID.into(),
        };
        let (theirs, missing) = (address(pattern, &things), address(pattern, &nothing));
        assert_eq!(bytes(theirs).await, bytes(missing.clone()).await, "{pattern}");
        if pattern.starts_with("/console") {
            assert_eq!(staff.get(&missing).await.status, 404, "{pattern}");
        }
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joint_tenants_share_repairs_but_not_drafts() {
    let site = Site::on_sqlite().await;
    let (imran, aisha) = (
        site.signed_in(Person::IMRAN).await,
        site.signed_in(Person::AISHA).await,
    );
    site.with_copies(&aisha).await;
    let repair = imran.report(TAP).await;
    assert!(aisha.get(&format!("/repairs/{repair}")).await.says(WORDS));
    let draft = imran.draft(TAP).await;
    assert_eq!(
        aisha.get(&format!("/repairs/report/{draft}/check")).await.status,
        404
    );
    site.stop().await;
}

/// The addresses in a source file's `.route(…)` calls.
fn routes_in(source: &str) -> BTreeSet<&str> {
    let calls = source.split(".route(").skip(1);
    calls
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

#[test]
fn every_address_of_the_product_is_in_these_tables() {
    let tabled = |rows: &'static [Row]| rows.iter().map(|(path, _)| *path).collect::<BTreeSet<_>>();
    let listed: BTreeSet<_> = app::routes::PAGES.iter().map(|(path, _)| *path).collect();
    assert_eq!(tabled(PAGES), listed);

    let upload = "/repairs/report/{draft}/upload";
    let forms: BTreeSet<_> = app::request::form_paths().into_iter().chain([upload]).collect();
    assert_eq!(tabled(FORMS), forms);

    let beside = ["/api/{*path}", upload, "/pkg/{file}", "/healthz", "/readyz"];
    let routed: BTreeSet<_> = tabled(FILES).into_iter().chain(beside).collect();
    assert_eq!(routes_in(include_str!("../../src/http/mod.rs")), routed);
}
