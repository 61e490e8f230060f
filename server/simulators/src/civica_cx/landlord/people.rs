//! Contacts: ten written by hand, the rest drawn.

use super::{
    Alert, Contact, ContactMethod, Landlord,
    names::{FORENAMES, SURNAMES, plain},
};
use crate::{clock::uk, rng::Rng};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};

type Written = (&'static str, &'static str, &'static str, Date);

const WRITTEN: [Written; 10] = [
    ("Ms", "Megan", "Price", date(1991, 6, 18)),
    ("Mr", "Imran", "Hussain", date(1984, 2, 29)),
    ("Mrs", "Aisha", "Hussain", date(1986, 11, 3)),
    ("Ms", "Siân", "O'Connor", date(1975, 9, 9)),
    ("Mr", "Gareth", "Evans", date(1979, 3, 14)),
    ("Ms", "Gwen", "Evans", date(1979, 3, 14)),
    ("Mr", "Patrick", "D'Arcy", date(1958, 7, 30)),
    ("Mr", "Walter", "Núñez", date(1939, 1, 21)),
    ("Mrs", "Zoë", "Núñez", date(1944, 4, 2)),
    ("Mr", "Dean", "Cartwright", date(1988, 10, 12)),
];

/// Adds the next person and returns the id.
pub fn add(landlord: &mut Landlord, rng: &mut Rng, company: &'static str, surname: Option<&str>) -> String {
    let number = landlord.contacts.len() + 1;
    let id = format!("CON-{number:06}");
    let written = WRITTEN.get(number - 1);
    let (title, forenames, surname, born) = match written {
        Some(&(title, forenames, surname, born)) => (title, forenames, surname.to_owned(), Some(born)),
        None => drawn(rng, surname),
    };
    let mut contact = Contact {
        id: id.clone(),
        reference: format!("{}", 40_000 + number * 7),
        companies: if rng.chance(4) {
            vec!["HGH", "HGL"]
        } else {
            vec![company]
        },
        title: (written.is_some() || !rng.chance(8)).then(|| title.to_owned()),
        forenames: forenames.to_owned(),
        surname,
        preferred_name: rng.chance(12).then(|| forenames.chars().take(3).collect()),
        date_of_birth: born,
        kind: "Person",
        language: rng.chance(15).then(|| *rng.pick(&["cy", "pl", "ur", "pa", "uk"])),
        deceased: id == super::demo::DECEASED,
        changed_at: changed_at(rng, landlord.made_on, number),
        alerts: alerts(landlord.made_on, &id),
        preferences: preferences(rng),
        methods: Vec::new(),
    };
    if written.is_some() {
        contact.companies = vec!["HGH"];
        contact.preferred_name = None;
        contact.language = None;
    }
    contact.methods = methods(rng, &contact, number, written.is_some());
    landlord.contacts.insert(id.clone(), contact);
    id
}

fn drawn(rng: &mut Rng, surname: Option<&str>) -> (&'static str, &'static str, String, Option<Date>) {
    let (title, forenames) = *rng.pick(&FORENAMES);
    let surname = surname.map_or_else(|| (*rng.pick(&SURNAMES)).to_owned(), str::to_owned);
    let born = date(1935, 1, 1).saturating_add(rng.between(0, 26_000).days());
    (title, forenames, surname, (!rng.chance(3)).then_some(born))
}

fn changed_at(rng: &mut Rng, today: Date, number: usize) -> DateTime {
    // The hour that happens twice: what the product makes of it is part of the contract.
    if number.is_multiple_of(60)
        && let Some(sunday) = last_clock_change(today)
    {
        return sunday.at(1, 30, 0, 0);
    }
    let day = today.saturating_sub(rng.between(1, 700).days());
    day.at(
        i8::try_from(rng.between(7, 18)).unwrap_or(9),
        i8::try_from(rng.between(0, 59)).unwrap_or(0),
        0,
        0,
    )
}

/// The latest last Sunday of October before `today`.
fn last_clock_change(today: Date) -> Option<Date> {
    let noon = today.at(0, 0, 0, 0).to_zoned_datetime(uk()).ok()?.timestamp();
    let zone = uk();
    let change = zone
        .preceding(noon)
        .find(|change| change.offset().seconds() == 0)?;
    Some(change.timestamp().to_zoned_datetime(zone.clone()).date())
}

fn alerts(today: Date, id: &str) -> Vec<Alert> {
    if id != super::demo::VIOLENCE_ALERT {
        return Vec::new();
    }
    let (from, to) = (
        today.saturating_sub(200.days()),
        Some(today.saturating_add(500.days())),
    );
    vec![Alert {
        kind: "Violence",
        severity: "High",
        text: "Two to attend. Do not visit alone.",
        from,
        to,
    }]
}

fn preferences(rng: &mut Rng) -> Vec<(&'static str, &'static str)> {
    let mut preferences = vec![(
        "contactBy",
        *rng.pick(&["Email", "Email", "Text", "Phone", "Letter"]),
    )];
    if rng.chance(6) {
        preferences.push(("format", *rng.pick(&["Large print", "Braille", "Easy read"])));
    }
    preferences
}

/// Addresses end in example.com and numbers are those set aside for drama: nobody can be reached.
fn methods(rng: &mut Rng, contact: &Contact, number: usize, complete: bool) -> Vec<ContactMethod> {
    let unique = if complete {
        String::new()
    } else {
        number.to_string()
    };
    let email = format!(
        "{}.{}{unique}@example.com",
        plain(&contact.forenames),
        plain(&contact.surname)
    );
    let mut wanted = Vec::new();
    if complete || rng.chance(85) {
        wanted.push(("EMAIL", email));
    }
    if complete || rng.chance(90) {
        wanted.push(("MOBILE", format!("07700 900{:03}", number % 1_000)));
    }
    if rng.chance(20) {
        wanted.push(("HOME", format!("01632 960{:03}", number % 1_000)));
    }
    let rows = wanted
        .into_iter()
        .enumerate()
        .map(|(at, (kind, value))| ContactMethod {
            id: format!("CM-{:07}", number * 10 + at),
            kind,
            value,
            main: at == 0,
            from: rng
                .chance(70)
                .then(|| contact.changed_at.date().saturating_sub(400.days())),
            version: 1,
        });
    rows.collect()
}
