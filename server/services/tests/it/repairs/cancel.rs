use super::{cancel, events_of, page_of, refreshed, status_of};
use crate::audited;
use domain::{
    dates::Day,
    housing::Visit,
    ids::JobId,
    repairs::{Cancelling, Event, Status},
};
use services::{
    both_engines,
    error::{Conflict, Error},
    outbox,
    repairs::desk,
    testing::{Answer, Op, Test},
};
use std::sync::Arc;

fn not_cancellable<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Conflict(Conflict::NotCancellable)))
}

both_engines! {
    async fn a_repair_cancelled_before_it_was_sent_is_never_raised(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        cancel(&tenant, &repair).await.unwrap();
        assert_eq!(status_of(&tenant, &repair).await, Status::Cancelled);
        t.work().await;
        t.clock.advance_secs(10);
        t.work().await;
        assert_eq!((t.housing.calls(Op::Raise), t.housing.calls(Op::Cancel)), (0, 0));
        assert_eq!(events_of(&tenant, &repair).await, [Event::Received, Event::CancelAsked, Event::CancelConfirmed]);
        assert_eq!(audited(&t.platform, "repair.cancelled", repair.as_str()).await, 1);
    }

    async fn a_repair_that_was_passed_on_is_cancelled_there(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        cancel(&tenant, &repair).await.unwrap();
        t.work().await;
        assert_eq!(t.housing.cancelled(), ["hms-1"]);
        let events = events_of(&tenant, &repair).await;
        assert_eq!(events, [Event::Received, Event::PassedOn, Event::CancelAsked, Event::CancelConfirmed]);
        refreshed(&t, &tenant).await;
        assert_eq!(status_of(&tenant, &repair).await, Status::Cancelled);
    }

    async fn cancelling_twice_even_at_once_is_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        let presses = (0..10).map(|_| cancel(&tenant, &repair));
        for outcome in futures_util::future::join_all(presses).await {
            outcome.unwrap();
        }
        cancel(&tenant, &repair).await.unwrap();
        t.work().await;
        assert_eq!(t.housing.cancelled().len(), 1);
        assert_eq!(audited(&t.platform, "repair.cancelled", repair.as_str()).await, 1);
    }

    async fn a_repair_cancelled_while_it_is_being_sent_is_cancelled_there(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        let gate = t.housing.hold();
        let platform = Arc::clone(&t.platform);
        let worker = tokio::spawn(async move { outbox::run_due(&platform).await.unwrap() });
        crate::until(|| t.housing.calls(Op::Raise) == 1).await;
        cancel(&tenant, &repair).await.unwrap();
        outbox::run_due(&t.platform).await.unwrap();
        assert_eq!(t.housing.calls(Op::Cancel), 0);
        gate.open();
        worker.await.unwrap();
        t.clock.advance_secs(10);
        t.work().await;
        assert_eq!(t.housing.cancelled(), ["hms-1"]);
        assert_eq!(status_of(&tenant, &repair).await, Status::Cancelled);
        let confirmed = events_of(&tenant, &repair).await.into_iter().filter(|event| *event == Event::CancelConfirmed);
        assert_eq!(confirmed.count(), 1);
    }

    async fn being_passed_on_in_the_same_moment_is_no_reason_to_refuse_a_cancellation(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..8 {
            let repair = tenant.report(&offer).await;
            t.clock.advance_secs(1);
            let (cancelled, _done) = tokio::join!(cancel(&tenant, &repair), outbox::run_due(&t.platform));
            cancelled.unwrap();
            t.clock.advance_secs(60);
            t.work().await;
        }
        assert_eq!(t.housing.ledger().len(), t.housing.cancelled().len());
    }

    async fn a_refused_cancellation_is_undone_and_told(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        cancel(&tenant, &repair).await.unwrap();
        t.housing.script(Op::Cancel, [Answer::Rejected("work-started")]);
        t.work().await;
        let page = page_of(&tenant, &repair).await;
        assert_eq!((page.summary.status, page.cancelling), (Status::InProgress, Cancelling::TooFarOn));
        assert_eq!(page.timeline.last().unwrap().event, Event::CancelRefused);
        let mail = t.mail.sent_to("megan@example.org").pop().unwrap();
        assert!(mail.text.contains(&page.summary.reference) && mail.text.contains("could not be cancelled"));
        assert_eq!(audited(&t.platform, "repair.cancel-refused", repair.as_str()).await, 1);
    }

    async fn the_landlord_can_switch_cancelling_off(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.set(|settings| settings.customers_can_cancel = false).await;
        assert!(not_cancellable(&cancel(&tenant, &repair).await));
        assert_eq!(page_of(&tenant, &repair).await.cancelling, Cancelling::SwitchedOff);
    }

    async fn a_visit_is_cancelled_with_the_notice_that_the_landlord_asks_for(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        let reference = page_of(&tenant, &repair).await.summary.reference;
        let visit = Visit { day: Day("2026-12-03".into()), from: "09:00".into(), to: "12:00".into() };
        t.housing.change_raised(&reference, |there| {
            there.status = Status::Booked;
            there.visit = Some(visit.clone());
        });
        refreshed(&t, &tenant).await;
        t.set(|settings| settings.cancel_notice_days = 2).await;
        t.clock.set_local("2026-12-01", "09:00");
        assert!(not_cancellable(&cancel(&tenant, &repair).await));
        assert_eq!(page_of(&tenant, &repair).await.cancelling, Cancelling::TooLate);
        t.clock.set_local("2026-12-01", "08:59");
        cancel(&tenant, &repair).await.unwrap();
    }

    async fn what_the_housing_system_calls_too_far_on_is_not_cancelled(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        let reference = page_of(&tenant, &repair).await.summary.reference;
        t.housing.change_raised(&reference, |there| there.cancellable = false);
        refreshed(&t, &tenant).await;
        assert!(not_cancellable(&cancel(&tenant, &repair).await));
        assert_eq!(t.housing.calls(Op::Cancel), 0);
    }

    async fn a_repair_cancelled_after_its_delivery_was_given_up_is_never_raised(t: Test) {
        let (tenant, offer, staff) = (t.tenant("Megan").await, t.offer().await, t.staff("Sian").await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::Rejected("unknown-sor")]);
        t.work().await;
        cancel(&tenant, &repair).await.unwrap();
        t.work().await;
        let deliveries = outbox::for_subject(&t.platform.db, repair.as_str()).await.unwrap();
        for delivery in deliveries.iter().filter(|delivery| delivery.state == "dead") {
            desk::try_again(&staff, JobId::parse(&delivery.id).as_ref()).await.unwrap();
        }
        t.clock.advance_secs(10);
        t.work().await;
        assert!(t.housing.ledger().is_empty());
        assert_eq!(events_of(&tenant, &repair).await.last(), Some(&Event::CancelConfirmed));
    }

    async fn a_repair_that_arrived_unnoticed_and_was_then_cancelled_is_cancelled_there(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::LostAfter]);
        t.work().await;
        cancel(&tenant, &repair).await.unwrap();
        for _ in 0..5 {
            t.clock.advance_secs(60);
            t.work().await;
        }
        assert_eq!((t.housing.ledger().len(), t.housing.cancelled().len()), (1, 1));
        assert_eq!(events_of(&tenant, &repair).await.last(), Some(&Event::CancelConfirmed));
    }
}
