use super::{browser, entry, sign_in_fully, with};
use domain::identity::Plane;
use services::{
    args,
    auth::{self, Session, SignedIn},
    both_engines,
    context::{Actor, Life},
    ports::clock::Clock,
    testing::{FixedClock, PASSWORD, Tenant, Test},
};
use std::sync::Arc;

pub(super) async fn is_signed_in(t: &Test, plane: Plane, token: Option<&str>) -> bool {
    matches!(
        auth::look_up(&t.platform, plane, token).await.unwrap(),
        Session::Full(..)
    )
}

async fn life(t: &Test, token: &str) -> Life {
    match auth::peek(&t.platform, Plane::Portal, Some(token)).await.unwrap() {
        Session::Full(actor, _) => actor.proof().unwrap().life,
        other => panic!("not signed in: {other:?}"),
    }
}

async fn portal_session(t: &Test, tenant: &Tenant) -> String {
    sign_in_fully(t, tenant).await.session.unwrap()
}

/// A full session of staff; the code is read from their mail.
async fn console_session(t: &Test) -> String {
    let Actor::Staff(staff) = t.staff("Sian").await.actor else {
        panic!("not staff")
    };
    let outcome = auth::sign_in(
        &t.platform,
        Plane::Console,
        entry(&staff.email, PASSWORD),
        &browser(),
    )
    .await
    .unwrap();
    let SignedIn::Half(tokens) = outcome else {
        panic!("no code was asked for")
    };
    let half = with(&tokens);
    let Session::Half(session) = auth::look_up(&t.platform, Plane::Console, half.session.as_deref())
        .await
        .unwrap()
    else {
        panic!("not half signed in")
    };
    t.work().await;
    let code = t.mail.newest_code(staff.email.as_str()).unwrap();
    let entry = domain::identity::CodeEntry {
        code,
        next: String::new(),
    };
    match auth::check_code(&t.platform, Plane::Console, &session, entry, &half)
        .await
        .unwrap()
    {
        SignedIn::Fully(tokens) => tokens.session,
        SignedIn::Half(_) => panic!("a second code was asked for"),
    }
}

both_engines! {
    async fn a_tenant_who_does_nothing_for_half_an_hour_is_signed_out(t: Test) {
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        t.clock.advance_secs(30 * 60 - 1);
        assert!(is_signed_in(&t, Plane::Portal, Some(&token)).await);
        t.clock.advance_secs(30 * 60);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&token)).await);
    }

    async fn a_tenant_who_keeps_working_is_signed_out_after_twelve_hours(t: Test) {
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        for _ in 0..35 {
            t.clock.advance_secs(20 * 60);
            assert!(is_signed_in(&t, Plane::Portal, Some(&token)).await);
        }
        t.clock.advance_secs(20 * 60);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&token)).await);
    }

    async fn staff_are_signed_out_after_a_quarter_of_an_hour_or_ten_hours(t: Test) {
        let token = console_session(&t).await;
        for _ in 0..59 {
            t.clock.advance_secs(10 * 60);
            assert!(is_signed_in(&t, Plane::Console, Some(&token)).await);
        }
        t.clock.advance_secs(10 * 60);
        assert!(!is_signed_in(&t, Plane::Console, Some(&token)).await);
        t.clock.advance_secs(3600);
        let idle = console_session(&t).await;
        t.clock.advance_secs(15 * 60);
        assert!(!is_signed_in(&t, Plane::Console, Some(&idle)).await);
    }

    async fn the_planes_do_not_mix(t: Test) {
        let (portal, console) = (portal_session(&t, &t.tenant("Megan").await).await, console_session(&t).await);
        assert!(!is_signed_in(&t, Plane::Console, Some(&portal)).await);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&console)).await);
    }

    async fn signing_out_ends_the_session_on_the_server(t: Test) {
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        auth::sign_out(&t.platform, Plane::Portal, &signed_in).await.unwrap();
        assert!(!is_signed_in(&t, Plane::Portal, signed_in.session.as_deref()).await);
        assert_eq!(crate::audited(&t.platform, "session.ended", tenant.customer.id.as_str()).await, 1);
    }

    async fn a_disabled_account_is_signed_out_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = portal_session(&t, &tenant).await;
        t.disable(&tenant.customer.id).await;
        assert!(!is_signed_in(&t, Plane::Portal, Some(&token)).await);
    }

    async fn an_unknown_token_is_nobody(t: Test) {
        assert!(!is_signed_in(&t, Plane::Portal, Some("0123")).await);
        assert!(!is_signed_in(&t, Plane::Portal, None).await);
    }

    async fn an_expired_session_still_tells_whose_it_was_until_it_is_swept(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = portal_session(&t, &tenant).await;
        t.clock.advance_secs(13 * 3600);
        auth::sweep(&t.platform).await.unwrap();
        let whose = auth::expired_account(&t.platform, Plane::Portal, Some(&token)).await.unwrap();
        assert_eq!(whose.as_deref(), Some(tenant.customer.id.as_str()));
        t.clock.advance_secs(24 * 3600);
        auth::sweep(&t.platform).await.unwrap();
        assert_eq!(auth::expired_account(&t.platform, Plane::Portal, Some(&token)).await.unwrap(), None);
        assert_eq!(crate::count(&t.platform, "select count(*) from portal_sessions", args![]).await, 0);
    }

    async fn what_a_browser_asks_by_itself_makes_no_session_last_longer(t: Test) {
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        let begun = life(&t, &token).await;
        for _ in 0..29 {
            t.clock.advance_secs(60);
            assert_eq!(life(&t, &token).await, begun);
        }
        assert_eq!(begun.until().secs_since(t.clock.now()), 60);
        t.clock.advance_secs(60);
        assert_eq!(auth::peek(&t.platform, Plane::Portal, Some(&token)).await.unwrap(), Session::None);
    }

    async fn a_visit_makes_a_session_last_longer_but_never_past_its_end(t: Test) {
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        let end = t.clock.now().plus_secs(12 * 3600);
        for _ in 0..28 {
            t.clock.advance_secs(25 * 60);
            assert!(is_signed_in(&t, Plane::Portal, Some(&token)).await);
            assert_eq!(life(&t, &token).await.idle_until, t.clock.now().plus_secs(30 * 60));
        }
        let last = life(&t, &token).await;
        assert!(last.is_final());
        assert_eq!(last.until(), end);
    }

    async fn a_clock_that_goes_back_signs_nobody_out_and_lets_nobody_stay(t: Test) {
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        t.clock.advance_secs(-120);
        assert!(is_signed_in(&t, Plane::Portal, Some(&token)).await);
        // Idle is counted from the later time, so it is two minutes more at most.
        t.clock.advance_secs(32 * 60 - 1);
        assert!(auth::peek(&t.platform, Plane::Portal, Some(&token)).await.unwrap() != Session::None);
        t.clock.advance_secs(1);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&token)).await);
        // A clock that was an hour wrong would keep the session open for that hour.
        let from_the_future = portal_session(&t, &t.tenant("Owain").await).await;
        t.clock.advance_secs(-3600);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&from_the_future)).await);
    }

    async fn nodes_whose_clocks_differ_by_90_seconds_agree_to_90_seconds(t: Test) {
        let ahead = Arc::new(FixedClock::default());
        ahead.set(t.clock.now().plus_secs(90));
        let node = t.node_with_clock(Arc::clone(&ahead) as Arc<dyn Clock>).await;
        let token = portal_session(&t, &t.tenant("Megan").await).await;
        let there = async || {
            let found = auth::look_up(&node, Plane::Portal, Some(&token)).await.unwrap();
            matches!(found, Session::Full(..))
        };
        for _ in 0..20 {
            for clock in [&t.clock, &ahead] {
                clock.advance_secs(10 * 60);
            }
            assert!(there().await && is_signed_in(&t, Plane::Portal, Some(&token)).await);
        }
        // Last seen by the node that is ahead.
        for clock in [&t.clock, &ahead] {
            clock.advance_secs(30 * 60);
        }
        assert!(!there().await);
        t.clock.advance_secs(90);
        assert!(!is_signed_in(&t, Plane::Portal, Some(&token)).await);
        node.db.close().await;
    }

    async fn a_session_that_ends_on_one_node_is_over_on_the_other_at_once(t: Test) {
        let node = t.another_node().await;
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        let token = signed_in.session.as_deref();
        assert!(matches!(auth::look_up(&node, Plane::Portal, token).await.unwrap(), Session::Full(..)));
        auth::sign_out(&t.platform, Plane::Portal, &signed_in).await.unwrap();
        assert_eq!(auth::look_up(&node, Plane::Portal, token).await.unwrap(), Session::None);
        node.db.close().await;
    }

    async fn devices_that_nobody_used_for_a_year_are_forgotten(t: Test) {
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        let devices = "select count(*) from portal_devices";
        for _ in 0..2 {
            t.clock.advance_secs(300 * 24 * 3600);
            auth::sweep(&t.platform).await.unwrap();
            assert_eq!(crate::count(&t.platform, devices, args![]).await, 1);
            let again = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &signed_in).await;
            assert!(matches!(again.unwrap(), SignedIn::Fully(_)), "the device is still remembered");
        }
        t.clock.advance_secs(366 * 24 * 3600);
        auth::sweep(&t.platform).await.unwrap();
        assert_eq!(crate::count(&t.platform, devices, args![]).await, 0);
    }
}
