//! Everything else that the contract has: changes, contact methods, entries, payments, visits, cases.

use super::{Cx, adapter, config, patient};
use domain::{dates::Day, money::Pence};
use serde_json::json;
use server::integrations::housing::civica_cx::CivicaCxConfig;
use services::ports::{
    PortError,
    housing::{
        AssetKind, BookSlot, Capabilities, Capability, Changed, Changes, ContactKind, Housing, NOT_OFFERED,
        NewContactMethod, OpenCase, PostPayment, RaiseRepair, Range, Role,
    },
};
use std::collections::BTreeSet;

fn rejected<T>(code: &str) -> Result<T, PortError> {
    Err(PortError::Rejected(code.to_owned()))
}

fn day(text: &str) -> Day {
    Day(text.to_owned())
}

async fn all_changes(cx: &Cx) -> Vec<Changed> {
    let (mut all, mut place) = (Vec::new(), None);
    loop {
        let page = cx.adapter.changes(None, place.as_deref()).await.unwrap();
        let Changes::Page { people, next } = page else {
            panic!("the place holds")
        };
        all.extend(people);
        place = next;
        if place.is_none() {
            return all;
        }
    }
}

#[tokio::test]
async fn everybody_is_in_the_list_of_changes_with_their_tenancies_and_its_faults_lose_nobody() {
    let cx = Cx::start(patient()).await;
    let ids = |all: &[Changed]| {
        let people = all.iter().map(|changed| changed.record.person.id.clone());
        people.collect::<BTreeSet<_>>()
    };
    let whole = all_changes(&cx).await;
    assert!(whole.len() > 30);
    let megan = cx.megan();
    let found = whole
        .iter()
        .find(|changed| changed.record.person.id == megan.contact_id)
        .unwrap();
    assert_eq!(found.tenancies[0].id, megan.agreement_id);
    assert!(found.tenancies[0].tenure.is_some() && found.tenancies[0].role == Role::Main);
    for variant in ["shorter", "repeat"] {
        cx.fault(json!({"route": "GET /contacts", "fault": "partial", "variant": variant}))
            .await;
        assert_eq!(ids(&all_changes(&cx).await), ids(&whole), "{variant}");
    }
    cx.fault(json!({"route": "GET /contacts", "fault": "partial", "variant": "cursor_expired"}))
        .await;
    assert_eq!(
        cx.adapter.changes(None, Some("00")).await,
        Ok(Changes::PlaceExpired)
    );
}

#[tokio::test]
async fn contact_methods_are_changed_only_by_who_saw_them_as_they_are() {
    let cx = Cx::start(patient()).await;
    let (cx, person) = (&cx.adapter, cx.megan().contact_id);
    let new = |value: &str| NewContactMethod {
        kind: ContactKind::Email,
        value: value.to_owned(),
        is_main: false,
    };
    let added = cx
        .add_contact_method(&person, &new("new@example.com"))
        .await
        .unwrap();
    let changed = cx
        .change_contact_method(&person, &added.id, &added.version, &new("newer@example.com"))
        .await
        .unwrap();
    assert_ne!(changed.version, added.version);
    let late = cx
        .change_contact_method(&person, &added.id, &added.version, &new("late@example.com"))
        .await;
    assert_eq!(late, rejected("VersionConflict"));
    assert_eq!(
        cx.add_contact_method(&person, &new("nobody")).await,
        rejected("InvalidValue")
    );
    let gone = cx.remove_contact_method(&person, &added.id, &added.version).await;
    assert_eq!(gone, rejected("VersionConflict"));
    cx.remove_contact_method(&person, &added.id, &changed.version)
        .await
        .unwrap();
    assert_eq!(cx.remove_contact_method(&person, &added.id, "2").await, Ok(()));
    let values = cx.contact_methods(&person).await.unwrap();
    assert!(values.iter().all(|method| !method.value.starts_with("new")));
}

#[tokio::test]
async fn entries_come_by_page_and_their_sum_is_the_balance() {
    let cx = Cx::start(patient()).await;
    let account = cx.megan().account_ids.swap_remove(0);
    // Pages of half the size, so that there is more than one.
    let range = Range {
        from: Some(day("2026-01-01")),
        to: None,
    };
    let (mut rows, mut place, mut opening) = (Vec::new(), None, Pence(0));
    loop {
        let page = cx
            .adapter
            .transactions(&account, &range, place.as_deref())
            .await
            .unwrap();
        opening = page.opening.unwrap_or(opening);
        rows.extend(page.rows);
        place = page.next;
        if place.is_none() {
            break;
        }
    }
    assert_eq!(opening.0 + rows.iter().map(|row| row.amount.0).sum::<i64>(), 4210);
    assert!(rows.iter().all(|row| row.day >= day("2026-01-01")));
    assert!(rows.windows(2).all(|pair| pair[0].posted_at >= pair[1].posted_at));
}

#[tokio::test]
async fn a_payment_is_posted_once_and_only_where_the_landlord_says_so() {
    let cx = Cx::start(patient()).await;
    let account = cx.megan().account_ids.swap_remove(0);
    let payment = PostPayment {
        external_reference: "PAY-1".to_owned(),
        day: day("2026-11-24"),
        amount: Pence(1005),
        method: "Card".to_owned(),
    };
    assert_eq!(
        cx.adapter.post_payment(&account, &payment).await,
        rejected(NOT_OFFERED)
    );
    let able = adapter(
        CivicaCxConfig {
            capabilities: Capabilities::all(),
            ..config(&cx.sim)
        },
        patient(),
    );
    let first = able.post_payment(&account, &payment).await.unwrap();
    assert_eq!(able.post_payment(&account, &payment).await, Ok(first));
    let balance = able.account(&account).await.unwrap().unwrap().balance;
    assert_eq!(balance, Pence(4210 - 1005));
}

#[tokio::test]
async fn what_the_landlord_switched_off_is_not_even_asked_for() {
    let cx = Cx::start(patient()).await;
    let none = adapter(
        CivicaCxConfig {
            capabilities: Capabilities::NONE,
            ..config(&cx.sim)
        },
        patient(),
    );
    assert_eq!(none.changes(None, None).await, rejected(NOT_OFFERED));
    assert_eq!(none.cases("CON-000001").await, rejected(NOT_OFFERED));
    assert_eq!(none.cancel_repair("REP-000001", "").await, rejected(NOT_OFFERED));
    assert_eq!(cx.asked("POST", "/token").await, 0);
    assert!(!none.capabilities().has(Capability::BookSlots));
}

#[tokio::test]
async fn blocks_and_what_is_shared_belong_to_a_home() {
    let cx = Cx::start(patient()).await;
    let home = cx.adapter.asset(&cx.megan().home_id).await.unwrap().unwrap();
    assert!(home.county.is_some() && home.kind == AssetKind::Property);
    let all = cx
        .adapter
        .find_people(&services::ports::housing::PersonSearch::Reference("none".into()))
        .await;
    assert_eq!(all, Ok(vec![]));
    let mut related = 0;
    for changed in all_changes(&cx).await {
        for tenancy in changed.tenancies {
            let Some(asset) = tenancy.asset_id else { continue };
            let found = cx.adapter.related_assets(&asset).await.unwrap();
            assert!(
                found
                    .iter()
                    .all(|other| other.id != asset && other.kind != AssetKind::Property)
            );
            related += found.len();
        }
    }
    assert!(related > 0);
    assert_eq!(cx.adapter.related_assets("AST-999999").await, Ok(vec![]));
}

#[tokio::test]
async fn a_visit_is_booked_once_moved_and_cancelled() {
    let cx = Cx::start(patient()).await;
    let urgent = RaiseRepair {
        priority: "URG".to_owned(),
        ..cx.repair("TW-8F3K2Q")
    };
    let raised = cx.adapter.raise_repair(&urgent).await.unwrap();
    cx.control(&format!("repairs/{}/status", raised.id), json!({"status": "ISS"}))
        .await;
    let found = cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap();
    let order = found.orders[0].id.clone();
    let (from, to) = (day("2026-11-25"), day("2026-12-20"));
    let slots = cx.adapter.slots(&order, &from, &to).await.unwrap();
    let early = slots.iter().filter(|slot| !slot.is_after_target).count();
    assert!(early > 1 && slots.len() > early);
    let too_long = cx.adapter.slots(&order, &from, &day("2027-03-01")).await;
    assert_eq!(too_long, rejected("BadRange"));
    let book = |at: usize, reference: &str, reason: Option<&str>| BookSlot {
        external_reference: reference.to_owned(),
        slot_id: slots[at].id.clone(),
        override_reason: reason.map(str::to_owned),
    };
    cx.control(&format!("slots/{}/take", slots[0].id), json!({}))
        .await;
    assert_eq!(
        cx.adapter.book_slot(&order, &book(0, "V-0", None)).await,
        rejected("SlotTaken")
    );
    let last = slots.len() - 1;
    assert_eq!(
        cx.adapter.book_slot(&order, &book(last, "V-1", None)).await,
        rejected("OverrideReasonRequired")
    );
    let first = book(last, "V-1", Some("TENREQ"));
    let booked = cx.adapter.book_slot(&order, &first).await.unwrap();
    assert_eq!(booked.visit, slots[last].visit);
    assert_eq!(cx.adapter.book_slot(&order, &first).await, Ok(booked.clone()));
    let moved = cx
        .adapter
        .move_appointment(&booked.id, &slots[1].id)
        .await
        .unwrap();
    assert_eq!(moved.visit, slots[1].visit);
    let shown = cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap();
    assert_eq!(shown.visit.as_ref(), Some(&slots[1].visit));
    let cancelled = cx.adapter.cancel_appointment(&booked.id).await.unwrap();
    assert!(cancelled.is_cancelled);
    assert_eq!(cx.adapter.cancel_appointment(&booked.id).await, Ok(cancelled));
    assert_eq!(
        cx.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap().visit,
        None
    );
}

#[tokio::test]
async fn a_case_is_opened_once_added_to_and_closed() {
    let cx = Cx::start(patient()).await;
    let megan = cx.megan();
    let new = OpenCase {
        external_reference: "CASE-OURS".to_owned(),
        person_id: megan.contact_id.clone(),
        tenancy_id: Some(megan.agreement_id),
        asset_id: None,
        kind: "COMPL".to_owned(),
        priority: "NORM".to_owned(),
        subject: "Bins".to_owned(),
        description: "They were not emptied.".to_owned(),
    };
    let opened = cx.adapter.open_case(&new).await.unwrap();
    assert_eq!(cx.adapter.open_case(&new).await.as_ref(), Ok(&opened));
    let listed = cx.adapter.cases(&megan.contact_id).await.unwrap();
    assert_eq!((listed.len(), &listed[0].id), (3, &opened.id));
    let note = cx
        .adapter
        .add_case_note(&opened.id, "N-1", "Still there.")
        .await
        .unwrap();
    assert_eq!(
        cx.adapter.add_case_note(&opened.id, "N-1", "Still there.").await,
        Ok(note)
    );
    cx.adapter
        .attach_to_case(&opened.id, "bins.jpg", vec![1, 2])
        .await
        .unwrap();
    let shown = cx.adapter.case(&opened.id).await.unwrap().unwrap();
    assert_eq!((shown.notes.len(), shown.attachments[0].bytes), (2, 2));
    assert!(shown.notes[1].is_for_customer);
    let closed = cx.adapter.close_case(&opened.id, "DUP").await.unwrap();
    assert!(closed.closed_at.is_some());
    assert_eq!(cx.adapter.close_case(&opened.id, "DUP").await, Ok(closed));
    assert_eq!(
        cx.adapter.add_case_note(&opened.id, "N-2", "Hello?").await,
        rejected("Closed")
    );
    let hidden: Vec<_> = cx.adapter.case(&listed[1].id).await.unwrap().unwrap().notes;
    assert!(hidden.iter().any(|note| !note.is_for_customer));
    assert_eq!(cx.adapter.case("CASE-999999").await, Ok(None));
}
