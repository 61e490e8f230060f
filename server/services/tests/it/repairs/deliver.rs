use super::{events_of, page_of};
use domain::repairs::Event;
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use services::{
    both_engines, outbox,
    testing::{Answer, Offer, Op, Tenant, Test},
};
use tokio::runtime::Handle;

both_engines! {
    async fn an_unknown_outcome_never_makes_a_second_repair(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::LostAfter]);
        t.work().await;
        assert!(page_of(&tenant, &repair).await.waiting_to_be_passed_on);
        t.clock.advance_secs(2);
        t.work().await;
        assert_eq!(t.housing.ledger().len(), 1);
        assert_eq!(events_of(&tenant, &repair).await, [Event::Received, Event::PassedOn]);
        assert_eq!(crate::audited(&t.platform, "repair.passed-on", repair.as_str()).await, 1);
    }

    async fn a_report_that_was_lost_on_the_way_is_sent_again(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::LostBefore]);
        t.housing.script(Op::Find, [Answer::Unavailable]);
        for _ in 0..3 {
            t.work().await;
            t.clock.advance_secs(8);
        }
        assert_eq!(t.housing.ledger().len(), 1);
        assert_eq!(t.housing.calls(Op::Raise), 2);
    }

    async fn whatever_happens_on_the_way_each_report_arrives_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let answer = prop_oneof![
            Just(Answer::Works), Just(Answer::Unavailable), Just(Answer::LostAfter), Just(Answer::LostBefore),
            Just(Answer::Hangs), Just(Answer::HangsAfter),
        ];
        let asked = prop_oneof![3 => Just(Answer::Works), 1 => Just(Answer::Unavailable), 1 => Just(Answer::Hangs)];
        let histories = (vec(answer, 0..6), vec(asked, 0..6));
        let mut runner = TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = tokio::task::block_in_place(|| {
            runner.run(&histories, |(raising, asking)| {
                let reference = Handle::current().block_on(live_through(&t, &tenant, &offer, raising, asking));
                let arrived = t.housing.ledger().into_iter().filter(|known| *known == reference).count();
                prop_assert_eq!(arrived, 1);
                Ok(())
            })
        });
        outcome.unwrap();
    }
}

/// Reports a repair, lets these things happen to it, and gives its reference once the delivery is done.
async fn live_through(
    t: &Test,
    tenant: &Tenant,
    offer: &Offer,
    raising: Vec<Answer>,
    asking: Vec<Answer>,
) -> String {
    t.housing.clear_script();
    let repair = tenant.report(offer).await;
    t.housing.script(Op::Raise, raising);
    t.housing.script(Op::Find, asking);
    while page_of(tenant, &repair).await.waiting_to_be_passed_on {
        let hung = t.housing.hanging();
        let crash = async {
            while t.housing.hanging() == hung {
                tokio::task::yield_now().await;
            }
        };
        // A worker that hangs is killed; its jobs are aborted with it.
        tokio::select! {
            done = outbox::run_due(&t.platform) => drop(done.unwrap()),
            () = crash => {}
        }
        t.clock.advance_secs(61);
    }
    page_of(tenant, &repair).await.summary.reference
}
