//! The hand-written examples of `cx-assumed-1` (assumed), which the simulator's tests check as well: the adapter reads
//! these answers and sends requests of these shapes.

use super::{Options, adapter, limits};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{Method, StatusCode, Uri, header},
    response::IntoResponse,
};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    money::Pence,
    repairs::Status,
};
use secrecy::SecretString;
use serde_json::Value;
use server::integrations::housing::civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities};
use services::ports::{
    PortError,
    housing::{Housing, LookupKind, RaiseRepair, Role},
};
use std::sync::{Arc, Mutex};

fn golden(name: &str) -> String {
    let path = format!("{}/simulators/golden/cx/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

type Sent = Arc<Mutex<Vec<(String, Value)>>>;

/// Answers each route with its example and keeps what was sent.
async fn answer(State(sent): State<Sent>, method: Method, uri: Uri, body: Bytes) -> impl IntoResponse {
    let path = uri.path().strip_prefix("/api/v1/").unwrap_or_default();
    let words: Vec<&str> = path.split('/').collect();
    let (status, name) = match (method.as_str(), words.as_slice()) {
        ("POST", ["token"]) => (200, "token.response"),
        ("GET", ["companies"]) => (200, "companies.response"),
        ("GET", ["ping"]) => (200, "ping.response"),
        ("GET", ["lookups", _]) => (200, "repair-priorities.response"),
        // The example has a page to follow: another list's rows serve, as only their codes are required.
        ("GET", ["sor-codes"]) if uri.query().is_some_and(|query| query.contains("cursor")) => {
            (200, "repair-priorities.response")
        }
        ("GET", ["sor-codes"]) => (200, "sor-codes.response"),
        ("GET", ["contacts", _]) => (200, "contact.response"),
        ("GET", ["contacts", _, "agreements"]) => (200, "agreement.response"),
        ("GET", ["assets", _]) => (200, "asset.response"),
        ("GET", ["accounts", _]) => (200, "account.response"),
        ("POST", ["repairs"]) => (201, "repair.response"),
        ("POST", ["repairs", "refused", "cancel"]) => (400, "error.response"),
        ("POST", ["repairs", _, "cancel"]) => (200, "repair.response"),
        ("POST", ["repairs", _, "attachments"]) => (201, "attachment.response"),
        _ => (404, "error.response"),
    };
    if let Ok(body) = serde_json::from_slice(&body) {
        sent.lock().unwrap().push((path.to_owned(), body));
    }
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], golden(name))
}

async fn vendor() -> (Arc<CivicaCx>, Sent) {
    let sent = Sent::default();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&sent));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let config = CivicaCxConfig {
        api_url,
        username: Options::default().username,
        password: SecretString::from(Options::default().password),
        company: "HGH".to_owned(),
        status_map: StatusMap::default(),
        cancel_reason: "TEN".to_owned(),
        capabilities: usual_capabilities(),
        shelf: None,
    };
    (adapter(config, limits()), sent)
}

#[tokio::test]
async fn the_example_answers_are_read() {
    let (cx, _) = vendor().await;
    cx.test().await.unwrap();
    let person = cx.person("CON-000001").await.unwrap().unwrap().person;
    assert_eq!((person.surname.as_str(), person.preferred_name), ("Price", None));
    let tenancy = cx.tenancies("CON-000003").await.unwrap().swap_remove(0);
    assert_eq!((tenancy.role, tenancy.end), (Role::Joint, None));
    assert_eq!(tenancy.start, Some(Day("2017-04-03".to_owned())));
    let home = cx.asset("AST-000008").await.unwrap().unwrap();
    let address = ["Flat 1", "Alder Court", "Tannery Road", "Shrewsbury", "SY2 6AB"];
    assert_eq!(home.address, address);
    assert_eq!(home.uprn.as_deref(), Some("100070000296"));
    let account = cx.account("ACC-000001").await.unwrap().unwrap();
    let next = Some((Day("2026-11-30".to_owned()), Pence(11_246)));
    assert_eq!((account.balance, account.next_charge), (Pence(4210), next));
    let priorities = cx.lookups(LookupKind::RepairPriorities).await.unwrap();
    assert_eq!(priorities[0].code, "EMG");
    let codes = cx.sor_codes("RESPONSIVE").await.unwrap();
    assert!(codes[0].code == "DEMO-PLB-0101" && codes[0].active);
    cx.attach_photo("REP-000001", "photo.jpg", vec![1]).await.unwrap();
    let refused = cx.cancel_repair("refused", "").await;
    assert_eq!(refused, Err(PortError::Rejected("InvalidRequest".to_owned())));
}

#[tokio::test]
async fn the_example_requests_are_what_is_sent() {
    let (cx, sent) = vendor().await;
    let repair = RaiseRepair {
        external_reference: "TW-8F3K2Q".to_owned(),
        asset_id: "AST-000008".to_owned(),
        person_id: "CON-000001".to_owned(),
        tenancy_id: "AGR-000001".to_owned(),
        description: "The bath waste leaks into the flat below.".to_owned(),
        sor_code: "DEMO-PLB-0301".to_owned(),
        repair_type: "RESP".to_owned(),
        priority: "URG".to_owned(),
        contract: "DEMO-RESP".to_owned(),
    };
    let raised = cx.raise_repair(&repair).await.unwrap();
    let created: jiff::Timestamp = "2026-11-18T09:12:00Z".parse().unwrap();
    assert_eq!(
        (raised.status, raised.created_at),
        (Status::Booked, Millis(created.as_millisecond()))
    );
    let (day, from, to) = (
        Day("2026-11-27".to_owned()),
        "12:00".to_owned(),
        "17:00".to_owned(),
    );
    assert_eq!(raised.visit, Some(Visit { day, from, to }));
    cx.cancel_repair("REP-000001", "I have mended it myself.")
        .await
        .unwrap();

    let sent = sent.lock().unwrap();
    let example = |name: &str| serde_json::from_str::<Value>(&golden(name)).unwrap();
    assert_eq!(sent[0], ("token".to_owned(), example("token.request")));
    let mut whole = example("raise-repair.request");
    whole["externalReference"] = "TW-8F3K2Q".into();
    // What the product has no word for is left out.
    for unused in ["accessNotes", "contactPhone", "hazard"] {
        whole.as_object_mut().unwrap().remove(unused);
    }
    assert_eq!(sent[1], ("repairs".to_owned(), whole));
    assert_eq!(
        sent[2],
        (
            "repairs/REP-000001/cancel".to_owned(),
            example("cancel-repair.request")
        )
    );
}
