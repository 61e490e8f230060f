//! Tables as files: plain multipart, read under limits.

use super::sent_files;
use app::{
    error::AppError,
    paths,
    request::{Access, RequestContext},
};
use axum::{
    Extension,
    extract::{
        Multipart,
        multipart::{Field, MultipartRejection},
    },
    http::HeaderMap,
    response::Response,
};
use domain::{
    catalogue::DEFINITIONS_MB_MAX,
    forms::{Code, FormErrors},
    invites::TABLE_MB_MAX,
    permissions::Permission,
};
use services::{catalogue::imports, error::Error, invites::import};
use std::time::Duration;
use tokio::time::timeout;

/// The whole upload is cut after this.
const IN_ALL: Duration = Duration::from_mins(1);

/// What is read out of a file.
#[derive(Clone, Copy)]
struct Kind {
    may: Permission,
    form: &'static str,
    field: &'static str,
    mb_max: u32,
}

const INVITES: Kind = Kind {
    may: Permission::InvitesManage,
    form: "invites-file",
    field: "file",
    mb_max: TABLE_MB_MAX,
};

const DEFINITIONS: Kind = Kind {
    may: Permission::RepairsSetUp,
    form: "definitions-file",
    field: "definitions_file",
    mb_max: DEFINITIONS_MB_MAX,
};

type Arrived = Result<Multipart, MultipartRejection>;

/// People to be invited.
pub async fn invites(
    Extension(context): Extension<RequestContext>,
    headers: HeaderMap,
    multipart: Arrived,
) -> Response {
    let taken = match arrived(INVITES, &context, multipart).await {
        Ok(table) => import::read(&context.ctx(), &table, INVITES.field)
            .await
            .map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    let taken = taken.map(|import| paths::invites_import(&import));
    sent_files::answer(&context, &headers, INVITES.form, taken).await
}

/// Repair definitions.
pub async fn definitions(
    Extension(context): Extension<RequestContext>,
    headers: HeaderMap,
    multipart: Arrived,
) -> Response {
    let taken = match arrived(DEFINITIONS, &context, multipart).await {
        Ok(table) => imports::read(&context.ctx(), &table, DEFINITIONS.field)
            .await
            .map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    let taken = taken.map(|import| paths::definitions_import(&import));
    sent_files::answer(&context, &headers, DEFINITIONS.form, taken).await
}

fn refused(kind: Kind, code: Code) -> Error {
    Error::Form(FormErrors::one(kind.field, code))
}

/// The bytes of a file from somebody who may send it.
async fn arrived(kind: Kind, context: &RequestContext, multipart: Arrived) -> Result<Vec<u8>, AppError> {
    Access::Staff(kind.may).admits_change(&context.session)?;
    let multipart = multipart.map_err(|_| refused(kind, Code::Required))?;
    let file = timeout(IN_ALL, read(kind, multipart))
        .await
        .map_err(|_| refused(kind, Code::Interrupted))?;
    Ok(file?)
}

/// The file of the box.
async fn read(kind: Kind, mut multipart: Multipart) -> Result<Vec<u8>, Error> {
    loop {
        let next = multipart.next_field().await;
        match next.map_err(|_| refused(kind, Code::Interrupted))? {
            None => return Err(refused(kind, Code::Required)),
            Some(field) if field.name() == Some(kind.field) => return fill(kind, field).await,
            Some(_) => {}
        }
    }
}

/// Reads to the end, also of what is too big: a browser that is cut off shows its own error instead of ours.
async fn fill(kind: Kind, mut field: Field<'_>) -> Result<Vec<u8>, Error> {
    let most = usize::try_from(kind.mb_max).unwrap_or_default() * 1_000_000;
    let (mut table, mut fits) = (Vec::new(), true);
    while let Some(piece) = field
        .chunk()
        .await
        .map_err(|_| refused(kind, Code::Interrupted))?
    {
        fits = fits && table.len() + piece.len() <= most;
        if fits {
            table.extend_from_slice(&piece);
        }
    }
    if fits {
        Ok(table)
    } else {
        Err(refused(kind, Code::TooBig { max: kind.mb_max }))
    }
}
