use super::wire;
use domain::{dates::Day, text::clean_line};
use services::ports::housing::{
    Changed, ContactKind, ContactMethod, NewContactMethod, Party, Person, PersonRecord, Role, Tenancy,
};

fn person(contact: wire::Contact) -> Person {
    Person {
        id: contact.id,
        forenames: clean_line(&contact.forenames.unwrap_or_default()),
        surname: clean_line(&contact.surname),
        preferred_name: contact.preferred_name.map(|name| clean_line(&name)),
    }
}

pub fn person_record(mut contact: wire::Contact) -> PersonRecord {
    PersonRecord {
        reference: contact.reference.take().unwrap_or_default(),
        born: contact.date_of_birth.take(),
        is_deceased: contact.deceased,
        person: person(contact),
    }
}

/// Rows without a value reach nobody.
pub fn contact_method(method: wire::ContactMethod) -> Option<ContactMethod> {
    let kind = method.kind.unwrap_or_default();
    Some(ContactMethod {
        id: method.id,
        from: method.from,
        version: method.version.unwrap_or_default(),
        kind: match kind.to_ascii_uppercase().as_str() {
            "EMAIL" => ContactKind::Email,
            "MOBILE" => ContactKind::Mobile,
            _ => ContactKind::Other(kind),
        },
        value: clean_line(&method.value?),
        is_main: method.main,
        until: method.to,
    })
}

/// Somebody of the list of changes. Tenancies that are over are left out, as in the list of somebody's current ones.
pub fn changed(mut contact: wire::Contact, today: &Day) -> Changed {
    let agreements = contact.agreements.take().unwrap_or_default();
    let tenancies = agreements
        .into_iter()
        .filter(|agreement| agreement.end.as_ref().is_none_or(|end| end >= today))
        .map(|agreement| tenancy(agreement, &contact.id, today))
        .collect();
    Changed {
        tenancies,
        record: person_record(contact),
    }
}

pub fn tenancy(agreement: wire::Agreement, person_id: &str, today: &Day) -> Tenancy {
    let parties: Vec<_> = agreement.parties.into_iter().map(party).collect();
    let own = parties.iter().find(|party| party.person_id == person_id);
    let role = match own {
        // A tenancy goes on when one of its tenants leaves; it is no longer theirs.
        Some(party) if party.until.as_ref().is_some_and(|until| until < today) => {
            Role::Other("Former".to_owned())
        }
        Some(party) => party.role.clone(),
        None => Role::Other(String::new()),
    };
    let assets = agreement.assets.unwrap_or_default();
    let main = assets.iter().find(|asset| asset.primary).or(assets.first());
    Tenancy {
        role,
        tenure: agreement.tenure,
        start: agreement.start,
        end: agreement.end,
        asset_id: main.map(|asset| asset.id.clone()),
        account_ids: agreement
            .accounts
            .unwrap_or_default()
            .into_iter()
            .map(|account| account.id)
            .collect(),
        parties,
        reference: agreement.reference.unwrap_or_else(|| agreement.id.clone()),
        id: agreement.id,
    }
}

fn party(party: wire::Party) -> Party {
    Party {
        person_id: party.contact_id,
        name: clean_line(&party.name.unwrap_or_default()),
        role: role(party.role),
        from: party.from,
        until: party.to,
    }
}

pub fn new_method(method: &NewContactMethod) -> wire::NewMethod<'_> {
    wire::NewMethod {
        kind: match &method.kind {
            ContactKind::Email => "EMAIL",
            ContactKind::Mobile => "MOBILE",
            ContactKind::Other(word) => word,
        },
        value: &method.value,
        main: method.is_main,
    }
}

fn role(word: Option<String>) -> Role {
    match word.as_deref() {
        Some("Main") => Role::Main,
        Some("Joint") => Role::Joint,
        Some("Guarantor") => Role::Guarantor,
        Some("Occupant") => Role::Occupant,
        _ => Role::Other(word.unwrap_or_default()),
    }
}
