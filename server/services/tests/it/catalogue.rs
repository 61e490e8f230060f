//! What tenants may report, as staff set it up.

mod categories;
mod definitions;
mod imports;
mod journey;

use domain::{
    catalogue::{CategoryForm, DefinitionForm, SaveCategory, SaveDefinition},
    forms::Form,
    ids::{CategoryId, DefinitionId},
};
use services::{
    hms::lists,
    ports::{
        clock::Clock,
        housing::{Lookup, LookupKind, SorCode},
    },
    testing::{Offer, Test},
};

/// An id that nothing has yet.
fn new_id(t: &Test) -> CategoryId {
    CategoryId::parse(&services::random::id(t.clock.now())).unwrap()
}

/// A category as it is typed; `seen` is 0 for a new one.
fn typed(id: &CategoryId, seen: i64, name: &str, parent: Option<&CategoryId>) -> SaveCategory {
    let form = CategoryForm {
        category: id.to_string(),
        seen: seen.to_string(),
        category_name_en: name.into(),
        category_parent: parent.map(ToString::to_string).unwrap_or_default(),
        ..CategoryForm::default()
    };
    form.parse().unwrap()
}

/// A definition as it is typed, with codes that the housing system of [`lists_of`] has.
fn drip(
    id: &DefinitionId,
    seen: i64,
    offer: &Offer,
    change: impl FnOnce(&mut DefinitionForm),
) -> SaveDefinition {
    let mut form = DefinitionForm {
        definition: id.to_string(),
        seen: seen.to_string(),
        definition_name_en: "Tap drips".into(),
        definition_category: offer.category.to_string(),
        sor_table: "NHF7".into(),
        sor_code: "610101".into(),
        repair_type: "RESP".into(),
        priority: "P3".into(),
        contract: "DLO".into(),
        ..DefinitionForm::default()
    };
    change(&mut form);
    form.parse().unwrap()
}

fn new_definition(t: &Test) -> DefinitionId {
    DefinitionId::parse(new_id(t).as_str()).unwrap()
}

fn code(code: &str, description: &str, active: bool) -> SorCode {
    SorCode {
        code: code.into(),
        table: "NHF7".into(),
        description: description.into(),
        active,
    }
}

/// The housing system has lists, and they are read.
async fn lists_of(t: &Test) {
    for (kind, codes) in [
        (LookupKind::SorTables, vec!["NHF7", "HEATING"]),
        (LookupKind::RepairTypes, vec!["RESP", "VOID"]),
        (LookupKind::RepairPriorities, vec!["P1", "P3"]),
        (LookupKind::RepairContracts, vec!["DLO"]),
    ] {
        let entries = codes.into_iter().map(|code| Lookup {
            code: code.into(),
            description: format!("{code} in words"),
            ..Lookup::default()
        });
        t.housing.set_list(kind, entries.collect());
    }
    let codes = vec![
        code("610101", "Washer to tap", true),
        code("610102", "Renew tap", true),
        code("610199", "Old work", false),
    ];
    t.housing.set_codes("NHF7", codes);
    lists::run_due(&t.platform).await.unwrap();
}
