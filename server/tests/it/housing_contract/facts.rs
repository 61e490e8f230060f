//! What the landlord's own record says, in the words of the port.

use super::{COMPANY, TODAY};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    money::Pence,
    repairs::Status,
};
use jiff::civil::{Date, DateTime};
use services::{
    ports::housing::{Account, Asset, Frequency, Repair, Role, Tenancy},
    times,
};
use simulators::civica_cx::{Landlord, landlord};

pub fn day(day: Date) -> Day {
    Day(day.to_string())
}

fn moment(at: DateTime) -> Millis {
    times::start_of(&day(at.date()), &at.strftime("%H:%M").to_string()).unwrap()
}

/// Id, role, start, end, home and accounts.
pub type TenancyFacts = (
    String,
    Role,
    Option<Day>,
    Option<Day>,
    Option<String>,
    Vec<String>,
);

pub fn of_tenancy(tenancy: &Tenancy) -> TenancyFacts {
    (
        tenancy.id.clone(),
        tenancy.role.clone(),
        tenancy.start.clone(),
        tenancy.end.clone(),
        tenancy.asset_id.clone(),
        tenancy.account_ids.clone(),
    )
}

pub fn tenancies(landlord: &Landlord, contact: &str) -> Vec<TenancyFacts> {
    let current = landlord
        .agreements_of(contact)
        .filter(|agreement| agreement.company == COMPANY && agreement.is_current(TODAY));
    let mut found: Vec<_> = current
        .map(|agreement| {
            let party = agreement
                .parties
                .iter()
                .find(|party| party.contact_id == contact)
                .unwrap();
            let role = match party.role {
                _ if party.to.is_some_and(|to| to < TODAY) => Role::Other("Former".to_owned()),
                landlord::Role::Main => Role::Main,
                landlord::Role::Joint => Role::Joint,
                landlord::Role::Guarantor => Role::Guarantor,
                landlord::Role::Occupant => Role::Occupant,
            };
            (
                agreement.id.clone(),
                role,
                Some(day(agreement.start)),
                agreement.end.map(day),
                agreement.assets.first().cloned(),
                agreement.accounts.clone(),
            )
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Id, UPRN, place above, envelope and county.
pub type AssetFacts = (
    String,
    Option<String>,
    Option<String>,
    Vec<String>,
    Option<String>,
);

pub fn of_asset(asset: &Asset) -> AssetFacts {
    (
        asset.id.clone(),
        asset.uprn.clone(),
        asset.parent_id.clone(),
        asset.address.clone(),
        asset.county.clone(),
    )
}

pub fn asset(asset: &landlord::Asset) -> AssetFacts {
    let address = &asset.address;
    let lines = [
        Some(address.line1.clone()),
        address.line2.clone(),
        address.line3.clone(),
        Some(address.town.to_owned()),
        Some(address.postcode.clone()),
    ];
    (
        asset.id.clone(),
        asset
            .uprn
            .as_ref()
            .map(|uprn| uprn.trim_start_matches('0').to_owned()),
        asset.parent.clone(),
        lines
            .into_iter()
            .flatten()
            .filter(|line| !line.is_empty())
            .collect(),
        Some(address.county.to_owned()),
    )
}

/// Id, kind, balance, next charge, number for payments, how often.
pub type AccountFacts = (
    String,
    String,
    Pence,
    Option<(Day, Pence)>,
    Option<String>,
    Option<Frequency>,
);

pub fn of_account(account: Account) -> AccountFacts {
    (
        account.id,
        account.kind,
        account.balance,
        account.next_charge,
        account.payment_reference,
        account.frequency,
    )
}

pub fn account(account: &landlord::accounts::Account) -> AccountFacts {
    (
        account.id.clone(),
        account.kind.to_owned(),
        Pence(account.balance(TODAY)),
        account
            .next_charge(TODAY)
            .map(|next| (day(next), Pence(account.charge))),
        Some(account.payment_reference.clone()),
        Some(match account.frequency {
            landlord::accounts::Frequency::Weekly => Frequency::Weekly,
            landlord::accounts::Frequency::Fortnightly => Frequency::Fortnightly,
            landlord::accounts::Frequency::FourWeekly => Frequency::FourWeekly,
            landlord::accounts::Frequency::Monthly => Frequency::Monthly,
        }),
    )
}

/// Id, words, when, status, promised for, visit, code.
pub type RepairFacts = (
    String,
    String,
    Millis,
    Status,
    Option<Day>,
    Option<Visit>,
    Option<String>,
);

pub fn of_repair(repair: Repair) -> RepairFacts {
    (
        repair.id,
        repair.description,
        repair.created_at,
        repair.status,
        repair.target,
        repair.visit,
        repair.sor_code,
    )
}

fn status(status: landlord::repairs::Status) -> Status {
    use landlord::repairs::Status as There;
    match status {
        There::Req | There::Ins | There::Iss => Status::Sent,
        There::App => Status::Booked,
        There::Wip | There::Var => Status::InProgress,
        There::Hld => Status::OnHold,
        There::Cmp => Status::Done,
        There::Inv => Status::Closed,
        There::Can => Status::Cancelled,
        There::Noa => Status::NoAccess,
    }
}

/// The earliest visit that is not over, else the last one, of those that were not cancelled.
pub fn visit(repair: &landlord::repairs::Repair) -> Option<Visit> {
    let now = TODAY.at(10, 0, 0, 0);
    let orders = repair
        .orders
        .iter()
        .filter(|order| order.status != landlord::repairs::Status::Can);
    let mut visits: Vec<_> = orders
        .flat_map(|order| &order.appointments)
        .filter(|visit| visit.status != "Cancelled")
        .map(|visit| {
            (
                visit.date.to_datetime(visit.from),
                visit.date.to_datetime(visit.to),
            )
        })
        .collect();
    visits.sort_unstable();
    let (from, to) = visits.iter().find(|(_, to)| *to >= now).or(visits.last())?;
    Some(Visit {
        day: day(from.date()),
        from: from.strftime("%H:%M").to_string(),
        to: to.strftime("%H:%M").to_string(),
    })
}

pub fn sor_code(repair: &landlord::repairs::Repair) -> Option<String> {
    repair.orders.iter().find_map(|order| order.sor_code.clone())
}

/// The repairs of a tenancy, newest first.
pub fn repairs(landlord: &Landlord, tenancy: &str) -> Vec<RepairFacts> {
    let mut found: Vec<RepairFacts> = landlord
        .repairs
        .values()
        .filter(|repair| repair.agreement_id.as_deref() == Some(tenancy))
        .map(|repair| {
            (
                repair.id.clone(),
                repair.description.clone(),
                moment(repair.created_at),
                status(repair.status),
                repair.target.map(|target| day(target.date())),
                visit(repair),
                sor_code(repair),
            )
        })
        .collect();
    found.sort_by(|one, other| (other.2, &one.0).cmp(&(one.2, &other.0)));
    found
}
