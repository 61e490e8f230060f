//! Whom a wish means in the landlord's record: a job, because the record may be slow or away.

use super::{
    settle::settle,
    store::{self, LookedUp},
};
use crate::{
    context::Ctx,
    error::Result,
    mails, messages,
    outbox::{self, Outcome},
    ports::{
        PortError,
        housing::{ContactKind, PersonRecord, PersonSearch, Role},
    },
    times,
};
use domain::{
    dates::{Day, Millis},
    identity::{Email, Language},
    ids::RegistrationId,
    registration::{
        Claim, Compared, Record, Verdict, best, decide, reference_key, reference_spellings, same_name,
        surname_spellings,
    },
};
use futures_util::future::try_join_all;
use std::{collections::HashMap, sync::Arc};

/// People who are looked at closely.
const CANDIDATES: usize = 20;
/// After this the browser has probably been closed, and the person is called back.
const CALL_BACK_SECS: i64 = 10 * 60;

/// Asks the record and stores what it said. Done again after a crash it finds that it is done.
pub(crate) async fn run(ctx: &Ctx, id: &RegistrationId) -> Result<Outcome> {
    let Some(row) = store::by_id(&ctx.db, id).await? else {
        return Ok(Outcome::Done);
    };
    if !matches!(row.state.as_str(), "asked" | "open") || row.looked_up_at.is_some() {
        return Ok(Outcome::Done);
    }
    let found = match look(ctx, &row).await {
        Ok(found) => found,
        Err(error) => return Ok(error.into()),
    };
    let (id, now, platform) = (id.to_string(), ctx.clock.now(), Arc::clone(&ctx.platform));
    ctx.db
        .tx(move |tx| async move {
            let Some(row) = store::lock(&tx, &id).await? else {
                return Ok(());
            };
            if row.looked_up_at.is_some() {
                return Ok(());
            }
            store::looked_up(&tx, &id, &found, now).await?;
            settle(&tx, &platform, &id, now).await?;
            let waited = row.confirmed_at.map_or(0, |at| now.secs_since(Millis(at)));
            if row.state == "open" && waited >= CALL_BACK_SECS {
                let language = Language::parse(&row.language).unwrap_or_default();
                let link = format!("{}/register/code", platform.base_url);
                let mail = mails::registration_resumed(&platform.settings.get(), language, &row.email, &link);
                outbox::enqueue_mail(&tx, &platform.vault, &mail, &id, None, now).await?;
            }
            Ok(())
        })
        .await?;
    Ok(Outcome::Done)
}

/// A person who holds a tenancy now.
pub(super) struct Candidate {
    pub record: PersonRecord,
    compared: Record,
}

impl Candidate {
    pub fn first_name(&self) -> String {
        let person = &self.record.person;
        let names = person.preferred_name.as_deref().unwrap_or(&person.forenames);
        names.split(' ').next().unwrap_or_default().to_owned()
    }

    pub fn last_name(&self) -> String {
        self.record.person.surname.clone()
    }
}

async fn look(ctx: &Ctx, row: &store::Row) -> std::result::Result<LookedUp, PortError> {
    let claim = Claim {
        reference: row.reference.clone(),
        surname: row.surname.clone(),
        born: row.born.clone().map(Day),
        postcode: row.postcode.clone(),
    };
    let people = search(ctx, &searches(&claim)).await?;
    let key = reference_key(&claim.reference);
    let likely = people.into_iter().filter(|person| {
        same_name(&person.person.surname, &claim.surname) || reference_key(&person.reference) == key
    });
    let candidates = holders(ctx, likely.take(CANDIDATES).collect()).await?;
    let records: Vec<Record> = candidates
        .iter()
        .map(|candidate| candidate.compared.clone())
        .collect();
    let verdict = decide(&claim, &records);
    let nearest = match verdict {
        Verdict::One(at) => Some((at, domain::registration::compare(&claim, &records[at]))),
        Verdict::Nobody => best(&claim, &records),
        Verdict::Several => None,
    };
    let Some((at, parts)) = nearest else {
        return Ok(LookedUp {
            verdict: if verdict == Verdict::Several {
                "several"
            } else {
                "nobody"
            },
            ..LookedUp::default()
        });
    };
    let candidate = &candidates[at];
    let reach = reach(ctx, &candidate.record.person.id, &row.email).await?;
    let is_one = matches!(verdict, Verdict::One(_));
    Ok(LookedUp {
        verdict: if is_one { "one" } else { "nobody" },
        // Only whom the claim means: a near miss is shown to staff, and never given an account by itself.
        person_id: if is_one {
            candidate.record.person.id.clone()
        } else {
            String::new()
        },
        person_reference: candidate.record.reference.clone(),
        first_name: candidate.first_name(),
        last_name: candidate.last_name(),
        found: parts_of(parts),
        file_email: if is_one { reach.email } else { String::new() },
        file_mobile: if is_one { reach.mobile } else { String::new() },
        on_file: reach.kind,
    })
}

fn parts_of(parts: Compared) -> String {
    let named = [
        (parts.reference, "reference"),
        (parts.surname, "surname"),
        (parts.born, "born"),
        (parts.postcode, "postcode"),
    ];
    let right = named
        .into_iter()
        .filter(|(right, _)| *right)
        .map(|(_, name)| name);
    right.collect::<Vec<_>>().join(",")
}

/// Everything that may find the person: some systems find only what is written as they have it.
fn searches(claim: &Claim) -> Vec<PersonSearch> {
    let mut searches = reference_searches(&claim.reference);
    for surname in surname_spellings(&claim.surname) {
        if let Some(born) = &claim.born {
            searches.push(PersonSearch::Birth {
                surname: surname.clone(),
                born: born.clone(),
            });
        }
        if let Some(postcode) = &claim.postcode {
            searches.push(PersonSearch::Postcode {
                surname,
                postcode: spaced_postcode(postcode),
            });
        }
    }
    searches
}

fn reference_searches(reference: &str) -> Vec<PersonSearch> {
    let spellings = reference_spellings(reference).into_iter();
    spellings.map(PersonSearch::Reference).collect()
}

/// `SY2 6AB`, as postcodes are written: the last three characters stand apart.
fn spaced_postcode(raw: &str) -> String {
    let letters: Vec<char> = raw
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let (area, home) = letters.split_at(letters.len().saturating_sub(3));
    format!(
        "{} {}",
        area.iter().collect::<String>(),
        home.iter().collect::<String>()
    )
    .trim()
    .to_owned()
}

/// Everybody whom any of the searches finds, each once.
async fn search(ctx: &Ctx, searches: &[PersonSearch]) -> std::result::Result<Vec<PersonRecord>, PortError> {
    let housing = ctx.housing()?;
    let found = try_join_all(searches.iter().map(|search| housing.find_people(search))).await?;
    let mut by_id = HashMap::new();
    for person in found.into_iter().flatten().filter(|person| !person.is_deceased) {
        by_id.entry(person.person.id.clone()).or_insert(person);
    }
    let mut people: Vec<_> = by_id.into_values().collect();
    people.sort_by(|one, other| one.person.id.cmp(&other.person.id));
    Ok(people)
}

/// Those of the people who hold a tenancy now, with what they are compared by.
async fn holders(ctx: &Ctx, people: Vec<PersonRecord>) -> std::result::Result<Vec<Candidate>, PortError> {
    let today = times::day_of(ctx.clock.now());
    let read = people.into_iter().map(|record| {
        let today = today.clone();
        async move {
            let all = ctx.housing()?.tenancies(&record.person.id).await?;
            let held = all.into_iter().filter(|tenancy| {
                matches!(tenancy.role, Role::Main | Role::Joint)
                    && tenancy.end.as_ref().is_none_or(|end| *end >= today)
            });
            let tenancies = try_join_all(held.map(|tenancy| async move {
                let home = match &tenancy.asset_id {
                    Some(asset) => ctx.housing()?.asset(asset).await?,
                    None => None,
                };
                let postcode = home
                    .and_then(|home| home.address.last().cloned())
                    .unwrap_or_default();
                Ok::<_, PortError>((tenancy.reference, postcode))
            }))
            .await?;
            let compared = Record {
                reference: record.reference.clone(),
                surname: record.person.surname.clone(),
                born: record.born.clone(),
                tenancies,
            };
            Ok::<_, PortError>(Candidate { record, compared })
        }
    });
    let mut candidates = try_join_all(read).await?;
    candidates.retain(|candidate| !candidate.compared.tenancies.is_empty());
    Ok(candidates)
}

/// How somebody on record can be reached.
struct Reach {
    email: String,
    /// Where there is no mailbox: a number that we text.
    mobile: String,
    kind: &'static str,
}

/// The mailbox on record that proves the person: the one that they typed if it is there, else the main one. Without any,
/// their mobile.
async fn reach(ctx: &Ctx, person: &str, typed: &str) -> std::result::Result<Reach, PortError> {
    let today = times::day_of(ctx.clock.now());
    let mut methods = ctx.housing()?.contact_methods(person).await?;
    methods.retain(|method| method.until.as_ref().is_none_or(|until| *until >= today));
    methods.sort_by_key(|method| !method.is_main);
    let emails: Vec<Email> = methods
        .iter()
        .filter(|method| method.kind == ContactKind::Email)
        .filter_map(|method| Email::parse(&method.value))
        .collect();
    let email = emails
        .iter()
        .find(|email| email.as_str() == typed)
        .or(emails.first());
    let mobiles = || methods.iter().filter(|method| method.kind == ContactKind::Mobile);
    let abroad_too = ctx.settings.get().texts_abroad;
    let mobile = mobiles().find_map(|method| messages::mobile(&method.value, abroad_too).ok());
    Ok(match email {
        Some(email) => Reach {
            email: email.as_str().to_owned(),
            mobile: String::new(),
            kind: "email",
        },
        None => Reach {
            email: String::new(),
            mobile: mobile.map_or_else(String::new, |mobile| mobile.as_str().to_owned()),
            kind: if mobiles().next().is_some() {
                "mobile"
            } else {
                "none"
            },
        },
    })
}

/// The one tenant with this reference of their own, for staff who know whom they mean; and the mailbox on record.
pub(super) async fn tenant_with_reference(
    ctx: &Ctx,
    reference: &str,
) -> std::result::Result<Option<(Candidate, String)>, PortError> {
    let key = reference_key(reference);
    let mut people = search(ctx, &reference_searches(reference)).await?;
    people.retain(|person| reference_key(&person.reference) == key);
    let mut found = holders(ctx, people).await?;
    match (found.pop(), found.pop()) {
        (Some(candidate), None) => {
            let reach = reach(ctx, &candidate.record.person.id, "").await?;
            Ok(Some((candidate, reach.email)))
        }
        _ => Ok(None),
    }
}
