use super::{entries, journey};
use domain::sso::Failure;
use services::ports::sso::SingleSignOn;
use simulators::entra::{Counts, Twist};
use std::sync::{Arc, atomic::Ordering};

#[tokio::test]
async fn a_directory_that_is_another_or_points_elsewhere_is_not_used() {
    for twist in [
        Twist {
            discovery_issuer: Some("https://login.microsoftonline.com/{tenantid}/v2.0".to_owned()),
            ..Twist::default()
        },
        Twist {
            discovery_authorise: Some("https://evil.example/authorize".to_owned()),
            ..Twist::default()
        },
        Twist {
            discovery_authorise: Some("javascript:alert(1)".to_owned()),
            ..Twist::default()
        },
        Twist {
            discovery_token: Some("http://login.microsoftonline.com/token".to_owned()),
            ..Twist::default()
        },
    ] {
        let it = entries().await;
        it.sim.twist(twist.clone());
        assert_eq!(
            it.adapter.depart(&it.registration, &journey()).await,
            Err(Failure::OtherIssuer),
            "{twist:?}"
        );
        assert_eq!(it.sim.counts().token, 0);
    }
}

#[tokio::test]
async fn the_directory_and_its_keys_are_kept_for_a_day() {
    let it = entries().await;
    for _ in 0..3 {
        it.adapter.depart(&it.registration, &journey()).await.unwrap();
    }
    assert_eq!(
        it.sim.counts(),
        Counts {
            discovery: 1,
            keys: 1,
            token: 0
        }
    );
    it.clock.0.store(24 * 3600, Ordering::SeqCst);
    it.adapter.depart(&it.registration, &journey()).await.unwrap();
    assert_eq!(
        it.sim.counts(),
        Counts {
            discovery: 2,
            keys: 2,
            token: 0
        }
    );
}

#[tokio::test]
async fn keys_that_change_between_leaving_and_coming_back_are_fetched_once() {
    let it = entries().await;
    let journey = journey();
    let code = it.code(&journey).await;
    it.sim.rotate();
    it.adapter
        .arrive(&it.registration, &journey, &code)
        .await
        .unwrap();
    assert_eq!(it.sim.counts().keys, 2);
}

#[tokio::test]
async fn unknown_keys_cause_one_fetch_a_minute_however_many_come() {
    let it = Arc::new(entries().await);
    it.sign_in().await.unwrap();
    it.sim.twist(Twist {
        kid: Some("nowhere".to_owned()),
        ..Twist::default()
    });
    let many: Vec<_> = (0..8)
        .map(|_| {
            let it = Arc::clone(&it);
            tokio::spawn(async move { it.sign_in().await })
        })
        .collect();
    for one in many {
        assert_eq!(one.await.unwrap(), Err(Failure::Untrusted));
    }
    assert_eq!(it.sim.counts().keys, 2);
    it.clock.0.store(61, Ordering::SeqCst);
    assert_eq!(it.sign_in().await, Err(Failure::Untrusted));
    assert_eq!(it.sim.counts().keys, 3);
}
