//! 'Test': a message to an address or a number, with what came of it, within limits and on record.

use super::*;
use domain::{forms::FormErrors, identity::Email, integrations::Trial};
use services::{integrations::Verdict, messages, testing::Answer};

fn text(number: &str) -> Trial {
    Trial::Text(Some(number.to_owned()))
}

fn mail(address: &str) -> Trial {
    Trial::Mail(Email::parse(address))
}

async fn refused(ctx: &Ctx, number: &str) -> Code {
    match integrations::test(ctx, text(number), Mode::Live).await {
        Err(Error::Form(FormErrors(errors))) => {
            assert_eq!(errors[0].field, "trial_mobile");
            errors[0].code.clone()
        }
        other => panic!("{other:?}"),
    }
}

/// Channel, kind and state of the messages that are kept, oldest first.
async fn kept(t: &Test) -> Vec<(String, String, String)> {
    let sql = "select channel, kind, state from messages order by id";
    t.platform.db.all(sql, args![]).await.unwrap()
}

fn kept_text(state: &str) -> (String, String, String) {
    ("text".into(), "test".into(), state.into())
}

both_engines! {
    async fn a_test_text_goes_to_the_number_that_was_typed(t: Test) {
        let owner = t.staff("Olwen").await;
        assert_eq!(integrations::test(&owner, text("07700 900123"), Mode::Live).await.unwrap(), Ok(()));
        let sent = t.text.sent();
        assert_eq!((sent.len(), sent[0].to.as_str()), (1, "+447700900123"));
        assert!(sent[0].body.contains("this is a test") && !sent[0].body.contains("(("), "{}", sent[0].body);
        assert_eq!(domain::messages::count(&sent[0].body).parts, 1);
        assert_eq!(kept(&t).await, [kept_text("sent")]);
        // Without a number they are only asked.
        assert_eq!(integrations::test(&owner, Trial::Text(None), Mode::Live).await.unwrap(), Ok(()));
        assert_eq!(t.text.sent().len(), 1);
        assert_eq!(audited(&t.platform, "connection.tested", "text").await, 2);
        let audit: Vec<(String,)> = t.platform.db.all("select detail from audit", args![]).await.unwrap();
        assert!(audit.iter().all(|(detail,)| !detail.contains("900123")));
    }

    async fn what_the_other_side_says_is_told_and_leaves_nothing_undelivered(t: Test) {
        let owner = t.staff("Olwen").await;
        let verdict = |answer: Answer| {
            t.text.script([answer]);
            integrations::test(&owner, text("07700 900123"), Mode::Live)
        };
        let rejected: Verdict = Err(PortError::Rejected("not-a-mobile".into()));
        assert_eq!(verdict(Answer::Rejected("not-a-mobile")).await.unwrap(), rejected);
        let down: Verdict = Err(PortError::Unavailable(Trouble::CannotConnect));
        assert_eq!(verdict(Answer::Unavailable).await.unwrap(), down);
        assert_eq!(kept(&t).await, []);
        assert_eq!(messages::failures(&owner, None).await.unwrap(), []);
        // It may have been taken, so news of it may come.
        assert!(verdict(Answer::LostAfter).await.unwrap().is_err());
        assert_eq!(kept(&t).await, [kept_text("sent")]);
        t.mail.script([Answer::Rejected("no-such-address")]);
        let nobody: Verdict = Err(PortError::Rejected("no-such-address".into()));
        assert_eq!(integrations::test(&owner, mail("nobody@example.org"), Mode::Live).await.unwrap(), nobody);
        assert_eq!(kept(&t).await.len(), 1);
    }

    async fn numbers_that_cost_more_are_refused(t: Test) {
        let owner = t.staff("Olwen").await;
        assert_eq!(refused(&owner, "ring the neighbour").await, Code::Malformed);
        assert_eq!(refused(&owner, "0909 8790000").await, Code::Wrong);
        assert_eq!(refused(&owner, "+353 85 012 3456").await, Code::NotApproved);
        assert!(t.text.sent().is_empty());
    }

    async fn a_test_mail_goes_to_whoever_asks_or_to_an_address(t: Test) {
        let owner = t.staff("Olwen").await;
        assert_eq!(integrations::test(&owner, mail("mae@example.org"), Mode::Live).await.unwrap(), Ok(()));
        assert_eq!(t.mail.sent_to("mae@example.org").len(), 1);
        assert_eq!(kept(&t).await, [("mail".into(), "test".into(), "sent".into())]);
    }

    async fn tests_have_a_limit_for_one_and_for_all(t: Test) {
        let owner = t.staff("Olwen").await;
        for _ in 0..30 {
            integrations::test(&owner, text("07700 900123"), Mode::Live).await.unwrap().unwrap();
        }
        let more = integrations::test(&owner, text("07700 900123"), Mode::Live).await;
        assert!(matches!(more, Err(Error::Throttled(_))), "{more:?}");
        for number in 0..70 {
            integrations::test(&owner, text(&format!("07700 900{:03}", 200 + number)), Mode::Live).await.unwrap().unwrap();
        }
        let more = integrations::test(&owner, mail("mae@example.org"), Mode::Live).await;
        assert!(matches!(more, Err(Error::Throttled(_))), "{more:?}");
        assert_eq!((t.text.sent().len(), t.mail.sent().len()), (100, 0));
        assert_eq!(count(&t.platform, "select count(*) from messages", args![]).await, 100);
        t.clock.advance_secs(24 * 60 * 60);
        let owner = t.staff("Nia").await;
        integrations::test(&owner, mail("mae@example.org"), Mode::Live).await.unwrap().unwrap();
    }

    async fn a_test_is_for_those_who_look_after_connections(t: Test) {
        let reader = t.staff_as("Robin", BuiltInRole::ReadOnly).await;
        for trial in [text("07700 900123"), Trial::Text(None), mail("mae@example.org"), Trial::Housing] {
            assert!(matches!(integrations::test(&reader, trial, Mode::Live).await, Err(Error::Denied)));
        }
        assert!(t.text.sent().is_empty() && t.mail.sent().is_empty());
    }
}
