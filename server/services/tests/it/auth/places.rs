//! Devices and sessions: where am I signed in, sign out one or all (product S9, SEC-S6).

use super::{browser, entry, give_password, sessions::is_signed_in, sign_in_fully};
use domain::{
    identity::{Plane, sessions::Device},
    ids::{CustomerId, SessionId},
    permissions::BuiltInRole,
};
use services::{
    args,
    auth::{self, Account, Browser, OwnSessions, Place, Session, SignedIn},
    both_engines,
    context::{Actor, Ctx},
    error::Error,
    ports::clock::Clock,
    testing::{PASSWORD, Stage, Tenant, Test, session},
};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Mobile Safari/537.36";

/// What a signed-in browser's requests run with.
async fn ctx_of(t: &Test, signed_in: &Browser) -> Ctx {
    let found = auth::look_up(&t.platform, Plane::Portal, signed_in.session.as_deref()).await;
    match found.unwrap() {
        Session::Full(actor, _) => t.ctx(actor),
        other => panic!("not signed in: {other:?}"),
    }
}

async fn seen(t: &Test, signed_in: &Browser) -> OwnSessions {
    auth::own_sessions(&ctx_of(t, signed_in).await, signed_in, None)
        .await
        .unwrap()
}

/// Signs in with a remembered device, or from a new browser.
async fn sign_in_again(t: &Test, tenant: &Tenant, with: &Browser) -> Browser {
    let outcome = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), with).await;
    let SignedIn::Fully(tokens) = outcome.unwrap() else {
        panic!("a code was asked for")
    };
    Browser {
        session: Some(tokens.session),
        ..with.clone()
    }
}

fn session_id(place: &Place) -> SessionId {
    match place {
        Place::Session { id, .. } => id.clone(),
        Place::Device { .. } => panic!("not a session"),
    }
}

async fn still_in(t: &Test, browsers: &[&Browser]) -> Vec<bool> {
    let mut found = Vec::new();
    for browser in browsers {
        found.push(is_signed_in(t, Plane::Portal, browser.session.as_deref()).await);
    }
    found
}

/// Only so many codes are sent in a quarter of an hour.
async fn allow_more_codes(t: &Test) {
    t.platform
        .db
        .execute("delete from throttles", args![])
        .await
        .unwrap();
}

async fn asks_for_a_code(t: &Test, tenant: &Tenant, with: &Browser) -> bool {
    allow_more_codes(t).await;
    let outcome = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), with).await;
    matches!(outcome.unwrap(), SignedIn::Half(_))
}

both_engines! {
    async fn this_session_comes_first_and_the_others_newest_first(t: Test) {
        let megan = t.tenant("Megan").await;
        let begun = t.clock.now();
        let old = sign_in_fully(&t, &megan).await;
        t.clock.advance_secs(600);
        let this = sign_in_fully(&t, &megan).await;
        t.clock.advance_secs(60);
        let new = sign_in_fully(&t, &megan).await;
        // Somebody else's, and one that still waits for its code, are none of them.
        sign_in_fully(&t, &t.tenant("Owain").await).await;
        allow_more_codes(&t).await;
        give_password(&t, &megan).await;

        let found = seen(&t, &this).await;
        let mine = found.this.as_ref().unwrap();
        assert_eq!(session_id(&mine.place), session_id(&seen(&t, &this).await.this.unwrap().place));
        let ids: Vec<_> = found.others.iter().map(|entry| session_id(&entry.place)).collect();
        let of = async |browser: &Browser| session_id(&seen(&t, browser).await.this.unwrap().place);
        assert_eq!(ids, [of(&new).await, of(&old).await]);
        assert_eq!(found.others[1].began_at, begun);
        assert!(!found.has_older);
        match &found.others[0].place {
            Place::Session { factor, is_near, .. } => {
                assert_eq!((factor.as_str(), *is_near), ("email-code", Some(true)));
            }
            Place::Device { .. } => panic!("a session"),
        }
    }

    async fn a_session_tells_its_device_and_whether_its_network_is_near_but_no_address(t: Test) {
        let megan = t.tenant("Megan").await;
        let at_home = sign_in_fully(&t, &megan).await;
        let away = Browser { address: "198.51.100.4".into(), agent: PHONE.into(), session: None, ..at_home.clone() };
        let phone = sign_in_again(&t, &megan, &away).await;
        let found = seen(&t, &at_home).await;
        let [other] = found.others.as_slice() else { panic!("one other: {found:?}") };
        assert_eq!(other.device, Device { browser: Some("Chrome"), system: Some("Android") });
        assert!(matches!(&other.place, Place::Session { factor, is_near: Some(false), .. } if factor == "password-remembered"));
        assert!(!format!("{found:?}").contains("198.51"));
        assert!(matches!(seen(&t, &phone).await.others[0].place, Place::Session { is_near: Some(false), .. }));
    }

    async fn ending_one_ends_it_alone_and_its_device_is_asked_for_a_code(t: Test) {
        let megan = t.tenant("Megan").await;
        let (this, lost, third) =
            (sign_in_fully(&t, &megan).await, sign_in_fully(&t, &megan).await, sign_in_fully(&t, &megan).await);
        let lost_id = session_id(&seen(&t, &lost).await.this.unwrap().place);
        let ctx = ctx_of(&t, &this).await;
        auth::end_session(&ctx, &lost_id).await.unwrap();
        assert_eq!(still_in(&t, &[&this, &lost, &third]).await, [true, false, true]);
        assert!(asks_for_a_code(&t, &megan, &lost).await);
        assert!(!asks_for_a_code(&t, &megan, &third).await);
        // A second press is no mistake, and is not told twice.
        auth::end_session(&ctx, &lost_id).await.unwrap();
        assert_eq!(crate::audited(&t.platform, "session.ended", megan.customer.id.as_str()).await, 1);
    }

    async fn nobody_ends_a_session_of_somebody_else(t: Test) {
        let (megan, imran) = (t.tenant("Megan").await, t.tenant("Imran").await);
        let (hers, his) = (sign_in_fully(&t, &megan).await, sign_in_fully(&t, &imran).await);
        let his_id = session_id(&seen(&t, &his).await.this.unwrap().place);
        let ctx = ctx_of(&t, &hers).await;
        auth::end_session(&ctx, &his_id).await.unwrap();
        auth::end_session(&t.staff("Sian").await, &his_id).await.unwrap();
        auth::end_other_sessions(&ctx).await.unwrap();
        assert_eq!(still_in(&t, &[&hers, &his]).await, [true, true]);
        assert!(!asks_for_a_code(&t, &imran, &his).await);
        let nobody = auth::end_session(&t.ctx(Actor::Nobody), &his_id).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    }

    async fn signing_out_everywhere_else_leaves_this_session_and_its_device(t: Test) {
        let megan = t.tenant("Megan").await;
        let (this, other, third) =
            (sign_in_fully(&t, &megan).await, sign_in_fully(&t, &megan).await, sign_in_fully(&t, &megan).await);
        allow_more_codes(&t).await;
        let waiting = give_password(&t, &megan).await;
        let node = t.another_node().await;
        auth::end_other_sessions(&ctx_of(&t, &this).await).await.unwrap();
        for gone in [&other, &third, &waiting.browser] {
            let found = auth::look_up(&node, Plane::Portal, gone.session.as_deref()).await.unwrap();
            assert_eq!(found, Session::None, "over on every node");
        }
        assert_eq!(still_in(&t, &[&this]).await, [true]);
        let found = seen(&t, &this).await;
        assert!(found.others.is_empty(), "{found:?}");
        assert!(asks_for_a_code(&t, &megan, &other).await);
        assert!(!asks_for_a_code(&t, &megan, &this).await);
        assert_eq!(crate::audited(&t.platform, "sessions.ended", megan.customer.id.as_str()).await, 1);
        node.db.close().await;
    }

    async fn a_device_without_a_session_is_shown_and_can_be_forgotten(t: Test) {
        let megan = t.tenant("Megan").await;
        let old = sign_in_fully(&t, &megan).await;
        t.clock.advance_secs(40 * 60);
        let this = sign_in_fully(&t, &megan).await;
        let found = seen(&t, &this).await;
        let [entry] = found.others.as_slice() else { panic!("one device: {found:?}") };
        let Place::Device { id } = &entry.place else { panic!("its session has ended") };
        auth::forget_device(&t.staff("Sian").await, id).await.unwrap();
        assert!(!asks_for_a_code(&t, &megan, &old).await, "not by somebody else");
        auth::forget_device(&ctx_of(&t, &this).await, id).await.unwrap();
        assert!(asks_for_a_code(&t, &megan, &old).await);
        assert_eq!(crate::audited(&t.platform, "device.forgotten", megan.customer.id.as_str()).await, 1);
    }

    async fn a_long_list_goes_on_by_its_last_entry(t: Test) {
        let megan = t.tenant("Megan").await;
        let this = sign_in_fully(&t, &megan).await;
        let away = Browser { device: this.device.clone(), ..browser() };
        for _ in 0..45 {
            sign_in_again(&t, &megan, &away).await;
        }
        let ctx = ctx_of(&t, &this).await;
        let mut ids = Vec::new();
        let mut before = None;
        let mut pages = 0;
        loop {
            let page = auth::own_sessions(&ctx, &this, before.as_deref()).await.unwrap();
            ids.extend(page.others.iter().map(|entry| entry.place.id().to_owned()));
            pages += 1;
            if !page.has_older {
                break;
            }
            before = ids.last().cloned();
        }
        assert_eq!((ids.len(), pages), (45, 3));
        assert!(ids.is_sorted_by(|a, b| a > b));
    }

    async fn staff_sign_a_customer_out_everywhere(t: Test) {
        let (megan, other) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let (one, two, his) =
            (sign_in_fully(&t, &megan).await, sign_in_fully(&t, &megan).await, sign_in_fully(&t, &other).await);
        let whose = Account::Customer(megan.customer.id.clone());
        let denied = auth::end_all_sessions(&t.staff_as("Rhys", BuiltInRole::ReadOnly).await, &whose).await;
        assert!(matches!(denied, Err(Error::Denied)));
        let denied = auth::end_all_sessions(&ctx_of(&t, &one).await, &whose).await;
        assert!(matches!(denied, Err(Error::Denied)));
        assert_eq!(still_in(&t, &[&one, &two]).await, [true, true]);

        let manager = t.staff_as("Sian", BuiltInRole::Manager).await;
        auth::end_all_sessions(&manager, &whose).await.unwrap();
        assert_eq!(still_in(&t, &[&one, &two, &his]).await, [false, false, true]);
        assert!(asks_for_a_code(&t, &megan, &one).await);
        let nobody = CustomerId::parse("00000000-0000-7000-8000-000000000000").unwrap();
        let missing = auth::end_all_sessions(&manager, &Account::Customer(nobody)).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        let by_staff = "select count(*) from audit where event = 'sessions.ended' and actor_kind = 'staff'";
        assert_eq!(crate::count(&t.platform, by_staff, args![]).await, 1);
    }

    async fn an_administrator_signs_a_colleague_out_everywhere(t: Test) {
        let (owner, colleague) = (t.staff("Sian").await, t.staff_as("Rhys", BuiltInRole::Repairs).await);
        let Actor::Staff(rhys) = &colleague.actor else { panic!("not staff") };
        let token = session(&t.platform, Plane::Console, rhys.id.as_str(), Stage::Full).await;
        let whose = Account::Staff(rhys.id.clone());
        for ctx in [&colleague, &t.tenant("Megan").await.ctx] {
            assert!(matches!(auth::end_all_sessions(ctx, &whose).await, Err(Error::Denied)));
        }
        assert!(is_signed_in(&t, Plane::Console, Some(&token)).await);
        auth::end_all_sessions(&owner, &whose).await.unwrap();
        assert!(!is_signed_in(&t, Plane::Console, Some(&token)).await);
        assert_eq!(crate::audited(&t.platform, "sessions.ended", rhys.id.as_str()).await, 1);
    }

    async fn staff_who_see_the_portal_as_a_customer_are_no_session_of_theirs(t: Test) {
        let megan = t.tenant("Megan").await;
        let Actor::Staff(sian) = t.staff("Sian").await.actor else { panic!("not staff") };
        let viewed = Stage::Viewed(sian.id.as_str());
        let token = session(&t.platform, Plane::Portal, megan.customer.id.as_str(), viewed).await;
        let looking = Browser { session: Some(token), ..browser() };
        let hers = sign_in_fully(&t, &megan).await;
        assert!(seen(&t, &hers).await.others.is_empty());
        let found = seen(&t, &looking).await;
        assert!(found.this.is_none());
        assert_eq!(found.others.len(), 1);
    }

    async fn people_see_their_own_name_and_address(t: Test) {
        let megan = t.tenant("Megan").await;
        let own = auth::own_account(&megan.ctx).await.unwrap();
        assert_eq!((own.name.as_str(), own.email.as_str(), own.role.as_str()), ("Megan", "megan@example.org", ""));
        let own = auth::own_account(&t.staff_as("Rhys", BuiltInRole::Repairs).await).await.unwrap();
        assert_eq!((own.role.as_str(), own.is_own_role), ("repairs", false));
        assert!(matches!(auth::own_account(&t.ctx(Actor::Nobody)).await, Err(Error::SignIn)));
        assert_eq!(seen(&t, &sign_in_fully(&t, &megan).await).await.this.unwrap().seen_at, t.platform.clock.now());
    }
}
