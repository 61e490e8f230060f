//! Comparing all customers with the housing system.

use crate::{audited, count};
use domain::{dates::Day, housing::SyncState, ids::SyncId, permissions::BuiltInRole};
use services::{
    args, both_engines,
    context::Ctx,
    customers,
    error::{Conflict, Error},
    hms::sync::{self, Run, Unseen},
    ports::housing::{Party, Person, PersonRecord, Role, Tenancy},
    testing::{Answer, Op, Tenant, Test},
};
use std::sync::Arc;

/// Puts a tenant on record there, under a name of theirs.
fn on_record(t: &Test, tenant: &Tenant, surname: &str) {
    let record = PersonRecord {
        person: Person {
            id: tenant.customer.person_id.clone(),
            forenames: tenant.customer.name.clone(),
            surname: surname.to_owned(),
            preferred_name: None,
        },
        reference: format!("4-{}", tenant.customer.person_id),
        born: Some(Day("1980-01-02".into())),
        is_deceased: false,
    };
    t.housing.keep_person(record, vec![]);
}

/// So many customers who have not been here, all on record, and pages of three.
async fn landlord(t: &Test, count: usize) -> Vec<Tenant> {
    t.housing.set_page_size(3);
    let mut all = Vec::new();
    for number in 0..count {
        let tenant = t
            .newcomer(
                &format!("Tenant{number}"),
                &format!("tenancy-{number}"),
                Role::Main,
            )
            .await;
        on_record(t, &tenant, "Price");
        all.push(tenant);
    }
    all
}

async fn newest(ctx: &Ctx) -> Run {
    sync::overview(ctx, None).await.unwrap().runs.remove(0)
}

async fn run_to_its_end(t: &Test, ctx: &Ctx, of_everybody: bool) -> Run {
    sync::start(ctx, of_everybody).await.unwrap();
    sync::run_due(&t.platform).await.unwrap();
    newest(ctx).await
}

/// Everything that a comparison writes, as text.
async fn copies(t: &Test) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "select customer_id || reference || forenames || surname || unseen from housing_people order by 1",
        "select customer_id || tenancy_id || role || is_main from customer_tenancies order by 1",
        "select tenancy_id || reference || asset_id || address || tenure || told from homes order by 1",
        "select tenancy_id || person_id || name || role from tenancy_parties order by 1",
        "select id || name || last_name from customers order by 1",
    ] {
        let rows: Vec<(String,)> = t.platform.db.all(sql, args![]).await.unwrap();
        all.extend(rows.into_iter().map(|(row,)| row));
    }
    all
}

fn id_of(run: &Run) -> Option<SyncId> {
    SyncId::parse(&run.id)
}

both_engines! {
    async fn every_customer_has_their_home_and_their_name_afterwards(t: Test) {
        let tenants = landlord(&t, 10).await;
        let ctx = t.staff("Olwen").await;
        let run = run_to_its_end(&t, &ctx, false).await;
        assert_eq!(run.state(), SyncState::Done);
        assert_eq!((run.pages, run.told, run.changed, run.of_everybody), (4, 10, 10, true));
        let record = customers::record(&ctx, &tenants[9].customer.id).await.unwrap();
        assert_eq!(record.tenancies[0].address, "1 High Street\nBangor\nLL57 1AA");
        assert_eq!(record.person.unwrap().surname, "Price");
        assert_eq!(audited(&t.platform, "sync.done", &run.id).await, 1);
    }

    async fn what_is_told_again_unchanged_writes_nothing_and_asks_for_no_home(t: Test) {
        landlord(&t, 7).await;
        let ctx = t.staff("Olwen").await;
        run_to_its_end(&t, &ctx, true).await;
        let (before, asked) = (copies(&t).await, t.housing.calls(Op::Asset));
        t.clock.advance_secs(3600);
        let again = run_to_its_end(&t, &ctx, true).await;
        assert_eq!((again.told, again.changed), (7, 0));
        assert_eq!((copies(&t).await, t.housing.calls(Op::Asset)), (before, asked));
    }

    async fn a_name_that_changes_there_changes_here_and_one_spelled_otherwise_does_not(t: Test) {
        let tenants = landlord(&t, 2).await;
        let ctx = t.staff("Olwen").await;
        run_to_its_end(&t, &ctx, true).await;
        let surname = async |tenant: &Tenant| {
            let record = customers::record(&ctx, &tenant.customer.id).await.unwrap();
            record.who.last_name
        };
        assert_eq!(surname(&tenants[0]).await, "", "the account had another spelling");
        on_record(&t, &tenants[0], "Price-Jones");
        let run = run_to_its_end(&t, &ctx, true).await;
        assert_eq!(run.changed, 1);
        assert_eq!((surname(&tenants[0]).await.as_str(), surname(&tenants[1]).await.as_str()), ("Price-Jones", ""));
    }

    async fn joint_tenants_and_who_left_are_told_apart(t: Test) {
        let megan = t.newcomer("Megan", "shared", Role::Main).await;
        let owain = t.newcomer("Owain", "shared", Role::Joint).await;
        for tenant in [&megan, &owain] {
            on_record(&t, tenant, "Price");
        }
        let party = |id: &str, role| Party { person_id: id.into(), name: id.to_uppercase(), role, ..Party::default() };
        let shared = |role: Role| Tenancy {
            id: "shared".into(),
            reference: "T-shared".into(),
            role,
            tenure: Some("SECURE".into()),
            asset_id: Some("asset-shared".into()),
            parties: vec![party(&megan.customer.person_id, Role::Main), party("gareth", Role::Guarantor)],
            ..Tenancy::default()
        };
        t.housing.keep_tenancy(&megan.customer.person_id, shared(Role::Main));
        t.housing.keep_tenancy(&owain.customer.person_id, shared(Role::Joint));
        let ctx = t.staff("Olwen").await;
        run_to_its_end(&t, &ctx, true).await;
        let record = customers::record(&ctx, &owain.customer.id).await.unwrap();
        assert_eq!((record.tenancies[0].role.as_str(), record.tenancies[0].tenure.as_str()), ("joint", "SECURE"));
        let others: Vec<_> = record.parties.iter().map(|party| (party.name.as_str(), party.role.as_str())).collect();
        assert_eq!(others, [("GARETH", "guarantor"), ("PERSON-MEGAN", "main")]);
        t.housing.keep_tenancy(&owain.customer.person_id, shared(Role::Other("Former".into())));
        run_to_its_end(&t, &ctx, true).await;
        assert!(customers::record(&ctx, &owain.customer.id).await.unwrap().tenancies.is_empty());
        assert_eq!(customers::record(&ctx, &megan.customer.id).await.unwrap().tenancies.len(), 1);
    }

    async fn a_node_that_dies_half_way_loses_nothing_and_doubles_nothing(t: Test) {
        let tenants = landlord(&t, 12).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        // The first node stores a page, asks for the next one, and is gone.
        t.housing.script(Op::Changes, [Answer::Works, Answer::Hangs]);
        let dying = Arc::clone(&t.platform);
        let first = tokio::spawn(async move { sync::run_due(&dying).await });
        crate::until(|| t.housing.hanging() == 1).await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(newest(&ctx).await.pages, 1);
        let other = t.another_node().await;
        assert_eq!(sync::run_due(&other).await.unwrap(), 0, "the lease is still another's");
        t.clock.advance_secs(61);
        assert_eq!(sync::run_due(&other).await.unwrap(), 3);
        let run = newest(&ctx).await;
        assert_eq!((run.state(), run.pages, run.told, run.changed), (SyncState::Done, 4, 12, 12));
        for tenant in &tenants {
            assert_eq!(customers::record(&ctx, &tenant.customer.id).await.unwrap().tenancies.len(), 1);
        }
    }

    async fn two_nodes_at_once_do_it_once(t: Test) {
        landlord(&t, 12).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        let other = t.another_node().await;
        let (one, two) = tokio::join!(sync::run_due(&t.platform), sync::run_due(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 4);
        let run = newest(&ctx).await;
        assert_eq!((run.state(), run.told, t.housing.calls(Op::Changes)), (SyncState::Done, 12, 4));
        assert!(matches!(sync::start(&ctx, true).await, Ok(())));
        assert!(matches!(sync::start(&ctx, true).await, Err(Error::Conflict(Conflict::SyncRunning))));
    }

    async fn a_node_that_overslept_its_lease_stores_nothing(t: Test) {
        landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        let gate = t.housing.hold();
        let slow = Arc::clone(&t.platform);
        let slow = tokio::spawn(async move { sync::run_due(&slow).await.unwrap() });
        crate::until(|| t.housing.calls(Op::Changes) == 1).await;
        t.clock.advance_secs(61);
        let other = t.another_node().await;
        let fast = tokio::spawn(async move { sync::run_due(&other).await.unwrap() });
        crate::until(|| t.housing.calls(Op::Changes) == 2).await;
        gate.open();
        slow.await.unwrap();
        fast.await.unwrap();
        let run = newest(&ctx).await;
        assert_eq!((run.state(), run.pages, run.told, run.changed), (SyncState::Done, 1, 3, 3));
    }

    async fn a_person_stops_it_and_lets_it_go_on_where_it_was(t: Test) {
        landlord(&t, 12).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        t.housing.script(Op::Changes, [Answer::Works, Answer::Unavailable]);
        sync::run_due(&t.platform).await.unwrap();
        let waiting = newest(&ctx).await;
        assert_eq!((waiting.state(), waiting.pages, waiting.trouble.as_str()), (SyncState::Running, 1, "cannot-connect"));
        sync::stop(&ctx, id_of(&waiting).as_ref()).await.unwrap();
        t.clock.advance_secs(3600);
        assert_eq!(sync::run_due(&t.platform).await.unwrap(), 0);
        assert!(matches!(sync::stop(&ctx, id_of(&waiting).as_ref()).await, Err(Error::Conflict(_))));
        sync::go_on(&ctx, id_of(&waiting).as_ref()).await.unwrap();
        assert_eq!(sync::run_due(&t.platform).await.unwrap(), 3);
        let run = newest(&ctx).await;
        assert_eq!((run.state(), run.pages, run.told), (SyncState::Done, 4, 12));
        assert_eq!(audited(&t.platform, "sync.stopped", &run.id).await + audited(&t.platform, "sync.resumed", &run.id).await, 2);
    }

    async fn stopped_while_a_page_is_on_its_way_the_page_is_not_stored(t: Test) {
        landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        let gate = t.housing.hold();
        let node = Arc::clone(&t.platform);
        let node = tokio::spawn(async move { sync::run_due(&node).await.unwrap() });
        crate::until(|| t.housing.calls(Op::Changes) == 1).await;
        sync::stop(&ctx, id_of(&newest(&ctx).await).as_ref()).await.unwrap();
        gate.open();
        node.await.unwrap();
        assert_eq!((newest(&ctx).await.state(), copies(&t).await.len()), (SyncState::Stopped, 3), "only the customers");
    }

    async fn troubles_pass_and_settings_have_to_be_mended(t: Test) {
        landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        t.housing.set_down(true);
        for _ in 0..5 {
            sync::run_due(&t.platform).await.unwrap();
            t.clock.advance_secs(3600);
        }
        assert_eq!((newest(&ctx).await.state(), newest(&ctx).await.failures), (SyncState::Running, 5));
        t.housing.set_down(false);
        sync::run_due(&t.platform).await.unwrap();
        assert_eq!((newest(&ctx).await.state(), newest(&ctx).await.failures), (SyncState::Done, 0));
        sync::start(&ctx, true).await.unwrap();
        t.housing.script(Op::Changes, [Answer::Rejected("NoSuchList")]);
        sync::run_due(&t.platform).await.unwrap();
        let failed = newest(&ctx).await;
        assert_eq!((failed.state(), failed.trouble.as_str()), (SyncState::Failed, "NoSuchList"));
    }

    async fn a_home_that_cannot_be_read_holds_the_page_back(t: Test) {
        landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        sync::start(&ctx, true).await.unwrap();
        t.housing.script(Op::Asset, [Answer::Unavailable]);
        sync::run_due(&t.platform).await.unwrap();
        assert_eq!((newest(&ctx).await.pages, copies(&t).await.len()), (0, 3));
        t.clock.advance_secs(60);
        sync::run_due(&t.platform).await.unwrap();
        assert_eq!((newest(&ctx).await.state(), newest(&ctx).await.changed), (SyncState::Done, 3));
    }

    async fn a_place_that_expired_is_walked_to_again_but_not_for_ever(t: Test) {
        landlord(&t, 9).await;
        let ctx = t.staff("Olwen").await;
        t.housing.expire_places(2);
        let run = run_to_its_end(&t, &ctx, true).await;
        assert_eq!((run.state(), run.restarts, run.told, run.changed), (SyncState::Done, 2, 9, 9));
        t.housing.expire_places(1000);
        let failed = run_to_its_end(&t, &ctx, true).await;
        assert_eq!((failed.state(), failed.trouble.as_str()), (SyncState::Failed, "place-expired"));
    }

    async fn somebody_hidden_stays_and_after_three_times_an_administrator_is_told_once(t: Test) {
        let tenants = landlord(&t, 4).await;
        let ctx = t.staff("Olwen").await;
        t.staff_as("Ruth", BuiltInRole::ReadOnly).await;
        run_to_its_end(&t, &ctx, true).await;
        t.housing.hide_person(&tenants[2].customer.person_id);
        for times in 1..=4 {
            t.clock.advance_secs(86_400);
            run_to_its_end(&t, &ctx, true).await;
            t.work().await;
            let mails = |name: &str| t.mail.sent_to(&format!("{name}@landlord.example.org")).len();
            assert_eq!((mails("olwen"), mails("ruth")), (usize::from(times >= 3), 0), "{times}");
            let unseen: Vec<Unseen> = sync::overview(&ctx, None).await.unwrap().unseen;
            assert_eq!(unseen.len(), usize::from(times >= 3), "{times}");
        }
        let record = customers::record(&ctx, &tenants[2].customer.id).await.unwrap();
        assert_eq!((record.tenancies.len(), record.person.unwrap().unseen), (1, 4));
        on_record(&t, &tenants[2], "Price");
        run_to_its_end(&t, &ctx, true).await;
        assert!(sync::overview(&ctx, None).await.unwrap().unseen.is_empty());
    }

    async fn changes_alone_say_nothing_about_who_is_missing(t: Test) {
        let tenants = landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        run_to_its_end(&t, &ctx, true).await;
        t.housing.hide_person(&tenants[0].customer.person_id);
        t.clock.advance_secs(3600);
        let run = run_to_its_end(&t, &ctx, false).await;
        assert!(!run.of_everybody && run.since.is_some());
        assert_eq!(count(&t.platform, "select count(*) from housing_people where unseen > 0", args![]).await, 0);
    }

    async fn each_night_has_one_run_however_many_nodes_and_tries(t: Test) {
        landlord(&t, 3).await;
        let ctx = t.staff("Olwen").await;
        let other = t.another_node().await;
        // The clock of tests begins at ten in the morning; the night begins at two.
        sync::run_due(&t.platform).await.unwrap();
        assert!(sync::overview(&ctx, None).await.unwrap().runs.is_empty());
        t.clock.advance_secs(16 * 3600 + 60);
        for _ in 0..3 {
            let (one, two) = tokio::join!(sync::run_due(&t.platform), sync::run_due(&other));
            assert!(one.is_ok() && two.is_ok());
        }
        assert_eq!(sync::overview(&ctx, None).await.unwrap().runs.len(), 1);
        t.clock.advance_secs(86_400);
        sync::run_due(&t.platform).await.unwrap();
        let runs = sync::overview(&ctx, None).await.unwrap().runs;
        assert_eq!(runs.iter().map(|run| run.of_everybody).collect::<Vec<_>>(), [false, true]);
        t.set(|settings| settings.refreshing.nightly = false).await;
        t.clock.advance_secs(86_400);
        sync::run_due(&t.platform).await.unwrap();
        assert_eq!(sync::overview(&ctx, None).await.unwrap().runs.len(), 2);
    }

    async fn only_those_who_look_after_connections_may(t: Test) {
        let reader = t.staff_as("Ruth", BuiltInRole::ReadOnly).await;
        let tenant = t.tenant("Megan").await;
        for ctx in [&reader, &tenant.ctx] {
            assert!(matches!(sync::overview(ctx, None).await, Err(Error::Denied)));
            assert!(matches!(sync::start(ctx, true).await, Err(Error::Denied)));
            assert!(matches!(sync::stop(ctx, None).await, Err(Error::Denied)));
            assert!(matches!(sync::go_on(ctx, None).await, Err(Error::Denied)));
        }
    }
}
