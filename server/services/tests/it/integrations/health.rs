//! How connections are doing: the same on every node, without asking any system.

use crate::audited;
use domain::{
    integrations::{Mode, Slot, State, Trial},
    permissions::BuiltInRole,
};
use services::{
    both_engines,
    context::Ctx,
    error::Error,
    integrations::{self, Meter, Status},
    ports::{PortError, Trouble},
    testing::{Answer, Test},
};
use std::time::Duration;

const WRONG: PortError = PortError::Misconfigured(Trouble::WrongCredentials);
const DOWN: PortError = PortError::Unavailable(Trouble::CannotConnect);
const TOOK: Duration = Duration::from_millis(120);

/// What the newest adapter of the housing system counts with.
fn meter(t: &Test) -> Meter {
    let made = t.switchboard.made();
    made.into_iter()
        .rfind(|made| made.slot == Slot::Housing)
        .unwrap()
        .meter
}

async fn housing(ctx: &Ctx) -> Status {
    integrations::status(ctx, Slot::Housing, Mode::Live)
        .await
        .unwrap()
        .unwrap()
}

both_engines! {
    async fn every_node_shows_what_any_node_experienced(t: Test) {
        let owner = t.staff("Olwen").await;
        let there = Ctx { platform: t.another_node().await, ..owner.clone() };
        let (mine, theirs) = (t.switchboard.made().remove(0).meter, meter(&t));
        assert_eq!(housing(&there).await.state, State::Untried);
        let now = t.platform.clock.now();
        mine.note(Ok(()), TOOK, now);
        theirs.note(Err(&DOWN), TOOK * 3, now);
        theirs.note(Ok(()), TOOK, now);
        for node in [&t.platform, &there.platform] {
            node.refresh().await.unwrap();
        }
        let seen = housing(&owner).await;
        assert_eq!(seen, housing(&there).await);
        assert_eq!(seen.state, State::Connected);
        let minute = seen.minutes.last().unwrap();
        assert_eq!((minute.calls, minute.faults, minute.total_ms, minute.slowest_ms), (3, 1, 600, 360));
        assert_eq!(seen.error.unwrap().1, "cannot-connect");
        assert_eq!(seen.minutes.iter().map(|minute| minute.calls).sum::<i64>(), 3);
    }

    async fn a_state_follows_the_last_call_and_the_version_in_use(t: Test) {
        let owner = t.staff("Olwen").await;
        let old = meter(&t);
        let steps: [(Result<(), &PortError>, State); 6] = [
            (Err(&WRONG), State::Failing),
            (Err(&DOWN), State::Degraded),
            // It was not even asked.
            (Err(&PortError::Unavailable(Trouble::Resting)), State::Degraded),
            // A refusal is an answer.
            (Err(&PortError::Rejected("SearchTooWide".into())), State::Connected),
            (Err(&WRONG), State::Failing),
            (Ok(()), State::Connected),
        ];
        for (outcome, state) in steps {
            t.clock.advance_secs(1);
            old.note(outcome, TOOK, t.platform.clock.now());
            t.platform.refresh().await.unwrap();
            assert_eq!(housing(&owner).await.state, state, "{outcome:?}");
        }
        let owner = t.staff("Nia").await;
        integrations::disable(&owner, Slot::Housing, Mode::Live, 1).await.unwrap();
        assert_eq!(housing(&owner).await.state, State::Off);
        integrations::enable(&owner, Slot::Housing, Mode::Live, 2).await.unwrap();
        assert_eq!(housing(&owner).await.state, State::Untried, "it is another version");
        // A call of the earlier version that ends only now says nothing about this one.
        meter(&t).note(Ok(()), TOOK, t.platform.clock.now());
        t.platform.refresh().await.unwrap();
        t.clock.advance_secs(5);
        old.note(Err(&WRONG), TOOK, t.platform.clock.now());
        t.platform.refresh().await.unwrap();
        assert_eq!(housing(&owner).await.state, State::Connected);
    }

    async fn a_test_mails_whoever_asks_and_is_on_record(t: Test) {
        let owner = t.staff("Olwen").await;
        let services::context::Actor::Staff(staff) = &owner.actor else { panic!() };
        assert_eq!(integrations::test(&owner, Trial::Mail(None), Mode::Live).await.unwrap(), Ok(()));
        assert_eq!(t.mail.sent_to(staff.email.as_str()).len(), 1);
        t.mail.script([Answer::Unavailable]);
        t.clock.advance_secs(1);
        assert_eq!(integrations::test(&owner, Trial::Mail(None), Mode::Live).await.unwrap(), Err(DOWN));
        let seen = integrations::status(&owner, Slot::Mail, Mode::Live).await.unwrap().unwrap();
        assert_eq!(seen.state, State::Degraded);
        assert_eq!(audited(&t.platform, "connection.tested", "mail").await, 2);
        let reader = t.staff_as("Robin", BuiltInRole::ReadOnly).await;
        assert!(matches!(integrations::test(&reader, Trial::Mail(None), Mode::Live).await, Err(Error::Denied)));
        assert!(matches!(integrations::overview(&reader, Mode::Live).await, Err(Error::Denied)));
    }

    async fn minutes_are_forgotten_after_a_day(t: Test) {
        let owner = t.staff("Olwen").await;
        meter(&t).note(Ok(()), TOOK, t.platform.clock.now());
        t.platform.refresh().await.unwrap();
        t.clock.advance_secs(60 * 60);
        assert!(housing(&owner).await.minutes.iter().all(|minute| minute.calls == 0), "only the last hour is shown");
        integrations::sweep(&t.platform).await.unwrap();
        let kept = "select count(*) from integration_minutes";
        assert_eq!(crate::count(&t.platform, kept, services::args![]).await, 1);
        t.clock.advance_secs(24 * 60 * 60);
        integrations::sweep(&t.platform).await.unwrap();
        assert_eq!(crate::count(&t.platform, kept, services::args![]).await, 0);
    }
}
