use super::{browser, entry, give_password, mailed_code, sign_in_fully, try_password};
use domain::{
    forms::{Code, FormErrors},
    identity::{ChoosePassword, Email, Plane},
};
use futures_util::future::join_all;
use services::{
    args,
    auth::{self, Browser, LIMITED_SECS, Session, links::Purpose},
    both_engines,
    context::{Actor, Platform},
    error::{Error, Result},
    testing::{PASSWORD, Tenant, Test},
};
use std::sync::Arc;

const NEW: &str = "seven wet walruses";

async fn ask(t: &Test, email: &Email) -> Result<()> {
    auth::ask_for_reset(&t.platform, Plane::Portal, email.clone(), &browser()).await
}

/// The token in the newest mail to an address.
fn newest_token(t: &Test, email: &Email) -> String {
    let text = t.mail.sent_to(email.as_str()).pop().unwrap().text;
    let (_, rest) = text.split_once("?token=").unwrap();
    rest.split('\n').next().unwrap().to_owned()
}

async fn mailed_token(t: &Test, email: &Email) -> String {
    ask(t, email).await.unwrap();
    t.work().await;
    newest_token(t, email)
}

async fn choose_at(platform: &Arc<Platform>, token: &str, password: &str) -> Result<()> {
    let cmd = ChoosePassword {
        token: token.to_owned(),
        password: password.to_owned(),
    };
    auth::choose_password(platform, Plane::Portal, cmd, &browser()).await
}

async fn choose(t: &Test, token: &str, password: &str) -> Result<()> {
    choose_at(&t.platform, token, password).await
}

/// A reset by email: the new password.
pub async fn reset(t: &Test, email: &Email) -> &'static str {
    // Older mails go first, or the newest may be one of them.
    t.work().await;
    let token = mailed_token(t, email).await;
    choose(t, &token, NEW).await.unwrap();
    NEW
}

async fn session(t: &Test, browser: &Browser) -> Session {
    auth::look_up(&t.platform, Plane::Portal, browser.session.as_deref())
        .await
        .unwrap()
}

async fn is_limited(t: &Test, browser: &Browser) -> bool {
    match session(t, browser).await {
        Session::Full(Actor::Customer(customer), _) => customer.is_limited,
        other => panic!("not signed in: {other:?}"),
    }
}

fn refused(code: Code) -> FormErrors {
    FormErrors::one("new-password", code)
}

async fn guess(t: &Test, tenant: &Tenant) -> FormErrors {
    crate::auth::refusal(try_password(t, &tenant.email, "wrong").await)
}

both_engines! {
    async fn a_mailed_link_sets_a_new_password_and_the_code_is_asked_for_as_ever(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = mailed_token(&t, &tenant.email).await;
        let purpose = auth::may_choose(&t.platform, Plane::Portal, &token).await.unwrap();
        assert_eq!(purpose, Some(Purpose::Reset));
        choose(&t, &token, NEW).await.unwrap();
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_err());
        let signed_in = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, NEW), &browser()).await.unwrap();
        assert!(matches!(signed_in, auth::SignedIn::Half(_)), "the second step was left out");
        assert_eq!(crate::audited(&t.platform, "password.reset", tenant.customer.id.as_str()).await, 1);
    }

    async fn every_older_way_in_ends_with_a_reset_on_all_nodes(t: Test) {
        let tenant = t.tenant("Megan").await;
        let signed_in = sign_in_fully(&t, &tenant).await;
        let half = give_password(&t, &tenant).await;
        let code = mailed_code(&t, &tenant).await;
        let token = mailed_token(&t, &tenant.email).await;
        let node = t.another_node().await;
        choose_at(&node, &token, NEW).await.unwrap();
        assert_eq!(session(&t, &signed_in).await, Session::None);
        assert_eq!(session(&t, &half.browser).await, Session::None);
        assert!(crate::auth::give_code(&t, &half, &code).await.is_err());
        let known = Browser { device: signed_in.device, ..browser() };
        let again = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, NEW), &known).await.unwrap();
        assert!(matches!(again, auth::SignedIn::Half(_)), "the device was still known");
        for left in ["select count(*) from portal_devices", "select count(*) from portal_links"] {
            assert_eq!(crate::count(&t.platform, left, args![]).await, 0, "{left}");
        }
        node.db.close().await;
    }

    async fn money_is_closed_for_three_days_after_a_reset_by_email_or_until_somebody_checked(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = mailed_token(&t, &tenant.email).await;
        choose(&t, &token, NEW).await.unwrap();
        t.work().await;
        let enter = async || {
            let half = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, NEW), &browser()).await.unwrap();
            let auth::SignedIn::Half(tokens) = half else { panic!("no code") };
            let waiting = crate::auth::half_of(&t, crate::auth::with(&tokens)).await;
            let code = mailed_code(&t, &tenant).await;
            match crate::auth::give_code(&t, &waiting, &code).await.unwrap() {
                auth::SignedIn::Fully(tokens) => crate::auth::with(&tokens),
                auth::SignedIn::Half(_) => panic!("a second code was asked for"),
            }
        };
        let first = enter().await;
        assert!(is_limited(&t, &first).await);
        let Session::Full(actor, language) = session(&t, &first).await else { panic!("not signed in") };
        let limited = services::context::Ctx::new(actor, language, Arc::clone(&t.platform));
        assert!(services::home::overview(&limited).await.unwrap().accounts.is_empty(), "the balance is shown");
        t.clock.advance_secs(LIMITED_SECS - 1200);
        let second = enter().await;
        assert!(is_limited(&t, &second).await);
        t.clock.advance_secs(1200);
        assert!(!is_limited(&t, &second).await);

        let token = mailed_token(&t, &tenant.email).await;
        choose(&t, &token, PASSWORD).await.unwrap();
        t.work().await;
        let third = sign_in_fully(&t, &tenant).await;
        assert!(is_limited(&t, &third).await);
        let (staff, id, now) = (t.staff("Siân").await.actor, tenant.customer.id.clone(), t.platform.clock.now());
        t.platform.db.tx(move |tx| async move { auth::lift_limit(&tx, &staff, &id, now).await }).await.unwrap();
        assert!(!is_limited(&t, &third).await);
    }

    async fn strangers_disabled_accounts_and_those_without_a_password_are_answered_alike_and_mailed_nothing(t: Test) {
        let (known, disabled, without) = (t.tenant("Megan").await, t.tenant("Owain").await, t.tenant("Siân").await);
        t.disable(&disabled.customer.id).await;
        t.platform.db.execute("update customers set password_hash = '' where email = $1", args![without.email.as_str()]).await.unwrap();
        let unknown = Email::parse("nobody@example.org").unwrap();
        for email in [&known.email, &disabled.email, &without.email, &unknown] {
            ask(&t, email).await.unwrap();
        }
        // The same is written for everybody before anybody is looked up.
        let jobs = crate::count(&t.platform, "select count(*) from outbox where kind = 'mail-account'", args![]).await;
        assert_eq!(jobs, 4);
        t.work().await;
        let sent: Vec<_> = t.mail.sent().into_iter().map(|mail| mail.to).collect();
        assert_eq!(sent, [known.email.as_str()]);
        assert!(crate::auth::refusal(try_password(&t, &without.email, PASSWORD).await).code("password").is_some());
    }

    async fn three_links_are_mailed_in_an_hour_and_the_newest_works(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut tokens = Vec::new();
        for _ in 0..3 {
            tokens.push(mailed_token(&t, &tenant.email).await);
        }
        ask(&t, &tenant.email).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent_to(tenant.email.as_str()).len(), 3);
        for old in &tokens[..2] {
            assert!(matches!(choose(&t, old, NEW).await, Err(Error::NotFound)));
        }
        choose(&t, &tokens[2], NEW).await.unwrap();
        t.clock.advance_secs(3600);
        mailed_token(&t, &tenant.email).await;
    }

    async fn a_network_that_asks_for_many_links_has_to_wait(t: Test) {
        for number in 0..20 {
            ask(&t, &Email::parse(&format!("tenant{number}@example.org")).unwrap()).await.unwrap();
        }
        let last = ask(&t, &Email::parse("one.more@example.org").unwrap()).await;
        assert!(matches!(last, Err(Error::Throttled(1..=900))));
    }

    async fn a_link_pressed_on_two_nodes_at_once_sets_one_password(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = mailed_token(&t, &tenant.email).await;
        let node = t.another_node().await;
        let presses = (0..8).map(|at| choose_at(if at % 2 == 0 { &t.platform } else { &node }, &token, NEW));
        let outcomes = join_all(presses).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        t.work().await;
        assert_eq!(t.mail.sent_to(tenant.email.as_str()).len(), 2, "the link and one notice");
        node.db.close().await;
    }

    async fn a_refused_password_leaves_the_link_as_it_was(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = mailed_token(&t, &tenant.email).await;
        assert_eq!(crate::auth::refusal(choose(&t, &token, "short").await), refused(Code::TooShort { min: 8 }));
        assert_eq!(crate::auth::refusal(choose(&t, &token, "password1").await), refused(Code::Common));
        assert_eq!(crate::auth::refusal(choose(&t, &token, "megan@example.org").await), refused(Code::OwnName));
        choose(&t, &token, NEW).await.unwrap();
    }

    async fn links_that_were_never_ours_count_against_the_network(t: Test) {
        for _ in 0..50 {
            assert!(matches!(choose(&t, "00", NEW).await, Err(Error::NotFound)));
        }
        assert!(matches!(choose(&t, "00", NEW).await, Err(Error::Throttled(_))));
        assert_eq!(crate::count(&t.platform, "select count(*) from audit where event = 'network.held-back'", args![]).await, 1);
    }

    async fn a_change_is_told_without_details_and_a_notice_is_no_key(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = mailed_token(&t, &tenant.email).await;
        choose(&t, &token, NEW).await.unwrap();
        t.work().await;
        let notice = t.mail.sent_to(tenant.email.as_str()).pop().unwrap();
        assert!(notice.text.contains("Your password was changed at 12pm on Tuesday 24 November"), "{}", notice.text);
        assert!(notice.text.contains("are closed until 12pm on Friday 27 November"), "{}", notice.text);
        assert!(!notice.text.contains("token=") && !notice.text.contains(NEW));
        assert_eq!(notice.subject, "A message from Your landlord");
    }

    async fn a_wait_is_told_once_and_lifted_on_a_known_device_only(t: Test) {
        let tenant = t.tenant("Megan").await;
        let known = sign_in_fully(&t, &tenant).await;
        for _ in 0..12 {
            guess(&t, &tenant).await;
        }
        t.work().await;
        let mails = t.mail.sent_to(tenant.email.as_str());
        assert_eq!(mails.iter().filter(|mail| mail.text.contains("/it-is-me?token=")).count(), 1);
        let token = newest_token(&t, &tenant.email);
        assert!(auth::waits(&t.platform, Plane::Portal, &token).await.unwrap());
        assert!(!auth::it_is_me(&t.platform, Plane::Portal, token.clone(), &browser()).await.unwrap());
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_err());
        assert!(auth::it_is_me(&t.platform, Plane::Portal, token.clone(), &known).await.unwrap());
        let spent = auth::it_is_me(&t.platform, Plane::Portal, token.clone(), &known).await;
        assert!(matches!(spent, Err(Error::NotFound)));
        assert!(matches!(choose(&t, &token, NEW).await, Err(Error::NotFound)), "it opens no other door");
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_ok());
    }

    async fn somebody_elses_known_device_lifts_nothing(t: Test) {
        let (tenant, other) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let device = sign_in_fully(&t, &other).await;
        for _ in 0..10 {
            guess(&t, &tenant).await;
        }
        t.work().await;
        let token = newest_token(&t, &tenant.email);
        assert!(!auth::it_is_me(&t.platform, Plane::Portal, token, &device).await.unwrap());
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_err());
    }
}
