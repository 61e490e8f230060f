//! From the words of `csv-1` to those of the port.

use domain::{
    dates::{Day, Millis},
    drops as csv,
    housing::Visit,
    repairs::Status,
};
use services::{
    drops::{Found, Sent, own_id},
    ports::housing::{
        Account, Asset, AssetKind, ContactKind, ContactMethod, Frequency, Lookup, Party, Person,
        PersonRecord, RaiseRepair, Repair, Role, SorCode, Tenancy, Transaction,
    },
    times,
};

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

pub fn name(person: &csv::Person) -> String {
    format!("{} {}", person.forenames, person.surname)
        .trim()
        .to_owned()
}

pub fn person(person: csv::Person) -> PersonRecord {
    PersonRecord {
        person: Person {
            id: person.person_ref.clone(),
            forenames: person.forenames,
            surname: person.surname,
            preferred_name: None,
        },
        reference: person.person_ref,
        born: person.date_of_birth,
        is_deceased: person.deceased,
    }
}

/// Each column is a method; none of them can be changed here.
pub fn contact_methods(person: csv::Person) -> Vec<ContactMethod> {
    let methods = [
        (ContactKind::Email, person.email.unwrap_or_default()),
        (ContactKind::Mobile, person.mobile),
        (ContactKind::Other("phone".to_owned()), person.phone),
    ];
    methods
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(kind, value)| ContactMethod {
            id: kind.as_str().to_owned(),
            is_main: !matches!(kind, ContactKind::Other(_)),
            kind,
            value,
            from: None,
            until: None,
            version: String::new(),
        })
        .collect()
}

const fn role(role: csv::Role) -> Role {
    match role {
        csv::Role::Main => Role::Main,
        csv::Role::Joint => Role::Joint,
        csv::Role::Guarantor => Role::Guarantor,
        csv::Role::Occupant => Role::Occupant,
    }
}

/// `names` are those of the parties.
pub fn tenancy(found: Found, names: Vec<String>, person_ref: &str, today: &Day) -> Tenancy {
    let parties: Vec<Party> = found
        .parties
        .into_iter()
        .zip(names)
        .map(|(party, name)| Party {
            person_id: party.person_ref,
            name,
            role: role(party.role),
            from: party.from,
            until: party.to,
        })
        .collect();
    let own = parties.iter().find(|party| party.person_id == person_ref);
    let is_former = own.is_some_and(|party| party.until.as_ref().is_some_and(|until| until < today));
    let role = match own {
        // A tenancy goes on when one of its tenants leaves; it is no longer theirs.
        Some(_) if is_former => Role::Other("Former".to_owned()),
        Some(party) => party.role.clone(),
        None => Role::Other(String::new()),
    };
    Tenancy {
        id: found.tenancy.tenancy_ref.clone(),
        reference: found.tenancy.tenancy_ref,
        role,
        tenure: some(found.tenancy.tenure),
        start: found.tenancy.start,
        end: found.tenancy.end,
        asset_id: found.assets.into_iter().next().map(|asset| asset.asset_ref),
        account_ids: found
            .accounts
            .into_iter()
            .map(|account| account.account_ref)
            .collect(),
        parties,
    }
}

pub fn asset(asset: csv::Asset) -> Asset {
    Asset {
        id: asset.asset_ref.clone(),
        reference: asset.asset_ref,
        uprn: asset.uprn,
        kind: match asset.kind.to_ascii_lowercase().as_str() {
            "" | "property" => AssetKind::Property,
            "communal" => AssetKind::Communal,
            "shared" => AssetKind::Shared,
            "land" => AssetKind::Land,
            _ => AssetKind::Other(asset.kind),
        },
        parent_id: asset.parent_ref,
        address: asset.lines.into_iter().chain(some(asset.postcode)).collect(),
        county: some(asset.county),
        attributes: asset.attributes.into_iter().collect(),
    }
}

pub fn account(account: csv::Account) -> Account {
    let frequency = some(account.frequency).map(|word| match word.to_ascii_lowercase().as_str() {
        "weekly" => Frequency::Weekly,
        "fortnightly" => Frequency::Fortnightly,
        "fourweekly" => Frequency::FourWeekly,
        "monthly" => Frequency::Monthly,
        _ => Frequency::Other(word),
    });
    Account {
        id: account.account_ref.clone(),
        reference: account.account_ref,
        kind: account.kind,
        balance: account.balance,
        next_charge: account.next_charge,
        payment_reference: some(account.payment_ref),
        frequency,
    }
}

pub fn transaction(entry: csv::Transaction) -> Transaction {
    Transaction {
        id: entry.transaction_ref,
        day: entry.date,
        posted_at: None,
        kind: entry.kind,
        description: entry.description,
        amount: entry.amount,
        external_reference: None,
    }
}

pub fn is_active(entry: &csv::Lookup, today: &Day) -> bool {
    entry.active_from.as_ref().is_none_or(|from| from <= today)
        && entry.active_to.as_ref().is_none_or(|to| to >= today)
}

pub fn lookup(entry: csv::Lookup) -> Lookup {
    Lookup {
        code: entry.code,
        description: entry.description,
        ..Lookup::default()
    }
}

pub fn sor_code(entry: csv::Lookup, today: &Day) -> SorCode {
    SorCode {
        active: is_active(&entry, today),
        code: entry.code,
        table: entry.parent,
        description: entry.description,
    }
}

/// A repair of ours keeps the id that it had before the landlord's system knew of it.
pub fn repair(repair: csv::Repair) -> Repair {
    let status = repair.known_status();
    let id = repair
        .external_ref
        .as_deref()
        .map_or_else(|| repair.repair_ref.clone(), own_id);
    let (day, time) = &repair.created_at;
    let visit = repair.appointment_date.map(|day| Visit {
        day,
        from: repair.appointment_from.unwrap_or_else(|| "08:00".to_owned()),
        to: repair.appointment_to.unwrap_or_else(|| "17:00".to_owned()),
    });
    Repair {
        id,
        reference: repair.repair_ref,
        external_reference: repair.external_ref,
        description: repair.description,
        created_at: times::start_of(day, time).unwrap_or_default(),
        visit: visit.filter(|_| status != Some(Status::Cancelled)),
        status: status.unwrap_or(Status::InProgress),
        unknown_status: status.is_none().then_some(repair.status),
        target: repair.target,
        cancellable: false,
        sor_code: some(repair.sor_code),
        orders: Vec::new(),
    }
}

pub fn sent(sent: Sent) -> Repair {
    match sent {
        Sent::Answered(answered) => repair(*answered),
        Sent::Out(wanted, row) => written(*wanted, Millis(row.created_at)),
    }
}

fn written(repair: RaiseRepair, at: Millis) -> Repair {
    Repair {
        id: own_id(&repair.external_reference),
        reference: repair.external_reference.clone(),
        external_reference: Some(repair.external_reference),
        description: repair.description,
        created_at: at,
        status: Status::Sent,
        unknown_status: None,
        target: None,
        visit: None,
        cancellable: false,
        sor_code: some(repair.sor_code),
        orders: Vec::new(),
    }
}

/// Our reference in the id of a repair that we raised; the id itself for others.
pub fn reference_in(repair_id: &str) -> &str {
    repair_id.strip_prefix(&own_id("")).unwrap_or(repair_id)
}

/// Where a walk along the people goes on: the reading and the last reference.
pub fn place(text: &str) -> Option<(i64, &str)> {
    let (reading, after) = text.split_once('.')?;
    Some((reading.parse().ok()?, after))
}

/// A full page may have one behind it.
pub fn next(found: usize, page: i64, key: impl FnOnce() -> Option<String>) -> Option<String> {
    (i64::try_from(found) == Ok(page)).then(key).flatten()
}
