//! Raising, cancelling, adding files, and what officers do meanwhile.

use crate::common::{Cx, repair, split};
use reqwest::{
    Method, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

async fn started() -> (Cx, String) {
    let cx = Cx::start().await;
    let home = cx.running.demo_people()[0].home_id.clone();
    (cx, home)
}

#[tokio::test]
async fn raising_twice_with_one_reference_makes_one_repair() {
    let (cx, home) = started().await;
    let (status, first) = cx.post("/repairs", &repair("TW-8F3K2Q", &home)).await;
    assert_eq!(
        (status, first["status"].as_str()),
        (StatusCode::CREATED, Some("REQ"))
    );
    let (status, second) = cx.post("/repairs", &repair("TW-8F3K2Q", &home)).await;
    assert_eq!((status, &second["id"]), (StatusCode::OK, &first["id"]));
    let (_, found) = cx.get("/repairs?externalReference=TW-8F3K2Q").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let ledger = cx.seen("ledger").await;
    let row = &ledger["repairs"]["TW-8F3K2Q"];
    assert_eq!(
        (&ledger["accepted"], &row["accepted"], &row["requests"]),
        (&json!(1), &json!(1), &json!(2))
    );
    assert_eq!(
        (&row["sorCode"], &row["priority"]),
        (&json!("DEMO-PLB-0301"), &json!("URG"))
    );
}

#[tokio::test]
async fn a_repair_that_cannot_be_is_refused_by_its_reason() {
    let (cx, home) = started().await;
    let with = |field: &str, value: Value| {
        let mut body = repair("TW-1", &home);
        body[field] = value;
        body
    };
    let line = |code: &str| json!([{ "sorCode": code, "quantity": 1 }]);
    let land = json!(cx.rows(&format!("/assets/{home}/related?type=Land")).await[0]["id"]);
    let cases = [
        ("lines", line("DEMO-PLB-0505"), "SorInactive"),
        ("lines", line("DEMO-NOT-0101"), "SorInactive"),
        ("lines", line("DEMO-HTG-0101"), "SorNotInContract"),
        ("assetId", land, "AssetNotRepairable"),
        ("contactId", json!("CON-000002"), "ContactNotLinked"),
        ("agreementId", json!("AGR-000002"), "ContactNotLinked"),
        ("priority", json!("PLN"), "InvalidValue"),
        ("description", json!("x".repeat(2_001)), "InvalidValue"),
    ];
    for (field, value, code) in cases {
        let (status, body) = cx.post("/repairs", &with(field, value)).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some(code)),
            "{field}: {body}"
        );
    }
    assert_eq!(cx.seen("ledger").await["accepted"], 0);
    let block = cx.rows(&format!("/assets/{home}/related?type=Communal")).await[0]["id"].clone();
    assert_eq!(
        cx.post("/repairs", &with("assetId", block)).await.0,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_repair_is_cancelled_once_and_not_when_somebody_is_on_site() {
    let (cx, home) = started().await;
    let (_, raised) = cx.post("/repairs", &repair("TW-1", &home)).await;
    let id = raised["id"].as_str().unwrap();
    let cancel = json!({ "reasonCode": "TEN", "note": "Fixed it." });
    let path = format!("/repairs/{id}/cancel");
    assert_eq!(
        cx.post(&path, &json!({ "reasonCode": "OTH" })).await.1["code"],
        "InvalidValue"
    );
    for _ in 0..2 {
        let (status, body) = cx.post(&path, &cancel).await;
        assert_eq!(
            (status, body["status"].as_str(), body["cancellable"].as_bool()),
            (StatusCode::OK, Some("CAN"), Some(false))
        );
    }
    assert_eq!(
        cx.seen("ledger").await["cancellations"].as_array().unwrap().len(),
        1
    );
    for status in ["WIP", "VAR", "CMP", "INV"] {
        cx.control("repairs/REP-000001/status", &json!({ "status": status }))
            .await;
        let (status, body) = cx.post("/repairs/REP-000001/cancel", &cancel).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (StatusCode::CONFLICT, Some("NotCancellable"))
        );
    }
}

#[tokio::test]
async fn an_officer_moves_a_repair_on() {
    let (cx, home) = started().await;
    let (_, raised) = cx.post("/repairs", &repair("TW-1", &home)).await;
    assert_eq!(raised["orders"], json!([]));
    let id = raised["id"].as_str().unwrap();
    cx.control("clock", &json!({ "advance": 60 })).await;
    let visit = json!({ "status": "APP", "appointment": { "date": "2026-12-01", "category": "PM" } });
    cx.control(&format!("repairs/{id}/status"), &visit).await;
    let (_, booked) = cx.get(&format!("/repairs/{id}")).await;
    assert_eq!(booked["orders"][0]["appointments"][0]["from"], "12:00:00");
    cx.control(&format!("repairs/{id}/status"), &json!({ "status": "CMP" }))
        .await;
    let (_, done) = cx.get(&format!("/repairs/{id}")).await;
    assert_eq!(done["orders"][0]["appointments"][0]["status"], "Completed");
    assert!(done["orders"][0]["completedAt"].is_string());
    cx.control(
        "contacts/CON-000001/surname",
        &json!({ "surname": "Price-Jones" }),
    )
    .await;
    let (_, changed) = cx.get("/contacts?changedSince=2026-11-24T00:00:00").await;
    assert_eq!(changed["items"][0]["surname"], "Price-Jones");
    cx.control("agreements/AGR-000001/end", &json!({ "on": "2026-11-20" }))
        .await;
    assert_eq!(
        cx.get("/contacts/CON-000001/agreements?current=true").await.1["items"],
        json!([])
    );
}

fn form(bytes: &[u8], kind: &str, digest: &str) -> Form {
    let file = Part::bytes(bytes.to_vec())
        .file_name("tap.jpg")
        .mime_str("image/jpeg")
        .unwrap();
    Form::new()
        .part("file", file)
        .text("name", "tap.jpg")
        .text("type", kind.to_owned())
        .text("sha256", digest.to_owned())
}

#[tokio::test]
async fn a_file_is_kept_when_it_is_what_it_says() {
    let (cx, _) = started().await;
    let picture = vec![7_u8; 40_000];
    let digest = Sha256::digest(&picture)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let send = |form| {
        cx.ask(Method::POST, "/repairs/REP-000001/attachments")
            .multipart(form)
            .send()
    };
    let (status, body) = split(send(form(&picture, "image/jpeg", &digest)).await.unwrap()).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    assert!(body["id"].is_string());
    assert_eq!(
        send(form(&picture, "image/jpeg", &"0".repeat(64)))
            .await
            .unwrap()
            .status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        send(form(&picture, "text/html", &digest)).await.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert_eq!(
        send(form(&vec![0; 11 << 20], "image/jpeg", &digest))
            .await
            .unwrap()
            .status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let more = form(&picture, "image/jpeg", &digest).text("note", "x");
    assert_eq!(send(more).await.unwrap().status(), StatusCode::BAD_REQUEST);
    let ledger = cx.seen("ledger").await;
    assert_eq!(ledger["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(ledger["attachments"][0]["sha256"], digest);
}
