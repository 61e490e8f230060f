//! What goes wrong on the wire, and what the ledger says afterwards.

use crate::common::{Cx, client, repair, split};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_lost_answer_leaves_one_row_and_a_cut_connection() {
    let cx = Cx::start().await;
    let home = cx.running.demo_people()[0].home_id.clone();
    cx.control(
        "faults",
        &json!([{ "route": "POST /repairs", "fault": "lost_answer", "count": 1 }]),
    )
    .await;
    let lost = cx
        .ask(Method::POST, "/repairs")
        .json(&repair("TW-LOST", &home))
        .send()
        .await
        .unwrap_err();
    assert!(lost.is_request() && !lost.is_timeout(), "{lost:?}");
    let (_, found) = cx.get("/repairs?externalReference=TW-LOST").await;
    assert_eq!(
        found["items"].as_array().unwrap().len(),
        1,
        "it can be found by asking"
    );
    let (status, _) = cx.post("/repairs", &repair("TW-LOST", &home)).await;
    assert_eq!(status, StatusCode::OK);
    let ledger = cx.seen("ledger").await;
    assert_eq!(
        (&ledger["accepted"], &ledger["repairs"]["TW-LOST"]["accepted"]),
        (&json!(1), &json!(1))
    );
    let journal = cx.seen("journal").await;
    let lost = journal
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["fault"] == "lost_answer")
        .unwrap();
    assert_eq!(
        (&lost["status"], &lost["body"]["externalReference"]),
        (&json!(0), &json!("TW-LOST"))
    );
    assert!(!journal.to_string().contains("demo-cx-password"));
}

#[tokio::test]
async fn a_reset_before_the_change_leaves_nothing() {
    let cx = Cx::start().await;
    let home = cx.running.demo_people()[0].home_id.clone();
    cx.control(
        "faults",
        &json!([{ "route": "POST /repairs", "fault": "reset", "count": 1 }]),
    )
    .await;
    cx.ask(Method::POST, "/repairs")
        .json(&repair("TW-1", &home))
        .send()
        .await
        .unwrap_err();
    assert_eq!(cx.seen("ledger").await["accepted"], 0);
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "reset", "variant": "mid_body", "when": "after" }]),
    )
    .await;
    let half = cx.ask(Method::GET, "/lookups/tenures").send().await.unwrap();
    assert_eq!(half.status(), StatusCode::OK);
    half.bytes().await.unwrap_err();
    assert_eq!(cx.seen("faults").await[0]["struck"], 1);
}

#[tokio::test]
async fn statuses_come_as_armed() {
    let cx = Cx::start().await;
    cx.control(
        "faults",
        &json!([{ "route": "GET /ping", "fault": "too_many", "retry_after": "86400", "count": 1 },
        { "route": "GET /ping", "fault": "status", "status": 502, "body": "html", "count": 1 },
        { "route": "GET /ping", "fault": "expired_token", "count": 1 }]),
    )
    .await;
    let first = cx.ask(Method::GET, "/ping").send().await.unwrap();
    assert_eq!(
        (first.status(), &first.headers()["retry-after"]),
        (StatusCode::TOO_MANY_REQUESTS, &"86400".parse().unwrap())
    );
    let second = cx.ask(Method::GET, "/ping").send().await.unwrap();
    assert_eq!(
        (
            second.status(),
            second.headers()["content-type"].to_str().unwrap()
        ),
        (StatusCode::BAD_GATEWAY, "text/html; charset=utf-8")
    );
    for _ in 0..2 {
        let (status, body) = cx.get("/ping").await;
        assert_eq!(
            (status, body["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("TokenExpired")),
            "the token is really gone"
        );
    }
}

#[tokio::test]
async fn slow_hanging_and_dripping_answers_take_their_time() {
    let cx = Cx::start().await;
    let impatient = || {
        cx.ask(Method::GET, "/lookups/tenures")
            .timeout(Duration::from_millis(400))
            .send()
    };
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "slow", "delay_ms": 2_000 }]),
    )
    .await;
    assert!(impatient().await.unwrap_err().is_timeout());
    cx.control("faults", &json!([{ "route": "*", "fault": "hang" }]))
        .await;
    assert!(impatient().await.unwrap_err().is_timeout());
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "drip", "delay_ms": 100 }]),
    )
    .await;
    assert!(impatient().await.unwrap().bytes().await.unwrap_err().is_timeout());
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "hang", "variant": "mid_body", "when": "after" }]),
    )
    .await;
    assert!(impatient().await.unwrap().bytes().await.unwrap_err().is_timeout());
    cx.control("faults", &json!([])).await;
    assert_eq!(cx.get("/lookups/tenures").await.0, StatusCode::OK);
}

#[tokio::test]
async fn malformed_bodies_are_not_json() {
    let cx = Cx::start().await;
    for variant in ["truncated", "html", "invalid_utf8", "utf16", "nul", "bom", "deep"] {
        cx.control(
            "faults",
            &json!([{ "route": "*", "fault": "malformed", "variant": variant, "when": "after" }]),
        )
        .await;
        let response = cx.ask(Method::GET, "/lookups/tenures").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let body = response.bytes().await.unwrap();
        assert!(
            serde_json::from_slice::<serde_json::Value>(&body).is_err(),
            "{variant}"
        );
    }
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "malformed", "variant": "huge" }]),
    )
    .await;
    let huge = cx
        .ask(Method::GET, "/lookups/tenures")
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert!(huge.len() > 50 << 20);
    cx.control(
        "faults",
        &json!([{ "route": "*", "fault": "malformed", "variant": "wrong_type", "when": "after" }]),
    )
    .await;
    let typed = cx.ask(Method::GET, "/lookups/tenures").send().await.unwrap();
    assert_eq!(typed.headers()["content-type"], "text/plain");
}

#[tokio::test]
async fn shapes_drift_and_lists_are_partial() {
    let cx = Cx::start().await;
    let drift = |path: &str, change: &str| json!([{ "route": "*", "fault": "drift", "path": path, "change": change }]);
    cx.control("faults", &drift("orders.appointments.from", "missing"))
        .await;
    assert!(
        cx.get("/repairs/REP-000001").await.1["orders"][0]["appointments"][0]
            .get("from")
            .is_none()
    );
    cx.control("faults", &drift("status", "new_value")).await;
    assert_eq!(cx.get("/repairs/REP-000001").await.1["status"], "ZZ-NEW");
    cx.control("faults", &drift("orders", "single")).await;
    assert!(cx.get("/repairs/REP-000001").await.1["orders"].is_object());
    let partial = |variant: &str| json!([{ "route": "GET /contacts", "fault": "partial", "variant": variant, "count": 2 }]);
    let path = "/contacts?changedSince=2000-01-01T00:00:00&pageSize=400";
    let whole = cx.rows(path).await;
    cx.control("faults", &partial("shorter")).await;
    assert_eq!(
        cx.rows(path).await,
        whole,
        "fewer rows a page, the same rows in all"
    );
    cx.control("faults", &partial("repeat")).await;
    assert_eq!(cx.rows(path).await.len(), whole.len() + 2);
    cx.control("faults", &partial("vanish")).await;
    assert_eq!(cx.rows(path).await.len(), whole.len() - 2);
    cx.control("faults", &partial("cursor_expired")).await;
    assert_eq!(cx.get(path).await.0, StatusCode::GONE);
}

#[tokio::test]
async fn a_reset_of_the_simulator_forgets_everything() {
    let cx = Cx::start().await;
    let home = cx.running.demo_people()[0].home_id.clone();
    cx.post("/repairs", &repair("TW-1", &home)).await;
    cx.control("reset", &json!({ "seed": 7 })).await;
    assert_eq!(cx.seen("ledger").await["accepted"], 0);
    assert_eq!(cx.get("/ping").await.0, StatusCode::UNAUTHORIZED);
    let url = format!("{}/_sim/faults", cx.running.control_url);
    let (status, body) = split(
        client()
            .post(url)
            .json(&json!([{ "rout": "*" }]))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::BAD_REQUEST, Some("InvalidRequest"))
    );
}

#[tokio::test]
async fn the_front_page_says_that_the_contract_is_assumed_and_stop_frees_the_port() {
    let cx = Cx::start().await;
    let page = cx
        .client
        .get(&cx.running.base_url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("cx-assumed-1") && page.contains("assumed"));
    let url = cx.running.base_url.clone();
    cx.running.stop().await;
    assert!(client().get(url).send().await.unwrap_err().is_connect());
}
