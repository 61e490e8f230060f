//! Two years of repairs.

use super::{
    Landlord, Role, demo,
    lookups::Lookup,
    repairs::{Appointment, Line, Repair, Status, target, window, working_day},
    sor::SorCode,
};
use crate::rng::Rng;
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

/// Megan Price's: code, description, days since it was reported, status, days until the visit.
const DEMO: [(&str, &str, i64, Status, i64); 3] = [
    (
        "DEMO-PLB-0101",
        "The kitchen tap drips all the time, also when turned off hard.",
        6,
        Status::App,
        3,
    ),
    (
        "DEMO-HTG-0201",
        "The radiator in the bedroom stays cold at the top.",
        63,
        Status::Cmp,
        -55,
    ),
    (
        "DEMO-EXT-0103",
        "A fence panel has come down in the wind.",
        151,
        Status::Can,
        -140,
    ),
];

/// Whose repair, and where.
struct Reporter {
    contact: String,
    agreement: String,
    home: String,
    company: &'static str,
}

pub fn fill(landlord: &mut Landlord, wanted: usize) {
    let mut rng = landlord.rng("repairs");
    for (code, description, days_ago, status, visit_in) in DEMO {
        let today = landlord.made_on;
        let (Some(code), Some(megan)) = (code_of(landlord, code), reporter_of(landlord, demo::MEGAN_PRICE))
        else {
            continue;
        };
        let created = today.saturating_sub(days_ago.days()).at(9, 12, 0, 0);
        let visit = working_day(today.saturating_add(visit_in.days()));
        add(
            landlord,
            &mut rng,
            megan,
            (&code, description),
            (created, status, visit),
        );
    }
    let reporters = reporters(landlord);
    let codes: Vec<_> = landlord
        .sor_codes
        .iter()
        .filter(|code| code.to.is_none())
        .cloned()
        .collect();
    for number in landlord.repairs.len()..wanted {
        let reporter = rng.pick(&reporters).again();
        let fitting: Vec<_> = codes
            .iter()
            .filter(|code| (code.table == "LETTINGS") == (reporter.company == "HGL"))
            .collect();
        let code = (*rng.pick(&fitting)).clone();
        let (created, status) = history(&mut rng, landlord.made_on, number);
        let after = if status == Status::App {
            landlord.made_on.saturating_add(rng.between(1, 14).days())
        } else {
            created.date().saturating_add(rng.between(1, 9).days())
        };
        let visit = working_day(if status == Status::App {
            after
        } else {
            after.min(landlord.made_on)
        });
        let description = format!("{}. Reported by phone.", code.short);
        add(
            landlord,
            &mut rng,
            reporter,
            (&code, &description),
            (created, status, visit),
        );
    }
}

impl Reporter {
    fn again(&self) -> Self {
        Self {
            contact: self.contact.clone(),
            agreement: self.agreement.clone(),
            home: self.home.clone(),
            company: self.company,
        }
    }
}

fn reporters(landlord: &Landlord) -> Vec<Reporter> {
    let parties = landlord
        .agreements
        .values()
        .filter(|agreement| agreement.id.as_str() > "AGR-000001")
        .map(|agreement| {
            let main = agreement.parties.iter().find(|party| party.role == Role::Main)?;
            reporter(agreement, &main.contact_id)
        });
    parties.flatten().collect()
}

fn reporter_of(landlord: &Landlord, contact: &str) -> Option<Reporter> {
    landlord
        .agreements_of(contact)
        .next()
        .and_then(|agreement| reporter(agreement, contact))
}

fn reporter(agreement: &super::Agreement, contact: &str) -> Option<Reporter> {
    Some(Reporter {
        contact: contact.to_owned(),
        agreement: agreement.id.clone(),
        home: agreement.assets.first()?.clone(),
        company: agreement.company,
    })
}

fn code_of(landlord: &Landlord, code: &str) -> Option<SorCode> {
    landlord
        .sor_codes
        .iter()
        .find(|known| known.code == code)
        .cloned()
}

/// The older, the more likely to be finished; every status is among the first eleven.
fn history(rng: &mut Rng, today: Date, number: usize) -> (DateTime, Status) {
    let finished = [Status::Cmp, Status::Inv, Status::Inv, Status::Can, Status::Noa];
    let status = if number < 40 {
        Status::ALL[number % Status::ALL.len()]
    } else {
        *rng.pick(&finished)
    };
    let (status, days) = match rng.below(100) {
        0..=14 if number >= 40 => (Status::ALL[rng.below(7)], rng.between(1, 25)),
        _ if status.is_open() => (status, rng.between(1, 25)),
        _ => (status, rng.between(12, 700)),
    };
    let hour = i8::try_from(rng.between(7, 19)).unwrap_or(9);
    let minute = i8::try_from(rng.between(0, 59)).unwrap_or(0);
    (today.saturating_sub(days.days()).at(hour, minute, 0, 0), status)
}

fn add(
    landlord: &mut Landlord,
    rng: &mut Rng,
    reporter: Reporter,
    (code, description): (&SorCode, &str),
    (created, status, visit): (DateTime, Status, Date),
) {
    let number = landlord.repairs.len() + 1;
    let communal = (code.table == "COMMUNAL")
        .then(|| landlord.assets.get(&reporter.home)?.parent.clone())
        .flatten();
    let mut repair = Repair {
        id: format!("REP-{number:06}"),
        request_reference: request_reference(number, created),
        external_reference: None,
        company: reporter.company,
        asset_id: communal.unwrap_or(reporter.home),
        contact_id: reporter.contact,
        agreement_id: Some(reporter.agreement),
        description: description.to_owned(),
        created_at: created,
        changed_at: created,
        status: Status::Req,
        priority: code.priority.to_owned(),
        repair_type: code.repair_type.to_owned(),
        contract: contract(code).to_owned(),
        target: target(code.priority, created),
        lines: vec![Line {
            sor_code: code.code.clone(),
            quantity: 1.0,
        }],
        orders: Vec::new(),
    };
    let issued = created.saturating_add(90.minutes());
    if !matches!(status, Status::Req | Status::Ins) {
        repair.progress(Status::Iss, None, rng, issued);
    }
    if !matches!(status, Status::Req | Status::Ins | Status::Iss) {
        let (category, from, to) = window(["AM", "PM", "ALL"][number % 3]);
        let appointment = Appointment {
            id: format!("APT-{number:06}"),
            date: visit,
            from,
            to,
            category,
            status: "Booked",
        };
        repair.progress(
            Status::App,
            Some(appointment),
            rng,
            issued.saturating_add(10.minutes()),
        );
    }
    if !matches!(status, Status::Req | Status::Iss | Status::App) {
        let at = if status == Status::Ins {
            issued
        } else {
            visit.at(11, 20, 0, 0)
        };
        repair.progress(status, None, rng, at);
    }
    landlord.repairs.insert(repair.id.clone(), repair);
}

/// The contract whose tables hold the code.
fn contract(code: &SorCode) -> &'static str {
    let holds = |contract: &&Lookup| {
        contract
            .attribute("tables")
            .split(',')
            .any(|table| table == code.table)
    };
    super::lookups::values("repair-contracts")
        .and_then(|known| known.iter().find(holds))
        .map_or("DEMO-RESP", |contract| contract.code)
}

/// The form is the customer's choice and has changed over the years: nobody may take it apart.
fn request_reference(number: usize, created: DateTime) -> String {
    match number % 3 {
        0 => format!("RR/{:02}/{number:05}", created.year() % 100),
        1 => format!("{}", 500_000 + number),
        _ => format!("REQ-{}-{number:05}", created.year()),
    }
}
