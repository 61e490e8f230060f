//! Cases: listed, read, opened, added to, closed.

use super::{
    Nothing,
    attachments::{self, Kept},
};
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent},
    landlord::{
        Landlord,
        cases::{Case, File, Note},
        lookups::{self, COMPANIES},
    },
    paging::{Page, newest_first, ok, with},
    refusal::Refusal,
    state::{Cx, World},
    wire::{
        self,
        case::{Close, NewCase, NewNote},
    },
};
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

const SUBJECT: usize = 200;
const TEXT: usize = 4_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    contact_id: String,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn list(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(asked): Asked<Search>,
) -> Result<Response, Refusal> {
    let list = format!("cases/{}", asked.contact_id);
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let found = world
        .landlord
        .cases
        .values()
        .filter(|case| case.company == caller.company && case.contact_id == asked.contact_id);
    let rows = found.map(|case| {
        (
            newest_first(&format!("{}|{}", wire::moment(case.created_at), case.id)),
            wire::case::Case::of(case),
        )
    });
    Ok(ok(&page.sorted(&list, rows)))
}

pub async fn one(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    Ok(ok(&wire::case::Case::of(find(
        &mut cx.world().landlord,
        &caller,
        &id,
    )?)))
}

pub async fn open(
    State(cx): State<Cx>,
    caller: InCompany,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<NewCase>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let known = landlord
        .cases
        .values()
        .find(|case| case.external_reference.as_ref() == Some(&sent.external_reference));
    if let Some(known) = known {
        return Ok(with(StatusCode::OK, &wire::case::Case::of(known)));
    }
    let now = clock.local();
    let code = |kind: &str, field: &str, code: &str| {
        lookups::active(kind, code, &caller.company, now.date())
            .map(|found| found.code)
            .ok_or_else(|| Refusal::unprocessable("InvalidValue", field, "Not an active value."))
    };
    let (kind, priority) = (
        code("case-types", "type", &sent.kind)?,
        code("case-priorities", "priority", &sent.priority)?,
    );
    if !landlord.contacts.contains_key(&sent.contact_id) {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "contactId",
            "No such contact.",
        ));
    }
    if sent.subject.is_empty() || sent.subject.chars().count() > SUBJECT {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "subject",
            "The subject must have 1 to 200 characters.",
        ));
    }
    let number = landlord.cases.len() + 1;
    let case = Case {
        id: format!("CASE-{number:06}"),
        reference: format!("C/{}/{number:05}", now.year()),
        external_reference: Some(sent.external_reference),
        company: COMPANIES
            .iter()
            .find(|(code, _)| *code == caller.company)
            .map_or("", |(code, _)| code),
        contact_id: sent.contact_id,
        agreement_id: sent.agreement_id,
        asset_id: sent.asset_id,
        kind,
        priority,
        subject: sent.subject,
        owner: None,
        target: None,
        on_hold: false,
        created_at: now,
        closed_at: None,
        notes: vec![Note {
            id: format!("NOTE-{number:06}-1"),
            external_reference: None,
            at: now,
            author: "Portal".to_owned(),
            visible: true,
            text: sent.description,
        }],
        files: Vec::new(),
    };
    ledger.accepted += 1;
    let answer = with(StatusCode::CREATED, &wire::case::Case::of(&case));
    landlord.cases.insert(case.id.clone(), case);
    Ok(answer)
}

pub async fn note(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<NewNote>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let now = clock.local();
    let case = find(landlord, &caller, &id)?;
    let known = case
        .notes
        .iter()
        .find(|note| note.external_reference.as_ref() == Some(&sent.external_reference));
    if let Some(known) = known {
        return Ok(with(StatusCode::OK, &wire::case::Note::of(known)));
    }
    is_open(case)?;
    if sent.text.is_empty() || sent.text.chars().count() > TEXT {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "text",
            "The text must have 1 to 4000 characters.",
        ));
    }
    let note = Note {
        id: format!("{}-{}", id.replace("CASE", "NOTE"), case.notes.len() + 1),
        external_reference: Some(sent.external_reference),
        at: now,
        author: "Portal".to_owned(),
        visible: true,
        text: sent.text,
    };
    ledger.accepted += 1;
    let answer = with(StatusCode::CREATED, &wire::case::Note::of(&note));
    case.notes.push(note);
    Ok(answer)
}

pub async fn attach(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    request: Request,
) -> Result<Response, Refusal> {
    is_open(find(&mut cx.world().landlord, &caller, &id)?)?;
    let Kept {
        name, sha256, size, ..
    } = attachments::read(request, &cx).await?;
    let mut world = cx.world();
    let added = world.ids.guid();
    world.ledger.accepted += 1;
    find(&mut world.landlord, &caller, &id)?.files.push(File {
        id: added.clone(),
        name,
        size,
        sha256,
    });
    Ok(attachments::added(added))
}

pub async fn close(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Close>,
) -> Result<Response, Refusal> {
    let mut world = cx.world();
    let World {
        landlord,
        clock,
        ledger,
        ..
    } = &mut *world;
    let now = clock.local();
    if lookups::active("cancel-reasons", &sent.reason_code, &caller.company, now.date()).is_none() {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "reasonCode",
            "Not an active reason.",
        ));
    }
    let case = find(landlord, &caller, &id)?;
    if case.closed_at.is_none() {
        case.closed_at = Some(now);
        ledger.accepted += 1;
    }
    Ok(ok(&wire::case::Case::of(case)))
}

fn is_open(case: &Case) -> Result<(), Refusal> {
    match case.closed_at {
        Some(_) => Err(Refusal::conflict("Closed", "The case is closed.")),
        None => Ok(()),
    }
}

/// Absent, not forbidden, for another company's users.
fn find<'a>(landlord: &'a mut Landlord, caller: &InCompany, id: &str) -> Result<&'a mut Case, Refusal> {
    caller.own(landlord.cases.get_mut(id), |case| case.company)
}
