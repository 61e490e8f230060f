use super::{Entries, entries, entries_within, journey, limits, sian};
use domain::{identity::Email, sso::Failure};
use server::integrations::outbound::Limits;
use services::ports::sso::{Registration, SingleSignOn};
use simulators::entra::{Algorithm, Person, TokenFault, Twist};
use std::time::Duration;

async fn twisted(it: &Entries, twist: Twist) -> Failure {
    it.sim.twist(twist.clone());
    match it.sign_in().await {
        Err(failure) => failure,
        Ok(identity) => panic!("{twist:?} let {identity:?} in"),
    }
}

#[tokio::test]
async fn an_honest_provider_says_who_it_is() {
    let it = entries().await;
    let identity = it.sign_in().await.unwrap();
    assert_eq!(identity.tenant, it.registration.tenant);
    assert_eq!(identity.object, "object-1");
    assert_eq!(identity.email, Email::parse("sian@landlord.example"));
    assert!(!identity.is_guest);
    assert_eq!(identity.proved_at, None);
}

#[tokio::test]
async fn tokens_that_are_not_for_us_or_not_from_them_are_refused() {
    let it = entries().await;
    let some = |text: &str| Some(text.to_owned());
    let honest = Twist::default;
    for twist in [
        Twist {
            issuer: some("https://login.example/other/v2.0"),
            ..honest()
        },
        Twist {
            audience: some("00000000-0000-4000-8000-000000000000"),
            ..honest()
        },
        Twist {
            authorised_party: some("00000000-0000-4000-8000-000000000000"),
            ..honest()
        },
        Twist {
            tenant: some("00000000-0000-4000-8000-000000000000"),
            ..honest()
        },
        Twist {
            nonce: some("another"),
            ..honest()
        },
        Twist {
            algorithm: Algorithm::None,
            ..honest()
        },
        Twist {
            algorithm: Algorithm::Hs256,
            ..honest()
        },
        Twist {
            kid: some("nowhere"),
            ..honest()
        },
    ] {
        assert_eq!(twisted(&it, twist.clone()).await, Failure::Untrusted, "{twist:?}");
    }
    it.sim.twist(Twist {
        authorised_party: some(&it.registration.client),
        ..honest()
    });
    it.sign_in().await.unwrap();
}

#[tokio::test]
async fn times_are_forgiven_five_minutes_and_no_more() {
    let it = entries().await;
    let honest = Twist::default;
    for twist in [
        // Over six minutes ago; begins in six minutes; issued in six minutes.
        Twist {
            life_secs: Some(-360),
            ..honest()
        },
        Twist {
            not_before_secs: 360,
            ..honest()
        },
        Twist {
            shift_secs: 360,
            ..honest()
        },
    ] {
        assert_eq!(twisted(&it, twist.clone()).await, Failure::Clock, "{twist:?}");
    }
    for twist in [
        Twist {
            life_secs: Some(-240),
            ..honest()
        },
        Twist {
            not_before_secs: 240,
            ..honest()
        },
        Twist {
            shift_secs: 240,
            ..honest()
        },
    ] {
        it.sim.twist(twist.clone());
        assert!(it.sign_in().await.is_ok(), "{twist:?}");
    }
}

#[tokio::test]
async fn a_code_works_once_and_with_its_own_verifier_alone() {
    let it = entries().await;
    let journey = journey();
    let code = it.code(&journey).await;
    let other = super::journey();
    // The code of another browser.
    assert_eq!(
        it.adapter.arrive(&it.registration, &other, &code).await,
        Err(Failure::Lapsed)
    );
    let code = it.code(&journey).await;
    it.adapter
        .arrive(&it.registration, &journey, &code)
        .await
        .unwrap();
    assert_eq!(
        it.adapter.arrive(&it.registration, &journey, &code).await,
        Err(Failure::Lapsed)
    );
}

#[tokio::test]
async fn misconfigurations_have_names_of_their_own() {
    let it = entries().await;
    let other = "00000000-0000-4000-8000-000000000000".to_owned();
    let wrong_tenant = Registration {
        tenant: other,
        ..it.registration.clone()
    };
    assert_eq!(
        it.adapter.depart(&wrong_tenant, &journey()).await,
        Err(Failure::WrongTenant)
    );
    let wrong_secret = Registration {
        secret: "wrong".into(),
        ..it.registration.clone()
    };
    let journey = journey();
    let code = it.code(&journey).await;
    assert_eq!(
        it.adapter.arrive(&wrong_secret, &journey, &code).await,
        Err(Failure::WrongSecret)
    );
    for (error, number, expected) in [
        ("invalid_client", 7_000_222, Failure::ExpiredSecret),
        ("unauthorized_client", 700_016, Failure::UnknownClient),
        ("invalid_request", 50011, Failure::RedirectNotRegistered),
        ("invalid_grant", 50020, Failure::NotInTenant),
        ("invalid_grant", 50105, Failure::NotAssigned),
        ("invalid_grant", 65001, Failure::NoConsent),
        ("invalid_scope", 70011, Failure::BadScope),
        ("surprise", 1, Failure::Unexplained),
    ] {
        let twist = Twist {
            token: TokenFault::Refused(error.to_owned(), number),
            ..Twist::default()
        };
        assert_eq!(twisted(&it, twist).await, expected, "{error} {number}");
    }
}

#[tokio::test]
async fn a_no_comes_back_as_a_name_and_never_as_their_words() {
    let it = entries().await;
    it.sim.twist(Twist {
        denied: true,
        ..Twist::default()
    });
    let back = it.visit(&journey()).await;
    let found = |name: &str| {
        back.query_pairs()
            .find(|(key, _)| key == name)
            .unwrap()
            .1
            .into_owned()
    };
    assert!(found("error_description").contains("<script>"));
    assert_eq!(
        it.adapter.explain(&found("error"), &found("error_description")),
        Failure::Refused
    );
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_told_from_one_that_is_away() {
    let limits = Limits {
        reads: Duration::from_millis(400),
        ..limits()
    };
    for (fault, expected) in [
        (TokenFault::Error, Failure::Broken),
        (TokenFault::Html, Failure::Broken),
        (TokenFault::Slow, Failure::Unreachable),
    ] {
        let it = entries_within(limits).await;
        let twist = Twist {
            token: fault.clone(),
            ..Twist::default()
        };
        assert_eq!(twisted(&it, twist).await, expected, "{fault:?}");
    }
    let it = entries().await;
    let Entries {
        sim,
        adapter,
        registration,
        ..
    } = it;
    sim.stop().await;
    assert_eq!(
        adapter.depart(&registration, &journey()).await,
        Err(Failure::Unreachable)
    );
}

#[tokio::test]
async fn addresses_count_only_when_the_directory_vouches_for_them() {
    let it = entries().await;
    for (person, email, is_guest) in [
        // An address that anybody may have typed does not count; the user name lies in the directory.
        (
            Person {
                email: Some("owner@landlord.example".to_owned()),
                ..sian()
            },
            Some("sian@landlord.example"),
            false,
        ),
        (
            Person {
                email: None,
                ..sian()
            },
            Some("sian@landlord.example"),
            false,
        ),
        (
            Person {
                username: "no address".to_owned(),
                email: None,
                ..sian()
            },
            None,
            false,
        ),
        (
            Person {
                guest_of: Some("https://sts.windows.net/other/".to_owned()),
                ..sian()
            },
            Some("sian@landlord.example"),
            true,
        ),
        (
            Person {
                username: "sian_other.example#EXT#@landlord.example".to_owned(),
                ..sian()
            },
            None,
            true,
        ),
    ] {
        it.sim.person(person.clone());
        let identity = it.sign_in().await.unwrap();
        assert_eq!(identity.is_guest, is_guest, "{person:?}");
        if !is_guest {
            assert_eq!(identity.email, email.and_then(Email::parse), "{person:?}");
        }
    }
}

#[tokio::test]
async fn a_fresh_proof_is_asked_for_and_its_time_is_told() {
    let it = entries().await;
    it.sim.person(Person {
        proved_secs_ago: Some(3600),
        ..sian()
    });
    let old = it.sign_in().await.unwrap().proved_at.unwrap();
    let anew = services::ports::sso::Journey {
        anew: true,
        ..journey()
    };
    let code = it.code(&anew).await;
    let fresh = it.adapter.arrive(&it.registration, &anew, &code).await.unwrap();
    assert!(fresh.proved_at.unwrap().secs_since(old) >= 3600);
}
