use super::{Subject, facts};
use crate::contract;
use domain::{dates::Day, repairs::Status};
use futures_util::future::join_all;
use services::ports::{
    PortError,
    housing::{
        BookSlot, Capability, ContactKind, NOT_OFFERED, NewContactMethod, OpenCase, PostPayment, RaiseRepair,
        Range,
    },
};
use std::{collections::BTreeSet, sync::Arc};

fn wanted(subject: &Subject, reference: &str) -> RaiseRepair {
    let megan = subject.landlord.demo_people().remove(0);
    RaiseRepair {
        external_reference: reference.to_owned(),
        asset_id: megan.home_id,
        person_id: megan.contact_id,
        tenancy_id: megan.agreement_id,
        description: "Mae’r tap, yn \"gollwng\" 💧".to_owned(),
        sor_code: "DEMO-PLB-0102".to_owned(),
        repair_type: "RESP".to_owned(),
        priority: "RTN".to_owned(),
        contract: "DEMO-RESP".to_owned(),
    }
}

contract! {
    async fn repairs_on_record_are_the_landlords(subject: &Subject) {
        let mut seen = 0;
        for contact in subject.people() {
            for tenancy in subject.adapter.tenancies(&contact.id).await.unwrap() {
                let told = subject.adapter.repairs(&tenancy.id, None).await.unwrap();
                assert!(told.is_sorted_by(|one, other| one.created_at >= other.created_at));
                assert!(told.iter().all(|repair| repair.unknown_status.is_none()));
                let mut told: Vec<_> = told.into_iter().map(facts::of_repair).collect();
                told.sort_by(|one, other| (other.2, &one.0).cmp(&(one.2, &other.0)));
                let known = facts::repairs(&subject.landlord, &tenancy.id);
                seen += known.len();
                assert_eq!(told, known, "{}", tenancy.id);
            }
        }
        assert!(seen > 20, "{seen}");
        let megan = subject.landlord.demo_people().remove(0);
        let recent = subject.adapter.repairs(&megan.agreement_id, Some(&Day("2026-11-01".into()))).await.unwrap();
        assert_eq!(recent.iter().map(|repair| repair.id.as_str()).collect::<Vec<_>>(), ["REP-000001"]);
    }

    async fn a_repair_is_raised_once_and_found_by_our_reference(subject: &Subject) {
        assert_eq!(subject.adapter.find_repair("TW-8F3K2Q").await, Ok(None));
        let wanted = wanted(subject, "TW-8F3K2Q");
        let raised = subject.adapter.raise_repair(&wanted).await.unwrap();
        assert_eq!(
            (raised.external_reference.as_deref(), raised.status, raised.description.as_str()),
            (Some("TW-8F3K2Q"), Status::Sent, wanted.description.as_str())
        );
        let again = subject.adapter.raise_repair(&wanted).await.unwrap();
        let found = subject.adapter.find_repair("TW-8F3K2Q").await.unwrap().unwrap();
        assert_eq!((&raised.id, &raised.id), (&again.id, &found.id));
        let listed = subject.adapter.repairs(&wanted.tenancy_id, None).await.unwrap();
        let ours = listed.iter().filter(|repair| repair.external_reference.is_some());
        assert_eq!(ours.map(|repair| repair.id.clone()).collect::<Vec<_>>(), [raised.id]);
        assert_eq!(subject.adapter.find_repair("TW-8F3K2").await, Ok(None));
    }

    async fn who_raise_a_repair_at_once_raise_one(subject: &Subject) {
        let raising = (0..5).map(|_| {
            let (adapter, wanted) = (Arc::clone(&subject.adapter), wanted(subject, "TW-AT0NCE"));
            tokio::spawn(async move { adapter.raise_repair(&wanted).await.unwrap().id })
        });
        let ids: BTreeSet<_> = join_all(raising).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(ids.len(), 1);
        let other = subject.adapter.raise_repair(&wanted(subject, "TW-0THER")).await.unwrap();
        assert!(!ids.contains(&other.id));
        let listed = subject.adapter.repairs(&wanted(subject, "").tenancy_id, None).await.unwrap();
        assert_eq!(listed.iter().filter(|repair| repair.external_reference.is_some()).count(), 2);
    }

    async fn a_photo_is_attached_twice_without_harm(subject: &Subject) {
        let raised = subject.adapter.raise_repair(&wanted(subject, "TW-PH0T0")).await.unwrap();
        for _ in 0..2 {
            subject.adapter.attach_photo(&raised.id, "3f7a", vec![0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).await.unwrap();
        }
    }

    async fn an_adapter_refuses_what_it_says_it_cannot_do_and_nothing_else(subject: &Subject) {
        let megan = subject.landlord.demo_people().remove(0);
        let day = Day("2026-11-30".into());
        let method = NewContactMethod { kind: ContactKind::Mobile, value: "07700900123".into(), is_main: false };
        let payment = PostPayment {
            external_reference: "P1".into(),
            day: day.clone(),
            amount: domain::money::Pence(100),
            method: "Card".into(),
        };
        let booking = BookSlot { external_reference: "B1".into(), slot_id: "S1".into(), override_reason: None };
        let case = OpenCase {
            external_reference: "C1".into(),
            person_id: megan.contact_id.clone(),
            tenancy_id: None,
            asset_id: None,
            kind: "ENQ".into(),
            priority: "NORM".into(),
            subject: "Keys".into(),
            description: "Lost".into(),
        };
        let adapter = &subject.adapter;
        let refused = |answer: Option<PortError>| answer == Some(PortError::Rejected(NOT_OFFERED.to_owned()));
        for capability in Capability::ALL.iter().copied() {
            let answers = match capability {
                Capability::ChangedSince => vec![adapter.changes(None, None).await.err()],
                Capability::Transactions => vec![adapter.transactions(&megan.account_ids[0], &Range::default(), None).await.err()],
                Capability::PostPayments => vec![adapter.post_payment(&megan.account_ids[0], &payment).await.err()],
                Capability::CancelRepairs => vec![adapter.cancel_repair("REP-000001", "").await.err()],
                Capability::RepairPhotos => vec![adapter.attach_photo("REP-000001", "ab", vec![0xff, 0xd8, 0xff, 0xe0]).await.err()],
                Capability::BookSlots => vec![
                    adapter.slots("ORD-000001", &day, &day).await.err(),
                    adapter.book_slot("ORD-000001", &booking).await.err(),
                    adapter.move_appointment("APT-1", "S1").await.err(),
                    adapter.cancel_appointment("APT-1").await.err(),
                ],
                Capability::ChangeContactMethods => vec![
                    adapter.add_contact_method(&megan.contact_id, &method).await.err(),
                    adapter.change_contact_method(&megan.contact_id, "M1", "1", &method).await.err(),
                    adapter.remove_contact_method(&megan.contact_id, "M1", "1").await.err(),
                ],
                Capability::Cases => vec![adapter.cases(&megan.contact_id).await.err(), adapter.case("CASE-1").await.err()],
                Capability::WriteCases => vec![
                    adapter.open_case(&case).await.err(),
                    adapter.add_case_note("CASE-1", "N1", "x").await.err(),
                    adapter.attach_to_case("CASE-1", "ab", vec![0xff, 0xd8, 0xff, 0xe0]).await.err(),
                    adapter.close_case("CASE-1", "DONE").await.err(),
                ],
            };
            for answer in answers {
                assert_eq!(refused(answer), !adapter.capabilities().has(capability), "{capability:?}");
            }
        }
    }
}
