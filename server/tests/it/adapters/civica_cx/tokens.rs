//! One log-in, however many wait for it.

use super::{Cx, adapter, config, patient};
use futures_util::future::join_all;
use secrecy::SecretString;
use serde_json::json;
use server::integrations::{housing::civica_cx::CivicaCxConfig, monitor::State};
use services::ports::{PortError, Trouble, housing::Housing};

#[tokio::test]
async fn fifty_callers_log_in_once() {
    let cx = Cx::start(patient()).await;
    let (adapter, person) = (&cx.adapter, cx.megan().contact_id);
    assert!(
        join_all((0..50).map(|_| adapter.person(&person)))
            .await
            .iter()
            .all(Result::is_ok)
    );
    assert_eq!(cx.asked("POST", "/token").await, 1);
    // The token runs out while it is in use.
    cx.control("clock", json!({"advance": 1201})).await;
    assert!(
        join_all((0..50).map(|_| adapter.person(&person)))
            .await
            .iter()
            .all(Result::is_ok)
    );
    assert_eq!(cx.asked("POST", "/token").await, 2);
    assert_eq!(adapter.health().state, State::Connected);
}

#[tokio::test]
async fn a_token_refused_in_mid_flight_is_renewed_once_and_the_change_made_once() {
    let cx = Cx::start(patient()).await;
    cx.fault(json!({"route": "POST /repairs", "fault": "expired_token", "count": 1}))
        .await;
    cx.adapter.raise_repair(&cx.repair("TW-8F3K2Q")).await.unwrap();
    assert_eq!(cx.asked("POST", "/token").await, 2);
    assert_eq!(cx.told("ledger").await["accepted"], 1);
}

#[tokio::test]
async fn tokens_refused_for_ever_stop_the_adapter() {
    let cx = Cx::start(patient()).await;
    cx.fault(json!({"route": "GET /contacts/{id}", "fault": "expired_token"}))
        .await;
    let wrong = Err(PortError::Misconfigured(Trouble::WrongCredentials));
    for _ in 0..5 {
        assert_eq!(cx.adapter.person("CON-000001").await, wrong);
    }
    assert_eq!(cx.asked("POST", "/token").await, 2);
    assert_eq!(cx.adapter.health().state, State::Failing);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_and_again_when_a_person_asks() {
    let cx = Cx::start(patient()).await;
    let wrong = adapter(
        CivicaCxConfig {
            password: SecretString::from("wrong"),
            ..config(&cx.sim)
        },
        patient(),
    );
    let refused = join_all((0..50).map(|_| wrong.person("CON-000001"))).await;
    assert!(
        refused
            .iter()
            .all(|outcome| *outcome == Err(PortError::Misconfigured(Trouble::WrongCredentials)))
    );
    assert!(wrong.person("CON-000001").await.is_err());
    assert_eq!(cx.asked("POST", "/token").await, 1);
    assert!(wrong.test().await.is_err());
    assert_eq!(cx.asked("POST", "/token").await, 2);
}

#[tokio::test]
async fn the_limit_of_log_ins_is_told_and_a_log_out_frees_one() {
    let cx = Cx::start(patient()).await;
    let adapters: Vec<_> = (0..4).map(|_| adapter(config(&cx.sim), patient())).collect();
    for adapter in &adapters[..3] {
        adapter.test().await.unwrap();
    }
    assert_eq!(
        adapters[3].test().await,
        Err(PortError::Unavailable(Trouble::LimitReached))
    );
    adapters[0].log_out().await.unwrap();
    adapters[3].test().await.unwrap();
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_the_log_in_to_the_others() {
    let cx = Cx::start(patient()).await;
    cx.fault(json!({"route": "POST /token", "fault": "slow", "delay_ms": 400}))
        .await;
    let adapter = cx.adapter.clone();
    let hurried = tokio::time::timeout(
        std::time::Duration::from_millis(100),
        adapter.person("CON-000001"),
    )
    .await;
    assert!(hurried.is_err());
    assert!(adapter.person("CON-000001").await.is_ok());
    assert_eq!(cx.asked("POST", "/token").await, 1);
}
