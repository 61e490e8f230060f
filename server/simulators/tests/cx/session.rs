//! Tokens, companies and how strictly requests are taken.

use crate::common::{Cx, client, log_in, options, repair, split};
use reqwest::{Method, StatusCode};
use serde_json::json;
use simulators::civica_cx;

const PASSWORD: &str = "demo-cx-password";

#[tokio::test]
async fn a_token_lives_twenty_minutes_of_the_simulators_time() {
    let cx = Cx::start().await;
    assert_eq!(cx.get("/ping").await.0, StatusCode::OK);
    cx.control("clock", &json!({ "advance": 19 * 60 })).await;
    assert_eq!(cx.get("/ping").await.0, StatusCode::OK);
    cx.control("clock", &json!({ "advance": 60 })).await;
    let (status, body) = cx.get("/ping").await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("TokenExpired"))
    );
}

#[tokio::test]
async fn a_fourth_log_in_waits_until_one_is_given_back() {
    let cx = Cx::start().await;
    let again = || log_in(&cx.running, &cx.client, "tenantwise-api", PASSWORD);
    again().await;
    again().await;
    let (status, body) = split(again().await).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::TOO_MANY_REQUESTS, Some("TooManyLogins"))
    );
    assert_eq!(
        cx.ask(Method::DELETE, "/token").send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(again().await.status(), StatusCode::OK);
    assert_eq!(cx.get("/ping").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account() {
    let running = civica_cx::start(options()).await.unwrap();
    let client = client();
    for _ in 0..5 {
        let (status, body) = split(log_in(&running, &client, "tenantwise-api", "guess").await).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("InvalidCredentials"))
        );
    }
    let (status, body) = split(log_in(&running, &client, "tenantwise-api", PASSWORD).await).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("AccountLocked"))
    );
    running.stop().await;
}

#[tokio::test]
async fn special_users_get_their_refusals() {
    let running = civica_cx::start(options()).await.unwrap();
    let client = client();
    let (status, body) = split(log_in(&running, &client, "temporary-user", PASSWORD).await).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("PasswordChangeRequired"))
    );
    let page = log_in(&running, &client, "elsewhere-user", PASSWORD).await;
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(page.text().await.unwrap().contains("<html"));
    let token = split(log_in(&running, &client, "no-api-user", PASSWORD).await)
        .await
        .1;
    let ping = client
        .get(format!("{}/api/v1/ping", running.base_url))
        .header("X-Company", "HGH");
    let (status, body) = split(
        ping.bearer_auth(token["token"].as_str().unwrap())
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("ApiPermissionMissing"))
    );
}

#[tokio::test]
async fn companies_need_a_token_only_and_the_rest_a_company() {
    let cx = Cx::start().await;
    let bare = |path: &str| {
        cx.client
            .get(format!("{}/api/v1{path}", cx.running.base_url))
            .bearer_auth(&cx.token)
    };
    let (status, body) = split(bare("/companies").send().await.unwrap()).await;
    assert_eq!(
        (status, body["items"][0]["code"].as_str()),
        (StatusCode::OK, Some("HGH"))
    );
    let (status, body) = split(bare("/ping").send().await.unwrap()).await;
    assert_eq!(
        (status, body["field"].as_str()),
        (StatusCode::BAD_REQUEST, Some("X-Company"))
    );
    let (status, body) = split(bare("/ping").header("X-Company", "NOPE").send().await.unwrap()).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("CompanyUnknown"))
    );
    let other = bare("/contacts/CON-000001")
        .header("X-Company", "HGL")
        .send()
        .await
        .unwrap();
    assert_eq!(
        other.status(),
        StatusCode::NOT_FOUND,
        "absent for another company, not forbidden"
    );
}

#[tokio::test]
async fn the_correlation_id_comes_back_and_is_in_the_error() {
    let cx = Cx::start().await;
    let id = "6f1d7a52-0c3b-4c1e-9a55-1b2c3d4e5f60";
    let response = cx
        .ask(Method::GET, "/contacts/CON-999999")
        .header("X-Correlation-Id", id)
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-correlation-id"], id);
    assert_eq!(split(response).await.1["correlationId"], id);
    let response = cx
        .ask(Method::GET, "/ping")
        .header("X-Correlation-Id", "abc")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn misspelt_fields_wrong_types_and_content_types_are_refused() {
    let cx = Cx::start().await;
    let invalid = (StatusCode::BAD_REQUEST, Some("InvalidRequest"));
    for path in [
        "/contacts?refrence=1",
        "/contacts",
        "/repairs?assetId=a&contactId=b",
        "/ping?x=1",
        "/repairs?contactId=a&pageSize=501",
    ] {
        let (status, body) = cx.get(path).await;
        assert_eq!((status, body["code"].as_str()), invalid, "{path}");
    }
    let home = &cx.running.demo_people()[0].home_id;
    let mut misspelt = repair("TW-1", home);
    misspelt["acessNotes"] = json!("x");
    let (status, body) = cx.post("/repairs", &misspelt).await;
    assert_eq!(
        (status, body["code"].as_str(), body["field"].as_str()),
        (invalid.0, invalid.1, Some("acessNotes"))
    );
    let mut typed = repair("TW-1", home);
    typed["lines"][0]["quantity"] = json!("1");
    let (status, body) = cx.post("/repairs", &typed).await;
    assert_eq!(
        (status, body["field"].as_str()),
        (StatusCode::BAD_REQUEST, Some("lines[0].quantity"))
    );
    let plain = cx
        .ask(Method::POST, "/repairs")
        .header("content-type", "text/plain")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(plain.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(cx.seen("ledger").await["accepted"], 0);
    let (status, body) = cx.get("/lookups/colours").await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("LookupUnknown"))
    );
    let method = cx.ask(Method::PUT, "/repairs").send().await.unwrap();
    assert_eq!(method.status(), StatusCode::METHOD_NOT_ALLOWED);
    let (status, body) = cx.get("/nowhere").await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("RouteUnknown"))
    );
}
