//! What every adapter of texts must do, whoever the vendor is: each runs the same suite against its simulator.

use super::*;
use crate::adapters::NOW;
use domain::messages::State;
use serde_json::{Value, json};
use services::ports::{PortError, Trouble, text::Text};

/// A vendor with its simulator.
trait Vendor {
    fn adapter(&self) -> &dyn Text;
    /// Numbers and words of everything that was taken.
    fn ledger(&self) -> Vec<(String, String)>;
    fn arm(&self, faults: Value);
}

struct Notify(notify_sim::Running, NotifyText);

impl Vendor for Notify {
    fn adapter(&self) -> &dyn Text {
        &self.1
    }

    fn ledger(&self) -> Vec<(String, String)> {
        self.0
            .ledger()
            .into_iter()
            .map(|one| (one.to, one.body))
            .collect()
    }

    fn arm(&self, faults: Value) {
        self.0.arm(faults);
    }
}

struct OfTwilio(twilio_sim::Running, Twilio);

impl Vendor for OfTwilio {
    fn adapter(&self) -> &dyn Text {
        &self.1
    }

    fn ledger(&self) -> Vec<(String, String)> {
        self.0
            .ledger()
            .into_iter()
            .map(|one| (one.to, one.body))
            .collect()
    }

    fn arm(&self, faults: Value) {
        self.0.arm(faults);
    }
}

async fn of_notify() -> Notify {
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let adapter = notify_text(&sim.base_url);
    Notify(sim, adapter)
}

async fn of_twilio() -> OfTwilio {
    let sim = twilio_sim::start(twilio_options()).await.unwrap();
    let adapter = twilio(&sim.base_url);
    OfTwilio(sim, adapter)
}

fn entry(number: u32) -> (String, String) {
    let text = text(number);
    (text.to.as_str().to_owned(), text.body)
}

async fn a_text_is_taken_and_found(vendor: &impl Vendor) {
    let adapter = vendor.adapter();
    adapter.test().await.unwrap();
    assert_eq!(adapter.find(&text(101), NOW).await, Ok(None));
    let taken = adapter.send(&text(101)).await.unwrap();
    assert!(!taken.vendor_id.is_empty());
    assert!(matches!(taken.state, State::Sent | State::Delivered));
    assert_eq!(vendor.ledger(), [entry(101)]);
    let found = adapter.find(&text(101), NOW).await.unwrap().unwrap();
    assert_eq!(found.vendor_id, taken.vendor_id);
    assert_eq!(adapter.find(&text(102), NOW).await, Ok(None));
    let letters = TextMessage {
        body: "Tŷ £5 & 50% = 😀 \"quoted\"\nnew line +".to_owned(),
        ..text(103)
    };
    adapter.send(&letters).await.unwrap();
    assert_eq!(vendor.ledger()[1].1, letters.body);
}

async fn what_became_of_a_text_is_told_when_asked(vendor: &impl Vendor, nobodys: &str) {
    let adapter = vendor.adapter();
    let taken = adapter.send(&text(101)).await.unwrap();
    // The way of a text there is short, and a moment long.
    let mut told = adapter.ask(&taken.vendor_id).await.unwrap().unwrap();
    for _ in 0..100 {
        if told.state == State::Delivered {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        told = adapter.ask(&taken.vendor_id).await.unwrap().unwrap();
    }
    assert_eq!(
        (told.state, told.vendor_id),
        (State::Delivered, taken.vendor_id.clone())
    );
    // One that they do not know is an answer, and no fault of the settings; neither is a name that nobody has.
    for unknown in [nobodys, "../../Accounts", ""] {
        let told = adapter.ask(unknown).await;
        assert!(
            !matches!(told, Ok(Some(_)) | Err(PortError::Misconfigured(_))),
            "{unknown}: {told:?}"
        );
    }
    assert_eq!(adapter.ask(nobodys).await, Ok(None));
    for fault in [
        json!({"fault": "status", "status": 500}),
        json!({"fault": "malformed", "variant": "html"}),
        json!({"fault": "malformed", "variant": "deep"}),
        json!({"fault": "hang"}),
        json!({"fault": "too_many", "retry_after": "60"}),
    ] {
        let mut armed = fault.clone();
        armed["route"] = json!("GET *");
        vendor.arm(json!([armed]));
        let told =
            tokio::time::timeout(std::time::Duration::from_secs(3), adapter.ask(&taken.vendor_id)).await;
        let told = told.expect("it never hangs");
        assert!(
            matches!(told, Err(PortError::Unavailable(_))),
            "{fault}: {told:?}"
        );
    }
}

async fn a_lost_answer_is_found_by_asking(vendor: &impl Vendor) {
    vendor.arm(json!([{"route": "POST *", "fault": "lost_answer", "count": 1}]));
    let lost = vendor.adapter().send(&text(101)).await;
    assert!(matches!(lost, Err(PortError::UnknownOutcome(_))), "{lost:?}");
    assert!(vendor.adapter().find(&text(101), NOW).await.unwrap().is_some());
    assert_eq!(vendor.ledger().len(), 1);
    vendor.arm(json!([{"route": "POST *", "fault": "reset", "count": 1}]));
    let lost = vendor.adapter().send(&text(102)).await;
    assert!(matches!(lost, Err(PortError::UnknownOutcome(_))), "{lost:?}");
    assert_eq!(vendor.adapter().find(&text(102), NOW).await, Ok(None));
    assert_eq!(vendor.ledger().len(), 1);
}

async fn every_fault_has_its_error_and_ends_in_time(vendor: &impl Vendor) {
    let strange = [
        json!({"fault": "malformed", "variant": "truncated", "when": "after"}),
        json!({"fault": "malformed", "variant": "html", "when": "after"}),
        json!({"fault": "malformed", "variant": "wrong_type", "when": "after"}),
        json!({"fault": "malformed", "variant": "utf16", "when": "after"}),
        json!({"fault": "malformed", "variant": "invalid_utf8", "when": "after"}),
        json!({"fault": "malformed", "variant": "huge", "when": "after"}),
        json!({"fault": "malformed", "variant": "deep", "when": "after"}),
        json!({"fault": "html"}),
        json!({"fault": "status", "status": 500}),
        json!({"fault": "status", "status": 503, "body": "html"}),
        json!({"fault": "status", "status": 301}),
        json!({"fault": "hang"}),
        json!({"fault": "hang", "variant": "mid_body", "when": "after"}),
        json!({"fault": "reset", "variant": "mid_body", "when": "after"}),
        json!({"fault": "drip", "delay_ms": 400}),
    ];
    for (number, fault) in (200..).zip(strange) {
        let mut armed = fault.clone();
        armed["route"] = json!("POST *");
        armed["count"] = json!(1);
        vendor.arm(json!([armed]));
        let text = text(number);
        let sent = tokio::time::timeout(std::time::Duration::from_secs(3), vendor.adapter().send(&text));
        let sent = sent.await.expect("it never hangs");
        assert!(
            matches!(sent, Err(PortError::UnknownOutcome(_))),
            "{fault}: {sent:?}"
        );
        // The circuit may have opened; it closes by itself.
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        let _probed = vendor.adapter().test().await;
    }
    for fault in [
        json!({"fault": "too_many", "retry_after": "60"}),
        json!({"fault": "too_many", "retry_after": "-5"}),
    ] {
        let mut armed = fault;
        armed["route"] = json!("POST *");
        vendor.arm(json!([armed]));
        let limited = Err(PortError::Unavailable(Trouble::LimitReached));
        assert_eq!(vendor.adapter().send(&text(250)).await, limited);
    }
    vendor.arm(json!([]));
    assert!(vendor.adapter().send(&text(251)).await.is_ok());
}

async fn fields_that_drift_are_no_accident(vendor: &impl Vendor, id: &str) {
    for (change, is_fine) in [
        ("missing", false),
        ("null", false),
        ("other_type", false),
        ("extra", true),
    ] {
        vendor.arm(json!([{"route": "POST *", "fault": "drift", "path": id, "change": change, "count": 1}]));
        let sent = vendor
            .adapter()
            .send(&text(if is_fine { 301 } else { 300 }))
            .await;
        // What was taken cannot be told from such an answer: asking can.
        let unknown = matches!(sent, Err(PortError::UnknownOutcome(Trouble::UnexpectedAnswer)));
        assert!(
            sent.is_ok() == is_fine && unknown != is_fine,
            "{change}: {sent:?}"
        );
        assert!(vendor.adapter().find(&text(300), NOW).await.unwrap().is_some());
    }
}

macro_rules! for_each_vendor {
    ($($vendor:ident = $make:path, $id:literal, $nobodys:literal;)+) => { $(
        mod $vendor {
            use super::*;

            #[tokio::test]
            async fn a_text_is_taken_and_found() {
                super::a_text_is_taken_and_found(&$make().await).await;
            }

            #[tokio::test]
            async fn what_became_of_a_text_is_told_when_asked() {
                super::what_became_of_a_text_is_told_when_asked(&$make().await, $nobodys).await;
            }

            #[tokio::test]
            async fn a_lost_answer_is_found_by_asking() {
                super::a_lost_answer_is_found_by_asking(&$make().await).await;
            }

            #[tokio::test]
            async fn every_fault_has_its_error_and_ends_in_time() {
                super::every_fault_has_its_error_and_ends_in_time(&$make().await).await;
            }

            #[tokio::test]
            async fn fields_that_drift_are_no_accident() {
                super::fields_that_drift_are_no_accident(&$make().await, $id).await;
            }
        }
    )+ };
}

for_each_vendor! {
    notify = of_notify, "id", "740e5834-3a29-46b4-9a6f-16142fde533a";
    twilio = of_twilio, "sid", "SM11111111111111111111111111111111";
}
