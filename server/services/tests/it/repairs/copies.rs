use super::{cancel, events_of, page_of, refreshed, status_of};
use crate::count;
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    repairs::{Event, Status, Summary},
};
use services::{
    args, both_engines,
    ports::housing::Repair,
    repairs::{self, Before},
    testing::{Answer, Op, Tenant, Test, repair_of},
};

const LAST_WEEK: Millis = Millis(1_795_000_000_000);

fn visit(day: &str) -> Visit {
    Visit {
        day: Day(day.into()),
        from: "08:00".into(),
        to: "12:00".into(),
    }
}

async fn listed(tenant: &Tenant) -> Vec<Summary> {
    repairs::list(&tenant.ctx, None).await.unwrap().repairs
}

both_engines! {
    async fn repairs_reported_by_telephone_are_listed_with_their_history(t: Test) {
        let tenant = t.tenant("Megan").await;
        let booked = Repair { status: Status::Booked, visit: Some(visit("2026-12-03")), ..repair_of("1", LAST_WEEK) };
        t.housing.set_repairs(&tenant.tenancy, vec![booked]);
        let list = listed(&tenant).await;
        assert_eq!((list[0].reference.as_str(), list[0].title.as_str()), ("R-1", "Gutter leaks"));
        assert_eq!(list[0].reported_at, LAST_WEEK);
        assert_eq!(events_of(&tenant, &list[0].id).await, [Event::Reported, Event::VisitBooked(visit("2026-12-03"))]);
    }

    async fn a_changed_status_or_visit_is_an_event_and_no_change_is_none(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", LAST_WEEK)]);
        let id = listed(&tenant).await[0].id.clone();
        refreshed(&t, &tenant).await;
        assert_eq!(events_of(&tenant, &id).await, [Event::Reported]);
        for day in ["2026-12-03", "2026-12-04"] {
            let booked = Repair { status: Status::Booked, visit: Some(visit(day)), ..repair_of("1", LAST_WEEK) };
            t.housing.set_repairs(&tenant.tenancy, vec![booked]);
            refreshed(&t, &tenant).await;
        }
        let expected = [
            Event::Reported,
            Event::Became(Status::Booked),
            Event::VisitBooked(visit("2026-12-03")),
            Event::VisitBooked(visit("2026-12-04")),
        ];
        assert_eq!(events_of(&tenant, &id).await, expected);
    }

    async fn a_visit_that_was_called_off_is_shown_no_longer(t: Test) {
        let tenant = t.tenant("Megan").await;
        let booked = Repair { status: Status::Booked, visit: Some(visit("2026-12-03")), ..repair_of("1", LAST_WEEK) };
        t.housing.set_repairs(&tenant.tenancy, vec![booked.clone()]);
        let id = listed(&tenant).await[0].id.clone();
        t.housing.set_repairs(&tenant.tenancy, vec![Repair { visit: None, ..booked }]);
        refreshed(&t, &tenant).await;
        assert_eq!(page_of(&tenant, &id).await.summary.visit, None);
    }

    async fn a_new_target_day_is_taken_over(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", LAST_WEEK)]);
        let id = listed(&tenant).await[0].id.clone();
        let target = Some(Day("2026-12-24".into()));
        t.housing.set_repairs(&tenant.tenancy, vec![Repair { target: target.clone(), ..repair_of("1", LAST_WEEK) }]);
        refreshed(&t, &tenant).await;
        assert_eq!(page_of(&tenant, &id).await.target, target);
    }

    async fn a_repair_that_is_not_listed_any_more_stays(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", LAST_WEEK)]);
        assert_eq!(listed(&tenant).await.len(), 1);
        t.housing.set_repairs(&tenant.tenancy, vec![]);
        refreshed(&t, &tenant).await;
        assert_eq!(listed(&tenant).await.len(), 1);
    }

    async fn a_repair_that_is_listed_twice_is_shown_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", LAST_WEEK), repair_of("1", LAST_WEEK)]);
        let list = listed(&tenant).await;
        assert_eq!(list.len(), 1);
        assert_eq!(events_of(&tenant, &list[0].id).await, [Event::Reported]);
    }

    async fn joint_tenants_who_look_at_once_get_each_repair_and_event_once(t: Test) {
        let megan = t.tenant("Megan").await;
        let owain = t.joint_tenant("Owain", &megan).await;
        let node = t.another_node().await;
        let there = owain.at(&node);
        let all = |status: Status| (0..15).map(|n| Repair { status, ..repair_of(&n.to_string(), LAST_WEEK) }).collect::<Vec<_>>();
        for (round, status) in [Status::Sent, Status::OnHold, Status::InProgress, Status::Done].into_iter().enumerate() {
            t.housing.set_repairs(&megan.tenancy, all(status));
            tokio::join!(refreshed(&t, &megan), refreshed(&t, &there));
            assert_eq!(count(&t.platform, "select count(*) from repairs", args![]).await, 15);
            let events = count(&t.platform, "select count(*) from repair_events", args![]).await;
            assert_eq!(events, 15 * (i64::try_from(round).unwrap() + 1));
        }
        node.db.close().await;
    }

    async fn our_own_report_is_never_doubled_by_its_copy(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::LostAfter]);
        t.work().await;
        refreshed(&t, &tenant).await;
        let list = listed(&tenant).await;
        assert!(list.iter().map(|row| &row.id).eq([&repair]));
        assert_eq!(list[0].title, "Dripping tap");
        t.work().await;
        t.clock.advance_secs(60);
        t.work().await;
        refreshed(&t, &tenant).await;
        assert_eq!(events_of(&tenant, &repair).await, [Event::Received, Event::PassedOn]);
        assert_eq!((listed(&tenant).await.len(), t.housing.ledger().len()), (1, 1));
    }

    async fn a_report_seen_in_the_housing_system_counts_as_passed_on(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::LostAfter]);
        t.housing.script(Op::Find, vec![Answer::Rejected("broken-search"); 1]);
        t.work().await;
        t.clock.advance_secs(2);
        t.work().await;
        refreshed(&t, &tenant).await;
        assert!(!page_of(&tenant, &repair).await.waiting_to_be_passed_on);
        cancel(&tenant, &repair).await.unwrap();
        t.work().await;
        assert_eq!(t.housing.cancelled(), ["hms-1"]);
    }

    async fn what_the_tenant_cancelled_stays_cancelled_until_the_housing_system_has_answered(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        t.work().await;
        cancel(&tenant, &repair).await.unwrap();
        refreshed(&t, &tenant).await;
        assert_eq!(status_of(&tenant, &repair).await, Status::Cancelled);
    }

    async fn pages_give_every_repair_once_also_those_of_the_same_moment(t: Test) {
        let tenant = t.tenant("Megan").await;
        let many = (0..45).map(|n| repair_of(&n.to_string(), Millis(LAST_WEEK.0 + (n / 15) * 1000)));
        t.housing.set_repairs(&tenant.tenancy, many.collect());
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = repairs::list(&tenant.ctx, before.as_ref()).await.unwrap();
            before = page.repairs.last().map(|row| Before { reported_at: row.reported_at, id: row.id.to_string() });
            seen.extend(page.repairs);
            if !page.has_older {
                break;
            }
        }
        let mut references: Vec<_> = seen.iter().map(|row| row.reference.clone()).collect();
        assert!(seen.is_sorted_by(|a, b| (a.reported_at, &a.id) > (b.reported_at, &b.id)));
        references.sort();
        references.dedup();
        assert_eq!((seen.len(), references.len()), (45, 45));
    }

    async fn repairs_before_the_start_date_are_not_shown(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.set(|settings| settings.repairs_start = Some(Day("2026-11-01".into()))).await;
        let (before, after) = (Millis(1_793_491_199_999), Millis(1_793_491_200_000)); // midnight of 1 November in London
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", before), repair_of("2", after)]);
        let list = listed(&tenant).await;
        assert_eq!(list.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(), ["R-2"]);
        assert_eq!(repairs::open(&tenant.ctx).await.unwrap().len(), 1);
    }

    async fn another_tenancys_copies_are_not_seen(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        t.housing.set_repairs(&megan.tenancy, vec![repair_of("1", LAST_WEEK)]);
        let id = listed(&megan).await[0].id.clone();
        assert!(listed(&owain).await.is_empty());
        assert!(matches!(repairs::details(&owain.ctx, &id).await, Err(services::error::Error::NotFound)));
    }
}
