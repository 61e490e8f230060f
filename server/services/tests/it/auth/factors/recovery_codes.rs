use super::{add_app, add_codes, give_recovery_code, password_given, told};
use crate::auth::refusal;
use domain::{
    forms::Code,
    identity::{Plane, factors::Way},
};
use futures_util::future::join_all;
use services::{
    args,
    auth::factors,
    both_engines,
    error::{Conflict, Error},
    testing::Test,
};

fn refused<T: std::fmt::Debug>(outcome: services::error::Result<T>) -> Code {
    refusal(outcome).code("recovery").cloned().unwrap()
}

both_engines! {
    async fn ten_codes_work_once_each_and_their_use_is_told(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        let codes = add_codes(&tenant.ctx).await;
        assert_eq!(codes.len(), 10);
        for code in &codes {
            let waiting = password_given(&t, &tenant).await;
            give_recovery_code(&t, &waiting, &code.to_lowercase().replace('-', " ")).await.unwrap();
            let again = password_given(&t, &tenant).await;
            assert_eq!(refused(give_recovery_code(&t, &again, code).await), Code::Wrong);
        }
        told(&t, tenant.email.as_str(), "recovery codes was used").await;
        let waiting = password_given(&t, &tenant).await;
        let offered = factors::second_step(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        assert!(!offered.ways.contains(&Way::Recovery), "used up, and still offered");
    }

    async fn a_code_works_once_even_if_five_use_it_at_once_on_two_nodes(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        let codes = add_codes(&tenant.ctx).await;
        let node = t.another_node().await;
        let mut waiting = Vec::new();
        for _ in 0..5 {
            waiting.push(password_given(&t, &tenant).await);
        }
        let tries = waiting.iter().enumerate().map(|(at, one)| {
            let platform = if at % 2 == 0 { &t.platform } else { &node };
            let cmd = domain::identity::factors::RecoveryEntry {
                code: domain::identity::factors::RecoveryCode::parse(&codes[3]).unwrap(),
                next: String::new(),
            };
            factors::check_recovery_code(platform, Plane::Portal, &one.half, cmd, &one.browser)
        });
        let outcomes = join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        node.db.close().await;
    }

    async fn five_tries_are_spent_even_by_twenty_guesses_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        let codes = add_codes(&tenant.ctx).await;
        let waiting = password_given(&t, &tenant).await;
        let wrong = format!("{}ZZZ-ZZZZ-ZZZZ", &codes[0][..1]);
        let outcomes = join_all((0..20).map(|_| give_recovery_code(&t, &waiting, &wrong))).await;
        let told: Vec<Code> = outcomes.into_iter().map(refused).collect();
        assert_eq!(told.iter().filter(|code| **code == Code::Wrong).count(), 4);
        assert_eq!(refused(give_recovery_code(&t, &waiting, &codes[0]).await), Code::NoTriesLeft);
    }

    async fn the_old_set_works_until_the_new_one_is_kept(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        let old = add_codes(&tenant.ctx).await;
        factors::start_recovery_codes(&tenant.ctx).await.unwrap();
        let new = factors::pending_recovery_codes(&tenant.ctx).await.unwrap().unwrap().codes;
        let waiting = password_given(&t, &tenant).await;
        assert_eq!(refused(give_recovery_code(&t, &waiting, &new[1]).await), Code::Wrong);
        give_recovery_code(&t, &waiting, &old[1]).await.unwrap();
        factors::keep_recovery_codes(&tenant.ctx).await.unwrap();
        assert!(factors::pending_recovery_codes(&tenant.ctx).await.unwrap().is_none(), "shown again");
        let twice = factors::keep_recovery_codes(&tenant.ctx).await;
        assert!(matches!(twice, Err(Error::Conflict(Conflict::StepMissing))));
        let waiting = password_given(&t, &tenant).await;
        assert_eq!(refused(give_recovery_code(&t, &waiting, &old[2]).await), Code::Wrong);
        give_recovery_code(&t, &waiting, &new[2]).await.unwrap();
    }

    async fn codes_stand_in_for_something_and_are_stored_as_slow_hashes(t: Test) {
        let tenant = t.tenant("Megan").await;
        let alone = factors::start_recovery_codes(&tenant.ctx).await;
        assert!(matches!(alone, Err(Error::Conflict(Conflict::StepMissing))));
        add_app(&t, &tenant.ctx).await;
        let codes = add_codes(&tenant.ctx).await;
        let stored = t.platform.db
            .all::<(String,)>("select code_hash from portal_recovery_codes", args![]).await.unwrap();
        assert_eq!(stored.len(), 10);
        for (hash,) in stored {
            assert!(hash.starts_with("$argon2id$"));
            assert!(!codes.iter().any(|code| hash.contains(&code[2..6])), "a code stands in its hash");
        }
    }
}
