//! Every fault of the simulator, met by reads and by writes.

use super::{super::clock, Cx, limits, patient};
use domain::repairs::Status;
use serde_json::{Value, json};
use server::integrations::{housing::civica_cx::CivicaCx, outbound::Limits};
use services::ports::{
    PortError, Trouble,
    housing::{Housing, Role},
};
use std::time::Duration;

/// The circuit would hide the later faults of a table.
fn hurried() -> Limits {
    Limits {
        circuit: server::integrations::monitor::CircuitRules {
            in_a_row: 1000,
            window: 1000,
            ..limits().circuit
        },
        ..limits()
    }
}

fn on(route: &str, mut fault: Value) -> Value {
    fault["route"] = json!(route);
    fault
}

#[tokio::test]
async fn faults_of_reads_and_writes_have_their_errors_in_time() {
    let cx = Cx::start(hurried()).await;
    cx.adapter.test().await.unwrap();
    let (timed_out, service, unexpected) = (
        Trouble::TimedOut,
        Trouble::ServiceError,
        Trouble::UnexpectedAnswer,
    );
    let cases = [
        (json!({"fault": "slow", "delay_ms": 5000}), timed_out),
        (json!({"fault": "hang"}), timed_out),
        (
            json!({"fault": "hang", "variant": "mid_body", "when": "after"}),
            timed_out,
        ),
        (json!({"fault": "drip", "delay_ms": 100}), timed_out),
        (json!({"fault": "reset"}), service),
        (
            json!({"fault": "reset", "variant": "mid_body", "when": "after"}),
            service,
        ),
        (json!({"fault": "lost_answer"}), service),
        (json!({"fault": "status", "status": 500}), service),
        (
            json!({"fault": "status", "status": 502, "body": "empty"}),
            service,
        ),
        (json!({"fault": "status", "status": 503, "body": "html"}), service),
        (json!({"fault": "html"}), unexpected),
        (
            json!({"fault": "malformed", "variant": "truncated", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "wrong_type", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "invalid_utf8", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "utf16", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "nul", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "bom", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "huge", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "deep", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "malformed", "variant": "duplicate_keys", "when": "after"}),
            unexpected,
        ),
        (
            json!({"fault": "drift", "path": "id", "change": "missing"}),
            unexpected,
        ),
        (
            json!({"fault": "drift", "path": "id", "change": "renamed"}),
            unexpected,
        ),
        (
            json!({"fault": "drift", "path": "id", "change": "null"}),
            unexpected,
        ),
        (
            json!({"fault": "drift", "path": "id", "change": "other_type"}),
            unexpected,
        ),
    ];
    for (number, (fault, trouble)) in cases.into_iter().enumerate() {
        cx.fault(on("GET /contacts/{id}", fault.clone())).await;
        let read = tokio::time::timeout(Duration::from_secs(2), cx.adapter.person("CON-000001"))
            .await
            .expect("in time");
        assert_eq!(read, Err(PortError::Unavailable(trouble)), "reading with {fault}");

        cx.fault(on("POST /repairs", fault.clone())).await;
        let repair = cx.repair(&format!("TW-{number:06}"));
        let write = tokio::time::timeout(Duration::from_secs(2), cx.adapter.raise_repair(&repair))
            .await
            .expect("in time");
        assert_eq!(
            write,
            Err(PortError::UnknownOutcome(trouble)),
            "writing with {fault}"
        );
    }
}

#[tokio::test]
async fn a_repair_whose_answer_is_lost_is_found_and_there_once() {
    let cx = Cx::start(patient()).await;
    let repair = cx.repair("TW-8F3K2Q");
    cx.fault(json!({"route": "POST /repairs", "fault": "lost_answer", "count": 1}))
        .await;
    assert_eq!(
        cx.adapter.raise_repair(&repair).await,
        Err(PortError::UnknownOutcome(Trouble::ServiceError))
    );
    let found = cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap();
    let again = cx.adapter.raise_repair(&repair).await.unwrap();
    assert_eq!(found.id, again.id);
    let ledger = cx.told("ledger").await;
    assert_eq!(
        (&ledger["accepted"], &ledger["repairs"]["TW-8F3K2Q"]["requests"]),
        (&json!(1), &json!(2))
    );
}

#[tokio::test]
async fn a_repair_is_found_by_its_description_where_the_vendor_keeps_no_reference() {
    let cx = Cx::start(patient()).await;
    let raised = cx.adapter.raise_repair(&cx.repair("TW-8F3K2Q")).await.unwrap();
    cx.fault(json!({"route": "GET /repairs", "fault": "drift", "path": "items.externalReference", "change": "missing"})).await;
    assert_eq!(
        cx.adapter
            .find_repair("TW-8F3K2Q")
            .await
            .unwrap()
            .map(|repair| repair.id),
        Some(raised.id)
    );
    cx.fault(
        json!({"route": "GET /repairs", "fault": "drift", "path": "items.description", "change": "null"}),
    )
    .await;
    assert!(cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().is_some());
    let both = json!([
        {"route": "GET /repairs", "fault": "drift", "path": "items.externalReference", "change": "new_value"},
    ]);
    cx.control("faults", both).await;
    assert!(
        cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().is_some(),
        "by the description"
    );
    assert_eq!(cx.adapter.find_repair("TW-AAAAAA").await, Ok(None));
}

#[tokio::test]
async fn a_limit_is_a_wish_to_wait_and_nothing_was_done() {
    let cx = Cx::start(patient()).await;
    cx.fault(json!({"route": "POST /repairs", "fault": "too_many", "retry_after": "86400"}))
        .await;
    assert_eq!(
        cx.adapter.raise_repair(&cx.repair("TW-8F3K2Q")).await,
        Err(PortError::Unavailable(Trouble::LimitReached))
    );
    assert_eq!(
        cx.adapter.health().not_before,
        Some(clock().now().plus_secs(15 * 60))
    );
    assert_eq!(cx.told("ledger").await["accepted"], 0);
}

#[tokio::test]
async fn pages_that_repeat_shrink_or_run_out_give_each_row_once() {
    let cx = Cx::start(patient()).await;
    let whole = cx.adapter.sor_codes("RESPONSIVE").await.unwrap();
    for fault in [
        json!({"fault": "partial", "variant": "shorter", "count": 1}),
        json!({"fault": "partial", "variant": "repeat"}),
        json!({"fault": "partial", "variant": "cursor_expired", "count": 1}),
    ] {
        cx.fault(on("GET /sor-codes", fault.clone())).await;
        assert_eq!(
            cx.adapter.sor_codes("RESPONSIVE").await,
            Ok(whole.clone()),
            "{fault}"
        );
    }
    cx.fault(json!({"route": "GET /sor-codes", "fault": "partial", "variant": "cursor_expired"}))
        .await;
    assert_eq!(
        cx.adapter.sor_codes("RESPONSIVE").await,
        Err(PortError::Rejected("CursorExpired".to_owned()))
    );
}

async fn drifted(cx: &Cx, route: &str, path: &str, change: &str) -> CivicaCxRef {
    cx.fault(json!({"route": route, "fault": "drift", "path": path, "change": change}))
        .await;
    cx.adapter.clone()
}

type CivicaCxRef = std::sync::Arc<CivicaCx>;

#[tokio::test]
async fn optional_fields_may_go_and_change() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    let repairs = "GET /repairs";
    for (path, change) in [
        ("items.target", "missing"),
        ("items.orders", "null"),
        ("items.orders", "missing"),
        ("items.orders.appointments", "null"),
        ("items.orders.sorCode", "renamed"),
        ("items.requestReference", "null"),
        ("items.cancellable", "other_type"),
        ("items.status", "extra"),
        ("nextCursor", "missing"),
    ] {
        let cx = drifted(&cx, repairs, path, change).await;
        assert_eq!(
            cx.repairs(&megan.agreement_id, None)
                .await
                .map(|repairs| repairs.len()),
            Ok(3),
            "{path} {change}"
        );
    }
    let unknown = drifted(&cx, repairs, "items.status", "new_value")
        .await
        .repairs(&megan.agreement_id, None)
        .await
        .unwrap();
    assert!(
        unknown
            .iter()
            .all(|repair| (repair.status, repair.unknown_status.as_deref())
                == (Status::InProgress, Some("ZZ-NEW")))
    );
    let agreements = "GET /contacts/{id}/agreements";
    let role = drifted(&cx, agreements, "items.parties.role", "new_value")
        .await
        .tenancies(&megan.contact_id)
        .await
        .unwrap();
    assert_eq!(role[0].role, Role::Other("ZZ-NEW".to_owned()));
    let named = drifted(&cx, "GET /contacts/{id}", "forenames", "null")
        .await
        .person(&megan.contact_id)
        .await
        .unwrap();
    assert_eq!(named.unwrap().person.forenames, "");
}

#[tokio::test]
async fn required_fields_may_not() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    let unexpected = PortError::Unavailable(Trouble::UnexpectedAnswer);
    for (path, change) in [
        ("items.createdAt", "missing"),
        ("items.status", "null"),
        ("items", "renamed"),
        ("items", "single"),
    ] {
        let adapter = drifted(&cx, "GET /repairs", path, change).await;
        assert_eq!(
            adapter.repairs(&megan.agreement_id, None).await,
            Err(unexpected.clone()),
            "{path} {change}"
        );
    }
    let adapter = drifted(&cx, "GET /accounts/{id}", "balance", "null").await;
    assert_eq!(
        adapter.account(&megan.account_ids[0]).await,
        Err(unexpected.clone())
    );
    let adapter = drifted(&cx, "GET /contacts/{id}", "surname", "renamed").await;
    assert_eq!(adapter.person(&megan.contact_id).await, Err(unexpected));
}
