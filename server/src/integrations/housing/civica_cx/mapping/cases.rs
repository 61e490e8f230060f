use super::wire;
use domain::text::{clean, clean_line};
use services::ports::housing::{Case, CaseFile, CaseNote, OpenCase};

pub fn case(case: wire::Case) -> Case {
    let mut notes: Vec<_> = case.notes.unwrap_or_default().into_iter().map(note).collect();
    notes.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    notes.dedup_by(|one, other| one.id == other.id);
    Case {
        reference: case.reference.unwrap_or_else(|| case.id.clone()),
        id: case.id,
        kind: case.kind.unwrap_or_default(),
        subject: clean_line(&case.subject.unwrap_or_default()),
        status: clean_line(&case.status.unwrap_or_default()),
        owner: case.owner.map(|owner| clean_line(&owner)),
        target: case.target,
        is_on_hold: case.on_hold,
        created_at: case.created_at,
        closed_at: case.closed_at,
        notes,
        attachments: case
            .attachments
            .unwrap_or_default()
            .into_iter()
            .map(file)
            .collect(),
    }
}

pub fn note(note: wire::CaseNote) -> CaseNote {
    CaseNote {
        id: note.id,
        at: note.at,
        author: clean_line(&note.author.unwrap_or_default()),
        is_for_customer: note.visible_to_customer,
        text: clean(&note.text.unwrap_or_default()),
    }
}

fn file(file: wire::CaseFile) -> CaseFile {
    CaseFile {
        name: clean_line(&file.name.unwrap_or_default()),
        bytes: file.size.and_then(|size| size.parse().ok()).unwrap_or_default(),
        id: file.id,
    }
}

pub fn new_case(case: &OpenCase) -> wire::NewCase<'_> {
    wire::NewCase {
        external_reference: &case.external_reference,
        contact_id: &case.person_id,
        agreement_id: case.tenancy_id.as_deref(),
        asset_id: case.asset_id.as_deref(),
        kind: &case.kind,
        priority: &case.priority,
        subject: &case.subject,
        description: &case.description,
    }
}
