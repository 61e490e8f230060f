//! Finding people, and how they can be reached.

use super::{Cx, adapter, config, limits, patient, simulator};
use axum::{Json, Router, http::StatusCode, response::IntoResponse};
use domain::dates::Day;
use serde_json::json;
use server::integrations::housing::civica_cx::CivicaCxConfig;
use services::ports::{
    PortError, Trouble,
    housing::{ContactKind, Housing, PersonSearch},
};
use std::time::Duration;

fn reference(number: usize) -> PersonSearch {
    PersonSearch::Reference((40_000 + number * 7).to_string())
}

#[tokio::test]
async fn people_are_found_by_reference_birthday_and_postcode() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    let found = cx.adapter.find_people(&reference(1)).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].person.id.as_str(), found[0].reference.as_str()),
        (megan.contact_id.as_str(), "40007")
    );
    assert_eq!(
        (found[0].born.clone(), found[0].is_deceased),
        (Some(Day("1991-06-18".into())), false)
    );
    let by_birth = PersonSearch::Birth {
        surname: "evans".into(),
        born: Day("1979-03-14".into()),
    };
    let ids: Vec<_> = cx
        .adapter
        .find_people(&by_birth)
        .await
        .unwrap()
        .into_iter()
        .map(|found| found.person.id)
        .collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    let by_postcode = PersonSearch::Postcode {
        surname: "Price".into(),
        postcode: megan.postcode,
    };
    let found = cx.adapter.find_people(&by_postcode).await.unwrap();
    assert!(found.iter().any(|found| found.person.id == megan.contact_id));
    assert!(cx.adapter.find_people(&reference(900)).await.unwrap().is_empty());
    assert!(cx.adapter.find_people(&reference(8)).await.unwrap()[0].is_deceased);
}

#[tokio::test]
async fn nothing_that_is_missing_in_a_record_is_a_fault() {
    // The simulator says "no value" in another way for each person.
    let cx = Cx::start(patient()).await;
    let mut without_birthday = 0;
    for number in 1..=60 {
        let found = cx.adapter.find_people(&reference(number)).await.unwrap();
        let Some(found) = found.first() else {
            continue; // Of another company.
        };
        without_birthday += usize::from(found.born.is_none());
        let methods = cx.adapter.contact_methods(&found.person.id).await.unwrap();
        assert!(
            methods
                .iter()
                .all(|method| !method.value.is_empty() && method.until.is_none())
        );
    }
    assert!(without_birthday < 10, "{without_birthday}");
    let megan = cx.adapter.contact_methods("CON-000001").await.unwrap();
    let email = megan
        .iter()
        .find(|method| method.kind == ContactKind::Email)
        .unwrap();
    assert_eq!(
        (email.value.as_str(), email.is_main),
        ("megan.price@example.com", true)
    );
    assert!(megan.iter().any(|method| method.kind == ContactKind::Mobile));
    assert!(cx.adapter.contact_methods("CON-999999").await.unwrap().is_empty());
}

#[tokio::test]
async fn faults_while_looking_for_people_have_their_errors_in_time() {
    let cx = Cx::start(limits()).await;
    cx.adapter.test().await.unwrap();
    for (fault, trouble) in [
        (json!({"fault": "hang"}), Trouble::TimedOut),
        (
            json!({"fault": "status", "status": 503, "body": "html"}),
            Trouble::ServiceError,
        ),
        (json!({"fault": "html"}), Trouble::UnexpectedAnswer),
        (
            json!({"fault": "malformed", "variant": "truncated", "when": "after"}),
            Trouble::UnexpectedAnswer,
        ),
    ] {
        let mut armed = fault.clone();
        armed["route"] = json!("GET /contacts");
        cx.fault(armed).await;
        let found = tokio::time::timeout(Duration::from_secs(2), cx.adapter.find_people(&reference(1)))
            .await
            .unwrap();
        assert_eq!(found, Err(PortError::Unavailable(trouble)), "{fault}");
    }
}

#[tokio::test]
async fn too_many_people_are_nobody() {
    let answers = Router::new().fallback(|uri: axum::http::Uri| async move {
        if uri.path().ends_with("/token") {
            Json(json!({"token": "t", "expiresAt": null})).into_response()
        } else {
            let refusal = json!({"code": "SearchTooWide", "message": "Too many", "correlationId": "1"});
            (StatusCode::UNPROCESSABLE_ENTITY, Json(refusal)).into_response()
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, answers).await });
    let sim = simulator().await;
    let cx = adapter(
        CivicaCxConfig {
            api_url,
            ..config(&sim)
        },
        limits(),
    );
    assert_eq!(cx.find_people(&reference(1)).await, Ok(vec![]));
}
