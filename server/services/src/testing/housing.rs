mod port;

use super::script::{Answer, Op, lock};
use crate::ports::{
    PortError, assert_outside_transaction,
    housing::{
        Account, Asset, Case, ContactMethod, Lookup, LookupKind, PersonRecord, RaiseRepair, Repair, SorCode,
        Tenancy,
    },
};
use domain::{dates::Millis, repairs::Status};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex},
};
use tokio::sync::Semaphore;

/// A housing system in memory. It raises a repair each time it is asked with a reference that it does not know, so that
/// [`Self::ledger`] shows what was really raised.
#[derive(Default)]
pub struct HousingDouble {
    state: Mutex<State>,
    gate: Mutex<Option<Gate>>,
}

/// Where requests wait.
#[derive(Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// Lets through whoever waits here, and whoever comes later.
    pub fn open(&self) {
        self.0.close();
    }

    async fn pass(&self) {
        let _opened = self.0.acquire().await;
    }
}

#[derive(Default)]
struct State {
    people: Vec<PersonRecord>,
    methods: HashMap<String, Vec<ContactMethod>>,
    tenancies: HashMap<String, Vec<Tenancy>>,
    assets: HashMap<String, Asset>,
    accounts: HashMap<String, Account>,
    /// By tenancy: what was reported by telephone.
    repairs: HashMap<String, Vec<Repair>>,
    raised: Vec<(RaiseRepair, Repair)>,
    cancelled: Vec<String>,
    photos: BTreeMap<String, BTreeSet<String>>,
    cases: HashMap<String, Vec<Case>>,
    lists: HashMap<LookupKind, Vec<Lookup>>,
    codes: HashMap<String, Vec<SorCode>>,
    /// People on a page of the list of changes; all of them, if it is 0.
    page_size: usize,
    /// The next places that are asked for have expired.
    expiring: usize,
    calls: Vec<Op>,
    script: HashMap<Op, VecDeque<Answer>>,
    is_down: bool,
    hanging: usize,
    raising: HashMap<String, usize>,
    most_at_once: usize,
}

impl State {
    fn lives_at(&self, person: &str, postcode: &str) -> bool {
        let homes = self.tenancies.get(person).into_iter().flatten();
        homes
            .filter_map(|tenancy| self.assets.get(tenancy.asset_id.as_ref()?))
            .any(|asset| asset.address.last().is_some_and(|last| last == postcode))
    }
}

impl HousingDouble {
    pub fn keep_tenancy(&self, person: &str, tenancy: Tenancy) {
        let mut state = lock(&self.state);
        let list = state.tenancies.entry(person.to_owned()).or_default();
        list.retain(|known| known.id != tenancy.id);
        list.push(tenancy);
    }

    /// The person's tenancy is no longer listed.
    pub fn forget_tenancy(&self, person: &str, tenancy: &str) {
        lock(&self.state)
            .tenancies
            .entry(person.to_owned())
            .or_default()
            .retain(|known| known.id != tenancy);
    }

    /// The person is on record and can be reached like this.
    pub fn keep_person(&self, person: PersonRecord, methods: Vec<ContactMethod>) {
        let mut state = lock(&self.state);
        state.people.retain(|known| known.person.id != person.person.id);
        state.methods.insert(person.person.id.clone(), methods);
        state.people.push(person);
    }

    /// The person is hidden from us.
    pub fn hide_person(&self, person: &str) {
        lock(&self.state).people.retain(|known| known.person.id != person);
    }

    pub fn keep_case(&self, person: &str, case: Case) {
        let mut state = lock(&self.state);
        let list = state.cases.entry(person.to_owned()).or_default();
        list.retain(|known| known.id != case.id);
        list.push(case);
    }

    pub fn set_list(&self, kind: LookupKind, entries: Vec<Lookup>) {
        lock(&self.state).lists.insert(kind, entries);
    }

    /// The codes of a table.
    pub fn set_codes(&self, table: &str, codes: Vec<SorCode>) {
        lock(&self.state).codes.insert(table.to_owned(), codes);
    }

    /// The list of changes comes in pages of this many people, each page with one row of the page before it.
    pub fn set_page_size(&self, size: usize) {
        lock(&self.state).page_size = size;
    }

    /// The next so many places in the list of changes hold no longer.
    pub fn expire_places(&self, count: usize) {
        lock(&self.state).expiring = count;
    }

    pub fn keep_asset(&self, asset: Asset) {
        lock(&self.state).assets.insert(asset.id.clone(), asset);
    }

    pub fn keep_account(&self, account: Account) {
        lock(&self.state).accounts.insert(account.id.clone(), account);
    }

    /// What the system says about the tenancy's repairs that were not raised through the port.
    pub fn set_repairs(&self, tenancy: &str, repairs: Vec<Repair>) {
        lock(&self.state).repairs.insert(tenancy.to_owned(), repairs);
    }

    /// Changes a repair that was raised through the port.
    pub fn change_raised(&self, reference: &str, change: impl FnOnce(&mut Repair)) {
        let mut state = lock(&self.state);
        let found = state
            .raised
            .iter_mut()
            .find(|(raise, _)| raise.external_reference == reference);
        change(&mut found.expect("the repair was raised").1);
    }

    /// The next answers of an operation, in order; after them it works.
    pub fn script(&self, op: Op, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.state).script.entry(op).or_default().extend(answers);
    }

    /// Forgets answers that were not asked for.
    pub fn clear_script(&self) {
        lock(&self.state).script.clear();
    }

    /// How many requests never get an answer.
    pub fn hanging(&self) -> usize {
        lock(&self.state).hanging
    }

    /// Down for everything, or back.
    pub fn set_down(&self, is_down: bool) {
        lock(&self.state).is_down = is_down;
    }

    /// Holds every request from now on, until the gate is opened or another one takes its place.
    pub fn hold(&self) -> Gate {
        let gate = Gate(Arc::new(Semaphore::new(0)));
        *lock(&self.gate) = Some(gate.clone());
        gate
    }

    /// Everything that was raised, in order: our reference of each.
    pub fn ledger(&self) -> Vec<String> {
        lock(&self.state)
            .raised
            .iter()
            .map(|(raise, _)| raise.external_reference.clone())
            .collect()
    }

    /// What was asked when the repair with this reference was raised.
    pub fn raised(&self, reference: &str) -> Option<(RaiseRepair, Repair)> {
        lock(&self.state)
            .raised
            .iter()
            .find(|(raise, _)| raise.external_reference == reference)
            .cloned()
    }

    /// Ids of the repairs that were cancelled, in order.
    pub fn cancelled(&self) -> Vec<String> {
        lock(&self.state).cancelled.clone()
    }

    /// Names of the photos of a repair.
    pub fn photos(&self, repair: &str) -> Vec<String> {
        lock(&self.state)
            .photos
            .get(repair)
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }

    /// How often an operation was asked for.
    pub fn calls(&self, op: Op) -> usize {
        lock(&self.state)
            .calls
            .iter()
            .filter(|called| **called == op)
            .count()
    }

    /// The most requests that raised one and the same repair at the same time.
    pub fn most_at_once(&self) -> usize {
        lock(&self.state).most_at_once
    }

    async fn answer(&self, op: Op) -> Answer {
        assert_outside_transaction();
        let answer = {
            let mut state = lock(&self.state);
            state.calls.push(op);
            let scripted = state.script.get_mut(&op).and_then(VecDeque::pop_front);
            let answer = if state.is_down {
                Answer::Unavailable
            } else {
                scripted.unwrap_or(Answer::Works)
            };
            state.hanging += usize::from(matches!(answer, Answer::Hangs | Answer::HangsAfter));
            answer
        };
        let gate = lock(&self.gate).clone();
        if let Some(gate) = gate {
            gate.pass().await;
        }
        answer
    }

    async fn read<T>(&self, op: Op, read: impl FnOnce(&State) -> T + Send) -> Result<T, PortError> {
        let answer = self.answer(op).await;
        answer.give(|| Ok(read(&lock(&self.state)))).await
    }
}

/// A repair as the housing system tells of it, to be changed where a test wants something else.
pub fn repair_of(id: &str, created_at: Millis) -> Repair {
    Repair {
        id: id.to_owned(),
        reference: format!("R-{id}"),
        external_reference: None,
        description: "Gutter leaks\nAbove the back door".into(),
        created_at,
        status: Status::Sent,
        unknown_status: None,
        target: None,
        visit: None,
        cancellable: true,
        sor_code: None,
        orders: Vec::new(),
    }
}
