//! Copies, repairs, people and searches of one mode are never those of the other.

use super::{ALL, ctx, here, in_test, known_to_test, name_inbox, switch};
use crate::{count, until};
use domain::{
    housing::Resource,
    ids::RepairId,
    integrations::{Mode, Slot},
    repairs::Cancel,
};
use services::{
    args, both_engines, customers,
    error::Error,
    hms, home, outbox, repairs,
    repairs::desk,
    testing::{Op, Tenant, Test, repair_of},
};

async fn address(tenant: &Tenant) -> Option<Vec<String>> {
    home::overview(&tenant.ctx)
        .await
        .unwrap()
        .home
        .map(|home| home.address)
}

async fn references(tenant: &Tenant) -> Vec<String> {
    let page = repairs::list(&tenant.ctx, None).await.unwrap();
    page.repairs.into_iter().map(|repair| repair.reference).collect()
}

/// Everything that live has stored of the housing system, as one text.
async fn live_copies(t: &Test) -> String {
    let mut all = String::new();
    for sql in [
        "select customer_id || resource || synced_at from housing_freshness where mode = 'live' order by 1",
        "select customer_id || tenancy_id || role || is_main || seen_at from customer_tenancies where mode = 'live' order by 1",
        "select tenancy_id || reference || address || told from homes where tenancy_id not like 'test:%' order by 1",
        "select id || tenancy_id || reference || balance_pence from rent_accounts where id not like 'test:%' order by 1",
        "select id || tenancy_id || reference || status || coalesce(hms_id, '-') from repairs where mode = 'live' order by 1",
        "select customer_id || reference || forenames || surname from housing_people where mode = 'live' order by 1",
        "select name || last_name || email || person_id from customers where mode = 'live' order by 1",
    ] {
        let rows: Vec<(String,)> = t.platform.db.all(sql, args![]).await.unwrap();
        for (row,) in rows {
            all.push_str(&row);
            all.push('\n');
        }
    }
    all
}

both_engines! {
    async fn each_mode_shows_its_own_record_and_live_comes_back_untouched(t: Test) {
        let tenant = t.tenant("Megan").await;
        hms::freshen(&tenant.ctx, &tenant.customer, &Resource::ALL).await.unwrap();
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("hms-1", domain::dates::Millis(1_000))]);
        let before = live_copies(&t).await;
        let live_home = address(&tenant).await;
        let owner = in_test(&t, ALL).await;
        known_to_test(&t, &tenant);
        let in_test = here(&t, &tenant).await;
        assert_eq!(address(&in_test).await.unwrap()[0], "99 Trial Street");
        let money = home::overview(&in_test.ctx).await.unwrap().accounts;
        assert_eq!((money.len(), money[0].reference.as_str()), (1, "TRIAL"));
        let calls = t.housing.calls(Op::Tenancies);
        t.clock.advance_secs(24 * 3600);
        here(&t, &in_test).await;
        assert_eq!(t.housing.calls(Op::Tenancies), calls, "live is not asked");
        assert_eq!(live_copies(&t).await, before);
        switch(&t, &owner, Mode::Live).await.unwrap();
        assert_eq!(live_copies(&t).await, before);
        assert_eq!(address(&tenant.at(&t.platform)).await, live_home);
        // What test mode had is there again when it is on again.
        switch(&t, &owner, Mode::Test).await.unwrap();
        assert_eq!(address(&tenant.at(&t.platform)).await.unwrap()[0], "99 Trial Street");
    }

    async fn a_slot_without_a_connection_for_tests_is_not_set_up_and_never_lives(t: Test) {
        let tenant = t.tenant("Megan").await;
        in_test(&t, &[Slot::Mail]).await;
        let calls = t.housing.calls(Op::Tenancies);
        assert!(ctx(&t).housing().is_err() && ctx(&t).text().is_err());
        hms::freshen(&tenant.at(&t.platform).ctx, &tenant.customer, &Resource::ALL).await.unwrap();
        assert_eq!(address(&tenant.at(&t.platform)).await, None);
        assert_eq!(t.housing.calls(Op::Tenancies), calls);
    }

    async fn a_repair_of_test_never_reaches_live_and_shows_in_neither_list_of_it(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let owner = in_test(&t, ALL).await;
        known_to_test(&t, &tenant);
        let tester = here(&t, &tenant).await;
        // One arrives there, one is still on its way when live is switched on again.
        let arrived = tester.report(&offer).await;
        t.work().await;
        t.switchboard.test_housing.set_down(true);
        let waiting = tester.report(&offer).await;
        t.work().await;
        assert_eq!(t.switchboard.test_housing.ledger().len(), 1);
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.clock.advance_secs(3600);
        t.work().await;
        let live = tenant.at(&t.platform);
        assert_eq!((t.housing.ledger(), references(&live).await), (vec![], vec![]));
        for repair in [&arrived, &waiting] {
            assert!(matches!(repairs::details(&live.ctx, repair).await, Err(Error::NotFound)));
            assert!(matches!(desk::record(&crate::test_system::now(&t, &owner), repair).await, Err(Error::NotFound)));
            let cancelled = Cancel { repair: Some(repair.clone()), reason: String::new() };
            assert!(matches!(repairs::cancel(&live.ctx, cancelled).await, Err(Error::NotFound)));
        }
        let desk = desk::list(&crate::test_system::now(&t, &owner), false, None).await.unwrap();
        assert!(desk.rows.is_empty());
        // Staff may press what they like: it stays with its mode.
        assert_eq!(count(&t.platform, "select count(*) from outbox where kind = 'send-repair' and state = 'waiting'", args![]).await, 1);
        t.switchboard.test_housing.set_down(false);
        switch(&t, &owner, Mode::Test).await.unwrap();
        t.clock.advance_secs(3600);
        t.work().await;
        assert_eq!((t.switchboard.test_housing.ledger().len(), t.housing.ledger().len()), (2, 0));
    }

    async fn a_live_repair_waits_while_test_mode_is_on_and_is_raised_once_afterwards(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        t.housing.set_down(true);
        let repair = tenant.report(&offer).await;
        t.work().await;
        let owner = in_test(&t, ALL).await;
        t.housing.set_down(false);
        // Longer than a delivery is tried for: the time in which it could not be tried does not count.
        t.clock.advance_secs(5 * 24 * 3600);
        t.work().await;
        assert_eq!((t.housing.ledger(), t.switchboard.test_housing.ledger()), (vec![], vec![]));
        t.housing.set_down(true);
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.work().await;
        assert_eq!(state(&t, &repair).await, "waiting", "it has its 72 hours yet");
        t.housing.set_down(false);
        t.clock.advance_secs(3600);
        t.work().await;
        assert_eq!((t.housing.ledger().len(), state(&t, &repair).await.as_str()), (1, "done"));
    }

    async fn a_worker_that_is_late_does_a_job_of_test_there_and_one_of_live_here(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let owner = in_test(&t, ALL).await;
        known_to_test(&t, &tenant);
        let tester = here(&t, &tenant).await;
        let late = t.another_node().await;
        tester.report(&offer).await;
        switch(&t, &owner, Mode::Live).await.unwrap();
        // This node has not heard of the switch: it still leases what is of test, and gives it to the test system.
        while outbox::run_due(&late).await.unwrap() > 0 {}
        assert_eq!((t.switchboard.test_housing.ledger().len(), t.housing.ledger().len()), (1, 0));
        // A report that comes in there now is one of test, and waits.
        let at_late = tenant.at(&late);
        let repair = at_late.report(&offer).await;
        t.work().await;
        assert_eq!((t.housing.ledger().len(), state(&t, &repair).await.as_str()), (0, "waiting"));
        late.refresh().await.unwrap();
        while outbox::run_due(&late).await.unwrap() > 0 {}
        assert_eq!((t.housing.ledger().len(), state(&t, &repair).await.as_str()), (0, "waiting"));
        late.db.close().await;
    }

    async fn a_job_whose_node_died_in_the_switch_is_done_by_its_own_system_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let owner = t.staff("Olwen").await;
        t.connect_tests(ALL).await;
        name_inbox(&t, &owner).await;
        let repair = tenant.report(&offer).await;
        let (gate, platform) = (t.housing.hold(), t.platform.clone());
        let dying = tokio::spawn(async move { outbox::run_due(&platform).await });
        until(|| t.housing.calls(Op::Raise) == 1).await;
        switch(&t, &owner, Mode::Test).await.unwrap();
        dying.abort();
        gate.open();
        t.clock.advance_secs(120);
        t.work().await;
        assert!(t.switchboard.test_housing.ledger().is_empty());
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.clock.advance_secs(120);
        t.work().await;
        assert_eq!((t.housing.ledger().len(), state(&t, &repair).await.as_str()), (1, "done"));
        assert!(t.switchboard.test_housing.ledger().is_empty());
    }

    async fn customers_are_found_by_the_homes_of_the_mode_that_is_on(t: Test) {
        let tenant = t.tenant("Megan").await;
        customers::index_waiting(&t.platform).await.unwrap();
        let owner = in_test(&t, ALL).await;
        known_to_test(&t, &tenant);
        here(&t, &tenant).await;
        let found = async |owner: &services::context::Ctx, words: &str| {
            t.work().await;
            customers::index_waiting(&t.platform).await.unwrap();
            let query = domain::customers::Query::parse(words).unwrap();
            let page = customers::find(&crate::test_system::now(&t, owner), Some(&query), None).await.unwrap();
            page.rows.into_iter().map(|row| row.address).collect::<Vec<_>>()
        };
        assert_eq!(found(&owner, "trial").await, ["99 Trial Street\nTestville"]);
        assert!(found(&owner, "bangor").await.is_empty());
        switch(&t, &owner, Mode::Live).await.unwrap();
        assert!(found(&owner, "trial").await.is_empty());
        assert_eq!(found(&owner, "bangor").await.len(), 1);
    }
}

async fn state(t: &Test, repair: &RepairId) -> String {
    let all = outbox::for_subject(&t.platform.db, repair.as_str())
        .await
        .unwrap();
    let sent = all.into_iter().find(|delivery| delivery.kind == "send-repair");
    sent.unwrap().state
}

/// Cancels a repair, wherever it is.
pub(super) async fn cancelled(tenant: &Tenant, repair: &RepairId) {
    let cancel = Cancel {
        repair: Some(repair.clone()),
        reason: "Only a test".into(),
    };
    repairs::cancel(&tenant.ctx, cancel).await.unwrap();
}
