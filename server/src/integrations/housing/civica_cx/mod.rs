//! Civica Cx as the housing system, by the contract `cx-assumed-1`.
//!
//! The contract is **assumed**: it is our own proposal, as the vendor publishes no paths or fields (integrations, part 2).
//! Its names stand only here and in the simulator.

mod mapping;
mod scalar;
mod token;
mod transport;
mod wire;

pub use mapping::StatusMap;

use crate::integrations::{
    monitor::Health,
    outbound::{Fault, Outbound, SetupError},
};
use async_trait::async_trait;
use domain::dates::Day;
use http::HeaderValue;
use reqwest::Url;
use secrecy::SecretString;
use services::ports::{
    PortError, Trouble,
    clock::Clock,
    housing::{
        Account, Asset, ContactMethod, Housing, Lookup, LookupKind, Person, PersonRecord, PersonSearch,
        RaiseRepair, Repair, SorCode, Tenancy,
    },
};
use sha2::{Digest, Sha256};
use std::{cmp::Reverse, fmt::Write as _, sync::Arc};
use tokio::time::Instant;
use transport::{Ask, Link};

/// What an administrator sets.
#[derive(Clone)]
pub struct CivicaCxConfig {
    /// Address of the landlord's own Cx, without `/api/v1`.
    pub api_url: String,
    pub username: String,
    pub password: SecretString,
    /// Code of the company.
    pub company: String,
    pub status_map: StatusMap,
    /// The code of `cancel-reasons` that is given when a tenant cancels.
    pub cancel_reason: String,
}

/// The adapter. Contract `cx-assumed-1`, assumed.
pub struct CivicaCx {
    link: Arc<Link>,
    company: String,
    status_map: StatusMap,
    cancel_reason: String,
    clock: Arc<dyn Clock>,
}

impl CivicaCx {
    /// Prepares the adapter; nothing is called yet.
    pub fn new(
        config: CivicaCxConfig,
        outbound: &Outbound,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let mut base = Url::parse(config.api_url.trim()).map_err(|_| SetupError::NotAnAddress)?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(SetupError::NotAnAddress);
        }
        base.path_segments_mut()
            .map_err(|()| SetupError::NotAnAddress)?
            .pop_if_empty()
            .extend(["api", "v1"]);
        let link = Link {
            system: outbound.system("civica_cx", &[&base])?,
            base,
            username: config.username,
            password: config.password,
            company: HeaderValue::try_from(&config.company).map_err(|_| SetupError::NotAHeader)?,
            clock: Arc::clone(&clock),
            tokens: token::Tokens::default(),
        };
        let (company, status_map, cancel_reason) = (config.company, config.status_map, config.cancel_reason);
        Ok(Self {
            link: Arc::new(link),
            company,
            status_map,
            cancel_reason,
            clock,
        })
    }

    pub fn health(&self) -> Health {
        self.link.system.health()
    }

    /// Gives the log-in back, whose number the vendor limits: for an orderly stop.
    pub async fn log_out(&self) -> Result<(), PortError> {
        Ok(self.link.log_out().await?)
    }

    fn read_until(&self) -> Instant {
        Instant::now() + self.link.system.limits().reads
    }

    fn write_until(&self) -> Instant {
        Instant::now() + self.link.system.limits().writes
    }

    async fn all_companies(&self, until: Instant) -> Result<Vec<wire::Company>, PortError> {
        let request = || Ask::read("companies", &["companies"]).for_all_companies();
        Ok(self
            .link
            .pages(request, |company: &wire::Company| &company.code, until)
            .await?)
    }

    fn to_repair(&self, repair: wire::Repair) -> Repair {
        mapping::repair(repair, &self.status_map, self.clock.now())
    }
}

#[async_trait]
impl Housing for CivicaCx {
    async fn test(&self) -> Result<(), PortError> {
        self.link.forget_refusal().await;
        let until = self.read_until();
        let companies = self.all_companies(until).await?;
        if !companies.iter().any(|company| company.code == self.company) {
            let fault = Fault::new(PortError::Misconfigured(Trouble::WrongCompany));
            self.link.system.note(&fault);
            return Err(fault.error);
        }
        let _: wire::Pong = self.link.ask(&Ask::read("ping", &["ping"]), until).await?;
        Ok(())
    }

    async fn companies(&self) -> Result<Vec<Lookup>, PortError> {
        let companies = self.all_companies(self.read_until()).await?;
        Ok(companies.into_iter().map(mapping::company).collect())
    }

    async fn lookups(&self, kind: LookupKind) -> Result<Vec<Lookup>, PortError> {
        let kind = match kind {
            LookupKind::SorTables => "sor-tables",
            LookupKind::RepairTypes => "repair-types",
            LookupKind::RepairPriorities => "repair-priorities",
            LookupKind::RepairContracts => "repair-contracts",
            LookupKind::CancelReasons => "cancel-reasons",
        };
        let today = mapping::today(self.clock.now());
        let request = || Ask::read("lookups", &["lookups", kind]).with("activeOn", today.0.as_str());
        let entries = self
            .link
            .pages(request, |entry: &wire::Lookup| &entry.code, self.read_until())
            .await?;
        Ok(mapping::lookups(entries, &self.company))
    }

    async fn sor_codes(&self, table: &str) -> Result<Vec<SorCode>, PortError> {
        let request = || Ask::read("sor-codes", &["sor-codes"]).with("table", table);
        let codes: Vec<wire::SorCode> = self
            .link
            .pages(request, |code: &wire::SorCode| &code.code, self.read_until())
            .await?;
        let today = mapping::today(self.clock.now());
        Ok(codes
            .into_iter()
            .map(|code| mapping::sor_code(code, table, &today))
            .collect())
    }

    async fn person(&self, person_id: &str) -> Result<Option<Person>, PortError> {
        let found = self
            .link
            .find(&Ask::read("person", &["contacts", person_id]), self.read_until())
            .await?;
        Ok(found.map(mapping::person))
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
        let found = self
            .link
            .pages(request, |contact: &wire::Contact| &contact.id, self.read_until())
            .await;
        match found {
            Ok(found) => Ok(found.into_iter().map(mapping::person_record).collect()),
            Err(fault) if fault.error == PortError::Rejected("SearchTooWide".to_owned()) => Ok(Vec::new()),
            Err(fault) => Err(fault.into()),
        }
    }

    async fn contact_methods(&self, person_id: &str) -> Result<Vec<ContactMethod>, PortError> {
        let request = || Ask::read("contact-methods", &["contacts", person_id, "contact-methods"]);
        let methods = self
            .link
            .pages(
                request,
                |method: &wire::ContactMethod| &method.id,
                self.read_until(),
            )
            .await?;
        Ok(methods.into_iter().filter_map(mapping::contact_method).collect())
    }

    async fn tenancies(&self, person_id: &str) -> Result<Vec<Tenancy>, PortError> {
        let request =
            || Ask::read("tenancies", &["contacts", person_id, "agreements"]).with("current", "true");
        let agreements = self
            .link
            .pages(
                request,
                |agreement: &wire::Agreement| &agreement.id,
                self.read_until(),
            )
            .await?;
        let today = mapping::today(self.clock.now());
        Ok(agreements
            .into_iter()
            .map(|agreement| mapping::tenancy(agreement, person_id, &today))
            .collect())
    }

    async fn asset(&self, asset_id: &str) -> Result<Option<Asset>, PortError> {
        let found = self
            .link
            .find(&Ask::read("asset", &["assets", asset_id]), self.read_until())
            .await?;
        Ok(found.map(mapping::asset))
    }

    async fn account(&self, account_id: &str) -> Result<Option<Account>, PortError> {
        let found = self
            .link
            .find(
                &Ask::read("account", &["accounts", account_id]),
                self.read_until(),
            )
            .await?;
        Ok(found.map(mapping::account))
    }

    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Result<Vec<Repair>, PortError> {
        let request = || {
            let ask = Ask::read("repairs", &["repairs"]).with("agreementId", tenancy_id);
            match from {
                Some(day) => ask.with("createdFrom", day.0.as_str()),
                None => ask,
            }
        };
        let found = self
            .link
            .pages(request, |repair: &wire::Repair| &repair.id, self.read_until())
            .await?;
        let mut repairs: Vec<_> = found.into_iter().map(|repair| self.to_repair(repair)).collect();
        repairs.sort_by_key(|repair| Reverse(repair.created_at));
        Ok(repairs)
    }

    async fn find_repair(&self, external_reference: &str) -> Result<Option<Repair>, PortError> {
        let request = || Ask::read("find-repair", &["repairs"]).with("externalReference", external_reference);
        let found = self
            .link
            .pages(request, |repair: &wire::Repair| &repair.id, self.read_until())
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
            .link
            .ask(
                &Ask::write("raise-repair", &["repairs"], &body)?,
                self.write_until(),
            )
            .await?;
        Ok(self.to_repair(raised))
    }

    async fn cancel_repair(&self, repair_id: &str, note: &str) -> Result<Repair, PortError> {
        let body = wire::Cancellation {
            reason_code: &self.cancel_reason,
            note,
        };
        let ask = Ask::write("cancel-repair", &["repairs", repair_id, "cancel"], &body)?;
        Ok(self.to_repair(self.link.ask(&ask, self.write_until()).await?))
    }

    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Result<(), PortError> {
        let path = ["repairs", repair_id, "attachments"];
        let ask = Ask::photo("attach-photo", &path, name, sha256(&jpeg), jpeg);
        let _: wire::Created = self.link.ask(&ask, self.write_until()).await?;
        Ok(())
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
