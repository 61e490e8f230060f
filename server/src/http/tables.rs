//! A table of people to be invited, as a file: plain multipart, read under limits.

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
    forms::{Code, FormErrors},
    ids::ImportId,
    invites::TABLE_MB_MAX,
    permissions::Permission,
};
use services::{error::Error, invites::import};
use std::time::Duration;
use tokio::time::timeout;

const FORM: &str = "invites-file";
const BOX: &str = "file";
/// The whole upload is cut after this.
const IN_ALL: Duration = Duration::from_mins(1);

pub async fn upload(
    Extension(context): Extension<RequestContext>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let access = Access::Staff(Permission::InvitesManage);
    let taken = match access.admits_change(&context.session) {
        Ok(()) => take(&context, multipart).await.map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    let taken = taken.map(|import| paths::invites_import(&import));
    sent_files::answer(&context, &headers, FORM, taken).await
}

fn refused(code: Code) -> Error {
    Error::Form(FormErrors::one(BOX, code))
}

async fn take(
    context: &RequestContext,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<ImportId, Error> {
    let multipart = multipart.map_err(|_| refused(Code::Required))?;
    let table = timeout(IN_ALL, read(multipart))
        .await
        .map_err(|_| refused(Code::Interrupted))??;
    import::read(&context.ctx(), &table, BOX).await
}

/// The file of the box.
async fn read(mut multipart: Multipart) -> Result<Vec<u8>, Error> {
    loop {
        let next = multipart.next_field().await;
        match next.map_err(|_| refused(Code::Interrupted))? {
            None => return Err(refused(Code::Required)),
            Some(field) if field.name() == Some(BOX) => return fill(field).await,
            Some(_) => {}
        }
    }
}

/// Reads to the end, also of what is too big: a browser that is cut off shows its own error instead of ours.
async fn fill(mut field: Field<'_>) -> Result<Vec<u8>, Error> {
    let most = usize::try_from(TABLE_MB_MAX).unwrap_or_default() * 1_000_000;
    let (mut table, mut fits) = (Vec::new(), true);
    while let Some(piece) = field.chunk().await.map_err(|_| refused(Code::Interrupted))? {
        fits = fits && table.len() + piece.len() <= most;
        if fits {
            table.extend_from_slice(&piece);
        }
    }
    if fits {
        Ok(table)
    } else {
        Err(refused(Code::TooBig { max: TABLE_MB_MAX }))
    }
}
