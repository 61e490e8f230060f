use super::{browser, sign_in_fully};
use domain::{
    forms::{Code, FormErrors},
    identity::Plane,
};
use services::{
    auth::{self, Browser, Session, SignedIn},
    both_engines,
    context::{Actor, Ctx},
    error::Error,
    testing::{PASSWORD, Test},
};
use std::sync::Arc;

const NEW: &str = "seven wet walruses";

async fn ctx_of(t: &Test, browser: &Browser) -> Ctx {
    match auth::look_up(&t.platform, Plane::Portal, browser.session.as_deref())
        .await
        .unwrap()
    {
        Session::Full(actor, language) => Ctx::new(actor, language, Arc::clone(&t.platform)),
        other => panic!("not signed in: {other:?}"),
    }
}

async fn lives(t: &Test, browser: &Browser) -> bool {
    auth::look_up(&t.platform, Plane::Portal, browser.session.as_deref())
        .await
        .unwrap()
        != Session::None
}

both_engines! {
    async fn an_old_proof_changes_no_password_and_a_fresh_one_does(t: Test) {
        let tenant = t.tenant("Megan").await;
        let (here, elsewhere) = (sign_in_fully(&t, &tenant).await, sign_in_fully(&t, &tenant).await);
        t.clock.advance_secs(600);
        let ctx = ctx_of(&t, &here).await;
        assert!(matches!(auth::change_password(&ctx, NEW).await, Err(Error::ProveFirst)));
        let SignedIn::Fully(tokens) = auth::prove(&ctx, PASSWORD, &here).await.unwrap() else { panic!("a code was asked for") };
        assert!(!lives(&t, &here).await, "the old token still works");
        let now = Browser { session: Some(tokens.session), ..here.clone() };
        auth::change_password(&ctx_of(&t, &now).await, NEW).await.unwrap();
        assert!(lives(&t, &now).await);
        assert!(!lives(&t, &elsewhere).await);
        assert!(crate::auth::try_password(&t, &tenant.email, PASSWORD).await.is_err());
        let device = Browser { device: here.device, ..browser() };
        let again = auth::sign_in(&t.platform, Plane::Portal, crate::auth::entry(&tenant.email, NEW), &device).await.unwrap();
        assert!(matches!(again, auth::SignedIn::Half(_)), "the device was still known");
        t.work().await;
        let told = t.mail.sent_to(tenant.email.as_str());
        assert_eq!(told.iter().filter(|mail| mail.text.contains("Your password was changed at")).count(), 1);
        assert!(!told.iter().any(|mail| mail.text.contains("are closed until")), "nothing is closed");
        assert_eq!(crate::audited(&t.platform, "password.changed", tenant.customer.id.as_str()).await, 1);
    }

    async fn proving_is_held_back_like_signing_in(t: Test) {
        let tenant = t.tenant("Megan").await;
        let here = sign_in_fully(&t, &tenant).await;
        let ctx = ctx_of(&t, &here).await;
        let wrong = FormErrors::one("current-password", Code::Wrong);
        for _ in 0..10 {
            assert_eq!(crate::auth::refusal(auth::prove(&ctx, "wrong", &here).await), wrong);
        }
        assert_eq!(crate::auth::refusal(auth::prove(&ctx, PASSWORD, &here).await), wrong);
        assert!(crate::auth::try_password(&t, &tenant.email, PASSWORD).await.is_err(), "the same counter");
        assert!(lives(&t, &here).await, "guessing ends no session");
        t.clock.advance_secs(60);
        assert!(auth::prove(&ctx, PASSWORD, &here).await.is_ok());
    }

    async fn nobody_and_whoever_only_looks_prove_and_change_nothing(t: Test) {
        let tenant = t.tenant("Megan").await;
        let nobody = t.ctx(Actor::Nobody);
        assert!(matches!(auth::prove(&nobody, PASSWORD, &browser()).await, Err(Error::SignIn)));
        assert!(matches!(auth::change_password(&nobody, NEW).await, Err(Error::SignIn)));
        let Actor::Staff(staff) = t.staff("Siân").await.actor else { panic!("not staff") };
        let viewed = services::context::Customer { viewer: Some(staff.id), ..tenant.customer.clone() };
        let looking = t.ctx(Actor::Customer(viewed));
        assert!(matches!(auth::prove(&looking, PASSWORD, &browser()).await, Err(Error::Denied)));
        assert!(matches!(auth::change_password(&looking, NEW).await, Err(Error::Denied)));
    }
}
