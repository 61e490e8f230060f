//! The port, spoken over `cx-assumed-1` (assumed).

use super::{
    CivicaCx, mapping, sha256,
    transport::{self, Ask},
    wire,
};
use crate::integrations::outbound::Fault;
use async_trait::async_trait;
use domain::dates::{Day, Millis};
use http::StatusCode;
use services::ports::{
    PortError, Trouble,
    housing::{
        Account, Appointment, Asset, BookSlot, Capabilities, Capability, Case, CaseNote, Changes,
        ContactMethod, Housing, Lookup, LookupKind, NewContactMethod, OpenCase, PersonRecord, PersonSearch,
        PostPayment, RaiseRepair, Range, Repair, Slot, SorCode, Tenancy, Transactions,
    },
};
use std::{cmp::Reverse, collections::HashSet};

/// When everything has changed since.
const EVER: &str = "1900-01-01T00:00:00";

#[async_trait]
impl Housing for CivicaCx {
    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    async fn test(&self) -> Result<(), PortError> {
        self.link.forget_refusal().await;
        let companies = self.all_companies().await?;
        if !companies.iter().any(|company| company.code == self.company) {
            let fault = Fault::new(PortError::Misconfigured(Trouble::WrongCompany));
            self.link.system.note(&fault);
            return Err(fault.error);
        }
        let _: wire::Pong = self
            .link
            .ask(&Ask::read("ping", &["ping"]), self.read_until())
            .await?;
        Ok(())
    }

    async fn log_out(&self) -> Result<(), PortError> {
        Ok(self.link.log_out().await?)
    }

    async fn companies(&self) -> Result<Vec<Lookup>, PortError> {
        Ok(self
            .all_companies()
            .await?
            .into_iter()
            .map(mapping::company)
            .collect())
    }

    async fn lookups(&self, kind: LookupKind) -> Result<Vec<Lookup>, PortError> {
        // The lists have the same names here and there.
        let today = self.today();
        let entries = self
            .list(|| Ask::read("lookups", &["lookups", kind.as_str()]).with("activeOn", today.0.as_str()))
            .await?;
        Ok(mapping::lookups(entries, &self.company))
    }

    async fn sor_codes(&self, table: &str) -> Result<Vec<SorCode>, PortError> {
        let codes = self
            .list(|| Ask::read("sor-codes", &["sor-codes"]).with("table", table))
            .await?;
        let today = self.today();
        Ok(codes
            .into_iter()
            .map(|code| mapping::sor_code(code, table, &today))
            .collect())
    }

    async fn person(&self, person_id: &str) -> Result<Option<PersonRecord>, PortError> {
        let found = self.find(Ask::read("person", &["contacts", person_id])).await?;
        Ok(found.map(mapping::person_record))
    }

    async fn find_people(&self, search: &PersonSearch) -> Result<Vec<PersonRecord>, PortError> {
        let request = || {
            let ask = Ask::read("find-people", &["contacts"]);
            match search {
                PersonSearch::Reference(reference) => ask.with("reference", reference),
                PersonSearch::Birth { surname, born } => {
                    ask.with("surname", surname).with("dateOfBirth", born.0.as_str())
                }
                PersonSearch::Postcode { surname, postcode } => {
                    ask.with("surname", surname).with("postcode", postcode)
                }
            }
        };
        match self.list(request).await {
            Err(PortError::Rejected(code)) if code == "SearchTooWide" => Ok(Vec::new()),
            found => Ok(found?.into_iter().map(mapping::person_record).collect()),
        }
    }

    async fn changes(&self, since: Option<Millis>, from: Option<&str>) -> Result<Changes, PortError> {
        self.need(Capability::ChangedSince)?;
        let ask = Ask::read("changes", &["contacts"])
            .with(
                "changedSince",
                since.map_or_else(|| EVER.to_owned(), mapping::stamp),
            )
            .with("expand", "agreements")
            .page(from);
        let page: wire::Page<wire::Contact> = match self.link.ask(&ask, self.read_until()).await {
            Err(fault) if fault.status == Some(StatusCode::GONE) => return Ok(Changes::PlaceExpired),
            page => page?,
        };
        let today = self.today();
        let mut seen = HashSet::new();
        let rows = page.items.into_iter();
        Ok(Changes::Page {
            people: rows
                .filter(|contact| seen.insert(contact.id.clone()))
                .map(|contact| mapping::changed(contact, &today))
                .collect(),
            next: page.next_cursor,
        })
    }

    async fn contact_methods(&self, person_id: &str) -> Result<Vec<ContactMethod>, PortError> {
        let methods = self
            .list(|| Ask::read("contact-methods", &["contacts", person_id, "contact-methods"]))
            .await?;
        Ok(methods.into_iter().filter_map(mapping::contact_method).collect())
    }

    async fn add_contact_method(
        &self,
        person_id: &str,
        method: &NewContactMethod,
    ) -> Result<ContactMethod, PortError> {
        self.need(Capability::ChangeContactMethods)?;
        let path = ["contacts", person_id, "contact-methods"];
        let added = self
            .write(Ask::write(
                "add-contact-method",
                &path,
                &mapping::new_method(method),
            )?)
            .await?;
        stored(added)
    }

    async fn change_contact_method(
        &self,
        person_id: &str,
        method_id: &str,
        version: &str,
        method: &NewContactMethod,
    ) -> Result<ContactMethod, PortError> {
        self.need(Capability::ChangeContactMethods)?;
        let path = ["contacts", person_id, "contact-methods", method_id];
        let ask = Ask::replace("change-contact-method", &path, &mapping::new_method(method))?;
        stored(self.write(ask.if_still(version)?).await?)
    }

    async fn remove_contact_method(
        &self,
        person_id: &str,
        method_id: &str,
        version: &str,
    ) -> Result<(), PortError> {
        self.need(Capability::ChangeContactMethods)?;
        let path = ["contacts", person_id, "contact-methods", method_id];
        let ask = Ask::remove("remove-contact-method", &path).if_still(version)?;
        match self.link.ask_empty(&ask, self.write_until()).await {
            Err(fault) if transport::is_absent(&fault) => Ok(()),
            outcome => Ok(outcome?),
        }
    }

    async fn tenancies(&self, person_id: &str) -> Result<Vec<Tenancy>, PortError> {
        let agreements = self
            .list(|| Ask::read("tenancies", &["contacts", person_id, "agreements"]).with("current", "true"))
            .await?;
        let today = self.today();
        Ok(agreements
            .into_iter()
            .map(|agreement| mapping::tenancy(agreement, person_id, &today))
            .collect())
    }

    async fn asset(&self, asset_id: &str) -> Result<Option<Asset>, PortError> {
        let found = self.find(Ask::read("asset", &["assets", asset_id])).await?;
        Ok(found.map(mapping::asset))
    }

    async fn related_assets(&self, asset_id: &str) -> Result<Vec<Asset>, PortError> {
        let found = self
            .list(|| Ask::read("related-assets", &["assets", asset_id, "related"]))
            .await?;
        Ok(found.into_iter().map(mapping::asset).collect())
    }

    async fn account(&self, account_id: &str) -> Result<Option<Account>, PortError> {
        let found = self.find(Ask::read("account", &["accounts", account_id])).await?;
        Ok(found.map(mapping::account))
    }

    async fn transactions(
        &self,
        account_id: &str,
        range: &Range,
        from: Option<&str>,
    ) -> Result<Transactions, PortError> {
        self.need(Capability::Transactions)?;
        let path = ["accounts", account_id, "transactions"];
        let mut ask = Ask::read("transactions", &path).page(from);
        for (name, day) in [("from", &range.from), ("to", &range.to)] {
            if let Some(day) = day {
                ask = ask.with(name, day.0.as_str());
            }
        }
        let page = self.link.ask(&ask, self.read_until()).await?;
        Ok(mapping::transactions(page))
    }

    async fn post_payment(&self, account_id: &str, payment: &PostPayment) -> Result<String, PortError> {
        self.need(Capability::PostPayments)?;
        let body = wire::NewPayment {
            external_reference: &payment.external_reference,
            date: &payment.day.0,
            amount: mapping::decimal(-payment.amount.0),
            method: &payment.method,
        };
        let path = ["accounts", account_id, "payments"];
        let posted: wire::Created = self.write(Ask::write("post-payment", &path, &body)?).await?;
        Ok(posted.id)
    }

    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Result<Vec<Repair>, PortError> {
        let request = || {
            let ask = Ask::read("repairs", &["repairs"]).with("agreementId", tenancy_id);
            match from {
                Some(day) => ask.with("createdFrom", day.0.as_str()),
                None => ask,
            }
        };
        let found = self.list(request).await?;
        let mut repairs: Vec<_> = found.into_iter().map(|repair| self.to_repair(repair)).collect();
        repairs.sort_by_key(|repair| Reverse(repair.created_at));
        Ok(repairs)
    }

    async fn find_repair(&self, external_reference: &str) -> Result<Option<Repair>, PortError> {
        let found: Vec<wire::Repair> = self
            .list(|| Ask::read("find-repair", &["repairs"]).with("externalReference", external_reference))
            .await?;
        // A system that ignores the question answers with every repair, so its rows are looked at.
        let mark = mapping::mark(external_reference);
        let ours = found.into_iter().filter(|repair| {
            repair.external_reference.as_deref() == Some(external_reference)
                || repair
                    .description
                    .as_deref()
                    .is_some_and(|description| description.ends_with(&mark))
        });
        Ok(ours
            .min_by_key(|repair| repair.created_at)
            .map(|repair| self.to_repair(repair)))
    }

    async fn raise_repair(&self, repair: &RaiseRepair) -> Result<Repair, PortError> {
        let body = wire::NewRepair {
            external_reference: &repair.external_reference,
            asset_id: &repair.asset_id,
            contact_id: &repair.person_id,
            agreement_id: &repair.tenancy_id,
            description: mapping::description(&repair.description, &repair.external_reference),
            lines: [wire::NewLine {
                sor_code: &repair.sor_code,
                quantity: 1,
            }],
            repair_type: &repair.repair_type,
            priority: &repair.priority,
            contract: &repair.contract,
        };
        let raised = self
            .write(Ask::write("raise-repair", &["repairs"], &body)?)
            .await?;
        Ok(self.to_repair(raised))
    }

    async fn cancel_repair(&self, repair_id: &str, note: &str) -> Result<Repair, PortError> {
        self.need(Capability::CancelRepairs)?;
        let body = wire::Cancellation {
            reason_code: &self.cancel_reason,
            note,
        };
        let ask = Ask::write("cancel-repair", &["repairs", repair_id, "cancel"], &body)?;
        Ok(self.to_repair(self.write(ask).await?))
    }

    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError> {
        self.need(Capability::RepairPhotos)?;
        let path = ["repairs", repair_id, "attachments"];
        let ask = Ask::photo("attach-photo", &path, name, sha256(&jpeg), jpeg);
        let _: wire::Created = self.write(ask).await?;
        Ok(())
    }

    async fn slots(&self, order_id: &str, from: &Day, to: &Day) -> Result<Vec<Slot>, PortError> {
        self.need(Capability::BookSlots)?;
        let found = self
            .list(|| {
                Ask::read("slots", &["orders", order_id, "slots"])
                    .with("from", from.0.as_str())
                    .with("to", to.0.as_str())
            })
            .await?;
        Ok(found.into_iter().filter_map(mapping::slot).collect())
    }

    async fn book_slot(&self, order_id: &str, booking: &BookSlot) -> Result<Appointment, PortError> {
        self.need(Capability::BookSlots)?;
        let body = wire::Booking {
            slot_id: &booking.slot_id,
            external_reference: &booking.external_reference,
            override_reason: booking.override_reason.as_deref(),
        };
        let ask = Ask::write("book-slot", &["orders", order_id, "appointments"], &body)?;
        self.to_appointment(self.write(ask).await?)
    }

    async fn move_appointment(&self, appointment_id: &str, slot_id: &str) -> Result<Appointment, PortError> {
        self.need(Capability::BookSlots)?;
        let path = ["appointments", appointment_id];
        let ask = Ask::replace("move-appointment", &path, &wire::Move { slot_id })?;
        self.to_appointment(self.write(ask).await?)
    }

    async fn cancel_appointment(&self, appointment_id: &str) -> Result<Appointment, PortError> {
        self.need(Capability::BookSlots)?;
        let ask = Ask::remove("cancel-appointment", &["appointments", appointment_id])
            .with("reasonCode", &self.cancel_reason);
        self.to_appointment(self.write(ask).await?)
    }

    async fn cases(&self, person_id: &str) -> Result<Vec<Case>, PortError> {
        self.need(Capability::Cases)?;
        let found = self
            .list(|| Ask::read("cases", &["cases"]).with("contactId", person_id))
            .await?;
        let mut cases: Vec<_> = found.into_iter().map(mapping::case).collect();
        cases.sort_by_key(|case| Reverse(case.created_at));
        Ok(cases)
    }

    async fn case(&self, case_id: &str) -> Result<Option<Case>, PortError> {
        self.need(Capability::Cases)?;
        let found = self.find(Ask::read("case", &["cases", case_id])).await?;
        Ok(found.map(mapping::case))
    }

    async fn open_case(&self, case: &OpenCase) -> Result<Case, PortError> {
        self.need(Capability::WriteCases)?;
        let ask = Ask::write("open-case", &["cases"], &mapping::new_case(case))?;
        Ok(mapping::case(self.write(ask).await?))
    }

    async fn add_case_note(
        &self,
        case_id: &str,
        external_reference: &str,
        text: &str,
    ) -> Result<CaseNote, PortError> {
        self.need(Capability::WriteCases)?;
        let body = wire::NewNote {
            external_reference,
            text,
        };
        let ask = Ask::write("add-case-note", &["cases", case_id, "notes"], &body)?;
        Ok(mapping::note(self.write(ask).await?))
    }

    async fn attach_to_case(&self, case_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError> {
        self.need(Capability::WriteCases)?;
        let path = ["cases", case_id, "attachments"];
        let ask = Ask::photo("attach-to-case", &path, name, sha256(&jpeg), jpeg);
        let _: wire::Created = self.write(ask).await?;
        Ok(())
    }

    async fn close_case(&self, case_id: &str, reason: &str) -> Result<Case, PortError> {
        self.need(Capability::WriteCases)?;
        let body = wire::CloseCase { reason_code: reason };
        let ask = Ask::write("close-case", &["cases", case_id, "close"], &body)?;
        Ok(mapping::case(self.write(ask).await?))
    }
}

/// The answer to a change tells of a row with a value, or something else happened than we asked for.
fn stored(method: wire::ContactMethod) -> Result<ContactMethod, PortError> {
    mapping::contact_method(method).ok_or(PortError::UnknownOutcome(Trouble::UnexpectedAnswer))
}
