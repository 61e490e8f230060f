use super::{
    browser, code_refusal, entry, give_code, give_password, mailed_code, other_than, sign_in_fully,
    try_password,
};
use domain::{forms::Code, identity::Plane};
use futures_util::future::join_all;
use services::{
    args,
    auth::{self, Browser, Session, SignedIn},
    both_engines,
    error::Error,
    testing::{PASSWORD, Test},
};

both_engines! {
    async fn the_mailed_code_signs_in_with_a_new_session(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        let SignedIn::Fully(tokens) = give_code(&t, &waiting, &code).await.unwrap() else { panic!("not signed in") };
        assert_eq!(tokens.account, tenant.customer.id.as_str());
        assert_ne!(Some(&tokens.session), waiting.browser.session.as_ref());
        let session = auth::look_up(&t.platform, Plane::Portal, Some(&tokens.session)).await.unwrap();
        assert!(matches!(session, Session::Full(..)));
        let old = auth::look_up(&t.platform, Plane::Portal, waiting.browser.session.as_deref()).await.unwrap();
        assert_eq!(old, Session::None);
        assert_eq!(crate::audited(&t.platform, "session.began", tenant.customer.id.as_str()).await, 1);
    }

    async fn a_code_works_once_even_if_twenty_press_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        let outcomes = join_all((0..20).map(|_| give_code(&t, &waiting, &code))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(give_code(&t, &waiting, &code).await.is_err());
    }

    async fn five_tries_are_spent_even_by_fifty_guesses_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        let wrong = other_than(&code);
        let outcomes = join_all((0..50).map(|_| give_code(&t, &waiting, &wrong))).await;
        let told: Vec<Code> = outcomes.into_iter().map(code_refusal).collect();
        assert_eq!(told.iter().filter(|code| **code == Code::Wrong).count(), 4);
        assert_eq!(told.iter().filter(|code| **code == Code::NoTriesLeft).count(), 46);
        assert_eq!(code_refusal(give_code(&t, &waiting, &code).await), Code::NoTriesLeft);
    }

    async fn a_code_expires_after_ten_minutes(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        t.clock.advance_secs(600);
        assert_eq!(code_refusal(give_code(&t, &waiting, &code).await), Code::Expired);
    }

    async fn only_the_newest_code_works(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let old = mailed_code(&t, &tenant).await;
        auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        let new = mailed_code(&t, &tenant).await;
        if old != new {
            assert_eq!(code_refusal(give_code(&t, &waiting, &old).await), Code::Wrong);
        }
        assert!(give_code(&t, &waiting, &new).await.is_ok());
    }

    async fn a_newer_sign_in_elsewhere_ends_the_code_of_the_older_one(t: Test) {
        let tenant = t.tenant("Megan").await;
        let first = give_password(&t, &tenant).await;
        let old = mailed_code(&t, &tenant).await;
        let _second = give_password(&t, &tenant).await;
        assert_eq!(code_refusal(give_code(&t, &first, &old).await), Code::Expired);
    }

    async fn a_code_is_bound_to_the_browser_that_asked(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        waiting.browser = browser();
        assert!(matches!(give_code(&t, &waiting, &code).await, Err(Error::SignIn)));
    }

    async fn sending_again_refills_no_tries(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        for _ in 0..4 {
            assert_eq!(code_refusal(give_code(&t, &waiting, &other_than(&code)).await), Code::Wrong);
        }
        auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        let new = mailed_code(&t, &tenant).await;
        assert_eq!(code_refusal(give_code(&t, &waiting, &other_than(&new)).await), Code::NoTriesLeft);
        assert_eq!(code_refusal(give_code(&t, &waiting, &new).await), Code::NoTriesLeft);
        let again = auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await;
        assert_eq!(code_refusal(again), Code::NoTriesLeft, "a code that cannot work was sent");
    }

    async fn three_codes_are_sent_in_a_quarter_of_an_hour(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        for _ in 0..2 {
            auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        }
        let fourth = auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await;
        assert!(matches!(fourth, Err(Error::Throttled(1..=900))));
        t.work().await;
        assert_eq!(t.mail.sent().len(), 3);
        t.clock.advance_secs(900);
        auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
    }

    async fn ten_codes_are_sent_in_a_day(t: Test) {
        let tenant = t.tenant("Megan").await;
        for _ in 0..10 {
            give_password(&t, &tenant).await;
            t.clock.advance_secs(901);
        }
        let eleventh = try_password(&t, &tenant.email, PASSWORD).await;
        assert!(matches!(eleventh, Err(Error::Throttled(_))));
    }

    async fn a_code_asked_for_after_the_session_ended_is_no_fault(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        auth::sign_out(&t.platform, Plane::Portal, &waiting.browser).await.unwrap();
        let again = auth::resend_code(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await;
        assert!(matches!(again, Err(Error::SignIn)), "{again:?}");
    }

    async fn a_remembered_device_skips_the_code_until_it_signs_out(t: Test) {
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        let again = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &signed_in).await.unwrap();
        let SignedIn::Fully(tokens) = again else { panic!("a code was asked for") };
        let now = Browser { session: Some(tokens.session), ..signed_in.clone() };
        auth::sign_out(&t.platform, Plane::Portal, &now).await.unwrap();
        let last = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &signed_in).await.unwrap();
        assert!(matches!(last, SignedIn::Half(_)));
    }

    async fn signing_out_forgets_the_device_also_without_a_session(t: Test) {
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        let without = Browser { session: None, ..signed_in.clone() };
        auth::sign_out(&t.platform, Plane::Portal, &without).await.unwrap();
        let last = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &without).await.unwrap();
        assert!(matches!(last, SignedIn::Half(_)));
    }

    async fn a_device_is_remembered_for_its_account_only(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let signed_in = sign_in_fully(&t, &megan).await;
        let other = auth::sign_in(&t.platform, Plane::Portal, entry(&owain.email, PASSWORD), &signed_in).await.unwrap();
        assert!(matches!(other, SignedIn::Half(_)));
    }

    async fn no_code_or_token_is_stored_as_it_is(t: Test) {
        let tenant = t.tenant("Megan").await;
        let waiting = give_password(&t, &tenant).await;
        let (payload,) = t.platform.db
            .one::<(String,)>("select payload from outbox where kind = 'send-mail'", args![]).await.unwrap();
        let code = mailed_code(&t, &tenant).await;
        assert!(!payload.contains(&code) && !payload.contains(tenant.email.as_str()));
        let session = waiting.browser.session.unwrap();
        let (kept,) = t.platform.db.one::<(Vec<u8>,)>("select token_hash from portal_sessions", args![]).await.unwrap();
        assert_ne!(kept, session.as_bytes());
        let (kept,) = t.platform.db.one::<(Vec<u8>,)>("select code_hash from portal_codes", args![]).await.unwrap();
        assert_ne!(kept, code.as_bytes());
    }
}
