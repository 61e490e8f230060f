//! Cases: complaints and enquiries with their notes.

use super::{Landlord, demo};
use crate::rng::Rng;
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

/// One case in so many has no customer who may read all of it.
const EVERY: usize = 15;

/// Something the landlord works through.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: String,
    pub reference: String,
    pub external_reference: Option<String>,
    pub company: &'static str,
    pub contact_id: String,
    pub agreement_id: Option<String>,
    pub asset_id: Option<String>,
    pub kind: &'static str,
    pub priority: &'static str,
    pub subject: String,
    pub owner: Option<&'static str>,
    pub target: Option<Date>,
    pub on_hold: bool,
    pub created_at: DateTime,
    pub closed_at: Option<DateTime>,
    pub notes: Vec<Note>,
    pub files: Vec<File>,
}

/// An entry of its log.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub id: String,
    pub external_reference: Option<String>,
    pub at: DateTime,
    pub author: String,
    pub visible: bool,
    pub text: String,
}

/// A file of it.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub id: String,
    pub name: String,
    pub size: usize,
    pub sha256: String,
}

impl Case {
    pub const fn status(&self) -> &'static str {
        match self.closed_at {
            Some(_) => "Closed",
            None => "Open",
        }
    }
}

/// Gives some people cases; the first demonstration person has a closed one and an open one.
pub fn fill(landlord: &mut Landlord) {
    let mut rng = landlord.rng("cases");
    let contacts: Vec<String> = landlord.contacts.keys().cloned().collect();
    for (at, contact) in contacts.iter().enumerate() {
        if contact == demo::MEGAN_PRICE {
            add(
                landlord,
                &mut rng,
                contact,
                "COMPL",
                "Noise from the flat above",
                true,
            );
            add(landlord, &mut rng, contact, "ENQ", "May I keep a cat?", false);
        } else if at % EVERY == 0 {
            let closed = rng.chance(60);
            add(
                landlord,
                &mut rng,
                contact,
                "ENQ",
                "A question about parking",
                closed,
            );
        }
    }
}

fn add(
    landlord: &mut Landlord,
    rng: &mut Rng,
    contact: &str,
    kind: &'static str,
    subject: &str,
    is_closed: bool,
) {
    let number = landlord.cases.len() + 1;
    let created = landlord
        .made_on
        .saturating_sub(rng.between(20, 300).days())
        .at(11, 20, 0, 0);
    let Some(person) = landlord.contacts.get(contact) else {
        return;
    };
    let company = person.companies.first().copied().unwrap_or("HGH");
    let agreement = landlord
        .agreements_of(contact)
        .next()
        .map(|agreement| agreement.id.clone());
    let note = |at: usize, visible, text: &str| Note {
        id: format!("NOTE-{number:06}-{at}"),
        external_reference: None,
        at: created.saturating_add(i64::try_from(at).unwrap_or(0).days()),
        author: "H. Lloyd".to_owned(),
        visible,
        text: text.to_owned(),
    };
    let case = Case {
        id: format!("CASE-{number:06}"),
        reference: format!("C/{}/{number:05}", created.year()),
        external_reference: None,
        company,
        contact_id: contact.to_owned(),
        agreement_id: agreement,
        asset_id: None,
        kind,
        priority: "NORM",
        subject: subject.to_owned(),
        owner: rng.chance(80).then_some("H. Lloyd"),
        target: Some(created.date().saturating_add(28.days())),
        on_hold: !is_closed && rng.chance(20),
        created_at: created,
        closed_at: is_closed.then(|| created.saturating_add(12.days())),
        notes: vec![
            note(1, true, "We called and left a message."),
            note(2, false, "Neighbour has been written to before."),
        ],
        files: Vec::new(),
    };
    landlord.cases.insert(case.id.clone(), case);
}
