//! The journey for consent: what comes back is an open GET, so every lie in it is told here.

use super::*;
use domain::identity::Language;
use services::{
    credentials::{Arrival, Departure, Outcome, depart, return_to},
    ports::directory::Returned,
};

struct Away {
    browser: String,
    back: Returned,
}

async fn away(ctx: &Ctx, id: &CredentialId) -> Away {
    match depart(ctx, id, false).await.unwrap() {
        Departure::To { address, browser } => {
            let state = address.split("state=").nth(1).unwrap().split('&').next().unwrap();
            let back = Returned {
                state: state.to_owned(),
                tenant: TENANT.to_uppercase(),
                admin_consent: "True".into(),
                ..Returned::default()
            };
            Away { browser, back }
        }
        other @ Departure::Failed(_) => panic!("{other:?}"),
    }
}

async fn arrive(ctx: &Ctx, back: &Returned, browser: &str) -> Arrival {
    return_to(ctx, back.clone(), Some(browser)).await.unwrap()
}

fn lost(arrival: &Arrival) -> bool {
    arrival.outcome == Outcome::Failed(Failure::Lapsed) && arrival.credential.is_none()
}

/// What somebody on the way changes.
type Lie<'a> = &'a dyn Fn(&mut Returned);

both_engines! {
    async fn consent_is_believed_only_with_a_token_that_shows_it(t: Test) {
        let owner = t.staff("Olwen").await;
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        // The way back says yes and the token says nothing.
        let there = away(&owner, &id).await;
        let arrival = arrive(&owner, &there.back, &there.browser).await;
        assert_eq!((arrival.outcome, arrival.credential.as_ref()), (Outcome::NotAll, Some(&id)));
        assert_eq!(badge(&owner, &id).await, Badge::ConsentRequired);
        let there = away(&owner, &id).await;
        t.directory.always(Ok(Given::with(&[SITES])));
        assert_eq!(arrive(&owner, &there.back, &there.browser).await.outcome, Outcome::Connected);
        assert_eq!(badge(&owner, &id).await, Badge::Connected);
        // Once.
        assert!(lost(&arrive(&owner, &there.back, &there.browser).await));
    }

    async fn a_journey_belongs_to_its_session_its_browser_and_its_ten_minutes(t: Test) {
        let owner = t.staff("Olwen").await;
        let colleague = t.staff("Carys").await;
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        t.directory.always(Ok(Given::with(&[SITES])));
        let there = away(&owner, &id).await;
        let asked = t.directory.count();
        assert!(lost(&arrive(&colleague, &there.back, &there.browser).await));
        assert!(lost(&arrive(&owner, &there.back, "another browser").await));
        assert!(lost(&return_to(&owner, there.back.clone(), None).await.unwrap()));
        let mut elsewhere = owner.clone();
        if let Actor::Staff(staff) = &mut elsewhere.actor {
            staff.proof.session = random::id(t.platform.clock.now());
        }
        assert!(lost(&arrive(&elsewhere, &there.back, &there.browser).await));
        for state in ["", "x", &"f".repeat(5000)] {
            let forged = Returned { state: state.into(), ..there.back.clone() };
            assert!(lost(&arrive(&owner, &forged, &there.browser).await));
        }
        let nobody = Ctx { actor: Actor::Nobody, language: Language::English, ..owner.clone() };
        assert!(matches!(return_to(&nobody, there.back.clone(), Some(&there.browser)).await, Err(Error::SignIn)));
        assert_eq!((t.directory.count(), badge(&owner, &id).await), (asked, Badge::ConsentRequired));
        // None of that used it up.
        assert_eq!(arrive(&owner, &there.back, &there.browser).await.outcome, Outcome::Connected);
        let late = away(&owner, &id).await;
        t.clock.advance_secs(10 * 60);
        assert!(lost(&arrive(&owner, &late.back, &late.browser).await));
        credentials::sweep(&Ctx::system(owner.platform.clone())).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from consent_attempts", args![]).await, 0);
    }

    async fn what_comes_back_wrong_changes_nothing(t: Test) {
        let owner = t.staff("Olwen").await;
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        t.directory.always(Ok(Given::with(&[SITES])));
        let asked = t.directory.count();
        let lies: [(Lie, Failure); 4] = [
            (&|back| back.tenant = OTHER.into(), Failure::OtherTenant),
            (&|back| back.tenant = String::new(), Failure::OtherTenant),
            (&|back| back.admin_consent = "False".into(), Failure::Declined),
            (&|back| back.error = "access_denied".into(), Failure::Declined),
        ];
        for (lie, failure) in lies {
            let mut there = away(&owner, &id).await;
            lie(&mut there.back);
            let arrival = arrive(&owner, &there.back, &there.browser).await;
            assert_eq!(arrival.outcome, Outcome::Failed(failure));
            // It is used up all the same.
            assert!(lost(&arrive(&owner, &there.back, &there.browser).await));
        }
        assert_eq!((t.directory.count(), badge(&owner, &id).await), (asked, Badge::ConsentRequired));
        assert_eq!(audited(&t.platform, "credential.consent-refused", id.as_str()).await, 4);
    }

    async fn a_credential_that_changed_on_the_way_wants_a_new_journey(t: Test) {
        let owner = t.staff("Olwen").await;
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        let there = away(&owner, &id).await;
        credentials::disconnect(&owner, &id).await.unwrap();
        t.directory.always(Ok(Given::with(&[SITES])));
        let arrival = arrive(&owner, &there.back, &there.browser).await;
        assert_eq!(arrival.outcome, Outcome::Failed(Failure::Changed));
        assert_eq!(badge(&owner, &id).await, Badge::ConsentRequired);
        let there = away(&owner, &id).await;
        credentials::delete(&owner, &id).await.unwrap();
        assert!(lost(&arrive(&owner, &there.back, &there.browser).await));
    }

    async fn what_is_granted_by_hand_has_no_journey(t: Test) {
        let owner = t.staff("Olwen").await;
        let by_hand = CredentialForm { method: "manual".into(), ..form(&t, &[SITES]) };
        t.directory.always(Ok(Given::with(&[SITES])));
        let (id, badge) = kept(&owner, &by_hand).await;
        assert_eq!(badge, Badge::Connected);
        assert!(matches!(depart(&owner, &id, false).await, Err(Error::NotFound)));
    }
}
