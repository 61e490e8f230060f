//! One log-in for all nodes.

use super::{super::clock, Cx, adapter, config, patient};
use futures_util::future::join_all;
use server::integrations::housing::civica_cx::{CivicaCx, CivicaCxConfig};
use services::{
    ports::{PortError, Trouble, housing::Housing},
    testing::{Engine, Test, TestPlatform},
    tokens::SharedTokens,
};
use std::sync::Arc;

/// So many processes on one database.
async fn nodes(cx: &Cx, test: &Test, count: usize) -> Vec<Arc<CivicaCx>> {
    let mut all = Vec::new();
    for _ in 0..count {
        let platform = test.another_node().await;
        let shelf = SharedTokens::new(platform.db.clone(), platform.vault.clone(), clock());
        let config = CivicaCxConfig {
            shelf: Some(shelf),
            ..config(&cx.sim)
        };
        all.push(adapter(config, patient()));
    }
    all
}

async fn on_both(body: impl AsyncFn(&Cx, &Test)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let test = TestPlatform::on(engine).build().await;
        let cx = Cx::start(patient()).await;
        body(&cx, &test).await;
        test.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_nodes_log_in_once_and_the_last_one_logs_out() {
    on_both(async |cx, test| {
        // More nodes than log-ins at once that the vendor allows.
        let nodes = nodes(cx, test, 5).await;
        let answers = join_all(nodes.iter().map(|node| node.person("CON-000001"))).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(cx.asked("POST", "/token").await, 1);
        for (left, node) in nodes.iter().enumerate() {
            assert_eq!(cx.asked("DELETE", "/token").await, 0, "{left} have left");
            node.log_out().await.unwrap();
        }
        assert_eq!(cx.asked("DELETE", "/token").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_is_another_log_in() {
    on_both(async |cx, test| {
        let first = nodes(cx, test, 1).await;
        first[0].person("CON-000001").await.unwrap();
        let platform = test.another_node().await;
        let mistyped = CivicaCxConfig {
            password: "not-the-password".into(),
            shelf: Some(SharedTokens::new(
                platform.db.clone(),
                platform.vault.clone(),
                clock(),
            )),
            ..config(&cx.sim)
        };
        let refused = adapter(mistyped, patient()).person("CON-000001").await;
        assert_eq!(
            refused.unwrap_err(),
            PortError::Misconfigured(Trouble::WrongCredentials)
        );
        first[0].person("CON-000001").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_ends_under_all_nodes_is_renewed_by_one_of_them() {
    on_both(async |cx, test| {
        let nodes = nodes(cx, test, 4).await;
        join_all(nodes.iter().map(|node| node.person("CON-000001"))).await;
        cx.control("clock", serde_json::json!({"advance": 1201})).await;
        let answers = join_all(nodes.iter().map(|node| node.person("CON-000001"))).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(cx.asked("POST", "/token").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_starts_later_uses_what_is_there_and_nothing_stands_open_in_the_database() {
    on_both(async |cx, test| {
        let first = nodes(cx, test, 1).await;
        first[0].person("CON-000001").await.unwrap();
        let second = nodes(cx, test, 1).await;
        second[0].person("CON-000001").await.unwrap();
        assert_eq!(cx.asked("POST", "/token").await, 1);
        let sql = "select sealed from shared_tokens";
        let (sealed,): (String,) = test.platform.db.one(sql, vec![]).await.unwrap();
        let (_key, sealed) = sealed.split_once('.').unwrap();
        // Nonce, tag, and as many characters as the token has, in hexadecimal.
        assert_eq!(sealed.len(), 2 * (24 + 16 + 32));
    })
    .await;
}
