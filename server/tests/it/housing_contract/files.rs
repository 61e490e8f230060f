//! The simulator's landlord as a set of files.

use super::{COMPANY, TODAY, facts};
use domain::drops::File;
use jiff::civil::Date;
use services::testing::DropSet;
use simulators::civica_cx::{Landlord, landlord};
use std::collections::BTreeSet;

/// One file.
struct Table {
    text: String,
}

impl Table {
    fn new(columns: &str) -> Self {
        Self {
            text: format!("{columns}\r\n"),
        }
    }

    fn row(&mut self, cells: &[&str]) {
        let quoted = |cell: &&str| {
            if cell.contains([',', '"', '\n']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                (*cell).to_owned()
            }
        };
        let cells: Vec<_> = cells.iter().map(quoted).collect();
        self.text += &cells.join(",");
        self.text += "\r\n";
    }
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub fn money(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", pence.abs() / 100, pence.abs() % 100)
}

fn method<'a>(contact: &'a landlord::Contact, kind: &str) -> &'a str {
    let found = contact.methods.iter().find(|method| method.kind == kind);
    found.map_or("", |method| &method.value)
}

/// Everything that the company holds.
pub fn set(landlord: &Landlord) -> DropSet {
    DropSet::default()
        .with(File::People, people(landlord))
        .with(File::Tenancies, tenancies(landlord))
        .with(File::Parties, parties(landlord))
        .with(File::Assets, assets(landlord))
        .with(File::TenancyAssets, tenancy_assets(landlord))
        .with(File::Accounts, accounts(landlord))
        .with(File::Transactions, transactions(landlord))
        .with(File::Repairs, repairs(landlord))
        .with(File::Lookups, lookups(landlord))
}

fn people(landlord: &Landlord) -> String {
    let mut table =
        Table::new("person_ref,title,forenames,surname,date_of_birth,email,mobile,phone,language,deceased");
    for contact in landlord
        .contacts
        .values()
        .filter(|contact| contact.companies.contains(&COMPANY))
    {
        table.row(&[
            &contact.id,
            contact.title.as_deref().unwrap_or_default(),
            &contact.forenames,
            &contact.surname,
            &day(contact.date_of_birth),
            method(contact, "EMAIL"),
            method(contact, "MOBILE"),
            method(contact, "HOME"),
            contact.language.unwrap_or_default(),
            if contact.deceased { "yes" } else { "no" },
        ]);
    }
    table.text
}

fn agreements(landlord: &Landlord) -> impl Iterator<Item = &landlord::Agreement> {
    landlord
        .agreements
        .values()
        .filter(|agreement| agreement.company == COMPANY)
}

fn tenancies(landlord: &Landlord) -> String {
    let mut table = Table::new("tenancy_ref,tenure,start,end,status");
    for agreement in agreements(landlord) {
        let status = if agreement.is_current(TODAY) {
            "Current"
        } else {
            "Former"
        };
        table.row(&[
            &agreement.id,
            agreement.tenure,
            &day(Some(agreement.start)),
            &day(agreement.end),
            status,
        ]);
    }
    table.text
}

fn parties(landlord: &Landlord) -> String {
    let mut table = Table::new("tenancy_ref,person_ref,role,from,to");
    for agreement in agreements(landlord) {
        for party in &agreement.parties {
            table.row(&[
                &agreement.id,
                &party.contact_id,
                party.role.as_str(),
                &day(Some(party.from)),
                &day(party.to),
            ]);
        }
    }
    table.text
}

fn assets(landlord: &Landlord) -> String {
    let mine: Vec<_> = landlord
        .assets
        .values()
        .filter(|asset| asset.company == COMPANY)
        .collect();
    let names: BTreeSet<&str> = mine
        .iter()
        .flat_map(|asset| asset.attributes.iter().map(|(name, _)| *name))
        .collect();
    let own = names
        .iter()
        .fold(String::new(), |own, name| own + ",attr:" + name);
    let mut table = Table::new(&format!(
        "asset_ref,parent_ref,type,uprn,line1,line2,line3,town,county,postcode{own}"
    ));
    for asset in mine {
        let address = &asset.address;
        let mut cells = vec![
            asset.id.as_str(),
            asset.parent.as_deref().unwrap_or_default(),
            asset.kind.as_str(),
            asset.uprn.as_deref().unwrap_or_default(),
            &address.line1,
            address.line2.as_deref().unwrap_or_default(),
            address.line3.as_deref().unwrap_or_default(),
            address.town,
            address.county,
            &address.postcode,
        ];
        let attribute = |wanted: &&str| {
            let found = asset.attributes.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        cells.extend(names.iter().map(attribute));
        table.row(&cells);
    }
    table.text
}

fn tenancy_assets(landlord: &Landlord) -> String {
    let mut table = Table::new("tenancy_ref,asset_ref,primary");
    for agreement in agreements(landlord) {
        for (at, asset) in agreement.assets.iter().enumerate() {
            table.row(&[&agreement.id, asset, if at == 0 { "yes" } else { "no" }]);
        }
    }
    table.text
}

fn accounts(landlord: &Landlord) -> String {
    let mut table = Table::new(
        "account_ref,tenancy_ref,type,balance,as_at,payment_ref,frequency,next_charge_date,next_charge_amount",
    );
    for account in landlord
        .accounts
        .values()
        .filter(|account| account.company == COMPANY)
    {
        let next = account.next_charge(TODAY);
        table.row(&[
            &account.id,
            &account.agreement_id,
            account.kind,
            &money(account.balance(TODAY)),
            "2026-11-24T06:00:00",
            &account.payment_reference,
            account.frequency.as_str(),
            &day(next),
            &next.map(|_| money(account.charge)).unwrap_or_default(),
        ]);
    }
    table.text
}

fn transactions(landlord: &Landlord) -> String {
    let mut table = Table::new("transaction_ref,account_ref,date,type,description,amount");
    for account in landlord
        .accounts
        .values()
        .filter(|account| account.company == COMPANY)
    {
        for entry in account.entries(TODAY) {
            table.row(&[
                &entry.id,
                &account.id,
                &day(Some(entry.date)),
                entry.kind,
                entry.description,
                &money(entry.amount),
            ]);
        }
    }
    table.text
}

fn repairs(landlord: &Landlord) -> String {
    let mut table = Table::new(
        "repair_ref,external_ref,asset_ref,person_ref,description,sor_code,priority,repair_type,contract,status,created_at,\
         target,appointment_date,appointment_from,appointment_to",
    );
    for repair in landlord
        .repairs
        .values()
        .filter(|repair| repair.company == COMPANY)
    {
        let visit = facts::visit(repair);
        let visit = visit
            .map(|visit| (visit.day.0, visit.from, visit.to))
            .unwrap_or_default();
        table.row(&[
            &repair.id,
            repair.external_reference.as_deref().unwrap_or_default(),
            &repair.asset_id,
            &repair.contact_id,
            &repair.description,
            &facts::sor_code(repair).unwrap_or_default(),
            &repair.priority,
            &repair.repair_type,
            &repair.contract,
            repair.status.as_str(),
            &repair.created_at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            &repair
                .target
                .map(|target| target.strftime("%Y-%m-%dT%H:%M:%S").to_string())
                .unwrap_or_default(),
            &visit.0,
            &visit.1,
            &visit.2,
        ]);
    }
    table.text
}

fn lookups(landlord: &Landlord) -> String {
    let mut table = Table::new("kind,code,description,active_from,active_to,parent");
    for kind in services::ports::housing::LookupKind::ALL {
        for entry in landlord::lookups::values(kind.as_str()).unwrap_or_default() {
            if entry.companies.contains(&COMPANY) {
                table.row(&[
                    kind.as_str(),
                    entry.code,
                    entry.description,
                    &day(Some(landlord::lookups::FROM)),
                    &day(entry.to),
                    "",
                ]);
            }
        }
    }
    for code in &landlord.sor_codes {
        table.row(&[
            "sor-codes",
            &code.code,
            &code.short,
            &day(Some(code.from)),
            &day(code.to),
            code.table,
        ]);
    }
    table.text
}
