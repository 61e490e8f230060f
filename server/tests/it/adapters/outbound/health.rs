//! What the client for outside systems remembers and tells.

use super::{
    super::{
        NOW,
        vendor::{Part, Vendor, answer, json},
    },
    ask, system,
};
use http::StatusCode;
use server::integrations::{monitor::State, outbound::Effect};
use services::ports::{PortError, Trouble};
use std::time::Duration;

#[tokio::test]
async fn the_circuit_opens_rests_and_lets_one_probe_through() {
    let vendor = Vendor::saying(answer("503 Service Unavailable", "", "")).await;
    let system = system(&vendor);
    for _ in 0..5 {
        assert_eq!(
            ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error,
            PortError::UnknownOutcome(Trouble::ServiceError)
        );
    }
    assert_eq!(
        ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error,
        PortError::Unavailable(Trouble::Resting)
    );
    assert_eq!((vendor.requests(), system.health().state), (5, State::Degraded));
    assert_eq!(
        system.health().last_error,
        Some((NOW, "service-error".to_owned()))
    );

    vendor.say(
        [
            vec![Part::Pause(Duration::from_millis(100))],
            json("200 OK", r#"{"id":"1"}"#),
        ]
        .concat(),
    );
    tokio::time::sleep(Duration::from_millis(210)).await;
    let (probe, other) = tokio::join!(
        ask(&system, &vendor.url, Effect::Reads),
        ask(&system, &vendor.url, Effect::Reads)
    );
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
        assert_eq!(
            ask(&system, &vendor.url, Effect::Writes).await.unwrap_err().error,
            PortError::Rejected("409".to_owned())
        );
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
        let vendor = Vendor::saying(answer(
            "429 Too Many Requests",
            &format!("retry-after: {wish}\r\n"),
            "",
        ))
        .await;
        let system = system(&vendor);
        let fault = ask(&system, &vendor.url, Effect::Writes).await.unwrap_err();
        assert_eq!(
            (fault.status, fault.retry_after),
            (Some(StatusCode::TOO_MANY_REQUESTS), wait),
            "{wish}"
        );
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
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let vendor = Vendor::saying(json(
        "200 OK",
        r#"{"id":"SECRET-1","parts":[{"amount":1},{"amount":"SECRET-2"}]}"#,
    ))
    .await;
    let url = format!("{}/contacts?surname=SECRET-3", vendor.url);
    // Tests beside this one may have taught the log line, while nobody listened, that nobody does.
    while log.0.lock().unwrap().is_empty() {
        tracing::callsite::rebuild_interest_cache();
        assert!(ask(&system(&vendor), &url, Effect::Reads).await.is_err());
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("parts[1].amount") && log.contains("unexpected-answer"),
        "{log}"
    );
    assert!(!log.contains("SECRET") && !log.contains("contacts"), "{log}");
}
