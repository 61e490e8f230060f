//! Photos of a report: plain multipart, streamed to disk piece by piece, read under limits, encoded anew.

use super::Edge;
use app::{
    error::AppError,
    request::{Access, RequestContext, not_found_page, send_back_to},
};
use axum::{
    Extension, Json,
    extract::{
        Multipart, Path, State,
        multipart::{Field, MultipartRejection},
        rejection::PathRejection,
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    forms::{Code, FormErrors},
    ids::DraftId,
    repairs::{PHOTO_MB_MAX, PHOTOS_MAX, Step},
};
use services::{
    error::Error,
    random,
    repairs::{PhotoProblem, report},
};
use std::{path::PathBuf, time::Duration};
use tokio::{fs::File, io::AsyncWriteExt};

/// A line that is silent for this long is taken as broken.
const SILENCE: Duration = Duration::from_secs(10);
/// The whole upload is cut after this.
const IN_ALL: Duration = Duration::from_mins(2);

pub async fn upload(
    State(edge): State<Edge>,
    Extension(context): Extension<RequestContext>,
    draft: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let page_wanted = headers
        .get(header::ACCEPT)
        .and_then(|line| line.to_str().ok())
        .is_some_and(|line| line.contains("text/html"));
    let Some(draft) = draft.ok().and_then(|Path(draft)| DraftId::parse(&draft)) else {
        return not_found_page(&context);
    };
    // The use case knows whose draft it is; only the session knows whether it may change anything.
    if Access::Customer.admits_change(&context.session) == Err(AppError::ReadOnly) {
        return if page_wanted {
            send_back_to(&context, "photos", &FormErrors::default(), Some("read-only")).await
        } else {
            (StatusCode::FORBIDDEN, Json(AppError::ReadOnly)).into_response()
        };
    }
    let taken = match (report::draft(&context.ctx(), &draft).await, multipart) {
        (Err(error), _) => Err(error),
        (Ok(_), Err(_)) => Err(refused(Code::Interrupted)),
        (Ok(_), Ok(multipart)) => {
            match tokio::time::timeout(IN_ALL, take_all(&edge, &context, &draft, multipart)).await {
                Ok(taken) => taken,
                Err(_) => Err(refused(Code::Interrupted)),
            }
        }
    };
    match taken {
        Ok(()) if page_wanted => Redirect::to(&app::paths::report(&draft, Step::Photos)).into_response(),
        Ok(()) => StatusCode::OK.into_response(),
        Err(Error::NotFound) => not_found_page(&context),
        Err(error) if page_wanted => answer_page(&context, error).await,
        Err(error) => answer_code(&error),
    }
}

fn refused(code: Code) -> Error {
    Error::Form(FormErrors::one("photos", code))
}

async fn answer_page(context: &RequestContext, error: Error) -> Response {
    match error {
        Error::Form(errors) => send_back_to(context, "photos", &errors, None).await,
        Error::SignIn => send_back_to(context, "photos", &FormErrors::default(), Some("sign-in")).await,
        Error::Conflict(_) => {
            send_back_to(
                context,
                "photos",
                &FormErrors::default(),
                Some("no-longer-offered"),
            )
            .await
        }
        error if error.is_outage() => {
            send_back_to(context, "photos", &FormErrors::default(), Some("outage")).await
        }
        error => {
            tracing::error!(%error, "photo.failed");
            send_back_to(context, "photos", &FormErrors::default(), Some("unexpected")).await
        }
    }
}

/// What the picker understands.
fn answer_code(error: &Error) -> Response {
    let code = match error {
        Error::Form(errors) => errors.code("photos"),
        _ => None,
    };
    let status = match (error, code) {
        (_, Some(Code::TooBig { .. })) => StatusCode::PAYLOAD_TOO_LARGE,
        (_, Some(Code::TooMany { .. })) => StatusCode::CONFLICT,
        (_, Some(Code::NotAPicture)) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, Some(_)) => StatusCode::BAD_REQUEST,
        (Error::SignIn, None) => StatusCode::UNAUTHORIZED,
        (error, None) if error.is_outage() => StatusCode::SERVICE_UNAVAILABLE,
        (error, None) => {
            tracing::error!(%error, "photo.failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    status.into_response()
}

/// Takes every photo; one that is refused does not lose the others. The first refusal is reported.
async fn take_all(
    edge: &Edge,
    context: &RequestContext,
    draft: &DraftId,
    mut multipart: Multipart,
) -> Result<(), Error> {
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
        if field.name() != Some("photos") || name.is_empty() {
            continue;
        }
        found += 1;
        if found > PHOTOS_MAX {
            return Err(refused(Code::TooMany { max: PHOTOS_MAX }));
        }
        match take_one(edge, context, draft, &name, field).await {
            Ok(()) => {}
            Err(Error::Form(errors)) if errors.code("photos") != Some(&Code::Interrupted) => {
                first_refusal.get_or_insert(errors);
            }
            Err(error) => return Err(error),
        }
    }
    match first_refusal {
        Some(errors) => Err(Error::Form(errors)),
        None if found == 0 => Err(refused(Code::Required)),
        None => Ok(()),
    }
}

async fn take_one(
    edge: &Edge,
    context: &RequestContext,
    draft: &DraftId,
    name: &str,
    field: Field<'_>,
) -> Result<(), Error> {
    let file = Incoming::new(edge).await?;
    let whole = file.fill(field).await?;
    if !whole {
        return Err(refused(Code::TooBig { max: PHOTO_MB_MAX }));
    }
    match edge.platform.photos.read_incoming(file.path.clone()).await? {
        Ok(picture) => report::add_photo(&context.ctx(), draft, name, picture)
            .await
            .map(|_| ()),
        Err(PhotoProblem::NotAPicture) => Err(refused(Code::NotAPicture)),
        Err(PhotoProblem::TooManyPixels) => Err(refused(Code::TooBig { max: PHOTO_MB_MAX })),
    }
}

/// A file that goes away with its request.
struct Incoming {
    path: PathBuf,
}

impl Incoming {
    async fn new(edge: &Edge) -> Result<Self, Error> {
        let folder = edge.config.data.join("incoming");
        tokio::fs::create_dir_all(&folder).await?;
        Ok(Self {
            path: folder.join(random::hex(&random::bytes::<16>())),
        })
    }

    /// Writes the field to disk; false if it is too big, in which case the rest is read and dropped, because a browser
    /// that is cut off shows its own error instead of ours.
    async fn fill(&self, mut field: Field<'_>) -> Result<bool, Error> {
        let mut file = File::create(&self.path).await?;
        let mut left = usize::try_from(PHOTO_MB_MAX).unwrap_or_default() * 1024 * 1024;
        let mut fits = true;
        loop {
            match tokio::time::timeout(SILENCE, field.chunk()).await {
                Ok(Ok(Some(piece))) if piece.len() <= left => {
                    left -= piece.len();
                    file.write_all(&piece).await?;
                }
                Ok(Ok(Some(_))) => (fits, left) = (false, 0),
                Ok(Ok(None)) => break,
                Ok(Err(_)) | Err(_) => return Err(refused(Code::Interrupted)),
            }
        }
        file.flush().await?;
        Ok(fits)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let _already_gone = std::fs::remove_file(&self.path);
    }
}
