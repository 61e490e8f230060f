//! The hand-written examples of the documented calls, which the simulators' tests check as well: the adapters read these
//! answers and send requests of these shapes.

use super::*;
use crate::adapters::NOW;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use domain::messages::{State as Progress, Why};
use serde_json::Value;
use services::ports::{PortError, mail::Mail, messages::Callback, text::Text};
use std::sync::{Arc, Mutex};

fn golden(name: &str) -> String {
    let path = format!("{}/simulators/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn golden_json(name: &str) -> Value {
    serde_json::from_str(&golden(name)).unwrap()
}

type Example = (u16, String, Arc<Mutex<Vec<Bytes>>>);

async fn answer(State((status, body, sent)): State<Example>, given: Bytes) -> impl IntoResponse {
    sent.lock().unwrap().push(given);
    let json = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::from_u16(status).unwrap(), json, body)
}

/// A vendor that answers everything with one example, and what it was sent.
async fn vendor(status: u16, example: &str) -> (String, Arc<Mutex<Vec<Bytes>>>) {
    let sent = Arc::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .fallback(answer)
        .with_state((status, golden(example), Arc::clone(&sent)));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, sent)
}

fn example_text() -> TextMessage {
    TextMessage {
        id: "0193-abc".to_owned(),
        body: "Our Homes: your code is 012345.".to_owned(),
        ..text(123)
    }
}

#[tokio::test]
async fn notify_reads_and_writes_the_examples() {
    let (url, sent) = vendor(201, "notify/sms.response").await;
    let taken = notify_text(&url).send(&example_text()).await.unwrap();
    assert_eq!(taken.vendor_id, "740e5834-3a29-46b4-9a6f-16142fde533a");
    notify_mail(&url).send(&mail("mae@example.org")).await.unwrap();
    let sent: Vec<Value> = sent
        .lock()
        .unwrap()
        .iter()
        .map(|body| serde_json::from_slice(body).unwrap())
        .collect();
    assert_eq!(
        sent,
        [
            golden_json("notify/sms.request"),
            golden_json("notify/email.request")
        ]
    );
    let (url, _) = vendor(200, "notify/list.response").await;
    let found = notify_text(&url)
        .find(&example_text(), NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.state, Progress::Delivered);
    let (url, _) = vendor(400, "notify/error.response").await;
    let refused = notify_text(&url).send(&example_text()).await;
    assert_eq!(refused, Err(PortError::Rejected("BadRequestError".to_owned())));
    let news = golden("notify/callback.request");
    let bearer = format!("Bearer {CALLBACK_TOKEN}");
    let callback = Callback {
        query: "",
        authorization: &bearer,
        signature: "",
        body: news.as_bytes(),
    };
    let report = notify_text(&url).hear(&callback).unwrap();
    assert_eq!(
        (report.id.as_deref(), report.taken.state),
        (Some("0193-abc"), Progress::Delivered)
    );
}

#[tokio::test]
async fn twilio_reads_and_writes_the_examples() {
    let (url, sent) = vendor(201, "twilio/message.response").await;
    let taken = twilio(&url).send(&example_text()).await.unwrap();
    assert_eq!(taken.vendor_id, "SM11111111111111111111111111111111");
    let form = sent.lock().unwrap()[0].clone();
    let boxes: serde_json::Map<String, Value> = url::form_urlencoded::parse(&form)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect();
    assert_eq!(Value::Object(boxes), golden_json("twilio/message.request"));
    let (url, _) = vendor(200, "twilio/list.response").await;
    let found = twilio(&url).find(&example_text(), NOW).await.unwrap().unwrap();
    assert_eq!(
        (found.state, found.why),
        (Progress::Failed, Some(Why::NotAMobile))
    );
    let (url, _) = vendor(400, "twilio/error.response").await;
    let refused = twilio(&url).send(&example_text()).await;
    assert_eq!(refused, Err(PortError::Rejected("opted-out".to_owned())));
}
