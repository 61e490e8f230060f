//! What the double answers.

use super::{
    super::script::{Op, lock},
    HousingDouble, repair_of,
};
use crate::ports::{
    PortError,
    housing::{
        Account, Asset, Capabilities, Case, Changed, Changes, ContactMethod, Housing, Lookup, LookupKind,
        PersonRecord, PersonSearch, RaiseRepair, Repair, SorCode, Tenancy,
    },
};
use async_trait::async_trait;
use domain::{
    dates::{Day, Millis},
    repairs::Status,
};
use std::collections::BTreeMap;

#[async_trait]
impl Housing for HousingDouble {
    fn capabilities(&self) -> Capabilities {
        Capabilities::all()
    }

    /// Everybody, as a moment tells nothing here.
    async fn changes(&self, _since: Option<Millis>, from: Option<&str>) -> Result<Changes, PortError> {
        self.answer(Op::Changes)
            .await
            .give(|| {
                let mut state = lock(&self.state);
                if from.is_some() && state.expiring > 0 {
                    state.expiring -= 1;
                    return Ok(Changes::PlaceExpired);
                }
                let begin: usize = from.and_then(|place| place.parse().ok()).unwrap_or_default();
                let size = if state.page_size == 0 {
                    state.people.len()
                } else {
                    state.page_size
                };
                let end = (begin + size).min(state.people.len());
                let people = state.people[begin.saturating_sub(1)..end].iter();
                let people = people
                    .map(|record| Changed {
                        record: record.clone(),
                        tenancies: state
                            .tenancies
                            .get(&record.person.id)
                            .cloned()
                            .unwrap_or_default(),
                    })
                    .collect();
                let next = (end < state.people.len()).then(|| end.to_string());
                Ok(Changes::Page { people, next })
            })
            .await
    }

    async fn cases(&self, person_id: &str) -> Result<Vec<Case>, PortError> {
        self.read(Op::Cases, |state| {
            state.cases.get(person_id).cloned().unwrap_or_default()
        })
        .await
    }

    async fn test(&self) -> Result<(), PortError> {
        self.read(Op::Person, |_| ()).await
    }

    async fn companies(&self) -> Result<Vec<Lookup>, PortError> {
        let company = Lookup {
            code: "ONE".into(),
            description: "The one company".into(),
            attributes: BTreeMap::new(),
            target: None,
        };
        self.read(Op::Person, |_| vec![company]).await
    }

    async fn lookups(&self, kind: LookupKind) -> Result<Vec<Lookup>, PortError> {
        self.read(Op::Lookups, |state| {
            state.lists.get(&kind).cloned().unwrap_or_default()
        })
        .await
    }

    async fn sor_codes(&self, table: &str) -> Result<Vec<SorCode>, PortError> {
        self.read(Op::SorCodes, |state| {
            state.codes.get(table).cloned().unwrap_or_default()
        })
        .await
    }

    async fn person(&self, person_id: &str) -> Result<Option<PersonRecord>, PortError> {
        self.read(Op::Person, |state| {
            let found = state.people.iter().find(|record| record.person.id == person_id);
            found.cloned()
        })
        .await
    }

    async fn find_people(&self, search: &PersonSearch) -> Result<Vec<PersonRecord>, PortError> {
        self.read(Op::FindPeople, |state| {
            let fits = |record: &&PersonRecord| match search {
                PersonSearch::Reference(reference) => record.reference == *reference,
                PersonSearch::Birth { surname, born } => {
                    record.person.surname.eq_ignore_ascii_case(surname) && record.born.as_ref() == Some(born)
                }
                PersonSearch::Postcode { surname, postcode } => {
                    record.person.surname.eq_ignore_ascii_case(surname)
                        && state.lives_at(&record.person.id, postcode)
                }
            };
            state.people.iter().filter(fits).cloned().collect()
        })
        .await
    }

    async fn contact_methods(&self, person_id: &str) -> Result<Vec<ContactMethod>, PortError> {
        self.read(Op::ContactMethods, |state| {
            state.methods.get(person_id).cloned().unwrap_or_default()
        })
        .await
    }

    async fn tenancies(&self, person_id: &str) -> Result<Vec<Tenancy>, PortError> {
        self.read(Op::Tenancies, |state| {
            state.tenancies.get(person_id).cloned().unwrap_or_default()
        })
        .await
    }

    async fn asset(&self, asset_id: &str) -> Result<Option<Asset>, PortError> {
        self.read(Op::Asset, |state| state.assets.get(asset_id).cloned())
            .await
    }

    async fn account(&self, account_id: &str) -> Result<Option<Account>, PortError> {
        self.read(Op::Account, |state| state.accounts.get(account_id).cloned())
            .await
    }

    async fn repairs(&self, tenancy_id: &str, _from: Option<&Day>) -> Result<Vec<Repair>, PortError> {
        self.read(Op::Repairs, |state| {
            let ours = state
                .raised
                .iter()
                .filter(|(raise, _)| raise.tenancy_id == tenancy_id);
            let mut all: Vec<Repair> = ours.map(|(_, repair)| repair.clone()).collect();
            all.extend(state.repairs.get(tenancy_id).into_iter().flatten().cloned());
            all
        })
        .await
    }

    async fn find_repair(&self, external_reference: &str) -> Result<Option<Repair>, PortError> {
        self.read(Op::Find, |state| {
            let found = state
                .raised
                .iter()
                .find(|(raise, _)| raise.external_reference == external_reference);
            found.map(|(_, repair)| repair.clone())
        })
        .await
    }

    async fn raise_repair(&self, repair: &RaiseRepair) -> Result<Repair, PortError> {
        let reference = repair.external_reference.clone();
        {
            let mut state = lock(&self.state);
            let running = state.raising.entry(reference.clone()).or_default();
            *running += 1;
            let running = *running;
            state.most_at_once = state.most_at_once.max(running);
        }
        let answer = self.answer(Op::Raise).await;
        let raised = answer
            .give(|| {
                let mut state = lock(&self.state);
                let number = state.raised.len() + 1;
                // Deliberately no memory for keys: a second order shows in the ledger.
                let raised = Repair {
                    external_reference: Some(reference.clone()),
                    description: repair.description.clone(),
                    sor_code: Some(repair.sor_code.clone()),
                    target: Some(Day("2026-12-20".into())),
                    ..repair_of(&format!("hms-{number}"), Millis(1_795_521_600_000))
                };
                state.raised.push((repair.clone(), raised.clone()));
                Ok(raised)
            })
            .await;
        if let Some(running) = lock(&self.state).raising.get_mut(&reference) {
            *running -= 1;
        }
        raised
    }

    async fn cancel_repair(&self, repair_id: &str, _note: &str) -> Result<Repair, PortError> {
        let answer = self.answer(Op::Cancel).await;
        answer
            .give(|| {
                let mut state = lock(&self.state);
                state.cancelled.push(repair_id.to_owned());
                let raised = state
                    .raised
                    .iter_mut()
                    .map(|(_, repair)| repair)
                    .find(|repair| repair.id == repair_id);
                let mut unknown = repair_of(repair_id, Millis(0));
                let repair = raised.unwrap_or(&mut unknown);
                repair.status = Status::Cancelled;
                Ok(repair.clone())
            })
            .await
    }

    async fn attach_photo(&self, repair_id: &str, name: &str, _jpeg: Vec<u8>) -> Result<(), PortError> {
        let answer = self.answer(Op::Attach).await;
        answer
            .give(|| {
                lock(&self.state)
                    .photos
                    .entry(repair_id.to_owned())
                    .or_default()
                    .insert(name.to_owned());
                Ok(())
            })
            .await
    }
}
