//! Files of the landlord's record: plain multipart, streamed to disk piece by piece under names of the contract.

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
    permissions::Permission,
};
use services::{
    drops::{FILE_MB_MAX, Upload},
    error::Error,
};
use std::time::Duration;

/// The form and its only box.
const FORM: &str = "files";
/// A line that is silent for this long is taken as broken.
const SILENCE: Duration = Duration::from_secs(10);
/// The whole upload is cut after this.
const IN_ALL: Duration = Duration::from_mins(20);
/// More files than any set has.
const FILES_MAX: usize = 20;

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

pub async fn upload(
    Extension(context): Extension<RequestContext>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let taken = match MAY.admits_change(&context.session) {
        Ok(()) => take(&context, multipart).await.map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    let taken = taken.map(|()| paths::CONSOLE_DROPS.to_owned());
    sent_files::answer(&context, &headers, FORM, taken).await
}

async fn take(
    context: &RequestContext,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<(), Error> {
    let multipart = multipart.map_err(|_| refused(Code::Interrupted))?;
    tokio::time::timeout(IN_ALL, take_all(context, multipart))
        .await
        .unwrap_or_else(|_| Err(refused(Code::Interrupted)))
}

fn refused(code: Code) -> Error {
    Error::Form(FormErrors::one(FORM, code))
}

/// Takes every file; one that is refused does not lose the others. The first refusal is reported.
async fn take_all(context: &RequestContext, mut multipart: Multipart) -> Result<(), Error> {
    let mut first_refusal = None;
    let mut found = 0;
    loop {
        let field = match tokio::time::timeout(SILENCE, multipart.next_field()).await {
            Ok(Ok(Some(field))) => field,
            Ok(Ok(None)) => break,
            Ok(Err(_)) | Err(_) => return Err(refused(Code::Interrupted)),
        };
        // A file box that was left empty still sends one part without a name.
        let name = field.file_name().unwrap_or_default().to_owned();
        if field.name() != Some(FORM) || name.is_empty() {
            continue;
        }
        found += 1;
        if found > FILES_MAX {
            return Err(refused(Code::NotOffered));
        }
        match take_one(context, &name, field).await {
            Err(Error::Form(errors)) if errors.code(FORM) != Some(&Code::Interrupted) => {
                first_refusal.get_or_insert(errors);
            }
            taken => taken?,
        }
    }
    match first_refusal {
        Some(errors) => Err(Error::Form(errors)),
        None if found == 0 => Err(refused(Code::Required)),
        None => Ok(()),
    }
}

/// Reads a file to its end also where it is not kept: a browser that is cut off shows its own error instead of ours.
async fn take_one(context: &RequestContext, name: &str, mut field: Field<'_>) -> Result<(), Error> {
    let ctx = context.ctx();
    let mode = ctx.mode();
    let mut upload = Upload::begin(&ctx, mode, name).await?;
    let is_known = upload.is_some();
    loop {
        let piece = match tokio::time::timeout(SILENCE, field.chunk()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => break,
            Ok(Err(_)) | Err(_) => return Err(refused(Code::Interrupted)),
        };
        if let Some(taking) = &mut upload
            && !taking.write(&piece).await?
        {
            upload = None;
        }
    }
    match upload {
        Some(upload) => upload.finish().await,
        None if is_known => Err(refused(Code::TooBig { max: FILE_MB_MAX })),
        None => Err(refused(Code::NotOffered)),
    }
}
