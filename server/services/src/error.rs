//! What can go wrong in a use case. Sources are kept for the log; nothing here is shown to anybody.

use crate::ports::PortError;
use domain::forms::FormErrors;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Boxes to be mended.
    #[error("the form has errors")]
    Form(FormErrors),
    /// Nobody is signed in, or not far enough.
    #[error("nobody is signed in")]
    SignIn,
    #[error("not allowed")]
    Denied,
    /// Signed in, but the last proof of who they are is too old for this.
    #[error("a fresh proof is needed")]
    ProveFirst,
    /// Missing, or somebody else's: the same answer.
    #[error("not found")]
    NotFound,
    /// The state has moved on.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// Too many tries; seconds until the next.
    #[error("throttled for {0} s")]
    Throttled(i64),
    /// Too many people at once; nothing was done.
    #[error("busy")]
    Busy,
    #[error("outside system: {0}")]
    Port(#[from] PortError),
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    #[error("migrations: {0}")]
    Migrations(#[from] sqlx::migrate::MigrateError),
    #[error("files: {0}")]
    Files(#[from] std::io::Error),
    #[error("stored data cannot be read: {0}")]
    Stored(String),
    #[error("a transaction panicked")]
    Panicked,
    #[error("task: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// Why something that was possible a moment ago is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The repair can no longer be cancelled.
    NotCancellable,
    /// The choice is no longer on offer.
    NoLongerOffered,
    /// An earlier step is missing.
    StepMissing,
    /// As many passkeys or apps as an account may hold.
    TooManyFactors,
    /// The landlord wants staff to have one, so the last one stays.
    LastFactor,
    /// Nobody does this to their own account.
    OwnAccount,
    /// It would give, or touch, more than they hold.
    MoreThanYours,
    /// There would be no owner left.
    LastOwner,
    /// Somebody still has the role.
    RoleInUse,
    /// A connection calls with the credential.
    CredentialInUse,
    /// The credential that a connection is to call with was deleted.
    CredentialGone,
    /// Somebody else saved since the page was shown.
    ChangedMeanwhile,
    /// The housing system is still to be told of a repair of this customer.
    RepairOnItsWay,
    /// Somebody else decided first.
    AlreadyDecided,
    /// A comparison with the housing system is running.
    SyncRunning,
    /// The person, or the mailbox, has an account.
    HasAccount,
    /// Nobody signed in fully on this device before.
    UnknownDevice,
    /// An invitation to this address is open.
    AlreadyInvited,
    /// The invitation was used or cancelled.
    InviteOver,
    /// Somebody is signed in here.
    SignedInAlready,
    /// Files of the landlord's record are being read.
    AlreadyReading,
    /// Somebody else has to agree to one's own request.
    OwnRequest,
    /// Whoever asked gave them their access a short while ago.
    NewColleague,
    /// Nobody answered the request in time.
    RequestOver,
    /// The approved file was there for a time that is over.
    FileOver,
    /// They took the right to agree away from somebody a short while ago.
    NobodyToApprove,
    /// Other categories or definitions stand in the category.
    CategoryInUse,
}

impl Error {
    /// Something was stored that this program did not write.
    pub fn stored(what: &str) -> Self {
        Self::Stored(what.to_owned())
    }

    /// The database did not answer in time or at all: say so, keep the words, come back.
    pub const fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Db(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed) | Self::Busy
        )
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Stored(error.to_string())
    }
}
