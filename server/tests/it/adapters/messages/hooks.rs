//! News that vendors bring to the running product: believed only with their sign, harmless in any order and number.

use super::*;
use crate::site::{Site, eventually};
use domain::{
    ids::JobId,
    integrations::{notify, twilio},
    templates::Kind,
};
use serde_json::{Value, json};
use services::{
    args,
    integrations::{self, Given, Secrets},
    messages::Text,
    outbox, random,
};
use std::sync::Arc;

async fn queue(site: &Site, number: u32) {
    let (platform, now) = (Arc::clone(&site.node.platform), site.node.platform.clock.now());
    let text = Text {
        to: text(number).to,
        body: text(number).body,
    };
    site.node
        .platform
        .db
        .tx(move |tx| async move {
            outbox::enqueue_text(
                &tx,
                &platform.vault,
                &text,
                Kind::RegistrationCode,
                "about",
                None,
                now,
            )
            .await
        })
        .await
        .unwrap();
    site.node.platform.wake.now();
}

async fn states(site: &Site) -> Vec<(String, String)> {
    let sql = "select state, why from messages where channel = 'text' order by id";
    site.node.platform.db.all(sql, args![]).await.unwrap()
}

async fn until(site: &Site, state: &str, why: &str) {
    let wanted = (state.to_owned(), why.to_owned());
    eventually("what became of the text", || async {
        (states(site).await.last() == Some(&wanted)).then_some(())
    })
    .await;
}

async fn with_twilio() -> (Site, twilio_sim::Running) {
    let site = Site::on_sqlite().await;
    // The product's clock is the real one here.
    let sim = twilio_sim::start(twilio_sim::Options::default()).await.unwrap();
    let settings = twilio::Twilio {
        api_url: sim.base_url.clone(),
        account: twilio_options().account,
        sender: "Hollingate".to_owned(),
        api_key: String::new(),
    };
    let secrets = Secrets::one(twilio::Twilio::AUTH_TOKEN, twilio_options().auth_token.into());
    let platform = &site.node.platform;
    integrations::adopt(
        &platform.db,
        &platform.vault,
        &settings,
        &secrets,
        Given::UntilSaved,
        platform.clock.now(),
    )
    .await
    .unwrap();
    platform.refresh().await.unwrap();
    (site, sim)
}

async fn control(url: &str, path: &str, body: Value) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let sent = http
        .post(format!("{url}/_sim/{path}"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(sent.status().is_success(), "{path}");
    sent.json().await.unwrap_or(Value::Null)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_of_twilio_are_believed_with_its_signature_alone() {
    let (site, sim) = with_twilio().await;
    let door = site.node.address.to_string();
    control(&sim.control_url, "callback", json!({"door": door})).await;
    queue(&site, 101).await;
    until(&site, "delivered", "").await;
    queue(&site, 36).await;
    until(&site, "failed", "not-a-mobile").await;
    // The news come before the answer to the request itself.
    control(
        &sim.control_url,
        "callback",
        json!({"door": door, "before_answer": true}),
    )
    .await;
    queue(&site, 102).await;
    until(&site, "delivered", "").await;
    let sid = sim.ledger()[0].sid.clone();
    let emitted = |more: Value| {
        let (url, mut body) = (sim.control_url.clone(), json!({"sid": sid.clone()}));
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        async move { control(&url, "emit", body).await }
    };
    assert_eq!(
        emitted(json!({"status": "sent", "times": 3})).await,
        json!([204, 204, 204])
    );
    assert_eq!(
        emitted(json!({"status": "failed", "error": 30005})).await,
        json!([204])
    );
    assert_eq!(
        emitted(json!({"status": "failed", "token": "forged"})).await,
        json!([401])
    );
    assert_eq!(states(&site).await[0], ("delivered".to_owned(), String::new()));
    site.node
        .platform
        .db
        .execute("delete from messages", args![])
        .await
        .unwrap();
    assert_eq!(
        emitted(json!({"status": "delivered"})).await,
        json!([204]),
        "what is forgotten is no trouble"
    );
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_of_notify_are_believed_with_our_token_alone_and_come_again_while_we_are_away() {
    let site = Site::on_sqlite().await;
    let sim = notify_sim::start(notify_sim::Options::default()).await.unwrap();
    let settings = notify::NotifyText {
        api_url: sim.base_url.clone(),
        template: notify_sim::TEXT_TEMPLATE.to_owned(),
        ..notify::NotifyText::default()
    };
    let secrets = Secrets::one(notify::API_KEY, notify_options().api_key().into())
        .and(notify::CALLBACK_TOKEN, SecretString::from(CALLBACK_TOKEN));
    let platform = &site.node.platform;
    integrations::adopt(
        &platform.db,
        &platform.vault,
        &settings,
        &secrets,
        Given::UntilSaved,
        platform.clock.now(),
    )
    .await
    .unwrap();
    platform.refresh().await.unwrap();
    // Nobody is at that door.
    let away = json!({"url": CALLBACK_URL, "token": CALLBACK_TOKEN, "door": "127.0.0.1:9"});
    control(&sim.control_url, "callback", away).await;
    queue(&site, 2).await;
    until(&site, "sent", "").await;
    let here = json!({"url": CALLBACK_URL, "token": CALLBACK_TOKEN, "door": site.node.address.to_string()});
    control(&sim.control_url, "callback", here).await;
    eventually("the news come again", || async {
        control(&sim.control_url, "clock", json!({"advance": 300})).await;
        (states(&site).await.last()?.0 == "failed").then_some(())
    })
    .await;
    until(&site, "failed", "no-such-address").await;
    let id = sim.ledger()[0].id.clone();
    let strange = random::id(platform.clock.now());
    for (news, answers) in [
        (json!({"id": id, "status": "sent", "times": 2}), json!([204, 204])),
        (
            json!({"id": id, "status": "delivered", "token": "forged"}),
            json!([401]),
        ),
        (
            json!({"id": id, "status": "delivered", "reference": strange}),
            json!([204]),
        ),
    ] {
        assert_eq!(control(&sim.control_url, "emit", news).await, answers);
    }
    assert_eq!(
        states(&site).await,
        [("failed".to_owned(), "no-such-address".to_owned())]
    );
    assert!(
        JobId::parse(sim.ledger()[0].reference.as_deref().unwrap()).is_some(),
        "our reference is an id alone"
    );
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_learn_nothing_at_that_door() {
    let (site, _sim) = with_twilio().await;
    let visitor = site.visitor();
    for (path, body, status) in [
        ("/hooks/text", String::new(), 401),
        (
            "/hooks/text?id=x",
            "MessageSid=SM1&MessageStatus=delivered".to_owned(),
            401,
        ),
        // SMTP brings no news.
        (
            "/hooks/mail",
            r#"{"id":"1","status":"delivered"}"#.to_owned(),
            401,
        ),
        ("/hooks/post", String::new(), 404),
        ("/hooks/text", "a".repeat(70_000), 413),
    ] {
        let sent = visitor
            .bare("POST", path)
            .header("authorization", "Bearer x")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), status, "{path}");
        assert_eq!(sent.headers().get("set-cookie"), None);
    }
    let looked = visitor.bare("GET", "/hooks/text").send().await.unwrap();
    assert_eq!(looked.status(), 405);
    site.stop().await;
}
