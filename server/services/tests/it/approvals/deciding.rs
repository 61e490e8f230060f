//! Agreeing, refusing, taking back, and what time and others do meanwhile.

use super::{
    approve, asked_for_export, asked_for_sso, by, draft, fresh, id_of, is_live, is_missing, refuse, waits,
    wish,
};
use domain::{
    approvals::{Failure, LIFE_SECS, State},
    permissions::BuiltInRole,
};
use services::{
    approvals::{self, Deed, May, Outcome},
    args, both_engines,
    error::{Conflict, Error},
    sso,
    testing::Test,
};

both_engines! {
    async fn a_second_owner_agrees_and_it_is_done_once_as_it_was_asked_for(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let reader = t.staff_as("Rita", BuiltInRole::ReadOnly).await;
        let version = draft(&t, &olwen).await;
        let id = waits(sso::enable(&olwen, wish(&version)).await.unwrap());
        assert!(!is_live(&olwen).await, "nothing happens before");
        t.work().await;
        let mails = t.mail.sent_to("rhys@landlord.example.org");
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Olwen") && mails[0].text.contains(&format!("/console/approvals/{id}")));
        assert!(!mails[0].text.contains("Monday"), "why stands behind the link");
        assert!(t.mail.sent_to("olwen@landlord.example.org").is_empty());
        assert!(t.mail.sent_to("rita@landlord.example.org").is_empty());
        // Pressed again, it is the same request.
        assert_eq!(waits(sso::enable(&olwen, wish(&version)).await.unwrap()), id);
        assert_eq!(waits(sso::enable(&rhys, wish(&version)).await.unwrap()), id);

        let (request, may) = approvals::one(&rhys, &id).await.unwrap();
        assert_eq!((may, request.state, request.reason.as_str()), (May::Decide, State::Waiting, "We move to Microsoft on Monday"));
        assert!(matches!(&request.deed, Deed::EnableSso { version: asked, domains, .. } if *asked == version && *domains == ["landlord.example.org"]));
        assert!(matches!(approvals::one(&olwen, &id).await.unwrap().1, May::Withdraw(others) if others == ["Rhys"]));
        assert!(is_missing(&approvals::one(&reader, &id).await));
        assert!(is_missing(&approve(&reader, &id).await) && is_missing(&refuse(&reader, &id).await));
        let own = approve(&olwen, &id).await;
        assert!(matches!(own, Err(Error::Conflict(Conflict::OwnRequest))), "{own:?}");
        assert!(!is_live(&olwen).await);

        assert_eq!(approve(&rhys, &id).await.unwrap(), Outcome::Done);
        assert!(is_live(&olwen).await);
        assert_eq!(sso::overview(&olwen).await.unwrap().live, Some(version));
        assert_eq!((by(&t, "approval.asked", &olwen).await, by(&t, "sso.enabled", &olwen).await, by(&t, "approval.given", &rhys).await), (1, 1, 1));
        for ctx in [&olwen, &rhys] {
            assert!(approve(ctx, &id).await.is_err(), "a replay does nothing");
        }
        assert_eq!(by(&t, "sso.enabled", &olwen).await, 1);
        t.work().await;
        let told = t.mail.sent_to("olwen@landlord.example.org");
        assert!(told.iter().any(|mail| mail.text.contains("Rhys agreed")));
        let (request, may) = approvals::one(&olwen, &id).await.unwrap();
        assert_eq!((request.state, request.decider.as_str(), may), (State::Done, "Rhys", May::Nothing));
    }

    async fn whoever_answers_first_is_the_only_one(t: Test) {
        let (olwen, rhys, sian) = (t.staff("Olwen").await, t.staff("Rhys").await, t.staff("Sian").await);
        let id = asked_for_sso(&t, &olwen).await;
        let both = tokio::join!(approve(&rhys, &id), approve(&sian, &id));
        let outcomes = [both.0, both.1];
        let given = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Done))).count();
        let late = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Conflict(Conflict::AlreadyDecided)))).count();
        assert_eq!((given, late), (1, 1), "{outcomes:?}");
        assert_eq!(by(&t, "sso.enabled", &olwen).await, 1);
        // Agreed to, refused and taken back at once.
        let id = asked_for_export(&olwen).await;
        let all = tokio::join!(approve(&rhys, &id), refuse(&sian, &id), approvals::withdraw(&olwen, Some(id.clone())));
        let count = [all.0.is_ok(), all.1.is_ok(), all.2.is_ok()].into_iter().filter(|is_ok| *is_ok).count();
        assert_eq!(count, 1);
        t.work().await;
        let over = |mails: Vec<services::ports::mail::Message>| mails.iter().any(|mail| mail.text.contains("nothing any more"));
        assert!(over(t.mail.sent_to("rhys@landlord.example.org")) || over(t.mail.sent_to("sian@landlord.example.org")));
    }

    async fn what_fails_half_way_leaves_it_waiting(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let id = asked_for_sso(&t, &olwen).await;
        // The last thing that agreeing does cannot be written.
        t.platform.db.execute("alter table outbox rename to outbox_away", args![]).await.unwrap();
        let failed = approve(&rhys, &id).await;
        assert!(matches!(failed, Err(Error::Db(_))), "{failed:?}");
        t.platform.db.execute("alter table outbox_away rename to outbox", args![]).await.unwrap();
        assert!(!is_live(&olwen).await);
        assert_eq!(by(&t, "approval.given", &rhys).await + by(&t, "sso.enabled", &olwen).await, 0);
        assert_eq!(approvals::one(&rhys, &id).await.unwrap().0.state, State::Waiting);
        assert_eq!(approve(&rhys, &id).await.unwrap(), Outcome::Done);
        assert!(is_live(&olwen).await);
    }

    async fn what_is_not_as_it_was_is_not_done(t: Test) {
        let (olwen, rhys, sian) = (t.staff("Olwen").await, t.staff("Rhys").await, t.staff("Sian").await);
        let id = asked_for_sso(&t, &olwen).await;
        draft(&t, &sian).await;
        assert_eq!(approve(&rhys, &id).await.unwrap(), Outcome::Failed(Failure::Changed));
        assert!(!is_live(&olwen).await);
        let request = approvals::one(&olwen, &id).await.unwrap().0;
        assert_eq!((request.state, request.failure), (State::Failed, Some(Failure::Changed)));
        t.work().await;
        assert!(t.mail.sent_to("olwen@landlord.example.org").iter().any(|mail| mail.text.contains("Nothing came of")));
        assert_eq!(by(&t, "approval.failed", &rhys).await, 1);

        for taken in ["update staff set role = 'read-only' where id = $1", "update staff set disabled_at = 1 where id = $1"] {
            let asker = t.staff(if taken.contains("role") { "Ann" } else { "Bob" }).await;
            let id = asked_for_sso(&t, &asker).await;
            t.platform.db.execute(taken, args![id_of(&asker)]).await.unwrap();
            assert_eq!(approve(&rhys, &id).await.unwrap(), Outcome::Failed(Failure::Asker), "{taken}");
            assert!(!is_live(&olwen).await);
        }
        // The one who would agree lost the right since their page was shown.
        let id = asked_for_sso(&t, &olwen).await;
        t.platform.db.execute("update staff set role = 'repairs' where id = $1", args![id_of(&sian)]).await.unwrap();
        assert!(is_missing(&approve(&sian, &id).await));
        assert!(!is_live(&olwen).await);
    }

    async fn what_was_sealed_for_one_request_is_not_done_by_another(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let export = asked_for_export(&olwen).await;
        let sso = asked_for_sso(&t, &olwen).await;
        let readable = "select count(*) from approvals where sealed like '%Monday%' or sealed like '%auditors%'";
        assert_eq!(crate::count(&t.platform, readable, args![]).await, 0, "reasons are sealed");
        let swap = "update approvals set sealed = (select sealed from approvals where id = $2) where id = $1";
        t.platform.db.execute(swap, args![export.as_str(), sso.as_str()]).await.unwrap();
        let tampered = approve(&rhys, &export).await;
        assert!(matches!(tampered, Err(Error::Stored(_))), "{tampered:?}");
        assert!(!is_live(&olwen).await);
    }

    async fn asking_and_agreeing_take_a_fresh_proof_and_a_reason(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let version = draft(&t, &olwen).await;
        let silent = domain::sso::Enable { reason: String::new(), ..wish(&version) };
        let Err(Error::Form(errors)) = sso::enable(&olwen, silent).await else { panic!("no reason was given") };
        assert_eq!(errors.code("approval_reason"), Some(&domain::forms::Code::Required));
        let id = waits(sso::enable(&olwen, wish(&version)).await.unwrap());
        t.clock.advance_secs(601);
        assert!(matches!(sso::enable(&olwen, wish(&version)).await, Err(Error::ProveFirst)));
        assert!(matches!(approve(&rhys, &id).await, Err(Error::ProveFirst)));
        assert_eq!(approve(&fresh(&t, &rhys), &id).await.unwrap(), Outcome::Done);
    }

    async fn a_refusal_says_why_and_it_can_be_asked_for_again(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let id = asked_for_export(&olwen).await;
        assert!(matches!(refuse(&olwen, &id).await, Err(Error::Conflict(Conflict::OwnRequest))));
        assert!(is_missing(&approvals::withdraw(&rhys, Some(id.clone())).await));
        refuse(&rhys, &id).await.unwrap();
        let request = approvals::one(&olwen, &id).await.unwrap().0;
        assert_eq!((request.state, request.refusal.as_str()), (State::Refused, "Not before Monday"));
        assert!(matches!(approve(&rhys, &id).await, Err(Error::Conflict(Conflict::AlreadyDecided))));
        t.work().await;
        let told = t.mail.sent_to("olwen@landlord.example.org");
        assert!(told.len() == 1 && told[0].text.contains("Rhys did not agree") && !told[0].text.contains("Not before"));
        let again = asked_for_export(&olwen).await;
        assert_ne!(again, id);
        approvals::withdraw(&olwen, Some(again.clone())).await.unwrap();
        assert!(matches!(approve(&rhys, &again).await, Err(Error::Conflict(Conflict::AlreadyDecided))));
        assert_eq!(by(&t, "approval.withdrawn", &olwen).await, 1);
    }

    async fn what_nobody_answers_ends_and_the_asker_is_told_once(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let node = t.another_node().await;
        let id = asked_for_export(&olwen).await;
        t.clock.advance_secs(LIFE_SECS - 1);
        approvals::expire_due(&t.platform).await.unwrap();
        assert_eq!(approvals::one(&rhys, &id).await.unwrap().0.state, State::Waiting);
        t.clock.advance_secs(1);
        let rhys = fresh(&t, &rhys);
        assert!(matches!(approve(&rhys, &id).await, Err(Error::Conflict(Conflict::RequestOver))));
        assert_eq!(approvals::one(&rhys, &id).await.unwrap().0.state, State::Expired);
        let looks = tokio::join!(approvals::expire_due(&t.platform), approvals::expire_due(&node));
        looks.0.and(looks.1).unwrap();
        t.work().await;
        assert_eq!(t.mail.sent_to("olwen@landlord.example.org").len(), 1);
        assert_eq!(crate::audited(&t.platform, "approval.expired", id.as_str()).await, 1);
        // One that nobody has ended yet is in nobody's way.
        let second = asked_for_export(&fresh(&t, &olwen)).await;
        t.clock.advance_secs(LIFE_SECS);
        assert_ne!(asked_for_export(&fresh(&t, &olwen)).await, second);
        node.db.close().await;
    }
}
