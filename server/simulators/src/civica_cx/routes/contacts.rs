//! People: found, read, listed.

use super::{Nothing, Paged};
use crate::civica_cx::{
    ask::{Asked, InCompany},
    landlord::{self, Landlord},
    paging::{Page, ok},
    refusal::Refusal,
    state::Cx,
    variant::Variant,
    wire::{self, contact},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

const MOST_FOUND: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    reference: Option<String>,
    surname: Option<String>,
    date_of_birth: Option<String>,
    postcode: Option<String>,
    changed_since: Option<String>,
    expand: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn search(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(asked): Asked<Search>,
) -> Result<Response, Refusal> {
    if asked
        .expand
        .as_deref()
        .is_some_and(|expand| expand != "agreements" || asked.changed_since.is_none())
    {
        return Err(Refusal::invalid(
            "expand",
            "expand=agreements is for changedSince only.",
        ));
    }
    if cx.options.variant == Variant::NoBulk && asked.changed_since.is_some() {
        return Err(Refusal::invalid("changedSince", "Unknown filter."));
    }
    let filter = Filter::of(&asked)?;
    let list = format!("contacts/{filter:?}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let today = world.clock.local().date();
    let seen = world
        .landlord
        .contacts
        .values()
        .filter(|contact| sees(&caller, contact) && filter.keeps(contact, &world.landlord));
    let mut found: Vec<&landlord::Contact> = seen.collect();
    if !matches!(filter, Filter::ChangedSince(_)) && found.len() > MOST_FOUND {
        return Err(too_wide());
    }
    found.sort_by(|one, other| (one.changed_at, &one.id).cmp(&(other.changed_at, &other.id)));
    let expanded = |contact| match asked.expand {
        Some(_) => contact::Contact::expanded(contact, &world.landlord, &caller.company, today),
        None => contact::Contact::of(contact),
    };
    let key = |contact: &&landlord::Contact| format!("{}|{}", wire::moment(contact.changed_at), contact.id);
    let rows = page.of_sorted(&list, found, key);
    let items = rows.items.into_iter().map(expanded).collect();
    Ok(ok(&crate::civica_cx::paging::Rows {
        items,
        next_cursor: rows.next_cursor,
    }))
}

#[derive(Debug)]
enum Filter {
    Reference(String),
    Birth(String, jiff::civil::Date),
    Postcode(String, String),
    ChangedSince(jiff::civil::DateTime),
}

impl Filter {
    fn of(asked: &Search) -> Result<Self, Refusal> {
        let Search {
            reference,
            surname,
            date_of_birth,
            postcode,
            changed_since,
            ..
        } = asked;
        match (reference, surname, date_of_birth, postcode, changed_since) {
            (Some(reference), None, None, None, None) => Ok(Self::Reference(reference.clone())),
            (None, Some(surname), Some(born), None, None) => Ok(Self::Birth(
                surname.to_lowercase(),
                super::day("dateOfBirth", born)?,
            )),
            (None, Some(surname), None, Some(postcode), None) => {
                Ok(Self::Postcode(surname.to_lowercase(), packed(postcode)))
            }
            (None, Some(_), None, None, None) => Err(too_wide()),
            (None, None, None, None, Some(since)) => {
                Ok(Self::ChangedSince(super::moment("changedSince", since)?))
            }
            _ => Err(Refusal::invalid(
                "",
                "One of: reference; surname and dateOfBirth; surname and postcode; changedSince.",
            )),
        }
    }

    fn keeps(&self, contact: &landlord::Contact, landlord: &Landlord) -> bool {
        match self {
            Self::Reference(reference) => contact.reference == *reference,
            Self::Birth(surname, born) => {
                contact.date_of_birth == Some(*born) && contact.surname.to_lowercase() == *surname
            }
            Self::Postcode(surname, postcode) => {
                let lives_there = |agreement: &landlord::Agreement| {
                    agreement.assets.iter().any(|id| {
                        landlord
                            .assets
                            .get(id)
                            .is_some_and(|asset| packed(&asset.address.postcode) == *postcode)
                    })
                };
                contact.surname.to_lowercase() == *surname
                    && landlord.agreements_of(&contact.id).any(lives_there)
            }
            Self::ChangedSince(since) => contact.changed_at >= *since,
        }
    }
}

fn packed(postcode: &str) -> String {
    postcode
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect()
}

fn too_wide() -> Refusal {
    Refusal::unprocessable(
        "SearchTooWide",
        "surname",
        "Too many contacts: add a date of birth or a postcode.",
    )
}

fn sees(caller: &InCompany, contact: &landlord::Contact) -> bool {
    contact.companies.contains(&caller.company.as_str())
}

/// Absent, not forbidden, for another company's users.
fn find<'a>(landlord: &'a Landlord, caller: &InCompany, id: &str) -> Result<&'a landlord::Contact, Refusal> {
    landlord
        .contacts
        .get(id)
        .filter(|contact| sees(caller, contact))
        .ok_or_else(Refusal::not_found)
}

pub async fn one(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    Ok(ok(&contact::Contact::of(find(
        &cx.world().landlord,
        &caller,
        &id,
    )?)))
}

pub async fn methods(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(asked): Asked<Paged>,
) -> Result<Response, Refusal> {
    let list = format!("contacts/{id}/contact-methods");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let rows = find(&world.landlord, &caller, &id)?
        .methods
        .iter()
        .map(|method| (method.id.clone(), contact::Method::of(method)));
    Ok(ok(&page.of(&list, rows.collect())))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgreementQuery {
    current: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn agreements(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(asked): Asked<AgreementQuery>,
) -> Result<Response, Refusal> {
    let current = super::flag("current", asked.current.as_deref())?;
    let list = format!("contacts/{id}/agreements/{current}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    find(&world.landlord, &caller, &id)?;
    let today = world.clock.local().date();
    let seen = world
        .landlord
        .agreements_of(&id)
        .filter(|agreement| agreement.company == caller.company);
    let rows = seen
        .filter(|agreement| !current || agreement.is_current(today))
        .map(|agreement| {
            (
                agreement.id.clone(),
                contact::Agreement::of(agreement, &world.landlord, today),
            )
        });
    Ok(ok(&page.sorted(&list, rows)))
}
