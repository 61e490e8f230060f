//! The client for outside systems against vendors that misbehave.

use super::{
    NOW, clock, limits, outbound,
    vendor::{JSON, Part, Vendor, answer, json},
};
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;
use serde::Deserialize;
use server::integrations::{
    monitor::State,
    outbound::{Body, Call, Effect, Fault, Limits, Outbound, Reach, Refusal, SetupError, Size, System, allowed},
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
    Call { operation: "test", method, url, headers: HeaderMap::new(), body, effect, size: Size::One, until: Instant::now() + within }
}

fn system(vendor: &Vendor) -> System {
    outbound(limits()).system("vendor", &[&Url::parse(&vendor.url).unwrap()]).unwrap()
}

async fn ask(system: &System, url: &str, effect: Effect) -> Result<Thing, Fault> {
    let answer = tokio::time::timeout(Duration::from_secs(2), system.exchange(call(system, url, effect), judge)).await;
    answer.expect("it never hangs").map(|answer| answer.body)
}

#[tokio::test]
async fn a_right_answer_is_read() {
    let vendor = Vendor::saying(answer("200 OK", "Content-Type: application/vnd.cx+json; charset=UTF-8\r\n", r#"{"id":"é","new":[1]}"#)).await;
    let system = system(&vendor);
    assert_eq!(system.health().state, State::Degraded);
    let thing = ask(&system, &vendor.url, Effect::Reads).await.unwrap();
    assert_eq!((thing.id.as_str(), thing.parts.len()), ("é", 0));
    assert_eq!((system.health().state, system.health().last_success), (State::Connected, Some(NOW)));
}

fn bytes(text: &str) -> Part {
    Part::Bytes(text.as_bytes().to_vec())
}

#[tokio::test]
async fn every_fault_has_its_error_and_ends_in_time() {
    let start = format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 40\r\n\r\n{{\"id\":");
    let endless = format!("HTTP/1.1 200 OK\r\n{JSON}\r\n\"");
    let mut drip = vec![bytes(&start)];
    drip.extend((0..40).flat_map(|_| [bytes(" "), Part::Pause(Duration::from_millis(100))]));
    let mut flood = vec![bytes(&endless)];
    flood.extend((0..200).map(|_| Part::Bytes(vec![b'x'; 1024])));
    let html = "content-type: text/html\r\n";
    let cases = [
        ("never answers", vec![Part::Hang], Trouble::TimedOut),
        ("stops in the middle", vec![bytes(&start), Part::Hang], Trouble::TimedOut),
        ("a byte at a time", drip, Trouble::TimedOut),
        ("cut before the answer", vec![Part::Reset], Trouble::ServiceError),
        ("cut in the answer", vec![bytes(&start), Part::Reset], Trouble::ServiceError),
        ("closed in the answer", vec![bytes(&start)], Trouble::ServiceError),
        ("not HTTP", vec![bytes("220 smtp.example ESMTP\r\n")], Trouble::ServiceError),
        ("500", json("500 Internal Server Error", r#"{"code":"Oops"}"#), Trouble::ServiceError),
        ("502 empty", answer("502 Bad Gateway", "", ""), Trouble::ServiceError),
        ("503 page", answer("503 Service Unavailable", html, "<html>"), Trouble::ServiceError),
        ("page with 200", answer("200 OK", html, "<html>"), Trouble::UnexpectedAnswer),
        ("no content type", answer("200 OK", "", r#"{"id":"1"}"#), Trouble::UnexpectedAnswer),
        ("other charset", answer("200 OK", "content-type: application/json; charset=utf-16\r\n", r#"{"id":"1"}"#), Trouble::UnexpectedAnswer),
        ("half of it", json("200 OK", r#"{"id":"1"#), Trouble::UnexpectedAnswer),
        ("not UTF-8", json("200 OK", b"{\"id\":\"1\",\"x\":\"\xff\"}"), Trouble::UnexpectedAnswer),
        ("byte order mark", json("200 OK", "\u{feff}{\"id\":\"1\"}"), Trouble::UnexpectedAnswer),
        ("a NUL", json("200 OK", "{\"id\":\"\0\"}"), Trouble::UnexpectedAnswer),
        ("more behind it", json("200 OK", r#"{"id":"1"} {"#), Trouble::UnexpectedAnswer),
        ("too long, announced", json("200 OK", vec![b' '; 100_000]), Trouble::UnexpectedAnswer),
        ("too long, streamed", flood, Trouble::UnexpectedAnswer),
        ("deep", json("200 OK", "[".repeat(10_000)), Trouble::UnexpectedAnswer),
        ("deep where unread", json("200 OK", format!(r#"{{"id":"1","x":{}"#, "[".repeat(10_000))), Trouble::UnexpectedAnswer),
        ("same field twice", json("200 OK", r#"{"id":"1","id":"2"}"#), Trouble::UnexpectedAnswer),
        ("required field missing", json("200 OK", r#"{"ID":"1"}"#), Trouble::UnexpectedAnswer),
        ("redirect", answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""), Trouble::UnexpectedAnswer),
    ];
    for (name, parts, trouble) in cases {
        let vendor = Vendor::saying(parts).await;
        let read = ask(&system(&vendor), &vendor.url, Effect::Reads).await.unwrap_err().error;
        assert_eq!(read, PortError::Unavailable(trouble), "reading: {name}");
        let write = ask(&system(&vendor), &vendor.url, Effect::Writes).await.unwrap_err().error;
        assert_eq!(write, PortError::UnknownOutcome(trouble), "writing: {name}");
        assert_eq!(vendor.requests(), 2, "nothing is tried twice: {name}");
    }
}

#[tokio::test]
async fn what_was_never_sent_has_no_unknown_outcome() {
    let gone = Url::parse(&Vendor::saying(vec![]).await.url).unwrap();
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (url, trouble) in [
        (closed.as_str(), Trouble::CannotConnect),
        (&gone.as_str().replace("http:", "https:"), Trouble::Tls),
        ("https://no-such-host.invalid", Trouble::CannotResolve),
    ] {
        let system = outbound(Limits { connect: Duration::from_secs(2), writes: Duration::from_secs(2), ..limits() });
        let system = system.system("vendor", &[&Url::parse(url).unwrap()]).unwrap();
        assert_eq!(ask(&system, url, Effect::Writes).await.unwrap_err().error, PortError::Unavailable(trouble), "{url}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    for status in ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let vendor = Vendor::saying(answer(status, &format!("location: {}/\r\n", other.url), "")).await;
        assert!(ask(&system(&vendor), &vendor.url, Effect::Reads).await.is_err());
    }
    assert_eq!(other.requests(), 0);
}

#[tokio::test]
async fn only_the_listed_host_and_port_are_called() {
    let vendor = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let other = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let by_name = vendor.url.replace("127.0.0.1", "localhost");
    for url in [&other.url, &by_name, &vendor.url.replace("http:", "https:")] {
        let refused = ask(&system(&vendor), url, Effect::Reads).await.unwrap_err().error;
        assert_eq!(refused, PortError::Misconfigured(Trouble::CannotConnect), "{url}");
    }
    assert_eq!((vendor.requests(), other.requests()), (0, 0));
}

#[test]
fn addresses_inside_are_refused_in_every_spelling() {
    let outbound = Outbound::new(Reach::PublicOnly, limits(), clock()).unwrap();
    let setup = |address: &str| outbound.system("vendor", &[&Url::parse(address).unwrap()]).map(|_| ());
    for host in [
        "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0x7f000001", "127.0.0.1.", "0.0.0.0", "0", "10.1.2.3", "172.16.0.1",
        "192.168.1.1", "100.64.0.1", "169.254.169.254", "0xa9fea9fe", "192.0.0.192", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]",
        "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]", "①②⑦.0.0.1",
    ] {
        assert_eq!(setup(&format!("https://{host}/")), Err(SetupError::AddressRefused), "{host}");
    }
    assert_eq!(setup("https://cx.example.org/"), Ok(()));
    assert_eq!(setup("https://[2606:4700::1111]/"), Ok(()));
    assert_eq!(setup("http://cx.example.org/"), Err(SetupError::NotEncrypted));
    assert_eq!(setup("https://user:secret@cx.example.org/"), Err(SetupError::NotAnAddress));
    assert_eq!(setup("file:///etc/passwd"), Err(SetupError::NotAnAddress));
    assert!(allowed("127.0.0.1".parse().unwrap(), Reach::LoopbackToo));
    assert!(!allowed("10.0.0.1".parse().unwrap(), Reach::LoopbackToo));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_before_connecting() {
    let vendor = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let url = vendor.url.replace("http://127.0.0.1", "https://localhost");
    let outbound = Outbound::new(Reach::PublicOnly, limits(), clock()).unwrap();
    let system = outbound.system("vendor", &[&Url::parse(&url).unwrap()]).unwrap();
    assert_eq!(ask(&system, &url, Effect::Reads).await.unwrap_err().error, PortError::Misconfigured(Trouble::CannotConnect));
    assert_eq!((vendor.requests(), system.health().state), (0, State::Failing));
}

#[tokio::test]
async fn the_circuit_opens_rests_and_lets_one_probe_through() {
    let vendor = Vendor::saying(answer("503 Service Unavailable", "", "")).await;
    let system = system(&vendor);
    for _ in 0..5 {
        assert_eq!(ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error, PortError::UnknownOutcome(Trouble::ServiceError));
    }
    assert_eq!(ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error, PortError::Unavailable(Trouble::Resting));
    assert_eq!((vendor.requests(), system.health().state), (5, State::Degraded));
    assert_eq!(system.health().last_error, Some((NOW, "service-error".to_owned())));

    vendor.say([vec![Part::Pause(Duration::from_millis(100))], json("200 OK", r#"{"id":"1"}"#)].concat());
    tokio::time::sleep(Duration::from_millis(210)).await;
    let (probe, other) = tokio::join!(ask(&system, &vendor.url, Effect::Reads), ask(&system, &vendor.url, Effect::Reads));
    assert!(probe.is_ok());
    assert_eq!(other.unwrap_err().error, PortError::Unavailable(Trouble::Resting));
    assert!(ask(&system, &vendor.url, Effect::Reads).await.is_ok());
    assert_eq!(system.health().state, State::Connected);
}

#[tokio::test]
async fn refusals_do_not_open_the_circuit() {
    let vendor = Vendor::saying(json("409 Conflict", "{}")).await;
    let system = system(&vendor);
    for _ in 0..30 {
        assert_eq!(ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error, PortError::Rejected("409".to_owned()));
    }
}

#[tokio::test]
async fn a_wish_to_wait_is_kept_within_reason() {
    let minute = Duration::from_mins(1);
    for (wish, wait) in [
        ("60", Some(minute)),
        ("Tue, 24 Nov 2026 10:01:00 GMT", Some(minute)),
        ("86400", Some(15 * minute)),
        ("-5", None),
        ("Tue, 24 Nov 2026 09:00:00 GMT", None),
        ("soon", None),
    ] {
        let vendor = Vendor::saying(answer("429 Too Many Requests", &format!("retry-after: {wish}\r\n"), "")).await;
        let system = system(&vendor);
        let fault = ask(&system, &vendor.url, Effect::Writes).await.unwrap_err();
        assert_eq!((fault.status, fault.retry_after), (Some(StatusCode::TOO_MANY_REQUESTS), wait), "{wish}");
        assert_eq!(fault.error, PortError::Unavailable(Trouble::LimitReached));
        let seconds = wait.map(|wait| NOW.plus_secs(i64::try_from(wait.as_secs()).unwrap()));
        assert_eq!(system.health().not_before, seconds);
    }
}

#[derive(Clone, Default)]
struct Log(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_the_field_and_tells_no_contents() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let vendor = Vendor::saying(json("200 OK", r#"{"id":"SECRET-1","parts":[{"amount":1},{"amount":"SECRET-2"}]}"#)).await;
    let url = format!("{}/contacts?surname=SECRET-3", vendor.url);
    assert!(ask(&system(&vendor), &url, Effect::Reads).await.is_err());
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("parts[1].amount") && log.contains("unexpected-answer"), "{log}");
    assert!(!log.contains("SECRET") && !log.contains("contacts"), "{log}");
}
