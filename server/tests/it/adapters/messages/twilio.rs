//! Twilio.

use super::*;
use crate::adapters::NOW;
use domain::messages::{State, Why};
use server::integrations::monitor;
use services::ports::{
    PortError, Trouble,
    messages::{Callback, Disbelieved},
    text::Text,
};

#[tokio::test]
async fn what_is_refused_is_said_in_our_words() {
    let sim = twilio_sim::start(twilio_options()).await.unwrap();
    let adapter = twilio(&sim.base_url);
    for (number, why) in [
        (21, "no-such-address"),
        (22, "not-a-mobile"),
        (23, "opted-out"),
        (24, "not-allowed"),
        (25, "unreachable"),
    ] {
        assert_eq!(
            adapter.send(&text(number)).await,
            Err(PortError::Rejected(why.to_owned()))
        );
    }
    assert!(sim.ledger().is_empty());
    let long = TextMessage {
        body: "a".repeat(1_601),
        ..text(101)
    };
    assert_eq!(
        adapter.send(&long).await,
        Err(PortError::Rejected("21617".to_owned()))
    );
}

#[tokio::test]
async fn accounts_keys_and_senders_that_are_wrong_are_for_an_administrator() {
    let sim = twilio_sim::start(twilio_options()).await.unwrap();
    let with = |config: TwilioConfig| Twilio::new(config, &outbound(limits())).unwrap();
    let (key, secret) = twilio_options().api_key;
    let by_key = with(TwilioConfig {
        api_key: Some((key, secret.into())),
        auth_token: SecretString::from("not used to call"),
        ..twilio_config(&sim.base_url)
    });
    by_key.test().await.unwrap();
    by_key.send(&text(101)).await.unwrap();
    let wrong = with(TwilioConfig {
        auth_token: SecretString::from("wrong"),
        ..twilio_config(&sim.base_url)
    });
    assert_eq!(
        wrong.send(&text(101)).await,
        Err(PortError::Misconfigured(Trouble::WrongCredentials))
    );
    assert_eq!(wrong.health().state, monitor::State::Failing);
    let other = with(TwilioConfig {
        account: "AC1".to_owned(),
        ..twilio_config(&sim.base_url)
    });
    assert_eq!(
        other.test().await,
        Err(PortError::Misconfigured(Trouble::WrongCredentials))
    );
    let sender = with(TwilioConfig {
        sender: "Somebody".to_owned(),
        ..twilio_config(&sim.base_url)
    });
    assert_eq!(
        sender.send(&text(101)).await,
        Err(PortError::Misconfigured(Trouble::WrongCompany))
    );
    let service = twilio_options().senders[2].clone();
    with(TwilioConfig {
        sender: service,
        ..twilio_config(&sim.base_url)
    })
    .send(&text(102))
    .await
    .unwrap();
    for unusable in ["", "../../v1", "AC1/..", "AC1\r\n"] {
        let config = TwilioConfig {
            account: unusable.to_owned(),
            ..twilio_config(&sim.base_url)
        };
        assert!(Twilio::new(config, &outbound(limits())).is_err(), "{unusable:?}");
    }
}

#[tokio::test]
async fn a_code_is_worth_no_more_there_than_here() {
    let sim = twilio_sim::start(twilio_options()).await.unwrap();
    let adapter = twilio(&sim.base_url);
    for (number, secs, asked) in [
        (101, Some(600), Some(600)),
        (102, Some(999_999), Some(14_400)),
        (103, Some(0), Some(1)),
        (104, None, None),
    ] {
        adapter
            .send(&TextMessage {
                valid_secs: secs,
                ..text(number)
            })
            .await
            .unwrap();
        assert_eq!(sim.ledger().pop().unwrap().validity_period, asked);
    }
}

#[tokio::test]
async fn an_older_text_with_the_same_words_is_another_one() {
    let sim = twilio_sim::start(twilio_options()).await.unwrap();
    let adapter = twilio(&sim.base_url);
    adapter.send(&text(101)).await.unwrap();
    assert!(adapter.find(&text(101), NOW).await.unwrap().is_some());
    assert_eq!(adapter.find(&text(101), NOW.plus_secs(3600)).await, Ok(None));
}

#[tokio::test]
async fn news_are_signed_over_the_public_address() {
    let adapter = twilio("http://127.0.0.1:9");
    // Made with another program: openssl dgst -sha1 -hmac sim-auth-token-2026 -binary | base64
    let body = b"ErrorCode=30006&MessageSid=SM1&MessageStatus=undelivered&To=%2B447700900123";
    let signature = "jjP2tOFx+6nE2uel9SR2NHyvdkQ=";
    let callback = |query: &'static str, signature: &'static str| Callback {
        query,
        authorization: "",
        signature,
        body,
    };
    let report = adapter.hear(&callback("id=0193-abc", signature)).unwrap();
    assert_eq!(
        (report.id.as_deref(), report.taken.vendor_id.as_str()),
        (Some("0193-abc"), "SM1")
    );
    assert_eq!(
        (report.taken.state, report.taken.why),
        (State::Failed, Some(Why::NotAMobile))
    );
    for (query, signature) in [
        ("id=0193-abd", signature),
        ("", signature),
        ("id=0193-abc", ""),
        ("id=0193-abc", "AAAA"),
    ] {
        assert_eq!(
            adapter.hear(&callback(query, signature)),
            Err(Disbelieved::NotTheirs)
        );
    }
    let config = TwilioConfig {
        auth_token: SecretString::from(""),
        ..twilio_config("http://127.0.0.1:9")
    };
    let without = Twilio::new(config, &outbound(limits())).unwrap();
    assert_eq!(
        without.hear(&callback("id=0193-abc", signature)),
        Err(Disbelieved::NotTheirs)
    );
}
