//! Leases, crashes, back-off, giving up.

use crate::{count, until};
use domain::ids::{JobId, RepairId};
use services::{
    args, auth, both_engines,
    context::Ctx,
    error::Error,
    outbox::{self, Delivery},
    repairs::desk,
    testing::{Answer, Op, PASSWORD, Test},
};
use std::sync::Arc;

async fn delivery(t: &Test, repair: &RepairId, kind: &str) -> Delivery {
    let all = outbox::for_subject(&t.platform.db, repair.as_str())
        .await
        .unwrap();
    all.into_iter().find(|delivery| delivery.kind == kind).unwrap()
}

fn in_background(platform: &Arc<services::context::Platform>) -> tokio::task::JoinHandle<usize> {
    let platform = Arc::clone(platform);
    tokio::spawn(async move { outbox::run_due(&platform).await.unwrap() })
}

both_engines! {
    async fn two_workers_never_do_one_job_at_the_same_time(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..12 {
            tenant.report(&offer).await;
        }
        let node = t.another_node().await;
        let work = |platform: &Arc<services::context::Platform>| {
            let platform = Arc::clone(platform);
            tokio::spawn(async move { while outbox::run_due(&platform).await.unwrap() > 0 {} })
        };
        for worker in [work(&t.platform), work(&node), work(&t.platform), work(&node)] {
            worker.await.unwrap();
        }
        assert_eq!(t.housing.calls(Op::Raise), 12);
        assert_eq!(t.housing.most_at_once(), 1);
        assert_eq!(t.mail.sent().len(), 12);
        node.db.close().await;
    }

    async fn a_job_that_is_being_done_is_not_given_out_again(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        let gate = t.housing.hold();
        let worker = in_background(&t.platform);
        until(|| t.housing.calls(Op::Raise) == 1).await;
        assert_eq!(outbox::run_due(&t.platform).await.unwrap(), 0);
        gate.open();
        assert_eq!(worker.await.unwrap(), 2);
    }

    async fn after_a_crash_the_next_worker_asks_before_it_sends(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::HangsAfter]);
        let worker = in_background(&t.platform);
        until(|| t.housing.ledger().len() == 1).await;
        worker.abort();
        let node = t.another_node().await;
        t.clock.advance_secs(59);
        assert_eq!(outbox::run_due(&node).await.unwrap(), 0);
        t.clock.advance_secs(1);
        assert!(outbox::run_due(&node).await.unwrap() > 0);
        assert_eq!((t.housing.calls(Op::Find), t.housing.calls(Op::Raise)), (1, 1));
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "done");
        assert_eq!(t.housing.ledger().len(), 1);
        node.db.close().await;
    }

    async fn a_worker_that_overslept_its_lease_does_not_disturb_the_next(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::Rejected("closed-for-the-night")]);
        let first_gate = t.housing.hold();
        let sleeper = in_background(&t.platform);
        until(|| t.housing.calls(Op::Raise) == 1).await;
        t.clock.advance_secs(60);
        let second_gate = t.housing.hold();
        let next = in_background(&t.platform);
        until(|| t.housing.calls(Op::Find) == 1).await;
        first_gate.open();
        sleeper.await.unwrap();
        t.clock.advance_secs(30);
        assert_eq!(outbox::run_due(&t.platform).await.unwrap(), 0, "the job was given out twice");
        second_gate.open();
        next.await.unwrap();
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "done");
        assert_eq!(t.housing.ledger().len(), 1);
    }

    async fn a_try_that_failed_is_repeated_later_and_later(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::Unavailable]);
        t.work().await;
        let waiting = delivery(&t, &repair, "send-repair").await;
        assert_eq!((waiting.state.as_str(), waiting.attempts, waiting.last_error.as_str()), ("waiting", 1, "cannot-connect"));
        let wait = (waiting.run_after - services::ports::clock::Clock::now(&*t.clock).0) / 1000;
        assert!((1..=2).contains(&wait), "{wait}");
        t.clock.advance_secs(2);
        t.work().await;
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "done");
    }

    async fn what_is_refused_is_given_up_until_staff_try_again(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::Rejected("unknown-sor")]);
        t.work().await;
        let dead = delivery(&t, &repair, "send-repair").await;
        assert_eq!((dead.state.as_str(), dead.last_error.as_str()), ("dead", "unknown-sor"));
        let staff = t.staff("Sian").await;
        let job = JobId::parse(&dead.id).unwrap();
        desk::try_again(&staff, Some(&job)).await.unwrap();
        assert!(matches!(desk::try_again(&staff, Some(&job)).await, Err(Error::NotFound)));
        assert!(matches!(desk::try_again(&tenant.ctx, Some(&job)).await, Err(Error::Denied)));
        t.work().await;
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "done");
        assert_eq!(t.housing.ledger().len(), 1);
        assert_eq!(crate::audited(&t.platform, "delivery.retried", repair.as_str()).await, 1);
    }

    async fn after_three_days_a_person_is_asked(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.set_down(true);
        for _ in 0..71 {
            t.work().await;
            t.clock.advance_secs(3600);
        }
        t.work().await;
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "waiting");
        t.clock.advance_secs(3600);
        t.work().await;
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "dead");
        let details = services::repairs::details(&tenant.ctx, &repair).await.unwrap();
        assert!(details.waiting_to_be_passed_on, "the tenant still sees the report");
    }

    async fn a_code_is_never_sent_late(t: Test) {
        let tenant = t.tenant("Megan").await;
        let entry = domain::identity::SignIn { email: tenant.email.clone(), password: PASSWORD.into(), next: String::new() };
        let browser = auth::Browser::default();
        auth::sign_in(&t.platform, domain::identity::Plane::Portal, entry, &browser).await.unwrap();
        t.clock.advance_secs(600);
        t.work().await;
        assert!(t.mail.sent().is_empty());
        let (id, state, payload) = t.platform.db
            .one::<(String, String, String)>("select id, state, payload from outbox", args![]).await.unwrap();
        assert_eq!((state.as_str(), payload.as_str()), ("dead", ""));
        let again = desk::try_again(&t.staff("Sian").await, JobId::parse(&id).as_ref()).await;
        assert!(matches!(again, Err(Error::NotFound)), "an expired code can be sent again");
        t.clock.advance_secs(31 * 24 * 3600);
        outbox::sweep(&t.platform).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from outbox", args![]).await, 0);
    }

    async fn a_message_is_sealed_while_it_waits_and_emptied_when_it_is_sent(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        let payload = async || {
            let sql = "select payload from outbox where kind = 'send-mail'";
            t.platform.db.one::<(String,)>(sql, args![]).await.unwrap().0
        };
        assert!(!payload().await.contains("megan@example.org"));
        t.work().await;
        assert_eq!(payload().await, "");
        assert_eq!(t.mail.sent()[0].to, "megan@example.org");
    }

    async fn a_message_whose_outcome_is_unknown_is_sent_again_under_the_same_id(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        t.mail.script([Answer::LostAfter]);
        t.work().await;
        t.clock.advance_secs(2);
        t.work().await;
        let sent = t.mail.sent();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[0].id, sent[1].id);
    }

    async fn a_job_that_cannot_be_read_is_given_up_and_does_not_come_back_for_ever(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        let spoil = "update outbox set payload = 'nonsense' where kind = 'send-repair'";
        t.platform.db.execute(spoil, args![]).await.unwrap();
        t.work().await;
        assert_eq!(delivery(&t, &repair, "send-repair").await.state, "dead");
        assert_eq!(t.mail.sent().len(), 1, "other jobs go on");
    }

    async fn an_idle_worker_has_nothing_to_do(t: Test) {
        assert_eq!(outbox::run_due(&t.platform).await.unwrap(), 0);
        let ctx = Ctx::system(Arc::clone(&t.platform));
        assert!(matches!(desk::try_again(&ctx, None).await, Err(Error::Denied)));
    }
}
