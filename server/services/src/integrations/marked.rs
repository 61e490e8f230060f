//! The housing system of one mode, with its ids as they are stored: tenancies, accounts and repairs of the test system are
//! marked, so that none of them is ever taken for one of live, and nothing of the one is ever told to the other.

use crate::ports::{
    PortError,
    housing::{
        Account, Appointment, Asset, BookSlot, Capabilities, Case, CaseNote, Changes, ContactMethod, Housing,
        Lookup, LookupKind, NewContactMethod, OpenCase, PersonRecord, PersonSearch, PostPayment, RaiseRepair,
        Range, Repair, Slot, SorCode, Tenancy, Transactions,
    },
};
use async_trait::async_trait;
use domain::{
    dates::{Day, Millis},
    integrations::Mode,
};
use std::sync::Arc;

pub(super) struct Marked {
    pub port: Arc<dyn Housing>,
    pub mode: Mode,
}

type Answer<T> = Result<T, PortError>;

impl Marked {
    /// The id as the system knows it. One of the other mode is refused before anything is called.
    fn own<'a>(&self, stored: &'a str) -> Answer<&'a str> {
        self.mode
            .unmark(stored)
            .ok_or_else(|| PortError::Rejected("other-mode".to_owned()))
    }

    fn mark(&self, id: &mut String) {
        *id = self.mode.mark(id);
    }

    fn tenancies(&self, tenancies: &mut [Tenancy]) {
        for tenancy in tenancies {
            self.mark(&mut tenancy.id);
            for account in &mut tenancy.account_ids {
                self.mark(account);
            }
        }
    }

    fn repair(&self, mut repair: Repair) -> Repair {
        self.mark(&mut repair.id);
        repair
    }
}

#[async_trait]
impl Housing for Marked {
    fn capabilities(&self) -> Capabilities {
        self.port.capabilities()
    }

    async fn test(&self) -> Answer<()> {
        self.port.test().await
    }

    async fn log_out(&self) -> Answer<()> {
        self.port.log_out().await
    }

    async fn companies(&self) -> Answer<Vec<Lookup>> {
        self.port.companies().await
    }

    async fn lookups(&self, kind: LookupKind) -> Answer<Vec<Lookup>> {
        self.port.lookups(kind).await
    }

    async fn sor_codes(&self, table: &str) -> Answer<Vec<SorCode>> {
        self.port.sor_codes(table).await
    }

    async fn person(&self, person_id: &str) -> Answer<Option<PersonRecord>> {
        self.port.person(person_id).await
    }

    async fn find_people(&self, search: &PersonSearch) -> Answer<Vec<PersonRecord>> {
        self.port.find_people(search).await
    }

    async fn changes(&self, since: Option<Millis>, from: Option<&str>) -> Answer<Changes> {
        let mut changes = self.port.changes(since, from).await?;
        if let Changes::Page { people, .. } = &mut changes {
            for changed in people {
                self.tenancies(&mut changed.tenancies);
            }
        }
        Ok(changes)
    }

    async fn contact_methods(&self, person_id: &str) -> Answer<Vec<ContactMethod>> {
        self.port.contact_methods(person_id).await
    }

    async fn add_contact_method(&self, person_id: &str, method: &NewContactMethod) -> Answer<ContactMethod> {
        self.port.add_contact_method(person_id, method).await
    }

    async fn change_contact_method(
        &self,
        person_id: &str,
        method_id: &str,
        version: &str,
        method: &NewContactMethod,
    ) -> Answer<ContactMethod> {
        self.port
            .change_contact_method(person_id, method_id, version, method)
            .await
    }

    async fn remove_contact_method(&self, person_id: &str, method_id: &str, version: &str) -> Answer<()> {
        self.port
            .remove_contact_method(person_id, method_id, version)
            .await
    }

    async fn tenancies(&self, person_id: &str) -> Answer<Vec<Tenancy>> {
        let mut tenancies = self.port.tenancies(person_id).await?;
        self.tenancies(&mut tenancies);
        Ok(tenancies)
    }

    async fn asset(&self, asset_id: &str) -> Answer<Option<Asset>> {
        self.port.asset(asset_id).await
    }

    async fn related_assets(&self, asset_id: &str) -> Answer<Vec<Asset>> {
        self.port.related_assets(asset_id).await
    }

    async fn account(&self, account_id: &str) -> Answer<Option<Account>> {
        let mut account = self.port.account(self.own(account_id)?).await?;
        if let Some(account) = &mut account {
            self.mark(&mut account.id);
        }
        Ok(account)
    }

    async fn transactions(
        &self,
        account_id: &str,
        range: &Range,
        from: Option<&str>,
    ) -> Answer<Transactions> {
        self.port.transactions(self.own(account_id)?, range, from).await
    }

    async fn post_payment(&self, account_id: &str, payment: &PostPayment) -> Answer<String> {
        self.port.post_payment(self.own(account_id)?, payment).await
    }

    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Answer<Vec<Repair>> {
        let found = self.port.repairs(self.own(tenancy_id)?, from).await?;
        Ok(found.into_iter().map(|repair| self.repair(repair)).collect())
    }

    async fn find_repair(&self, external_reference: &str) -> Answer<Option<Repair>> {
        let found = self.port.find_repair(external_reference).await?;
        Ok(found.map(|repair| self.repair(repair)))
    }

    async fn raise_repair(&self, repair: &RaiseRepair) -> Answer<Repair> {
        let raise = RaiseRepair {
            tenancy_id: self.own(&repair.tenancy_id)?.to_owned(),
            ..repair.clone()
        };
        Ok(self.repair(self.port.raise_repair(&raise).await?))
    }

    async fn cancel_repair(&self, repair_id: &str, note: &str) -> Answer<Repair> {
        let cancelled = self.port.cancel_repair(self.own(repair_id)?, note).await?;
        Ok(self.repair(cancelled))
    }

    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Answer<()> {
        self.port.attach_photo(self.own(repair_id)?, name, jpeg).await
    }

    async fn slots(&self, order_id: &str, from: &Day, to: &Day) -> Answer<Vec<Slot>> {
        self.port.slots(order_id, from, to).await
    }

    async fn book_slot(&self, order_id: &str, booking: &BookSlot) -> Answer<Appointment> {
        self.port.book_slot(order_id, booking).await
    }

    async fn move_appointment(&self, appointment_id: &str, slot_id: &str) -> Answer<Appointment> {
        self.port.move_appointment(appointment_id, slot_id).await
    }

    async fn cancel_appointment(&self, appointment_id: &str) -> Answer<Appointment> {
        self.port.cancel_appointment(appointment_id).await
    }

    async fn cases(&self, person_id: &str) -> Answer<Vec<Case>> {
        self.port.cases(person_id).await
    }

    async fn case(&self, case_id: &str) -> Answer<Option<Case>> {
        self.port.case(case_id).await
    }

    async fn open_case(&self, case: &OpenCase) -> Answer<Case> {
        let tenancy_id = match &case.tenancy_id {
            Some(tenancy) => Some(self.own(tenancy)?.to_owned()),
            None => None,
        };
        let open = OpenCase {
            tenancy_id,
            ..case.clone()
        };
        self.port.open_case(&open).await
    }

    async fn add_case_note(&self, case_id: &str, external_reference: &str, text: &str) -> Answer<CaseNote> {
        self.port.add_case_note(case_id, external_reference, text).await
    }

    async fn attach_to_case(&self, case_id: &str, name: &str, jpeg: Vec<u8>) -> Answer<()> {
        self.port.attach_to_case(case_id, name, jpeg).await
    }

    async fn close_case(&self, case_id: &str, reason: &str) -> Answer<Case> {
        self.port.close_case(case_id, reason).await
    }
}
