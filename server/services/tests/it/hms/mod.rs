mod lists;
mod record;
mod sync;

use crate::until;
use domain::housing::Resource;
use services::{
    both_engines, hms, home,
    ports::housing::{Asset, Role, Tenancy},
    repairs,
    testing::{Answer, Op, Test, repair_of},
};
use std::time::{Duration, Instant};

#[expect(
    clippy::disallowed_methods,
    reason = "how long the page took is what is tested"
)]
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let value = work.await;
    (value, start.elapsed())
}

both_engines! {
    async fn a_first_visit_shows_home_account_and_repairs(t: Test) {
        let tenant = t.newcomer("Megan", "tenancy-1", Role::Main).await;
        t.housing.set_repairs("tenancy-1", vec![repair_of("1", domain::dates::Millis(1_795_000_000_000))]);
        let page = home::overview(&tenant.ctx).await.unwrap();
        assert_eq!(page.home.unwrap().address.last().map(String::as_str), Some("LL57 1AA"));
        assert_eq!(page.accounts[0].balance.0, 12_345);
        assert_eq!(page.open_repairs[0].title, "Gutter leaks");
        assert!(!page.repairs_age.is_old && page.repairs_age.synced_at.is_some());
    }

    async fn a_first_visit_waits_no_longer_than_a_second_and_a_half(t: Test) {
        let tenant = t.newcomer("Megan", "tenancy-1", Role::Main).await;
        let gate = t.housing.hold();
        let (page, took) = timed(home::overview(&tenant.ctx)).await;
        assert!(took >= Duration::from_millis(1400) && took < Duration::from_millis(2500), "{took:?}");
        let page = page.unwrap();
        assert!(page.home.is_none() && page.accounts.is_empty() && page.repairs_age.synced_at.is_none());
        gate.open();
        let ages = hms::freshen(&tenant.ctx, &tenant.customer, &Resource::ALL).await.unwrap();
        assert!(ages.values().all(|age| age.synced_at.is_some()));
    }

    async fn an_old_copy_is_shown_with_its_age_while_the_housing_system_is_down(t: Test) {
        let tenant = t.newcomer("Megan", "tenancy-1", Role::Main).await;
        let fresh = home::overview(&tenant.ctx).await.unwrap();
        t.housing.set_down(true);
        t.clock.advance_secs(3600);
        let old = home::overview(&tenant.ctx).await.unwrap();
        assert_eq!(old.home, fresh.home);
        assert_eq!(old.accounts_age.synced_at, fresh.accounts_age.synced_at);
        assert!(old.accounts_age.is_old);
    }

    async fn a_page_with_an_old_copy_does_not_wait(t: Test) {
        let tenant = t.newcomer("Megan", "tenancy-1", Role::Main).await;
        home::overview(&tenant.ctx).await.unwrap();
        t.clock.advance_secs(3600);
        let gate = t.housing.hold();
        let (page, took) = timed(home::overview(&tenant.ctx)).await;
        assert!(page.unwrap().accounts_age.is_old);
        assert!(took < Duration::from_secs(1), "{took:?}");
        gate.open();
    }

    async fn twenty_pages_at_once_ask_the_housing_system_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let pages = (0..20).map(|_| repairs::list(&tenant.ctx, None));
        for page in futures_util::future::join_all(pages).await {
            assert!(page.unwrap().age.synced_at.is_some());
        }
        assert_eq!(t.housing.calls(Op::Repairs), 1);
    }

    async fn first_visits_of_joint_tenants_at_once_all_succeed(t: Test) {
        let mut pages = Vec::new();
        for number in 0..8 {
            let tenant = t.newcomer(&format!("Tenant{number}"), "tenancy-1", Role::Joint).await;
            pages.push(tokio::spawn(async move { home::overview(&tenant.ctx).await }));
        }
        for page in pages {
            assert!(page.await.unwrap().unwrap().home.is_some());
        }
    }

    async fn a_failed_refresh_rests_for_half_a_minute(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.script(Op::Repairs, [Answer::Unavailable]);
        for _ in 0..5 {
            assert!(repairs::list(&tenant.ctx, None).await.unwrap().age.synced_at.is_none());
        }
        assert_eq!(t.housing.calls(Op::Repairs), 1);
        t.clock.advance_secs(30);
        assert!(repairs::list(&tenant.ctx, None).await.unwrap().age.synced_at.is_some());
    }

    async fn a_refresh_after_the_landlords_limit_brings_what_is_new(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.set(|settings| settings.refreshing.repairs = 60).await;
        repairs::list(&tenant.ctx, None).await.unwrap();
        t.clock.advance_secs(59);
        repairs::list(&tenant.ctx, None).await.unwrap();
        assert_eq!(t.housing.calls(Op::Repairs), 1);
        t.clock.advance_secs(1);
        repairs::list(&tenant.ctx, None).await.unwrap();
        until(|| t.housing.calls(Op::Repairs) == 2).await;
    }

    async fn a_guarantor_sees_nothing_of_the_tenancy(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.set_repairs(&tenant.tenancy, vec![repair_of("1", domain::dates::Millis(1_795_000_000_000))]);
        repairs::list(&tenant.ctx, None).await.unwrap();
        let guarantor = t.newcomer("Gareth", &tenant.tenancy, Role::Guarantor).await;
        let page = home::overview(&guarantor.ctx).await.unwrap();
        assert!(page.home.is_none() && page.accounts.is_empty() && page.open_repairs.is_empty());
        assert!(repairs::list(&guarantor.ctx, None).await.unwrap().repairs.is_empty());
    }

    async fn a_tenant_who_became_a_guarantor_sees_the_tenancy_no_longer(t: Test) {
        let megan = t.tenant("Megan").await;
        let owain = t.joint_tenant("Owain", &megan).await;
        assert!(home::overview(&owain.ctx).await.unwrap().home.is_some());
        let changed = Tenancy { role: Role::Guarantor, ..tenancy(&t, &owain.customer.person_id).await };
        t.housing.keep_tenancy(&owain.customer.person_id, changed);
        refreshed(&t, &owain).await;
        let page = home::overview(&owain.ctx).await.unwrap();
        assert!(page.home.is_none() && page.accounts.is_empty());
        assert!(home::overview(&megan.ctx).await.unwrap().home.is_some());
    }

    async fn a_tenancy_that_is_not_listed_for_once_is_not_lost(t: Test) {
        let tenant = t.tenant("Megan").await;
        t.housing.forget_tenancy(&tenant.customer.person_id, &tenant.tenancy);
        refreshed(&t, &tenant).await;
        assert!(home::overview(&tenant.ctx).await.unwrap().home.is_some());
    }

    async fn a_new_main_home_takes_the_place_of_the_old_one(t: Test) {
        let tenant = t.tenant("Aled").await;
        t.housing.forget_tenancy(&tenant.customer.person_id, &tenant.tenancy);
        t.housing.keep_asset(Asset {
            id: "asset-new".into(),
            reference: "new".into(),
            uprn: None,
            address: vec!["2 New Road".into()],
            ..Asset::default()
        });
        let moved = Tenancy {
            id: "zz-new".into(),
            reference: "T-new".into(),
            role: Role::Main,
            start: None,
            end: None,
            asset_id: Some("asset-new".into()),
            ..Tenancy::default()
        };
        t.housing.keep_tenancy(&tenant.customer.person_id, moved);
        refreshed(&t, &tenant).await;
        assert_eq!(home::overview(&tenant.ctx).await.unwrap().home.unwrap().address, ["2 New Road"]);
    }
}

async fn tenancy(t: &Test, person: &str) -> Tenancy {
    t.platform
        .housing_of(domain::integrations::Mode::Live)
        .unwrap()
        .tenancies(person)
        .await
        .unwrap()
        .remove(0)
}

/// Lets the copy of the home grow old and waits for the newer one.
async fn refreshed(t: &Test, tenant: &services::testing::Tenant) {
    t.clock.advance_secs(3600);
    hms::freshen(&tenant.ctx, &tenant.customer, &[Resource::Home])
        .await
        .unwrap();
    let is_fresh = async || {
        let ages = hms::freshen(&tenant.ctx, &tenant.customer, &[Resource::Home])
            .await
            .unwrap();
        !ages[&Resource::Home].is_old
    };
    while !is_fresh().await {
        tokio::task::yield_now().await;
    }
}
