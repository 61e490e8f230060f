use super::{
    add_app, confirm, ctx_of, fully, give_app_code, looked_up, never_shown, password_given, shown,
    staff_session, told,
};
use crate::auth::{browser, code_refusal, entry, refusal, sign_in_fully, with};
use domain::{
    forms::Code,
    identity::{
        Plane,
        factors::{AppCode, Way},
    },
};
use futures_util::future::join_all;
use services::{
    args,
    auth::{self, Session, SignedIn, factors},
    both_engines,
    context::{Actor, Customer},
    error::{Conflict, Error},
    testing::{PASSWORD, Test},
};

fn app_refusal<T: std::fmt::Debug>(outcome: services::error::Result<T>) -> Code {
    refusal(outcome).code("authenticator").cloned().unwrap()
}

both_engines! {
    async fn a_code_of_the_app_signs_in_and_no_code_is_mailed(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        t.work().await;
        let mails = t.mail.sent().len();
        let waiting = password_given(&t, &tenant).await;
        let offered = factors::second_step(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        assert_eq!(offered.ways, [Way::App, Way::Email]);
        assert!(!offered.code_is_sent);
        let signed_in = fully(give_app_code(&t, &waiting, &shown(&t, &key)).await.unwrap());
        assert!(matches!(looked_up(&t, Plane::Portal, &signed_in).await, Session::Full(..)));
        t.work().await;
        assert_eq!(t.mail.sent().len(), mails);
        // The device is remembered, as after a mailed code.
        let again = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &signed_in).await.unwrap();
        assert!(matches!(again, SignedIn::Fully(_)));
    }

    async fn a_code_of_the_app_works_once_on_all_nodes_and_after_a_restart(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        let (first, second) = (password_given(&t, &tenant).await, password_given(&t, &tenant).await);
        let code = shown(&t, &key);
        let node = t.another_node().await;
        let at_the_other = AppCode { code: code.clone(), next: String::new() };
        let outcomes = tokio::join!(
            give_app_code(&t, &first, &code),
            factors::check_app_code(&node, Plane::Portal, &second.half, at_the_other, &second.browser),
        );
        assert_eq!(usize::from(outcomes.0.is_ok()) + usize::from(outcomes.1.is_ok()), 1, "{outcomes:?}");
        node.db.close().await;
        // A node that has just started reads the used step as well, and takes no older one.
        let restarted = t.another_node().await;
        for secs in [0, -30] {
            t.clock.advance_secs(secs);
            let third = password_given(&t, &tenant).await;
            let cmd = AppCode { code: shown(&t, &key), next: String::new() };
            let replayed = factors::check_app_code(&restarted, Plane::Portal, &third.half, cmd, &third.browser).await;
            assert_eq!(app_refusal(replayed), Code::Wrong);
        }
        t.clock.advance_secs(60);
        let last = password_given(&t, &tenant).await;
        assert!(give_app_code(&t, &last, &shown(&t, &key)).await.is_ok());
        restarted.db.close().await;
    }

    async fn the_code_that_added_an_app_does_not_sign_in(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        t.clock.advance_secs(-30);
        let waiting = password_given(&t, &tenant).await;
        assert_eq!(app_refusal(give_app_code(&t, &waiting, &shown(&t, &key)).await), Code::Wrong);
    }

    async fn five_tries_are_spent_even_by_fifty_guesses_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        let waiting = password_given(&t, &tenant).await;
        let wrong = never_shown(&t, &key);
        let outcomes = join_all((0..50).map(|_| give_app_code(&t, &waiting, &wrong))).await;
        let told: Vec<Code> = outcomes.into_iter().map(app_refusal).collect();
        assert_eq!(told.iter().filter(|code| **code == Code::Wrong).count(), 4);
        assert_eq!(told.iter().filter(|code| **code == Code::NoTriesLeft).count(), 46);
        assert_eq!(app_refusal(give_app_code(&t, &waiting, &shown(&t, &key)).await), Code::NoTriesLeft);
    }

    async fn a_right_password_buys_no_further_guesses(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        let wrong = never_shown(&t, &key);
        for _ in 0..2 {
            let waiting = password_given(&t, &tenant).await;
            for _ in 0..5 {
                assert!(matches!(app_refusal(give_app_code(&t, &waiting, &wrong).await), Code::Wrong | Code::NoTriesLeft));
            }
        }
        let waiting = password_given(&t, &tenant).await;
        let held = give_app_code(&t, &waiting, &shown(&t, &key)).await;
        assert!(matches!(held, Err(Error::Throttled(1..=60))), "{held:?}");
        told(&t, tenant.email.as_str(), "many wrong codes").await;
        t.clock.advance_secs(60);
        assert!(give_app_code(&t, &waiting, &shown(&t, &key)).await.is_ok());
        let next = password_given(&t, &tenant).await;
        assert_eq!(app_refusal(give_app_code(&t, &next, &wrong).await), Code::Wrong, "the streak goes on");
    }

    async fn an_app_is_added_by_its_first_code_and_its_key_is_never_shown_again(t: Test) {
        let tenant = t.tenant("Megan").await;
        assert!(factors::pending_app(&tenant.ctx).await.unwrap().is_none());
        factors::start_app(&tenant.ctx).await.unwrap();
        let key = factors::pending_app(&tenant.ctx).await.unwrap().unwrap().key;
        assert_eq!(key.replace(' ', "").len(), 32, "160 bits");
        let wrong = factors::confirm_app(&tenant.ctx, confirm(&never_shown(&t, &key))).await;
        assert_eq!(app_refusal(wrong), Code::Wrong);
        assert!(factors::factors(&tenant.ctx).await.unwrap().list.is_empty());
        factors::confirm_app(&tenant.ctx, confirm(&shown(&t, &key))).await.unwrap();
        let held = factors::factors(&tenant.ctx).await.unwrap().list;
        assert_eq!(held.iter().map(|factor| factor.name.as_str()).collect::<Vec<_>>(), ["My phone"]);
        assert!(factors::pending_app(&tenant.ctx).await.unwrap().is_none());
        let again = factors::confirm_app(&tenant.ctx, confirm(&shown(&t, &key))).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::StepMissing))));
        let (stored,) = t.platform.db.one::<(String,)>("select secret from portal_factors", args![]).await.unwrap();
        assert!(!stored.contains(&key.replace(' ', "")));
    }

    async fn a_seed_moved_to_another_account_does_not_open(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let key = add_app(&t, &megan.ctx).await;
        let _other = add_app(&t, &owain.ctx).await;
        let moved = "update portal_factors set secret = (select secret from portal_factors where account_id = $1)
            where account_id = $2";
        t.platform.db.execute(moved, args![megan.customer.id.as_str(), owain.customer.id.as_str()]).await.unwrap();
        let waiting = password_given(&t, &owain).await;
        assert!(matches!(give_app_code(&t, &waiting, &shown(&t, &key)).await, Err(Error::Stored(_))));
    }

    async fn adding_an_app_ends_other_sessions_devices_and_codes_and_is_told(t: Test) {
        let tenant = t.tenant("Megan").await;
        let elsewhere = sign_in_fully(&t, &tenant).await;
        let here = fully(auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &auth::Browser {
            session: None, ..elsewhere.clone()
        }).await.unwrap());
        let half = password_given(&t, &tenant).await;
        let ctx = ctx_of(&t, Plane::Portal, &here).await;
        add_app(&t, &ctx).await;
        let node = t.another_node().await;
        let session = auth::look_up(&node, Plane::Portal, elsewhere.session.as_deref()).await.unwrap();
        assert_eq!(session, Session::None, "another session lives on");
        let session = auth::look_up(&node, Plane::Portal, half.browser.session.as_deref()).await.unwrap();
        assert_eq!(session, Session::None, "a half session lives on");
        assert!(matches!(looked_up(&t, Plane::Portal, &here).await, Session::Full(..)));
        let remembered = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &elsewhere).await.unwrap();
        assert!(matches!(remembered, SignedIn::Half(_)), "the device is still known");
        let words = told(&t, tenant.email.as_str(), "The way you sign in was changed").await;
        assert!(!words.contains("app"), "{words}");
        assert_eq!(crate::audited(&t.platform, "factor.added", tenant.customer.id.as_str()).await, 1);
        node.db.close().await;
    }

    async fn changing_factors_needs_a_fresh_proof_and_no_limited_session(t: Test) {
        let tenant = t.tenant("Megan").await;
        let limited = t.ctx(Actor::Customer(Customer { is_limited: true, ..tenant.customer.clone() }));
        assert!(matches!(factors::start_app(&limited).await, Err(Error::Denied)));
        factors::start_app(&tenant.ctx).await.unwrap();
        let staff = t.staff("Sian").await;
        let Actor::Staff(looking) = &staff.actor else { panic!("not staff") };
        let viewer = t.ctx(Actor::Customer(Customer { viewer: Some(looking.id.clone()), ..tenant.customer.clone() }));
        assert!(factors::pending_app(&viewer).await.unwrap().is_none(), "staff were shown a tenant's key");
        assert!(matches!(factors::start_app(&viewer).await, Err(Error::Denied)));
        t.clock.advance_secs(600);
        assert!(matches!(factors::start_app(&tenant.ctx).await, Err(Error::ProveFirst)));
        assert!(matches!(factors::pending_app(&tenant.ctx).await, Err(Error::ProveFirst)));
        assert!(matches!(factors::confirm_app(&tenant.ctx, confirm("000000")).await, Err(Error::ProveFirst)));
    }

    async fn an_account_holds_two_apps_at_most_and_either_signs_in(t: Test) {
        let tenant = t.tenant("Megan").await;
        let keys = [add_app(&t, &tenant.ctx).await, add_app(&t, &tenant.ctx).await];
        assert!(matches!(factors::start_app(&tenant.ctx).await, Err(Error::Conflict(Conflict::TooManyFactors))));
        for key in keys {
            let waiting = password_given(&t, &tenant).await;
            assert!(give_app_code(&t, &waiting, &shown(&t, &key)).await.is_ok());
        }
    }

    async fn staff_with_an_app_are_mailed_no_code_whatever_they_ask_for(t: Test) {
        let ctx = t.staff("Sian").await;
        let Actor::Staff(staff) = ctx.actor.clone() else { panic!("not staff") };
        let before = staff_session(&t, &ctx).await;
        add_app(&t, &ctx_of(&t, Plane::Console, &before).await).await;
        t.work().await;
        let mails = t.mail.sent_to(staff.email.as_str()).len();
        let entered = auth::sign_in(&t.platform, Plane::Console, entry(&staff.email, PASSWORD), &browser()).await.unwrap();
        let SignedIn::Half(tokens) = entered else { panic!("no second step was asked for") };
        let waiting = with(&tokens);
        let Session::Half(half) = looked_up(&t, Plane::Console, &waiting).await else { panic!("not half signed in") };
        let offered = factors::second_step(&t.platform, Plane::Console, &half, &waiting).await.unwrap();
        assert_eq!(offered.ways, [Way::App]);
        let asked = auth::resend_code(&t.platform, Plane::Console, &half, &waiting).await;
        assert!(matches!(asked, Err(Error::Denied)), "{asked:?}");
        t.work().await;
        assert_eq!(t.mail.sent_to(staff.email.as_str()).len(), mails);
        let cmd = domain::identity::CodeEntry { code: "000000".into(), next: String::new() };
        let typed = auth::check_code(&t.platform, Plane::Console, &half, cmd, &waiting).await;
        assert!(matches!(typed, Err(Error::Denied)), "{typed:?}");
    }

    async fn tenants_may_ask_for_a_mailed_code_but_not_after_a_reset_by_mail(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        t.work().await;
        let waiting = password_given(&t, &tenant).await;
        auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        let code = crate::auth::mailed_code(&t, &tenant).await;
        let offered = factors::second_step(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        assert!(offered.code_is_sent);
        let (id, until) = (tenant.customer.id.clone(), tenant.customer.proof.at.plus_secs(72 * 3600));
        t.platform.db.tx(move |tx| async move { factors::close_email_codes(&tx, &id, until).await }).await.unwrap();
        let typed = crate::auth::give_code(&t, &waiting, &code).await;
        assert!(matches!(typed, Err(Error::Denied)), "{typed:?}");
        let asked = auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await;
        assert!(matches!(asked, Err(Error::Denied)), "{asked:?}");
        t.clock.advance_secs(72 * 3600);
        let later = password_given(&t, &tenant).await;
        auth::resend_code(&t.platform, Plane::Portal, &later.half, &later.browser).await.unwrap();
        let code = crate::auth::mailed_code(&t, &tenant).await;
        assert!(crate::auth::give_code(&t, &later, &code).await.is_ok());
    }

    async fn a_mailbox_that_reset_the_password_is_no_second_step_as_well(t: Test) {
        let tenant = t.tenant("Megan").await;
        let key = add_app(&t, &tenant.ctx).await;
        let password = crate::auth::recovery::reset(&t, &tenant.email).await;
        let entered = crate::auth::try_password(&t, &tenant.email, password).await.unwrap();
        let SignedIn::Half(tokens) = entered else { panic!("no second step was asked for") };
        let waiting = crate::auth::half_of(&t, with(&tokens)).await;
        let asked = auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await;
        assert!(matches!(asked, Err(Error::Denied)), "{asked:?}");
        let signed_in = fully(give_app_code(&t, &waiting, &shown(&t, &key)).await.unwrap());
        let ctx = ctx_of(&t, Plane::Portal, &signed_in).await;
        assert!(matches!(&ctx.actor, Actor::Customer(customer) if !customer.is_limited));
    }

    async fn a_mailbox_alone_stays_enough_after_a_reset_by_mail(t: Test) {
        let tenant = t.tenant("Megan").await;
        let (id, until) = (tenant.customer.id.clone(), tenant.customer.proof.at.plus_secs(72 * 3600));
        t.platform.db.tx(move |tx| async move { factors::close_email_codes(&tx, &id, until).await }).await.unwrap();
        assert!(sign_in_fully(&t, &tenant).await.session.is_some());
    }

    async fn somebody_elses_code_is_no_code(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let key = add_app(&t, &megan.ctx).await;
        add_app(&t, &owain.ctx).await;
        let waiting = password_given(&t, &owain).await;
        assert_eq!(app_refusal(give_app_code(&t, &waiting, &shown(&t, &key)).await), Code::Wrong);
        // A mailed code that was never sent is none either.
        assert_eq!(code_refusal(crate::auth::give_code(&t, &waiting, "000000").await), Code::Expired);
    }
}
