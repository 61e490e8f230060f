//! The stand-ins of Notify and Twilio: strict, with the documented shapes, and with faults that keep what they took.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{Client, Response, StatusCode};
use ring::hmac;
use serde_json::{Value, json};
use simulators::{notify, twilio};
use std::{collections::BTreeSet, path::Path};

fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn client() -> Client {
    let _already_chosen = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

fn names(value: &Value) -> BTreeSet<&String> {
    value.as_object().unwrap().keys().collect()
}

/// What an answer has that its example has not, or the other way round.
fn same_names(found: &Value, example: &Value) {
    assert_eq!(names(found), names(example));
    for (name, value) in example.as_object().unwrap() {
        if value.is_object() {
            same_names(&found[name], value);
        }
    }
}

fn token(head: &Value, iss: &str, iat: i64, secret: &str) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let signed = format!("{}.{}", encode(head), encode(&json!({"iss": iss, "iat": iat})));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()))
    )
}

/// Ten in the morning of the simulators' day.
const NOON: i64 = 1_795_514_400;

fn good(options: &notify::Options) -> String {
    let head = json!({"typ": "JWT", "alg": "HS256"});
    token(&head, &options.service, NOON, &options.secret)
}

fn notify_options() -> notify::Options {
    notify::Options {
        today: "2026-11-24".parse().ok(),
        ..notify::Options::default()
    }
}

async fn error(answer: Response) -> (StatusCode, String) {
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    same_names(&body, &golden("notify/error.response"));
    (status, body["errors"][0]["error"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn notify_takes_the_examples_and_nothing_else() {
    let (options, http) = (notify_options(), client());
    let sim = notify::start(options.clone()).await.unwrap();
    let post = |path: &str, body: Value| {
        let url = format!("{}/v2/notifications/{path}", sim.base_url);
        http.post(url).bearer_auth(good(&options)).json(&body).send()
    };
    let taken = post("sms", golden("notify/sms.request")).await.unwrap();
    assert_eq!(taken.status(), StatusCode::CREATED);
    same_names(&taken.json().await.unwrap(), &golden("notify/sms.response"));
    assert_eq!(
        post("email", golden("notify/email.request"))
            .await
            .unwrap()
            .status(),
        StatusCode::CREATED
    );
    let listed = http.get(format!(
        "{}/v2/notifications?reference=0193-abc&template_type=sms",
        sim.base_url
    ));
    let listed: Value = listed
        .bearer_auth(good(&options))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    same_names(
        &listed["notifications"][0],
        &golden("notify/list.response")["notifications"][0],
    );
    assert_eq!(listed["notifications"].as_array().unwrap().len(), 1);
    let example = golden("notify/sms.request");
    let with = |name: &str, value: Value| {
        let mut changed = example.clone();
        changed[name] = value;
        changed
    };
    for (body, code) in [
        (with("phoneNumber", json!("07700900123")), "ValidationError"),
        (with("phone_number", json!("07700")), "ValidationError"),
        (with("phone_number", json!(7_700_900_123_i64)), "ValidationError"),
        (with("personalisation", json!({})), "BadRequestError"),
        (
            with("personalisation", json!({"text": "a", "name": "b"})),
            "BadRequestError",
        ),
        (
            with("template_id", json!(notify::EMAIL_TEMPLATE)),
            "BadRequestError",
        ),
        (with("template_id", json!("other")), "BadRequestError"),
    ] {
        assert_eq!(
            error(post("sms", body).await.unwrap()).await,
            (StatusCode::BAD_REQUEST, code.to_owned())
        );
    }
    assert_eq!(sim.ledger().len(), 2);
}

#[tokio::test]
async fn notify_believes_no_other_token() {
    let (options, http) = (notify_options(), client());
    let sim = notify::start(options.clone()).await.unwrap();
    let head = json!({"typ": "JWT", "alg": "HS256"});
    let ask = |token: String| {
        http.get(format!("{}/v2/notifications", sim.base_url))
            .bearer_auth(token)
            .send()
    };
    assert_eq!(ask(good(&options)).await.unwrap().status(), StatusCode::OK);
    for wrong in [
        token(&head, &options.service, NOON - 40, &options.secret),
        token(&head, &options.service, NOON + 40, &options.secret),
        token(&head, "another", NOON, &options.secret),
        token(&head, &options.service, NOON, "another"),
        token(
            &json!({"typ": "JWT", "alg": "none"}),
            &options.service,
            NOON,
            &options.secret,
        ),
        "nonsense".to_owned(),
    ] {
        assert_eq!(
            error(ask(wrong).await.unwrap()).await,
            (StatusCode::FORBIDDEN, "AuthError".to_owned())
        );
    }
    let nothing = http
        .get(format!("{}/v2/notifications", sim.base_url))
        .send()
        .await
        .unwrap();
    assert_eq!(error(nothing).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn twilio_takes_the_examples_and_nothing_else() {
    let (options, http) = (twilio::Options::default(), client());
    let sim = twilio::start(options.clone()).await.unwrap();
    let messages = format!(
        "{}/2010-04-01/Accounts/{}/Messages",
        sim.base_url, options.account
    );
    let post = |end: &str, form: &Value| {
        let form: Vec<(String, String)> = form
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        http.post(format!("{messages}{end}"))
            .basic_auth(&options.account, Some(&options.auth_token))
            .form(&form)
            .send()
    };
    let example = golden("twilio/message.request");
    let taken = post(".json", &example).await.unwrap();
    assert_eq!(taken.status(), StatusCode::CREATED);
    same_names(&taken.json().await.unwrap(), &golden("twilio/message.response"));
    let xml = post("", &example).await.unwrap();
    assert_eq!(xml.headers()["content-type"], "application/xml");
    let listed = http
        .get(format!("{messages}.json?To=%2B447700900123"))
        .basic_auth(&options.api_key.0, Some(&options.api_key.1));
    let listed: Value = listed.send().await.unwrap().json().await.unwrap();
    same_names(&listed, &golden("twilio/list.response"));
    let with = |name: &str, value: &str| {
        let mut changed = example.clone();
        changed[name] = json!(value);
        changed
    };
    for (form, code) in [
        (with("to", "+447700900123"), 21604),
        (with("To", "07700900123"), 21211),
        (with("From", "Somebody"), 21606),
        (with("Body", ""), 21602),
        (with("ValidityPeriod", "14401"), 35118),
        (with("StatusCallback", "tenant.example.org"), 21609),
    ] {
        let refused: Value = post(".json", &form).await.unwrap().json().await.unwrap();
        same_names(&refused, &golden("twilio/error.response"));
        assert_eq!(refused["code"], code);
    }
    assert_eq!(sim.ledger().len(), 2);
    let stranger = http
        .get(format!("{messages}.json"))
        .basic_auth(&options.account, Some("wrong"))
        .send()
        .await
        .unwrap();
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
}
