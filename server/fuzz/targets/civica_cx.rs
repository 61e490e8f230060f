//! What the housing system answers (contract `cx-assumed-1`): read and put into our words. Nothing may panic, and what comes
//! out holds no control characters that could forge lines.

#![no_main]

use domain::dates::{Day, Millis};
use libfuzzer_sys::fuzz_target;
use mapping::StatusMap;
use serde::de::DeserializeOwned;
use wire::{Keyed, Page};

#[path = "../../src/integrations/housing/civica_cx/mapping/mod.rs"]
mod mapping;
#[path = "../../src/integrations/housing/civica_cx/scalar.rs"]
mod scalar;
#[path = "../../src/integrations/housing/civica_cx/wire/mod.rs"]
mod wire;

const NOW: Millis = Millis(1_795_514_400_000);

/// One row alone, and the rows of a page.
fn rows<T: DeserializeOwned + Keyed>(bytes: &[u8]) -> Vec<T> {
    let one = serde_json::from_slice::<T>(bytes).ok();
    let page = serde_json::from_slice::<Page<T>>(bytes).ok();
    let all: Vec<T> = one
        .into_iter()
        .chain(page.into_iter().flat_map(|page| page.items))
        .collect();
    assert!(all.iter().all(|row| !row.key().is_empty()));
    all
}

fn is_one_line(text: &str) -> bool {
    !text.contains(['\r', '\n', '\0'])
}

fuzz_target!(|bytes: &[u8]| {
    let (today, statuses) = (Day("2026-11-24".into()), StatusMap::default());
    for contact in rows::<wire::Contact>(bytes) {
        let changed = mapping::changed(contact, &today);
        assert!(is_one_line(&changed.record.person.surname));
        let parties = changed.tenancies.iter().flat_map(|tenancy| &tenancy.parties);
        assert!(parties.into_iter().all(|party| is_one_line(&party.name)));
    }
    for method in rows::<wire::ContactMethod>(bytes) {
        let method = mapping::contact_method(method);
        assert!(method.is_none_or(|method| is_one_line(&method.value)));
    }
    for agreement in rows::<wire::Agreement>(bytes) {
        mapping::tenancy(agreement, "CON-000001", &today);
    }
    for asset in rows::<wire::Asset>(bytes) {
        let asset = mapping::asset(asset);
        assert!(asset.address.iter().all(|line| is_one_line(line) && !line.is_empty()));
    }
    for repair in rows::<wire::Repair>(bytes) {
        mapping::repair(repair, &statuses, NOW);
    }
    for slot in rows::<wire::Slot>(bytes) {
        mapping::slot(slot);
    }
    for case in rows::<wire::Case>(bytes) {
        assert!(is_one_line(&mapping::case(case).subject));
    }
    for code in rows::<wire::SorCode>(bytes) {
        mapping::sor_code(code, "RESPONSIVE", &today);
    }
    for company in rows::<wire::Company>(bytes) {
        mapping::company(company);
    }
    mapping::lookups(rows::<wire::Lookup>(bytes), "HGH");
    if let Ok(account) = serde_json::from_slice(bytes) {
        mapping::account(account);
    }
    if let Ok(page) = serde_json::from_slice(bytes) {
        mapping::transactions(page);
    }
    if let Ok(visit) = serde_json::from_slice(bytes) {
        mapping::appointment(visit, &statuses);
    }
    let _token = serde_json::from_slice::<wire::LoggedIn>(bytes);
    let _refusal = serde_json::from_slice::<wire::ErrorBody>(bytes);
});
