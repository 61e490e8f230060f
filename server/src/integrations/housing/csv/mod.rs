//! CSV files as the housing system (contract `csv-1`, docs/csv-1.md): answers from the set in use, and writes repairs out
//! for the landlord's own system to fetch.

mod mapping;

use async_trait::async_trait;
use domain::{dates::Day, dates::Millis, drops::File};
use services::{
    drops::{self, Shelf, TransactionKey},
    error::Error,
    ports::{
        PortError, Trouble,
        housing::{
            Account, Asset, Capabilities, Capability, Changed, Changes, ContactMethod, Housing, Lookup,
            LookupKind, NOT_OFFERED, PersonRecord, PersonSearch, RaiseRepair, Range, Repair, SorCode,
            Tenancy, Transactions,
        },
    },
    times,
};

/// People and entries on a page.
const PAGE: i64 = 500;

/// The adapter.
pub struct CsvFiles {
    shelf: Shelf,
}

type Answer<T> = Result<T, PortError>;

/// Nothing was changed where reading or writing failed: a repair appears whole, with its last step.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn unavailable(error: Error) -> PortError {
    tracing::error!(%error, "csv.failed");
    PortError::Unavailable(Trouble::ServiceError)
}

impl CsvFiles {
    pub fn new(shelf: Shelf) -> Self {
        Self { shelf }
    }

    fn today(&self) -> Day {
        times::day_of(self.shelf.clock.now())
    }

    async fn tenancies_today(&self, person_ref: &str) -> Answer<Vec<Tenancy>> {
        let today = self.today();
        let found = drops::tenancies_of(&self.shelf, person_ref)
            .await
            .map_err(unavailable)?;
        let current = found
            .into_iter()
            .filter(|found| found.tenancy.end.as_ref().is_none_or(|end| *end >= today));
        let mut tenancies = Vec::new();
        for found in current {
            let mut names = Vec::new();
            for party in &found.parties {
                let person = drops::person(&self.shelf, &party.person_ref)
                    .await
                    .map_err(unavailable)?;
                names.push(person.as_ref().map(mapping::name).unwrap_or_default());
            }
            tenancies.push(mapping::tenancy(found, names, person_ref, &today));
        }
        Ok(tenancies)
    }

    /// The reading of people in use, and when it was taken over.
    async fn people(&self) -> Answer<Option<(i64, Millis)>> {
        let in_use = drops::in_use(&self.shelf).await.map_err(unavailable)?;
        let people = in_use.into_iter().find(|row| row.file == File::People.as_str());
        Ok(people.map(|row| (row.reading, Millis(row.taken_at))))
    }
}

#[async_trait]
impl Housing for CsvFiles {
    fn capabilities(&self) -> Capabilities {
        [
            Capability::ChangedSince,
            Capability::Transactions,
            Capability::RepairPhotos,
        ]
        .into_iter()
        .collect()
    }

    async fn test(&self) -> Answer<()> {
        self.shelf
            .folders
            .make(self.shelf.mode)
            .map_err(|_| PortError::Misconfigured(Trouble::MissingPermission))?;
        match self.people().await? {
            Some(_) => Ok(()),
            None => Err(PortError::Misconfigured(Trouble::NotSetUp)),
        }
    }

    async fn companies(&self) -> Answer<Vec<Lookup>> {
        Ok(Vec::new())
    }

    async fn lookups(&self, kind: LookupKind) -> Answer<Vec<Lookup>> {
        let today = self.today();
        let found = drops::lookups(&self.shelf, kind.as_str())
            .await
            .map_err(unavailable)?;
        let active = found
            .into_iter()
            .filter(|entry| mapping::is_active(entry, &today));
        Ok(active.map(mapping::lookup).collect())
    }

    async fn sor_codes(&self, table: &str) -> Answer<Vec<SorCode>> {
        let today = self.today();
        let found = drops::lookups(&self.shelf, "sor-codes")
            .await
            .map_err(unavailable)?;
        let codes = found.into_iter().filter(|entry| entry.parent == table);
        Ok(codes.map(|entry| mapping::sor_code(entry, &today)).collect())
    }

    async fn person(&self, person_id: &str) -> Answer<Option<PersonRecord>> {
        let found = drops::person(&self.shelf, person_id).await.map_err(unavailable)?;
        Ok(found.map(mapping::person))
    }

    async fn find_people(&self, search: &PersonSearch) -> Answer<Vec<PersonRecord>> {
        let found = match search {
            PersonSearch::Reference(reference) => drops::by_reference(&self.shelf, reference).await,
            PersonSearch::Birth { surname, born } => drops::by_birth(&self.shelf, surname, born).await,
            PersonSearch::Postcode { surname, postcode } => {
                drops::by_postcode(&self.shelf, surname, postcode).await
            }
        };
        Ok(found
            .map_err(unavailable)?
            .into_iter()
            .map(mapping::person)
            .collect())
    }

    /// Who changed inside a file is not told, so a new file means everybody and an old one nobody.
    async fn changes(&self, since: Option<Millis>, from: Option<&str>) -> Answer<Changes> {
        let nobody = Changes::Page {
            people: Vec::new(),
            next: None,
        };
        let Some((reading, taken_at)) = self.people().await? else {
            return Ok(nobody);
        };
        if since.is_some_and(|since| taken_at < since) {
            return Ok(nobody);
        }
        let (reading, after) = match from.map(mapping::place) {
            None => (reading, ""),
            Some(Some(place)) => place,
            Some(None) => return Ok(Changes::PlaceExpired),
        };
        let found = drops::people_after(&self.shelf, reading, after, PAGE)
            .await
            .map_err(unavailable)?;
        let Some(found) = found else {
            return Ok(Changes::PlaceExpired);
        };
        let next = mapping::next(found.len(), PAGE, || {
            found.last().map(|last| format!("{reading}.{}", last.person_ref))
        });
        let mut people = Vec::with_capacity(found.len());
        for person in found {
            people.push(Changed {
                tenancies: self.tenancies_today(&person.person_ref).await?,
                record: mapping::person(person),
            });
        }
        Ok(Changes::Page { people, next })
    }

    async fn contact_methods(&self, person_id: &str) -> Answer<Vec<ContactMethod>> {
        let found = drops::person(&self.shelf, person_id).await.map_err(unavailable)?;
        Ok(found.map(mapping::contact_methods).unwrap_or_default())
    }

    async fn tenancies(&self, person_id: &str) -> Answer<Vec<Tenancy>> {
        self.tenancies_today(person_id).await
    }

    async fn asset(&self, asset_id: &str) -> Answer<Option<Asset>> {
        let found = drops::asset(&self.shelf, asset_id).await.map_err(unavailable)?;
        Ok(found.map(mapping::asset))
    }

    async fn related_assets(&self, asset_id: &str) -> Answer<Vec<Asset>> {
        let found = drops::around(&self.shelf, asset_id).await.map_err(unavailable)?;
        Ok(found.into_iter().map(mapping::asset).collect())
    }

    async fn account(&self, account_id: &str) -> Answer<Option<Account>> {
        let found = drops::account(&self.shelf, account_id)
            .await
            .map_err(unavailable)?;
        Ok(found.map(mapping::account))
    }

    async fn transactions(
        &self,
        account_id: &str,
        range: &Range,
        from: Option<&str>,
    ) -> Answer<Transactions> {
        let (first, last) = (Day("0000".to_owned()), Day("9999-99-99".to_owned()));
        let days = (
            range.from.as_ref().unwrap_or(&first),
            range.to.as_ref().unwrap_or(&last),
        );
        let before = from
            .and_then(|place| place.split_once('.'))
            .map(|(date, reference)| TransactionKey {
                date: Day(date.to_owned()),
                transaction_ref: reference.to_owned(),
            });
        let found = drops::transactions_of(&self.shelf, account_id, days, before.as_ref(), PAGE)
            .await
            .map_err(unavailable)?;
        Ok(Transactions {
            // The files tell of the balance now only, and of entries from some day on.
            opening: None,
            closing: None,
            next: mapping::next(found.len(), PAGE, || {
                found
                    .last()
                    .map(|last| format!("{}.{}", last.date.0, last.transaction_ref))
            }),
            rows: found.into_iter().map(mapping::transaction).collect(),
        })
    }

    async fn repairs(&self, tenancy_id: &str, from: Option<&Day>) -> Answer<Vec<Repair>> {
        let told = drops::repairs_of(&self.shelf, tenancy_id)
            .await
            .map_err(unavailable)?;
        let out = drops::of_tenancy(&self.shelf, tenancy_id)
            .await
            .map_err(unavailable)?;
        let mut repairs: Vec<Repair> = told.into_iter().map(mapping::repair).collect();
        for repair in out.into_iter().map(mapping::sent) {
            if repairs.iter().all(|known| known.id != repair.id) {
                repairs.push(repair);
            }
        }
        repairs.retain(|repair| from.is_none_or(|from| times::day_of(repair.created_at) >= *from));
        repairs.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        Ok(repairs)
    }

    async fn find_repair(&self, external_reference: &str) -> Answer<Option<Repair>> {
        let found = drops::find(&self.shelf, external_reference)
            .await
            .map_err(unavailable)?;
        Ok(found.map(mapping::sent))
    }

    async fn raise_repair(&self, repair: &RaiseRepair) -> Answer<Repair> {
        let sent = drops::raise(&self.shelf, repair).await.map_err(unavailable)?;
        Ok(mapping::sent(sent))
    }

    async fn cancel_repair(&self, _repair_id: &str, _note: &str) -> Answer<Repair> {
        Err(PortError::Rejected(NOT_OFFERED.to_owned()))
    }

    async fn attach_photo(&self, repair_id: &str, name: &str, jpeg: Vec<u8>) -> Answer<()> {
        drops::attach(&self.shelf, mapping::reference_in(repair_id), name, jpeg)
            .await
            .map_err(unavailable)
    }
}
