//! A table of people to be invited, as a file: plain multipart, read under limits.

use app::{
    error::AppError,
    paths,
    request::{Access, RequestContext, not_found_page, send_back_to},
};
use axum::{
    Extension, Json,
    extract::{
        Multipart,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
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
    let page_wanted = headers
        .get(header::ACCEPT)
        .and_then(|line| line.to_str().ok())
        .is_some_and(|line| line.contains("text/html"));
    let access = Access::Staff(Permission::InvitesManage);
    let taken = match access.admits_change(&context.session) {
        Ok(()) => take(&context, multipart).await.map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    match taken {
        Ok(import) if page_wanted => Redirect::to(&paths::invites_import(&import)).into_response(),
        Ok(_) => StatusCode::OK.into_response(),
        Err(AppError::NotFound) => not_found_page(&context),
        Err(AppError::Invalid(errors)) if page_wanted => send_back_to(&context, FORM, &errors, None).await,
        Err(error) if page_wanted => {
            send_back_to(&context, FORM, &FormErrors::default(), error.problem().as_deref()).await
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
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
