//! Files added to a repair.

use super::Nothing;
use crate::{
    civica_cx::{
        ask::{Asked, InCompany},
        ledger::Attachment,
        paging::with,
        refusal::Refusal,
        state::Cx,
        wire,
    },
    hex::hex,
};
use axum::{
    extract::{FromRequest, Multipart, Path, Request, State},
    http::StatusCode,
    response::Response,
};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

const LARGEST: usize = 10 << 20;
const TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "application/pdf"];

#[derive(Default)]
struct Parts {
    file: Option<Bytes>,
    name: Option<String>,
    kind: Option<String>,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct Added {
    id: String,
}

/// A file that was taken.
pub struct Kept {
    pub name: String,
    pub kind: String,
    pub sha256: String,
    pub size: usize,
}

pub async fn add(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
    request: Request,
) -> Result<Response, Refusal> {
    super::repairs::find(&cx.world().landlord, &caller, &id)?;
    let Kept {
        name,
        kind,
        sha256,
        size,
    } = read(request, &cx).await?;
    let mut world = cx.world();
    let (id_of_file, received_at) = (world.ids.guid(), wire::moment(world.clock.local()));
    world.ledger.accepted += 1;
    world.ledger.attachments.push(Attachment {
        id: id_of_file.clone(),
        repair_id: id,
        name,
        kind,
        sha256,
        bytes: size,
        received_at,
    });
    Ok(added(id_of_file))
}

/// 201 with the id of what was added.
pub fn added(id: String) -> Response {
    with(StatusCode::CREATED, &Added { id })
}

/// The parts of a request, checked.
pub async fn read(request: Request, cx: &Cx) -> Result<Kept, Refusal> {
    let parts = parts_of(request, cx).await?;
    let missing = |field: &str| Refusal::invalid(field, format!("The part {field} is required."));
    let file = parts.file.ok_or_else(|| missing("file"))?;
    let name = parts
        .name
        .filter(|name| !name.is_empty())
        .ok_or_else(|| missing("name"))?;
    let kind = parts.kind.ok_or_else(|| missing("type"))?;
    let sha256 = parts.sha256.ok_or_else(|| missing("sha256"))?;
    if file.len() > LARGEST {
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "TooLarge",
            "The file is too large.",
        ));
    }
    if !TYPES.contains(&kind.as_str()) {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedType",
            "Files of this type are not kept.",
        ));
    }
    if hex(&Sha256::digest(&file)) != sha256 {
        return Err(Refusal::unprocessable(
            "InvalidValue",
            "sha256",
            "The file is not what its digest says.",
        ));
    }
    Ok(Kept {
        name,
        kind,
        sha256,
        size: file.len(),
    })
}

async fn parts_of(request: Request, cx: &Cx) -> Result<Parts, Refusal> {
    let wrong = |_| {
        Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            "multipart/form-data is required.",
        )
    };
    let mut form = Multipart::from_request(request, cx).await.map_err(wrong)?;
    let broken = |error: axum::extract::multipart::MultipartError| Refusal::invalid("", error.body_text());
    let mut parts = Parts::default();
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            if part.file_name().is_none() {
                return Err(Refusal::invalid("file", "The part file needs a file name."));
            }
            once(&mut parts.file, part.bytes().await.map_err(broken)?, &name)?;
            continue;
        }
        let text = part.text().await.map_err(broken)?;
        match name.as_str() {
            "name" => once(&mut parts.name, text, &name)?,
            "type" => once(&mut parts.kind, text, &name)?,
            "sha256" => once(&mut parts.sha256, text, &name)?,
            _ => return Err(Refusal::invalid(&name, "Unknown part.")),
        }
    }
    Ok(parts)
}

fn once<T>(place: &mut Option<T>, value: T, field: &str) -> Result<(), Refusal> {
    match place.replace(value) {
        Some(_) => Err(Refusal::invalid(field, "The part is there twice.")),
        None => Ok(()),
    }
}
