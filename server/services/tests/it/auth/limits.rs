use super::{browser, entry, refusal, try_password};
use domain::{
    forms::{Code, FormErrors},
    identity::{ChoosePassword, Email, Plane},
};
use futures_util::future::join_all;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use services::{
    auth::{self, Browser},
    both_engines,
    error::Error,
    testing::{PASSWORD, Test},
};

fn wrong() -> FormErrors {
    FormErrors::one("password", Code::Wrong)
}

/// What an attacker, or somebody who forgot, does next: waits, or tries a wrong password.
fn histories() -> impl Strategy<Value = Vec<Vec<i64>>> {
    let pause = prop_oneof![4 => Just(0_i64), 2 => 1..70_i64, 1 => 200..1000_i64, 1 => 3600..90_000_i64];
    proptest::collection::vec(proptest::collection::vec(pause, 1..140), 6)
}

fn sample<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>) -> T {
    let mut runner = TestRunner::default();
    strategy.new_tree(&mut runner).unwrap().current()
}

both_engines! {
    async fn no_history_lets_more_through_than_the_budget_or_locks_for_ever(t: Test) {
        for (number, pauses) in sample(&histories()).into_iter().enumerate() {
            let email = Email::parse(&format!("somebody{number}@example.org")).unwrap();
            let mut compared: Vec<i64> = Vec::new();
            for pause in &pauses {
                t.clock.advance_secs(*pause);
                let now = t.platform.clock.now().0 / 1000;
                if t.may_try(&email).await {
                    compared.push(now);
                }
            }
            // Two windows may meet, each with less than its ten.
            let most = compared.iter().map(|from| compared.iter().filter(|at| (*from..from + 300).contains(*at)).count()).max();
            assert!(most.unwrap_or(0) <= 19, "{most:?} in five minutes: {pauses:?}");
            assert!(compared.len() <= 100, "{} in a row: {pauses:?}", compared.len());
            t.clock.advance_secs(900);
            let free = t.may_try(&email).await;
            assert!(free || compared.len() == 100, "locked after {} tries: {pauses:?}", compared.len());
        }
    }

    async fn a_hundred_wrong_in_a_row_need_a_new_password_and_that_opens_the_account(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut tries = 0;
        while tries < 100 {
            tries += i64::from(t.may_try(&tenant.email).await);
            t.clock.advance_secs(900);
        }
        assert_eq!(refusal(try_password(&t, &tenant.email, PASSWORD).await), wrong());
        t.clock.advance_secs(24 * 3600);
        assert_eq!(refusal(try_password(&t, &tenant.email, PASSWORD).await), wrong(), "time alone opens it");
        t.work().await;
        let mails = t.mail.sent_to(tenant.email.as_str());
        assert_eq!(mails.iter().filter(|mail| mail.text.contains("/reset/ask")).count(), 1);
        auth::ask_for_reset(&t.platform, Plane::Portal, tenant.email.clone(), &browser()).await.unwrap();
        t.work().await;
        let mails = t.mail.sent_to(tenant.email.as_str());
        let token = mails.iter().find_map(|mail| mail.text.split_once("/reset?token=")).unwrap().1;
        let cmd = ChoosePassword {
            token: token.split('\n').next().unwrap().to_owned(),
            password: "seven wet walruses".into(),
        };
        auth::choose_password(&t.platform, Plane::Portal, cmd, &browser()).await.unwrap();
        assert!(try_password(&t, &tenant.email, "seven wet walruses").await.is_ok());
    }

    async fn known_unknown_disabled_and_staff_addresses_get_the_same_answer(t: Test) {
        let (known, disabled) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let services::context::Actor::Staff(staff) = t.staff("Siân").await.actor else { panic!("not staff") };
        t.disable(&disabled.customer.id).await;
        let unknown = Email::parse("nobody@example.org").unwrap();
        assert_eq!(refusal(try_password(&t, &known.email, "wrong").await), wrong());
        assert_eq!(refusal(try_password(&t, &unknown, PASSWORD).await), wrong());
        assert_eq!(refusal(try_password(&t, &disabled.email, PASSWORD).await), wrong());
        assert_eq!(refusal(try_password(&t, &staff.email, PASSWORD).await), wrong());
    }

    async fn ten_wrong_passwords_make_an_account_wait_in_the_same_words(t: Test) {
        let tenant = t.tenant("Megan").await;
        for _ in 0..10 {
            assert_eq!(refusal(try_password(&t, &tenant.email, "wrong").await), wrong());
        }
        assert_eq!(refusal(try_password(&t, &tenant.email, PASSWORD).await), wrong());
        t.clock.advance_secs(60);
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_ok());
    }

    async fn each_further_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(t: Test) {
        let tenant = t.tenant("Megan").await;
        for _ in 0..9 {
            assert_eq!(refusal(try_password(&t, &tenant.email, "wrong").await), wrong());
        }
        for wait in [60, 120, 240, 480, 900, 900] {
            assert_eq!(refusal(try_password(&t, &tenant.email, "wrong").await), wrong());
            t.clock.advance_secs(wait - 1);
            assert_eq!(refusal(try_password(&t, &tenant.email, PASSWORD).await), wrong(), "{wait} s were not waited");
            t.clock.advance_secs(1);
        }
        assert!(try_password(&t, &tenant.email, PASSWORD).await.is_ok());
    }

    async fn the_limit_is_shared_by_all_nodes(t: Test) {
        let tenant = t.tenant("Megan").await;
        for _ in 0..10 {
            assert_eq!(refusal(try_password(&t, &tenant.email, "wrong").await), wrong());
        }
        let node = t.another_node().await;
        let there = auth::sign_in(&node, Plane::Portal, entry(&tenant.email, PASSWORD), &browser()).await;
        assert_eq!(refusal(there), wrong());
        node.db.close().await;
    }

    async fn a_right_password_ends_the_streak(t: Test) {
        let tenant = t.tenant("Megan").await;
        for round in 0..2 {
            for _ in 0..9 {
                assert_eq!(refusal(try_password(&t, &tenant.email, "wrong").await), wrong());
            }
            assert!(try_password(&t, &tenant.email, PASSWORD).await.is_ok(), "round {round}");
        }
    }

    async fn fifty_failures_hold_a_network_back_but_nobody_elsewhere(t: Test) {
        let tenant = t.tenant("Megan").await;
        for number in 0..50 {
            let email = Email::parse(&format!("guess{number}@example.org")).unwrap();
            assert_eq!(refusal(try_password(&t, &email, "wrong").await), wrong());
        }
        let neighbour = Browser { address: "192.0.2.99".into(), ..Browser::default() };
        let held = auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &neighbour).await;
        assert!(matches!(held, Err(Error::Throttled(_))));
        let elsewhere = Browser { address: "198.51.100.1".into(), ..Browser::default() };
        assert!(auth::sign_in(&t.platform, Plane::Portal, entry(&tenant.email, PASSWORD), &elsewhere).await.is_ok());
    }

    async fn a_crowd_of_passwords_is_told_to_come_back_and_soon_served(t: Test) {
        let hash = t.platform.passwords.hash(PASSWORD).await.unwrap();
        let outcomes = join_all((0..100).map(|_| t.platform.passwords.verify(PASSWORD, Some(&hash)))).await;
        let served = outcomes.iter().filter(|outcome| matches!(outcome, Ok(true))).count();
        let busy = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Busy))).count();
        assert_eq!((served, busy), (32, 68));
        assert!(t.platform.passwords.verify(PASSWORD, Some(&hash)).await.unwrap());
        assert!(!t.platform.passwords.verify(PASSWORD, None).await.unwrap());
    }
}
