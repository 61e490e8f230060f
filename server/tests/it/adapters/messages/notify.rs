//! GOV.UK Notify, for texts and for email.

use super::*;
use domain::messages::{State, Why};
use serde_json::json;
use server::integrations::monitor;
use services::ports::{
    PortError, Trouble,
    mail::Mail,
    messages::{Callback, Disbelieved},
    text::Text,
};
use std::collections::BTreeMap;

fn callback<'a>(authorization: &'a str, body: &'a str) -> Callback<'a> {
    Callback {
        query: "",
        authorization,
        signature: "",
        body: body.as_bytes(),
    }
}

#[tokio::test]
async fn an_email_is_taken_found_and_refused() {
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let adapter = notify_mail(&sim.base_url);
    adapter.test().await.unwrap();
    assert_eq!(adapter.find(&mail("mae@example.org")).await, Ok(None));
    let split = mail("mae@example.org");
    let split = services::ports::mail::Message {
        subject: "Two\r\nlines".to_owned(),
        ..split
    };
    let taken = adapter.send(&split).await.unwrap();
    let kept = &sim.ledger()[0];
    assert_eq!(
        (kept.to.as_str(), kept.subject.as_deref()),
        ("mae@example.org", Some("Two lines"))
    );
    assert_eq!(
        (kept.body.as_str(), kept.reference.as_deref()),
        ("Helo Siân\n\nDiolch", Some("0193-abc"))
    );
    assert_eq!(
        adapter.find(&split).await.unwrap().unwrap().vendor_id,
        taken.vendor_id
    );
    let refused = adapter.send(&mail("nobody")).await;
    assert_eq!(refused, Err(PortError::Rejected("ValidationError".to_owned())));
    assert_eq!(sim.ledger().len(), 1);
}

#[tokio::test]
async fn the_documented_test_values_end_as_documented() {
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let (texts, mails) = (notify_text(&sim.base_url), notify_mail(&sim.base_url));
    for (number, state, why) in [
        (1, State::Delivered, None),
        (2, State::Failed, Some(Why::NoSuchAddress)),
        (3, State::Failed, Some(Why::Unreachable)),
    ] {
        texts.send(&text(number)).await.unwrap();
        let found = texts
            .find(&text(number), crate::adapters::NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.state, found.why), (state, why), "{number}");
    }
    // Smoke-test numbers are answered and kept nowhere.
    texts.send(&text(111)).await.unwrap();
    assert_eq!(texts.find(&text(111), crate::adapters::NOW).await, Ok(None));
    for (to, why) in [
        ("perm-fail@simulator.notify", Why::NoSuchAddress),
        ("temp-fail@simulator.notify", Why::Unreachable),
    ] {
        let message = services::ports::mail::Message {
            id: to.to_owned(),
            ..mail(to)
        };
        mails.send(&message).await.unwrap();
        let found = mails.find(&message).await.unwrap().unwrap();
        assert_eq!((found.state, found.why), (State::Failed, Some(why)));
    }
}

#[tokio::test]
async fn a_wrong_key_and_a_wrong_clock_are_for_an_administrator() {
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let wrong = Err(PortError::Misconfigured(Trouble::WrongCredentials));
    for key in [
        format!("portal-{}-{}", uuid::Uuid::new_v4(), notify_options().secret),
        format!("portal-{}-{}", notify_options().service, uuid::Uuid::new_v4()),
    ] {
        let config = NotifyConfig {
            api_key: key.into(),
            ..notify_config(&sim.base_url, notify_sim::TEXT_TEMPLATE)
        };
        let adapter = NotifyText::new(config, &outbound(limits()), clock()).unwrap();
        assert_eq!(adapter.send(&text(101)).await.map(drop), wrong);
        assert_eq!(adapter.health().state, monitor::State::Failing);
    }
    let later = notify_sim::start(notify_sim::Options {
        today: "2026-11-25".parse().ok(),
        ..notify_options()
    })
    .await
    .unwrap();
    assert_eq!(
        notify_text(&later.base_url).send(&text(101)).await.map(drop),
        wrong
    );
    assert!(sim.ledger().is_empty() && later.ledger().is_empty());
    for unusable in ["", "portal", "portal-not-a-key\r\nX-Injected: yes"] {
        let config = NotifyConfig {
            api_key: unusable.to_owned().into(),
            ..notify_config(&sim.base_url, notify_sim::TEXT_TEMPLATE)
        };
        assert!(NotifyText::new(config, &outbound(limits()), clock()).is_err());
    }
}

#[tokio::test]
async fn a_template_that_does_not_fit_is_found_before_anything_is_sent() {
    let template = |kind, body: &str| notify_sim::Template {
        kind,
        subject: None,
        body: body.to_owned(),
    };
    let own = uuid::Uuid::new_v4().to_string();
    for (unfit, error) in [
        (
            template("email", "((text))"),
            PortError::Rejected("template-does-not-fit".to_owned()),
        ),
        (
            template("sms", "Hello"),
            PortError::Rejected("template-does-not-fit".to_owned()),
        ),
        (
            template("sms", "((text)) ((name))"),
            PortError::Rejected("template-does-not-fit".to_owned()),
        ),
    ] {
        let options = notify_sim::Options {
            templates: BTreeMap::from([(own.clone(), unfit)]),
            ..notify_options()
        };
        let sim = notify_sim::start(options).await.unwrap();
        let adapter =
            NotifyText::new(notify_config(&sim.base_url, &own), &outbound(limits()), clock()).unwrap();
        assert_eq!(adapter.test().await, Err(error));
    }
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let adapter = NotifyText::new(notify_config(&sim.base_url, &own), &outbound(limits()), clock()).unwrap();
    assert_eq!(
        adapter.test().await,
        Err(PortError::Misconfigured(Trouble::WrongCompany))
    );
    let sent = adapter.send(&text(101)).await;
    assert_eq!(sent, Err(PortError::Rejected("BadRequestError".to_owned())));
    // A path cannot be made longer by an id.
    let adapter = NotifyText::new(
        notify_config(&sim.base_url, "../notifications"),
        &outbound(limits()),
        clock(),
    )
    .unwrap();
    assert_eq!(
        adapter.test().await,
        Err(PortError::Misconfigured(Trouble::WrongCompany))
    );
}

#[tokio::test]
async fn limits_are_waited_for() {
    let options = notify_sim::Options {
        per_minute: 2,
        per_day: 3,
        ..notify_options()
    };
    let sim = notify_sim::start(options).await.unwrap();
    let adapter = notify_text(&sim.base_url);
    for number in 1..=2 {
        adapter.send(&text(100 + number)).await.unwrap();
    }
    let limited = Err(PortError::Unavailable(Trouble::LimitReached));
    assert_eq!(adapter.send(&text(103)).await, limited);
    sim.arm(json!([{"route": "*", "fault": "status", "status": 500, "count": 1}]));
    let unknown = adapter.send(&text(104)).await;
    assert_eq!(
        unknown,
        Err(PortError::UnknownOutcome(Trouble::ServiceError)),
        "an error without errors"
    );
}

#[tokio::test]
async fn news_need_our_token() {
    let adapter = notify_text("http://127.0.0.1:9");
    let body = r#"{"id":"n-1","reference":"0193-abc","status":"permanent-failure","more":1}"#;
    let bearer = format!("Bearer {CALLBACK_TOKEN}");
    let report = adapter.hear(&callback(&bearer, body)).unwrap();
    assert_eq!(report.id.as_deref(), Some("0193-abc"));
    assert_eq!(
        (report.taken.state, report.taken.why),
        (State::Failed, Some(Why::NoSuchAddress))
    );
    for wrong in [
        "",
        "Bearer ",
        CALLBACK_TOKEN,
        "Bearer other",
        "bearer a-token-that-we-chose-2026",
        "Basic YTpi",
    ] {
        assert_eq!(
            adapter.hear(&callback(wrong, body)),
            Err(Disbelieved::NotTheirs),
            "{wrong}"
        );
    }
    let deep = "[".repeat(10_000);
    for unreadable in ["", "{}", "nonsense", r#"{"id":1,"status":"sent"}"#, &deep] {
        assert_eq!(
            adapter.hear(&callback(&bearer, unreadable)),
            Err(Disbelieved::Unreadable)
        );
    }
    // Without a token nobody is believed, least of all who sends an empty one.
    let config = NotifyConfig {
        callback_token: Some(SecretString::from("")),
        ..notify_config("http://127.0.0.1:9", notify_sim::TEXT_TEMPLATE)
    };
    let adapter = NotifyText::new(config, &outbound(limits()), clock()).unwrap();
    for nothing in ["", "Bearer "] {
        assert_eq!(
            adapter.hear(&callback(nothing, body)),
            Err(Disbelieved::NotTheirs)
        );
    }
}
