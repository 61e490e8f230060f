//! Systems that differ from the assumed contract.

use super::{adapter, config, patient};
use domain::{dates::Millis, money::Pence};
use server::integrations::housing::civica_cx::CivicaCx;
use services::ports::{
    PortError,
    housing::{Changes, Housing, LookupKind, Role},
};
use simulators::civica_cx::{DemoPerson, Options, Running, Variant, start};
use std::sync::Arc;

async fn speaking_to(variant: Variant) -> (Running, Arc<CivicaCx>, DemoPerson) {
    let sim = start(Options {
        people: Some(60),
        today: Some(jiff::civil::date(2026, 11, 24)),
        variant,
        ..Options::default()
    })
    .await
    .unwrap();
    let adapter = adapter(config(&sim), patient());
    let megan = sim.demo_people().swap_remove(0);
    (sim, adapter, megan)
}

/// Everything that is read of a tenant.
async fn everything_is_read(cx: &CivicaCx, megan: &DemoPerson) {
    cx.test().await.unwrap();
    let person = cx.person(&megan.contact_id).await.unwrap().unwrap();
    assert_eq!(person.person.surname, megan.surname);
    cx.contact_methods(&megan.contact_id).await.unwrap();
    let tenancy = cx.tenancies(&megan.contact_id).await.unwrap().swap_remove(0);
    assert_eq!(
        (tenancy.role, tenancy.asset_id.as_ref()),
        (Role::Main, Some(&megan.home_id))
    );
    let home = cx.asset(&megan.home_id).await.unwrap().unwrap();
    assert_eq!(home.address.last(), Some(&megan.postcode));
    cx.related_assets(&megan.home_id).await.unwrap();
    let account = cx.account(&megan.account_ids[0]).await.unwrap().unwrap();
    assert_eq!(account.balance, Pence(4210));
    let range = services::ports::housing::Range::default();
    let entries = cx
        .transactions(&megan.account_ids[0], &range, None)
        .await
        .unwrap();
    assert_eq!(entries.rows.iter().map(|entry| entry.amount.0).sum::<i64>(), 4210);
    assert!(!cx.repairs(&megan.agreement_id, None).await.unwrap().is_empty());
    assert_eq!(cx.cases(&megan.contact_id).await.unwrap().len(), 2);
    for &kind in LookupKind::ALL {
        assert!(!cx.lookups(kind).await.unwrap().is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn numbers_as_texts_and_texts_as_numbers_are_read() {
    let (_sim, cx, megan) = speaking_to(Variant::Loose).await;
    everything_is_read(&cx, &megan).await;
    let Ok(Changes::Page { people, .. }) = cx.changes(None, None).await else {
        panic!("the list of changes is read")
    };
    assert!(people.len() > 30);
}

#[tokio::test]
async fn everything_optional_may_be_missing() {
    let (_sim, cx, megan) = speaking_to(Variant::Sparse).await;
    everything_is_read(&cx, &megan).await;
}

#[tokio::test]
async fn without_references_a_repair_is_found_by_its_description_and_raised_once() {
    let (_sim, cx, megan) = speaking_to(Variant::NoExternalReference).await;
    everything_is_read(&cx, &megan).await;
    assert_eq!(cx.find_repair("TW-NONE00").await, Ok(None));
}

#[tokio::test]
async fn without_a_list_of_changes_the_night_has_nothing_to_read_and_says_so() {
    let (_sim, cx, megan) = speaking_to(Variant::NoBulk).await;
    everything_is_read(&cx, &megan).await;
    let refused = cx.changes(Some(Millis(0)), None).await;
    assert_eq!(refused, Err(PortError::Rejected("InvalidRequest".to_owned())));
}
