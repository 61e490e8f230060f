//! The housing slot: the landlord's record of people, homes, accounts and repairs.

mod capabilities;
mod cases;
mod lists;
mod money;
mod people;
mod places;
mod work;

pub use capabilities::{Capabilities, Capability};
pub use cases::{Case, CaseFile, CaseNote, OpenCase};
pub use lists::{Lookup, LookupKind, SorCode, Target, Within};
pub use money::{Account, Frequency, PostPayment, Range, Transaction, Transactions};
pub use people::{
    Changed, Changes, ContactKind, ContactMethod, NewContactMethod, Party, Person, PersonRecord,
    PersonSearch, Role, Tenancy,
};
pub use places::{Asset, AssetKind};
pub use work::{Appointment, BookSlot, RaiseRepair, Repair, Slot, WorkOrder};

use super::PortError;
use async_trait::async_trait;
use domain::dates::{Day, Millis};

/// The code of what an adapter does not offer; see [`Housing::capabilities`].
pub const NOT_OFFERED: &str = "not-offered";

fn not_offered<T>() -> Result<T, PortError> {
    Err(PortError::Rejected(NOT_OFFERED.to_owned()))
}

/// A housing management system. Reads of something that is not there, or hidden from us, give `None` or nothing:
/// absent never means deleted. All methods end at the adapter's deadline (10 s reads, 30 s writes). Those with an answer
/// here are for systems that have the [`Capability`]; the others refuse.
#[async_trait]
pub trait Housing: Send + Sync {
    /// What this one can do beyond what all can.
    fn capabilities(&self) -> Capabilities {
        Capabilities::NONE
    }
    /// Proves address, credentials, permission and company.
    async fn test(&self) -> Result<(), PortError>;
    /// Gives back what the system counts, such as a log-in: for an orderly stop.
    async fn log_out(&self) -> Result<(), PortError> {
        Ok(())
    }
    async fn companies(&self) -> Result<Vec<Lookup>, PortError>;
    async fn lookups(&self, kind: LookupKind) -> Result<Vec<Lookup>, PortError>;
    /// All codes of a table, every page.
    async fn sor_codes(&self, table: &str) -> Result<Vec<SorCode>, PortError>;

    async fn person(&self, person_id: &str) -> Result<Option<PersonRecord>, PortError>;
    /// People who fit; nobody if the system finds too many to tell them.
    async fn find_people(&self, search: &PersonSearch) -> Result<Vec<PersonRecord>, PortError>;
    /// One page of those whose record changed since then, or of everybody, from the place `from` on. A row may come twice.
    async fn changes(&self, since: Option<Millis>, from: Option<&str>) -> Result<Changes, PortError> {
        let _unused = (since, from);
        not_offered()
    }
    /// How a person can be reached, also what no longer holds.
    async fn contact_methods(&self, person_id: &str) -> Result<Vec<ContactMethod>, PortError>;
    async fn add_contact_method(
        &self,
        person_id: &str,
        method: &NewContactMethod,
    ) -> Result<ContactMethod, PortError> {
        let _unused = (person_id, method);
        not_offered()
    }
    /// Refused with the vendor's code if the row is no longer in the state `version`.
    async fn change_contact_method(
        &self,
        person_id: &str,
        method_id: &str,
        version: &str,
        method: &NewContactMethod,
    ) -> Result<ContactMethod, PortError> {
        let _unused = (person_id, method_id, version, method);
        not_offered()
    }
    async fn remove_contact_method(
        &self,
        person_id: &str,
        method_id: &str,
        version: &str,
    ) -> Result<(), PortError> {
        let _unused = (person_id, method_id, version);
        not_offered()
    }
    /// Current tenancies of a person. Whoever left one has the role [`Role::Other`] in it.
    async fn tenancies(&self, person_id: &str) -> Result<Vec<Tenancy>, PortError>;

    async fn asset(&self, asset_id: &str) -> Result<Option<Asset>, PortError>;
    /// Other places that concern one and may be reported on: blocks, stairwells, estates.
    async fn related_assets(&self, asset_id: &str) -> Result<Vec<Asset>, PortError> {
        let _unused = asset_id;
        Ok(Vec::new())
    }

    async fn account(&self, account_id: &str) -> Result<Option<Account>, PortError>;
    /// One page of an account's entries, newest first, from the place `from` on.
    async fn transactions(
        &self,
        account_id: &str,
        range: &Range,
        from: Option<&str>,
    ) -> Result<Transactions, PortError> {
        let _unused = (account_id, range, from);
        not_offered()
    }
    /// Gives the entry's id. Posting twice gives the first one again.
    async fn post_payment(&self, account_id: &str, payment: &PostPayment) -> Result<String, PortError> {
        let _unused = (account_id, payment);
        not_offered()
    }

    /// All repairs of a tenancy created on or after `from`, every page, newest first, each once.
    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Result<Vec<Repair>, PortError>;
    /// Looks a repair up by our reference: the question after an unknown outcome.
    async fn find_repair(&self, external_reference: &str) -> Result<Option<Repair>, PortError>;
    async fn raise_repair(&self, repair: &RaiseRepair) -> Result<Repair, PortError>;
    /// Cancelling what is already cancelled succeeds.
    async fn cancel_repair(&self, repair_id: &str, note: &str) -> Result<Repair, PortError>;
    /// Gives a photo (JPEG) to a repair. Attaching the same bytes twice leaves one (`name` holds their hash).
    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError>;

    /// When a contractor can come for an order; at most four weeks are asked for.
    async fn slots(&self, order_id: &str, from: &Day, to: &Day) -> Result<Vec<Slot>, PortError> {
        let _unused = (order_id, from, to);
        not_offered()
    }
    async fn book_slot(&self, order_id: &str, booking: &BookSlot) -> Result<Appointment, PortError> {
        let _unused = (order_id, booking);
        not_offered()
    }
    async fn move_appointment(&self, appointment_id: &str, slot_id: &str) -> Result<Appointment, PortError> {
        let _unused = (appointment_id, slot_id);
        not_offered()
    }
    async fn cancel_appointment(&self, appointment_id: &str) -> Result<Appointment, PortError> {
        let _unused = appointment_id;
        not_offered()
    }

    /// The cases of a person, newest first, without their notes.
    async fn cases(&self, person_id: &str) -> Result<Vec<Case>, PortError> {
        let _unused = person_id;
        not_offered()
    }
    async fn case(&self, case_id: &str) -> Result<Option<Case>, PortError> {
        let _unused = case_id;
        not_offered()
    }
    /// Opening it twice gives the first one again.
    async fn open_case(&self, case: &OpenCase) -> Result<Case, PortError> {
        let _unused = case;
        not_offered()
    }
    /// Adding it twice, by the same reference, leaves one.
    async fn add_case_note(
        &self,
        case_id: &str,
        external_reference: &str,
        text: &str,
    ) -> Result<CaseNote, PortError> {
        let _unused = (case_id, external_reference, text);
        not_offered()
    }
    async fn attach_to_case(&self, case_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError> {
        let _unused = (case_id, name, jpeg);
        not_offered()
    }
    /// With a code of the landlord's; closing what is closed succeeds.
    async fn close_case(&self, case_id: &str, reason: &str) -> Result<Case, PortError> {
        let _unused = (case_id, reason);
        not_offered()
    }
}
