//! What the portal does with a housing system, from sign-up to a cancelled repair.

use super::{Cx, adapter, config, patient, simulator};
use domain::{
    dates::{Day, Millis},
    money::Pence,
    repairs::Status,
};
use secrecy::SecretString;
use serde_json::json;
use server::integrations::{housing::civica_cx::CivicaCxConfig, monitor::State};
use services::ports::{
    PortError, Trouble,
    housing::{Housing, LookupKind, Role},
};
use std::collections::HashSet;

#[tokio::test]
async fn a_tenants_record_is_read() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    cx.adapter.test().await.unwrap();
    let person = cx
        .adapter
        .person(&megan.contact_id)
        .await
        .unwrap()
        .unwrap()
        .person;
    assert_eq!(
        (person.forenames, person.surname),
        (megan.forenames, megan.surname)
    );
    let tenancies = cx.adapter.tenancies(&megan.contact_id).await.unwrap();
    assert_eq!(tenancies.len(), 1);
    let tenancy = &tenancies[0];
    assert_eq!((&tenancy.id, &tenancy.role), (&megan.agreement_id, &Role::Main));
    assert_eq!(
        (tenancy.end.as_ref(), tenancy.asset_id.as_ref()),
        (None, Some(&megan.home_id))
    );
    assert_eq!(tenancy.account_ids, megan.account_ids);
    let home = cx.adapter.asset(&megan.home_id).await.unwrap().unwrap();
    assert_eq!(home.address.last(), Some(&megan.postcode));
    assert!(home.address.iter().all(|line| !line.is_empty()) && home.uprn.is_some());
    let account = cx.adapter.account(&megan.account_ids[0]).await.unwrap().unwrap();
    assert_eq!(account.balance, Pence(4210));
    assert!(
        account
            .next_charge
            .is_some_and(|(day, amount)| day > Day("2026-11-23".to_owned()) && amount > Pence(0))
    );
    assert_eq!(cx.adapter.health().state, State::Connected);
}

#[tokio::test]
async fn joint_tenants_share_a_tenancy_with_their_own_roles() {
    let cx = Cx::start(patient()).await;
    let [_, imran, aisha, sian] = <[_; 4]>::try_from(cx.sim.demo_people()).unwrap();
    let his = cx
        .adapter
        .tenancies(&imran.contact_id)
        .await
        .unwrap()
        .swap_remove(0);
    let hers = cx
        .adapter
        .tenancies(&aisha.contact_id)
        .await
        .unwrap()
        .swap_remove(0);
    assert_eq!((his.id, his.role, hers.role), (hers.id, Role::Main, Role::Joint));
    assert_eq!(
        cx.adapter
            .account(&his.account_ids[0])
            .await
            .unwrap()
            .unwrap()
            .balance,
        Pence(-8500)
    );
    let garage = cx
        .adapter
        .tenancies(&sian.contact_id)
        .await
        .unwrap()
        .swap_remove(0);
    assert_eq!(garage.account_ids.len(), 2);
}

#[tokio::test]
async fn repairs_come_newest_first_with_their_visit() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    let repairs = cx.adapter.repairs(&megan.agreement_id, None).await.unwrap();
    let seen: Vec<_> = repairs
        .iter()
        .map(|repair| (repair.id.as_str(), repair.status))
        .collect();
    assert_eq!(
        seen,
        [
            ("REP-000001", Status::Booked),
            ("REP-000002", Status::Done),
            ("REP-000003", Status::Cancelled)
        ]
    );
    // 09:12 in a British winter.
    let created: jiff::Timestamp = "2026-11-18T09:12:00Z".parse().unwrap();
    assert_eq!(repairs[0].created_at, Millis(created.as_millisecond()));
    let visit = repairs[0].visit.clone().unwrap();
    assert!(
        visit.day >= Day("2026-11-24".to_owned()) && visit.from.len() == 5 && visit.to.len() == 5,
        "{visit:?}"
    );
    assert_eq!(
        (repairs[0].sor_code.as_deref(), repairs[0].cancellable),
        (Some("DEMO-PLB-0101"), true)
    );
    assert!(repairs[0].target.is_some());
    let recent = cx
        .adapter
        .repairs(&megan.agreement_id, Some(&Day("2026-11-01".to_owned())))
        .await
        .unwrap();
    assert_eq!(recent.len(), 1);
}

#[tokio::test]
async fn what_is_not_there_or_hidden_is_nothing() {
    let cx = Cx::start(patient()).await;
    assert_eq!(cx.adapter.person("CON-999999").await, Ok(None));
    assert_eq!(cx.adapter.asset("../../token?x=#").await, Ok(None));
    assert_eq!(cx.adapter.account("ACC-999999").await, Ok(None));
    assert_eq!(cx.adapter.tenancies("CON-999999").await, Ok(vec![]));
    assert_eq!(cx.adapter.repairs("AGR-999999", None).await, Ok(vec![]));
    assert_eq!(cx.adapter.find_repair("TW-000000").await, Ok(None));
    assert_eq!(
        cx.adapter.person("..").await,
        Err(PortError::Rejected("unusable-id".to_owned()))
    );
    let other = adapter(
        CivicaCxConfig {
            company: "HGL".to_owned(),
            ..config(&cx.sim)
        },
        patient(),
    );
    assert_eq!(other.account(&cx.megan().account_ids[0]).await, Ok(None));
}

#[tokio::test]
async fn lists_are_whole_and_only_of_the_company() {
    let cx = Cx::start(patient()).await;
    let companies = cx.adapter.companies().await.unwrap();
    assert_eq!(
        companies
            .iter()
            .map(|company| company.code.as_str())
            .collect::<Vec<_>>(),
        ["HGH", "HGL"]
    );
    let mut codes = HashSet::new();
    let tables = cx.adapter.lookups(LookupKind::SorTables).await.unwrap();
    assert!(
        tables
            .iter()
            .all(|table| table.code != "LETTINGS" && table.code != "RESP-2019")
    );
    for table in &tables {
        codes.extend(
            cx.adapter
                .sor_codes(&table.code)
                .await
                .unwrap()
                .into_iter()
                .map(|code| (code.code, code.active)),
        );
    }
    assert!(
        codes.contains(&("DEMO-PLB-0101".to_owned(), true))
            && codes.contains(&("DEMO-PLB-0304".to_owned(), false))
    );
    for kind in [
        LookupKind::RepairTypes,
        LookupKind::RepairPriorities,
        LookupKind::RepairContracts,
        LookupKind::CancelReasons,
    ] {
        let entries = cx.adapter.lookups(kind).await.unwrap();
        assert!(
            !entries.is_empty() && entries.iter().all(|entry| !entry.description.is_empty()),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_repair_is_raised_followed_and_cancelled() {
    let cx = Cx::start(patient()).await;
    let raised = cx.adapter.raise_repair(&cx.repair("TW-8F3K2Q")).await.unwrap();
    assert_eq!(
        (raised.external_reference.as_deref(), raised.status),
        (Some("TW-8F3K2Q"), Status::Sent)
    );
    assert_eq!(raised.description, "Mae’r tap yn gollwng 💧");
    let kept = &cx.told("ledger").await["repairs"]["TW-8F3K2Q"];
    assert_eq!(kept["description"], "Mae’r tap yn gollwng 💧 [TW-8F3K2Q]");
    assert_eq!(
        (&kept["sorCode"], &kept["lines"][0]["quantity"]),
        (&json!("DEMO-PLB-0102"), &json!(1.0))
    );

    let photo = vec![0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
    cx.adapter
        .attach_photo(&raised.id, "tŷ \"1\".jpg", photo)
        .await
        .unwrap();
    let attached = &cx.told("ledger").await["attachments"][0];
    assert_eq!(
        (&attached["repairId"], &attached["name"], &attached["bytes"]),
        (&json!(raised.id), &json!("tŷ \"1\".jpg"), &json!(7))
    );

    let booking = json!({"status": "APP", "appointment": {"date": "2026-12-01", "category": "AM"}});
    cx.control(&format!("repairs/{}/status", raised.id), booking)
        .await;
    let booked = cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap();
    assert_eq!(
        (booked.status, booked.visit.map(|visit| visit.day)),
        (Status::Booked, Some(Day("2026-12-01".to_owned())))
    );

    for _ in 0..2 {
        let cancelled = cx
            .adapter
            .cancel_repair(&raised.id, "It stopped by itself")
            .await
            .unwrap();
        assert_eq!((cancelled.status, cancelled.visit), (Status::Cancelled, None));
    }
    assert_eq!(
        cx.told("ledger").await["cancellations"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn refusals_carry_the_vendors_code() {
    let cx = Cx::start(patient()).await;
    let rejected = |code: &str| Err(PortError::Rejected(code.to_owned()));
    let inactive = services::ports::housing::RaiseRepair {
        sor_code: "DEMO-PLB-0304".to_owned(),
        ..cx.repair("TW-000001")
    };
    assert_eq!(cx.adapter.raise_repair(&inactive).await, rejected("SorInactive"));
    let foreign = services::ports::housing::RaiseRepair {
        person_id: "CON-000004".to_owned(),
        ..cx.repair("TW-000001")
    };
    assert_eq!(
        cx.adapter.raise_repair(&foreign).await,
        rejected("ContactNotLinked")
    );
    assert_eq!(
        cx.adapter.cancel_repair("REP-000002", "").await,
        rejected("NotCancellable")
    );
    assert_eq!(
        cx.adapter.cancel_repair("REP-999999", "").await,
        rejected("NotFound")
    );
    assert_eq!(cx.adapter.health().state, State::Connected);
    assert_eq!(cx.told("ledger").await["accepted"], 0);
}

#[tokio::test]
async fn wrong_settings_are_told_apart() {
    let sim = simulator().await;
    let named = |username: &str| CivicaCxConfig {
        username: username.to_owned(),
        ..config(&sim)
    };
    let cases = [
        (
            CivicaCxConfig {
                password: SecretString::from("wrong"),
                ..config(&sim)
            },
            Trouble::WrongCredentials,
        ),
        (named("temporary-user"), Trouble::AccountLocked),
        (named("no-api-user"), Trouble::MissingPermission),
        (named("elsewhere-user"), Trouble::NotAllowedFromThisAddress),
        (
            CivicaCxConfig {
                company: "NONE".to_owned(),
                ..config(&sim)
            },
            Trouble::WrongCompany,
        ),
    ];
    for (config, trouble) in cases {
        let adapter = adapter(config, patient());
        assert_eq!(adapter.test().await, Err(PortError::Misconfigured(trouble)));
        assert_eq!(adapter.health().state, State::Failing);
    }
    let elsewhere = CivicaCxConfig {
        api_url: format!("{}/other", sim.base_url),
        ..config(&sim)
    };
    assert!(adapter(elsewhere, patient()).test().await.is_err());
}
