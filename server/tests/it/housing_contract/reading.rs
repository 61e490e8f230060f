use super::{COMPANY, NOW, Subject, TODAY, facts};
use crate::contract;
use domain::{
    dates::{Day, Millis},
    money::Pence,
};
use services::ports::housing::{Changes, ContactKind, LookupKind, PersonSearch, Range};
use std::collections::{BTreeMap, BTreeSet};

async fn found(subject: &Subject, search: PersonSearch) -> BTreeSet<String> {
    let people = subject.adapter.find_people(&search).await.unwrap();
    people.into_iter().map(|record| record.person.id).collect()
}

contract! {
    async fn the_connection_can_be_tested(subject: &Subject) {
        assert_eq!(subject.adapter.test().await, Ok(()));
    }

    async fn everybody_is_found_by_what_the_landlord_knows(subject: &Subject) {
        let mut by_birth = BTreeMap::<_, BTreeSet<String>>::new();
        for contact in subject.people() {
            if let Some(born) = contact.date_of_birth {
                by_birth.entry((contact.surname.to_lowercase(), born)).or_default().insert(contact.id.clone());
            }
        }
        for contact in subject.people() {
            let by_reference = found(subject, PersonSearch::Reference((subject.reference)(contact))).await;
            assert_eq!(by_reference, BTreeSet::from([contact.id.clone()]));
            let record = subject.adapter.person(&contact.id).await.unwrap().unwrap();
            assert_eq!(
                (record.person.forenames.as_str(), record.person.surname.as_str(), record.born, record.is_deceased),
                (contact.forenames.as_str(), contact.surname.as_str(), contact.date_of_birth.map(facts::day), contact.deceased)
            );
            assert_eq!(record.reference, (subject.reference)(contact));
            if let Some(born) = contact.date_of_birth {
                let search = PersonSearch::Birth { surname: contact.surname.to_lowercase(), born: facts::day(born) };
                assert_eq!(found(subject, search).await, by_birth[&(contact.surname.to_lowercase(), born)]);
            }
            for agreement in subject.landlord.agreements_of(&contact.id).filter(|agreement| agreement.company == COMPANY) {
                let home = &subject.landlord.assets[&agreement.assets[0]];
                for postcode in [home.address.postcode.clone(), home.address.postcode.replace(' ', "").to_lowercase()] {
                    let search = PersonSearch::Postcode { surname: contact.surname.clone(), postcode };
                    assert!(found(subject, search).await.contains(&contact.id), "{}", contact.id);
                }
            }
        }
    }

    async fn nobody_is_found_by_what_is_wrong(subject: &Subject) {
        let megan = subject.people().next().unwrap();
        let born = facts::day(megan.date_of_birth.unwrap());
        for search in [
            PersonSearch::Reference("999999".into()),
            PersonSearch::Birth { surname: megan.surname.clone(), born: Day("1900-01-01".into()) },
            PersonSearch::Birth { surname: "Nobody".into(), born },
            PersonSearch::Postcode { surname: megan.surname.clone(), postcode: "ZZ1 1ZZ".into() },
        ] {
            assert_eq!(found(subject, search).await, BTreeSet::new());
        }
    }

    async fn what_is_not_there_is_nothing(subject: &Subject) {
        for id in ["NOT-THERE", "' or 1=1 --", "a%2fb?c=#d", "\u{202e}Å"] {
            assert_eq!(subject.adapter.person(id).await, Ok(None), "{id}");
            assert_eq!(subject.adapter.asset(id).await, Ok(None), "{id}");
            assert_eq!(subject.adapter.account(id).await, Ok(None), "{id}");
            assert_eq!(subject.adapter.tenancies(id).await, Ok(vec![]), "{id}");
            assert_eq!(subject.adapter.contact_methods(id).await, Ok(vec![]), "{id}");
            assert_eq!(subject.adapter.repairs(id, None).await, Ok(vec![]), "{id}");
            assert_eq!(subject.adapter.find_repair(id).await, Ok(None), "{id}");
        }
        assert_eq!(subject.adapter.sor_codes("NOT-THERE").await.unwrap_or_default(), vec![]);
    }

    async fn tenancies_homes_and_accounts_are_the_landlords(subject: &Subject) {
        let mut seen = 0;
        for contact in subject.people() {
            let mut told = subject.adapter.tenancies(&contact.id).await.unwrap();
            told.sort_by(|one, other| one.id.cmp(&other.id));
            let told_facts: Vec<_> = told.iter().map(facts::of_tenancy).collect();
            assert_eq!(told_facts, facts::tenancies(&subject.landlord, &contact.id));
            for tenancy in told {
                seen += 1;
                let parties: BTreeSet<_> = tenancy.parties.iter().map(|party| party.person_id.clone()).collect();
                let known = &subject.landlord.agreements[&tenancy.id].parties;
                assert_eq!(parties, known.iter().map(|party| party.contact_id.clone()).collect());
                let home = subject.adapter.asset(&tenancy.asset_id.unwrap()).await.unwrap().unwrap();
                assert_eq!(facts::of_asset(&home), facts::asset(&subject.landlord.assets[&home.id]));
                for id in tenancy.account_ids {
                    let account = subject.adapter.account(&id).await.unwrap().unwrap();
                    assert_eq!(facts::of_account(account), facts::account(&subject.landlord.accounts[&id]));
                }
            }
        }
        assert!(seen > 20, "{seen}");
    }

    async fn places_around_a_home_are_told(subject: &Subject) {
        let home = subject.landlord.demo_people().remove(0).home_id;
        let told = subject.adapter.related_assets(&home).await.unwrap();
        let told: BTreeSet<_> = told.iter().map(|asset| asset.id.as_str()).collect();
        let known = subject.landlord.related(&subject.landlord.assets[&home]);
        let above: BTreeSet<_> = known.iter().map(|asset| asset.id.as_str()).collect();
        assert!(!above.is_empty() && above.is_subset(&told), "{above:?} {told:?}");
        assert!(told.iter().all(|id| subject.landlord.assets[*id].kind != simulators::civica_cx::landlord::AssetKind::Property));
    }

    async fn entries_come_newest_first_each_once_and_sum_to_the_balance(subject: &Subject) {
        let account = subject.landlord.demo_people().remove(0).account_ids.remove(0);
        let (mut rows, mut from) = (Vec::new(), None::<String>);
        loop {
            let page = subject.adapter.transactions(&account, &Range::default(), from.as_deref()).await.unwrap();
            rows.extend(page.rows);
            let Some(next) = page.next else { break };
            assert_ne!(Some(&next), from.as_ref());
            from = Some(next);
        }
        assert!(rows.is_sorted_by(|one, other| one.day >= other.day));
        let ids: BTreeSet<_> = rows.iter().map(|row| row.id.clone()).collect();
        assert_eq!(ids.len(), rows.len());
        let known = &subject.landlord.accounts[&account];
        assert_eq!(ids, known.entries(TODAY).into_iter().map(|entry| entry.id).collect());
        assert_eq!(Pence(rows.iter().map(|row| row.amount.0).sum()), Pence(known.balance(TODAY)));
        let range = Range { from: Some(Day("2026-10-01".into())), to: Some(Day("2026-10-31".into())) };
        let october = subject.adapter.transactions(&account, &range, None).await.unwrap().rows;
        let expected = rows.iter().filter(|row| row.day.0.starts_with("2026-10")).count();
        assert_eq!(october.len(), expected);
    }

    async fn everybody_can_be_walked_along(subject: &Subject) {
        let (mut seen, mut from) = (BTreeSet::new(), None::<String>);
        loop {
            let Changes::Page { people, next } = subject.adapter.changes(None, from.as_deref()).await.unwrap() else {
                panic!("the place was just given")
            };
            for changed in people {
                let told: Vec<_> = changed.tenancies.iter().map(facts::of_tenancy).map(|tenancy| tenancy.0).collect();
                let known = facts::tenancies(&subject.landlord, &changed.record.person.id);
                assert_eq!(told.len(), known.len(), "{}", changed.record.person.id);
                seen.insert(changed.record.person.id);
            }
            let Some(next) = next else { break };
            from = Some(next);
        }
        assert_eq!(seen, subject.people().map(|contact| contact.id.clone()).collect());
        let later = Millis(NOW.0 + 1000);
        let Changes::Page { people, .. } = subject.adapter.changes(Some(later), None).await.unwrap() else {
            panic!("no place was given")
        };
        assert_eq!(people, vec![]);
    }

    async fn a_person_is_reached_as_the_landlord_says(subject: &Subject) {
        let megan = subject.landlord.demo_people().remove(0);
        let methods = subject.adapter.contact_methods(&megan.contact_id).await.unwrap();
        let value = |kind: &ContactKind| methods.iter().find(|method| method.kind == *kind).map(|method| method.value.clone());
        assert_eq!(value(&ContactKind::Email), Some(megan.email));
        assert_eq!(value(&ContactKind::Mobile), Some(megan.mobile));
    }

    async fn lists_hold_what_is_active(subject: &Subject) {
        for kind in LookupKind::ALL {
            let told = subject.adapter.lookups(*kind).await.unwrap();
            let told: BTreeMap<_, _> = told.into_iter().map(|entry| (entry.code, entry.description)).collect();
            let known = simulators::civica_cx::landlord::lookups::values(kind.as_str()).unwrap();
            let active = known.iter().filter(|entry| entry.companies.contains(&COMPANY) && entry.is_active(TODAY));
            let expected: BTreeMap<_, _> = active.map(|entry| (entry.code.to_owned(), entry.description.to_owned())).collect();
            assert_eq!(told, expected, "{kind:?}");
        }
        let codes = subject.adapter.sor_codes("RESPONSIVE").await.unwrap();
        let known = subject.landlord.sor_codes.iter().filter(|code| code.table == "RESPONSIVE").count();
        assert_eq!(codes.len(), known);
        let active = |wanted: &str| codes.iter().find(|code| code.code == wanted).map(|code| code.active);
        assert_eq!((active("DEMO-PLB-0102"), active("DEMO-PLB-0304")), (Some(true), Some(false)));
    }
}
