//! Who lives where: tenancies past and present, with their accounts.

use super::{Agreement, Landlord, Party, Role, accounts, assets::Homes, people};
use crate::rng::Rng;
use jiff::{
    ToSpan,
    civil::{Date, date},
};

const TENURES: [&str; 4] = ["SECURE", "ASSURED", "AFFORD", "STARTER"];

/// A home that is lived in, and since when.
struct Let {
    home: String,
    start: Date,
    agreement: String,
}

struct Lease {
    home: String,
    start: Date,
    end: Option<Date>,
}

pub fn fill(landlord: &mut Landlord, homes: &Homes, people: usize) {
    let mut rng = landlord.rng("people");
    let mut left = [&homes.flats[..], &homes.houses[..]].concat();
    let mut garages = homes.garages.clone();
    let (megan, sian) = (left.remove(0), left.remove(0));
    let imran = take(&mut left, homes.houses.first());
    written(landlord, &mut rng, [megan, imran, sian], &mut garages);
    let mut lived_in = Vec::new();
    for (at, home) in left.into_iter().enumerate() {
        if landlord.contacts.len() >= people {
            break;
        }
        if rng.chance(4) && at > 6 {
            landlord
                .assets
                .entry(home.clone())
                .and_modify(|asset| asset.status = "Void");
            continue;
        }
        let start = landlord.made_on.saturating_sub(rng.between(60, 6_000).days());
        let lease = Lease {
            home,
            start,
            end: None,
        };
        let (home, start) = (lease.home.clone(), lease.start);
        let agreement = household(landlord, &mut rng, lease, people);
        lived_in.push(Let {
            home,
            start,
            agreement: agreement.clone(),
        });
        if rng.chance(8)
            && let Some(garage) = garages.pop()
        {
            let_garage(landlord, &agreement, garage);
        }
    }
    fill_up(landlord, &mut rng, &lived_in, people);
}

fn take(homes: &mut Vec<String>, wanted: Option<&String>) -> String {
    let at = homes.iter().position(|home| Some(home) == wanted).unwrap_or(0);
    homes.remove(at)
}

/// The demonstration's tenancies: contacts 1 to 4 in the order of their ids.
fn written(
    landlord: &mut Landlord,
    rng: &mut Rng,
    [megan, imran, sian]: [String; 3],
    garages: &mut Vec<String>,
) {
    let sole = |home, start| Lease {
        home,
        start,
        end: None,
    };
    let first = household_of(landlord, rng, sole(megan, date(2021, 9, 6)), &[Role::Main]);
    let second = household_of(
        landlord,
        rng,
        sole(imran, date(2017, 4, 3)),
        &[Role::Main, Role::Joint],
    );
    let third = household_of(landlord, rng, sole(sian, date(2012, 11, 19)), &[Role::Main]);
    for (agreement, aim) in [(&first, 4_210), (&second, -8_500), (&third, 0)] {
        let account = landlord.agreements[agreement].accounts[0].clone();
        landlord.accounts.entry(account).and_modify(|account| {
            account.aim = aim;
            account.arrangement = None;
        });
    }
    if let Some(garage) = garages.pop() {
        let_garage(landlord, &third, garage);
    }
}

fn household(landlord: &mut Landlord, rng: &mut Rng, lease: Lease, people: usize) -> String {
    let mut members = vec![Role::Main];
    // Contacts 5 to 10 are written by hand: their households are, too.
    match landlord.contacts.len() + 1 {
        5 | 10 => {}
        6 => members.push(Role::Guarantor),
        8 => members.push(Role::Joint),
        made => {
            let room = people + 1 - made;
            if rng.chance(40) && room > 1 {
                members.push(Role::Joint);
            }
            if rng.chance(3) && room > 2 {
                members.push(Role::Guarantor);
            }
        }
    }
    household_of(landlord, rng, lease, &members)
}

fn household_of(landlord: &mut Landlord, rng: &mut Rng, lease: Lease, members: &[Role]) -> String {
    let id = format!("AGR-{:06}", landlord.agreements.len() + 1);
    let home = &landlord.assets[&lease.home];
    let (company, is_flat) = (home.company, home.address.line2.is_some());
    let mut parties: Vec<Party> = Vec::new();
    for role in members {
        let shared = parties
            .first()
            .filter(|_| *role == Role::Joint && rng.chance(80))
            .map(|main| main.contact_id.clone());
        let surname = shared.map(|main| landlord.contacts[&main].surname.clone());
        let contact = people::add(landlord, rng, company, surname.as_deref());
        landlord.link(&contact, &id);
        parties.push(Party {
            name: landlord.contacts[&contact].name(),
            contact_id: contact,
            role: *role,
            from: lease.start,
            to: lease.end,
        });
    }
    let number = landlord.agreements.len() + 1;
    let agreement = Agreement {
        id: id.clone(),
        reference: format!("T{:06}", 100_000 + number * 13),
        company,
        tenure: TENURES[number % TENURES.len()],
        start: lease.start,
        end: lease.end,
        parties,
        assets: vec![lease.home],
        accounts: Vec::new(),
    };
    landlord.agreements.insert(id.clone(), agreement);
    accounts::open(landlord, rng, &id, "Rent");
    let written = number <= 3;
    if is_flat && !written && rng.chance(50) {
        accounts::open(landlord, rng, &id, "ServiceCharge");
    }
    if !written && rng.chance(5) {
        accounts::open(landlord, rng, &id, "Sewerage");
    }
    id
}

fn let_garage(landlord: &mut Landlord, agreement: &str, garage: String) {
    let mut rng = landlord.rng(agreement);
    landlord
        .agreements
        .entry(agreement.to_owned())
        .and_modify(|agreement| agreement.assets.push(garage));
    accounts::open(landlord, &mut rng, agreement, "Garage");
}

/// Whoever is still missing is a former tenant or lives with a tenant.
fn fill_up(landlord: &mut Landlord, rng: &mut Rng, lived_in: &[Let], people: usize) {
    while landlord.contacts.len() < people {
        let Let {
            home,
            start,
            agreement,
        } = rng.pick(lived_in);
        if rng.chance(30) {
            let end = start.saturating_sub(rng.between(10, 60).days());
            let start = end.saturating_sub(rng.between(200, 3_000).days());
            household_of(
                landlord,
                rng,
                Lease {
                    home: home.clone(),
                    start,
                    end: Some(end),
                },
                &[Role::Main],
            );
            continue;
        }
        let company = landlord.agreements[agreement].company;
        let contact = people::add(landlord, rng, company, None);
        landlord.link(&contact, agreement);
        let name = landlord.contacts[&contact].name();
        let party = Party {
            contact_id: contact,
            name,
            role: Role::Occupant,
            from: *start,
            to: None,
        };
        landlord
            .agreements
            .entry(agreement.clone())
            .and_modify(|agreement| agreement.parties.push(party));
    }
}
