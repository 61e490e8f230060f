//! The client for outside systems against vendors that misbehave.

mod addresses;
mod health;

use super::{
    NOW, limits, outbound,
    vendor::{JSON, Part, Vendor, answer, json},
};
use http::{HeaderMap, Method};
use reqwest::Url;
use serde::Deserialize;
use server::integrations::{
    monitor::State,
    outbound::{Body, Call, Effect, Fault, Limits, Refusal, Size, System},
};
use services::ports::{PortError, Trouble};
use std::time::Duration;
use tokio::time::Instant;

#[derive(Deserialize, Debug)]
struct Thing {
    id: String,
    #[serde(default)]
    parts: Vec<Part2>,
}

#[derive(Deserialize, Debug)]
struct Part2 {
    #[expect(dead_code, reason = "only decoded")]
    amount: u32,
}

fn judge(refusal: &Refusal<'_>) -> PortError {
    PortError::Rejected(refusal.status.as_u16().to_string())
}

fn call(system: &System, url: &str, effect: Effect) -> Call {
    let (method, body, within) = match effect {
        Effect::Reads => (Method::GET, Body::Empty, system.limits().reads),
        Effect::Writes => (Method::POST, Body::Json("{}".into()), system.limits().writes),
    };
    let url = Url::parse(url).unwrap();
    Call {
        operation: "test",
        method,
        url,
        headers: HeaderMap::new(),
        body,
        effect,
        size: Size::One,
        until: Instant::now() + within,
    }
}

fn system(vendor: &Vendor) -> System {
    outbound(limits())
        .system("vendor", &[&Url::parse(&vendor.url).unwrap()])
        .unwrap()
}

async fn ask(system: &System, url: &str, effect: Effect) -> Result<Thing, Fault> {
    let answer = tokio::time::timeout(
        Duration::from_secs(2),
        system.exchange(call(system, url, effect), judge),
    )
    .await;
    answer.expect("it never hangs").map(|answer| answer.body)
}

#[tokio::test]
async fn a_right_answer_is_read() {
    let vendor = Vendor::saying(answer(
        "200 OK",
        "Content-Type: application/vnd.cx+json; charset=UTF-8\r\n",
        r#"{"id":"é","new":[1]}"#,
    ))
    .await;
    let system = system(&vendor);
    assert_eq!(system.health().state, State::Degraded);
    let thing = ask(&system, &vendor.url, Effect::Reads).await.unwrap();
    assert_eq!((thing.id.as_str(), thing.parts.len()), ("é", 0));
    assert_eq!(
        (system.health().state, system.health().last_success),
        (State::Connected, Some(NOW))
    );
}

fn bytes(text: &str) -> Part {
    Part::Bytes(text.as_bytes().to_vec())
}

/// Gives each answer to a read and to a write, and expects the trouble of both.
async fn expect(trouble: Trouble, cases: Vec<(&str, Vec<Part>)>) {
    for (name, parts) in cases {
        let vendor = Vendor::saying(parts).await;
        let read = ask(&system(&vendor), &vendor.url, Effect::Reads)
            .await
            .unwrap_err();
        assert_eq!(read.error, PortError::Unavailable(trouble), "reading: {name}");
        let write = ask(&system(&vendor), &vendor.url, Effect::Writes)
            .await
            .unwrap_err();
        assert_eq!(write.error, PortError::UnknownOutcome(trouble), "writing: {name}");
        assert_eq!(vendor.requests(), 2, "nothing is tried twice: {name}");
    }
}

const HTML: &str = "content-type: text/html\r\n";

/// The beginning of an answer of 40 bytes.
fn beginning() -> Part {
    bytes(&format!(
        "HTTP/1.1 200 OK\r\n{JSON}content-length: 40\r\n\r\n{{\"id\":"
    ))
}

#[tokio::test]
async fn answers_that_do_not_come_end_in_time() {
    let mut drip = vec![beginning()];
    drip.extend((0..40).flat_map(|_| [bytes(" "), Part::Pause(Duration::from_millis(100))]));
    let cases = vec![
        ("never answers", vec![Part::Hang]),
        ("stops in the middle", vec![beginning(), Part::Hang]),
        ("a byte at a time", drip),
    ];
    expect(Trouble::TimedOut, cases).await;
}

#[tokio::test]
async fn answers_that_break_off_or_say_so_are_service_errors() {
    let cases = vec![
        ("cut before the answer", vec![Part::Reset]),
        ("cut in the answer", vec![beginning(), Part::Reset]),
        ("closed in the answer", vec![beginning()]),
        ("not HTTP", vec![bytes("220 smtp.example ESMTP\r\n")]),
        ("500", json("500 Internal Server Error", r#"{"code":"Oops"}"#)),
        ("502 empty", answer("502 Bad Gateway", "", "")),
        ("503 page", answer("503 Service Unavailable", HTML, "<html>")),
    ];
    expect(Trouble::ServiceError, cases).await;
}

#[tokio::test]
async fn answers_that_are_not_what_was_agreed_are_unexpected() {
    let mut flood = vec![bytes(&format!("HTTP/1.1 200 OK\r\n{JSON}\r\n\""))];
    flood.extend((0..200).map(|_| Part::Bytes(vec![b'x'; 1024])));
    let utf16 = "content-type: application/json; charset=utf-16\r\n";
    let ok = |body: &str| json("200 OK", body);
    let cases = vec![
        ("page with 200", answer("200 OK", HTML, "<html>")),
        ("no content type", answer("200 OK", "", r#"{"id":"1"}"#)),
        ("other charset", answer("200 OK", utf16, r#"{"id":"1"}"#)),
        ("half of it", ok(r#"{"id":"1"#)),
        ("not UTF-8", json("200 OK", b"{\"id\":\"1\",\"x\":\"\xff\"}")),
        ("byte order mark", ok("\u{feff}{\"id\":\"1\"}")),
        ("a NUL", ok("{\"id\":\"\0\"}")),
        ("more behind it", ok(r#"{"id":"1"} {"#)),
        ("too long, announced", json("200 OK", vec![b' '; 100_000])),
        ("too long, streamed", flood),
        ("deep", ok(&"[".repeat(10_000))),
        (
            "deep where unread",
            ok(&format!(r#"{{"id":"1","x":{}"#, "[".repeat(10_000))),
        ),
        ("same field twice", ok(r#"{"id":"1","id":"2"}"#)),
        ("required field missing", ok(r#"{"ID":"1"}"#)),
        (
            "redirect",
            answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""),
        ),
    ];
    expect(Trouble::UnexpectedAnswer, cases).await;
}

#[tokio::test]
async fn what_was_never_sent_has_no_unknown_outcome() {
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let without_tls = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let greeting = format!("https://{}", without_tls.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = without_tls.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"220 smtp.example ESMTP\r\n")
            .await
            .unwrap();
        std::future::pending::<()>().await;
    });
    for (url, trouble) in [
        (closed.as_str(), Trouble::CannotConnect),
        (greeting.as_str(), Trouble::Tls),
        ("https://no-such-host.invalid", Trouble::CannotResolve),
    ] {
        let system = outbound(Limits {
            connect: Duration::from_secs(2),
            writes: Duration::from_secs(2),
            ..limits()
        });
        let system = system.system("vendor", &[&Url::parse(url).unwrap()]).unwrap();
        assert_eq!(
            ask(&system, url, Effect::Writes).await.unwrap_err().error,
            PortError::Unavailable(trouble),
            "{url}"
        );
    }
}
