//! Errors as they cross to the browser: codes without words, and the one place where internal causes are dropped.

use domain::forms::FormErrors;
use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use services::{
    error::{Conflict, Error},
    ports::PortError,
};

/// Everything that a page or a form can answer instead of its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppError {
    Invalid(FormErrors),
    /// Sign in first.
    SignIn,
    Denied,
    /// Prove anew who you are: the last time is too long ago for this.
    ProveFirst,
    /// Add a passkey or an app first: the landlord wants staff to have one.
    EnrolFirst,
    /// Closed until a second proof or three days have passed since the password was reset by email.
    Limited,
    /// A member of staff looks at the portal as a customer; nothing can be changed.
    ReadOnly,
    NotFound,
    /// The state has moved on; the name is a `problem-…` message.
    Conflict(String),
    SlowDown {
        secs: i64,
    },
    /// Too many at once, or the database is away: come back.
    Busy,
    /// Ours; the log has the cause under this reference.
    Unexpected {
        reference: String,
    },
}

impl AppError {
    /// For JSON callers and pages; forms are redirected instead.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::SignIn => 401,
            Self::Denied | Self::ProveFirst | Self::EnrolFirst | Self::Limited | Self::ReadOnly => 403,
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::SlowDown { .. } => 429,
            Self::Busy => 503,
            Self::Unexpected { .. } => 500,
        }
    }

    /// The name of the `problem-…` message; `None` where boxes say what is wrong.
    pub fn problem(&self) -> Option<String> {
        Some(match self {
            Self::Invalid(_) => return None,
            Self::SignIn => "sign-in".into(),
            Self::Denied => "denied".into(),
            Self::ProveFirst => "prove-first".into(),
            Self::EnrolFirst => "enrol-first".into(),
            Self::Limited => "limited".into(),
            Self::ReadOnly => "read-only".into(),
            Self::NotFound => "not-found".into(),
            Self::Conflict(name) => name.clone(),
            Self::SlowDown { secs } => format!("throttled:{secs}"),
            Self::Busy => "outage".into(),
            Self::Unexpected { .. } => "unexpected".into(),
        })
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::Form(errors) => Self::Invalid(errors),
            Error::SignIn => Self::SignIn,
            Error::Denied => Self::Denied,
            Error::ProveFirst => Self::ProveFirst,
            Error::NotFound => Self::NotFound,
            Error::Conflict(conflict) => Self::Conflict(
                match conflict {
                    Conflict::NotCancellable => "not-cancellable",
                    Conflict::NoLongerOffered => "no-longer-offered",
                    Conflict::StepMissing => "step-missing",
                    Conflict::TooManyFactors => "too-many-factors",
                    Conflict::LastFactor => "last-factor",
                    Conflict::OwnAccount => "own-account",
                    Conflict::MoreThanYours => "more-than-yours",
                    Conflict::LastOwner => "last-owner",
                    Conflict::RoleInUse => "role-in-use",
                    Conflict::CredentialInUse => "credential-in-use",
                    Conflict::CredentialGone => "credential-gone",
                    Conflict::ChangedMeanwhile => "changed-meanwhile",
                    Conflict::RepairOnItsWay => "repair-on-its-way",
                    Conflict::AlreadyDecided => "already-decided",
                    Conflict::SyncRunning => "sync-running",
                    Conflict::HasAccount => "has-account",
                    Conflict::UnknownDevice => "unknown-device",
                    Conflict::AlreadyInvited => "already-invited",
                    Conflict::InviteOver => "invite-over",
                    Conflict::SignedInAlready => "signed-in-already",
                    Conflict::AlreadyReading => "already-reading",
                    Conflict::OwnRequest => "own-request",
                    Conflict::NewColleague => "new-colleague",
                    Conflict::RequestOver => "request-over",
                    Conflict::FileOver => "file-over",
                    Conflict::NobodyToApprove => "nobody-to-approve",
                    Conflict::CategoryInUse => "category-in-use",
                }
                .into(),
            ),
            Error::Port(PortError::Unavailable(_)) => Self::Conflict("housing-away".into()),
            Error::Throttled(secs) => Self::SlowDown { secs },
            error if error.is_outage() => {
                tracing::warn!(%error, "request.outage");
                Self::Busy
            }
            error => {
                let reference = reference();
                tracing::error!(%error, %reference, "request.failed");
                Self::Unexpected { reference }
            }
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let reference = reference();
        // The error may quote what was typed, so only its kind is logged.
        tracing::warn!(%reference, kind = ?std::mem::discriminant(&error), "request.undecodable");
        Self::Unexpected { reference }
    }
}

/// Short enough to be read out on the telephone.
fn reference() -> String {
    domain::repairs::reference(services::random::draw()).replacen("TW-", "E-", 1)
}
