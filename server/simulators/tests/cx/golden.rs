//! The hand-written examples in `golden/cx` against what the simulator takes and gives.

use crate::common::{Cx, split};
use reqwest::{
    Method, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use std::path::Path;

const NOTHING: [&str; 3] = ["", "00000000-0000-0000-0000-000000000000", "0001-01-01T00:00:00"];
/// Fields that may have no value.
const OPTIONAL: [&str; 19] = [
    "title",
    "preferredName",
    "dateOfBirth",
    "language",
    "uprn",
    "parentId",
    "rootId",
    "line2",
    "line3",
    "from",
    "to",
    "end",
    "effectiveTo",
    "nextCharge",
    "arrangement",
    "externalReference",
    "completedAt",
    "field",
    "nextCursor",
];

fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("golden/cx")
        .join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| NOTHING.contains(&text))
}

/// Text of one kind: date, date-time, time of day, money or anything else.
fn kind(text: &str) -> String {
    let shape: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '9' } else { letter })
        .collect();
    match shape.trim_start_matches('-') {
        "9999-99-99" | "9999-99-99T99:99:99" | "99:99:99" => shape,
        money
            if money
                .split_once('.')
                .is_some_and(|(whole, part)| part == "99" && whole.bytes().all(|digit| digit == b'9')) =>
        {
            "money".into()
        }
        _ => "text".into(),
    }
}

/// Same names and types throughout; values are free, and "no value" stands for any value.
fn same_shape(golden: &Value, found: &Value, at: &str) {
    match (golden, found) {
        (golden, found) if is_nothing(golden) || is_nothing(found) => {}
        (Value::Object(golden), Value::Object(found))
            if !at.ends_with("attributes") && !at.ends_with("preferences") =>
        {
            for (name, value) in golden {
                let found = found.get(name).unwrap_or(&Value::Null);
                assert!(
                    !is_nothing(found) || OPTIONAL.contains(&name.as_str()),
                    "{at}.{name} has no value"
                );
                same_shape(value, found, &format!("{at}.{name}"));
            }
            found
                .keys()
                .for_each(|name| assert!(golden.contains_key(name), "{at}.{name} is not in the golden file"));
        }
        (Value::Array(golden), Value::Array(found)) => {
            for row in found {
                golden
                    .first()
                    .into_iter()
                    .for_each(|golden| same_shape(golden, row, &format!("{at}[]")));
            }
        }
        (Value::String(golden), Value::String(found)) => {
            assert_eq!(kind(golden), kind(found), "{at}: {golden} and {found}");
        }
        (golden, found) => assert_eq!(
            std::mem::discriminant(golden),
            std::mem::discriminant(found),
            "{at}: {golden} and {found}"
        ),
    }
}

#[tokio::test]
async fn answers_have_the_shape_of_the_golden_files() {
    let cx = Cx::start().await;
    let home = &cx.running.demo_people()[0].home_id;
    let reads = [
        ("companies.response", "/companies".to_owned()),
        ("ping.response", "/ping".to_owned()),
        (
            "repair-priorities.response",
            "/lookups/repair-priorities".to_owned(),
        ),
        (
            "sor-codes.response",
            "/sor-codes?table=RESPONSIVE&pageSize=1".to_owned(),
        ),
        ("contact.response", "/contacts/CON-000010".to_owned()),
        (
            "contact-methods.response",
            "/contacts/CON-000001/contact-methods".to_owned(),
        ),
        (
            "agreement.response",
            "/contacts/CON-000002/agreements?current=true".to_owned(),
        ),
        ("asset.response", format!("/assets/{home}")),
        ("account.response", "/accounts/ACC-000001".to_owned()),
        (
            "transactions.response",
            "/accounts/ACC-000001/transactions?from=2026-11-01&to=2026-11-24".to_owned(),
        ),
        ("repair.response", "/repairs/REP-000001".to_owned()),
    ];
    for (name, path) in reads {
        let (status, found) = cx.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {found}");
        same_shape(&golden(name), &found, name);
    }
    let (status, found) = cx.get("/contacts/CON-999999").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    same_shape(&golden("error.response"), &found, "error");
    let (_, found) = cx
        .get("/contacts?changedSince=2000-01-01T00:00:00&expand=agreements&pageSize=1")
        .await;
    let mut contact = golden("contact.response");
    contact["agreements"] = golden("agreement.response")["items"].clone();
    same_shape(
        &json!({ "items": [contact], "nextCursor": "x" }),
        &found,
        "contacts",
    );
}

#[tokio::test]
async fn requests_of_the_golden_files_are_taken() {
    let cx = Cx::start().await;
    let url = format!("{}/api/v1/token", cx.running.base_url);
    let (status, token) = split(
        cx.client
            .post(url)
            .json(&golden("token.request"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    same_shape(&golden("token.response"), &token, "token");
    let mut new = golden("raise-repair.request");
    new["assetId"] = json!(cx.running.demo_people()[0].home_id);
    let (status, repair) = cx.post("/repairs", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{repair}");
    same_shape(&golden("repair.response"), &repair, "repair");
    let id = repair["id"].as_str().unwrap();
    let (status, _) = cx
        .post(&format!("/repairs/{id}/cancel"), &golden("cancel-repair.request"))
        .await;
    assert_eq!(status, StatusCode::OK);
    let file = Part::bytes(b"abc".to_vec())
        .file_name("tap.jpg")
        .mime_str("image/jpeg")
        .unwrap();
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let form = Form::new()
        .part("file", file)
        .text("name", "tap.jpg")
        .text("type", "image/jpeg")
        .text("sha256", digest);
    let sent = cx
        .ask(Method::POST, "/repairs/REP-000001/attachments")
        .multipart(form)
        .send()
        .await
        .unwrap();
    let (status, added) = split(sent).await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    same_shape(&golden("attachment.response"), &added, "attachment");
}
