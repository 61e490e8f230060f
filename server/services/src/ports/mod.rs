//! What the product asks of outside systems, in its own words. One trait a slot; the vendors behind them are known
//! only to the server's `integrations`.

pub mod clock;
pub mod directory;
pub mod housing;
pub mod mail;
pub mod messages;
pub mod sso;
pub mod text;
pub mod tokens;

use std::fmt;

tokio::task_local! {
    /// Set while a database transaction runs: an outside call there would hold the database for its whole length.
    pub(crate) static IN_TRANSACTION: ();
}

/// Why an outside system did not do what was asked. None of these carries a body, a name or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortError {
    /// It could not be reached, was too slow, or failed inside. Nothing was changed there, or only something was read.
    Unavailable(Trouble),
    /// A change was sent and no answer came: it may or may not have happened. Ask before sending again.
    UnknownOutcome(Trouble),
    /// It answered and refused; the code is the vendor's, for staff and logs.
    Rejected(String),
    /// Wrong address, credentials, permission or company: a person has to mend the settings.
    Misconfigured(Trouble),
}

/// The closed list of troubles that administrators are shown (integrations, rule 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    CannotResolve,
    CannotConnect,
    Tls,
    TimedOut,
    NotAllowedFromThisAddress,
    WrongCredentials,
    AccountLocked,
    MissingPermission,
    WrongCompany,
    LimitReached,
    UnexpectedAnswer,
    ServiceError,
    /// The mail system takes no passwords any more (Exchange Online).
    PasswordsSwitchedOff,
    /// The mail system offers no STARTTLS, so nothing is said to it.
    NoStartTls,
    /// The mail system does not offer the way in which we log in.
    LogInNotOffered,
    /// The mail system does not take our token.
    TokenRefused,
    /// The credential gives no token.
    CredentialUnusable,
    /// The mailbox may not send by SMTP (Exchange Online).
    SmtpSwitchedOff,
    /// Whoever logs in may not send as our sender.
    SenderRefused,
    /// The circuit is open after repeated faults: not even tried.
    Resting,
    /// Nobody has set the system up, or it is switched off.
    NotSetUp,
    /// Its host is not on the landlord's list.
    NotApproved,
}

impl Trouble {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CannotResolve => "cannot-resolve",
            Self::CannotConnect => "cannot-connect",
            Self::Tls => "tls",
            Self::TimedOut => "timed-out",
            Self::NotAllowedFromThisAddress => "not-allowed-from-this-address",
            Self::WrongCredentials => "wrong-credentials",
            Self::AccountLocked => "account-locked",
            Self::MissingPermission => "missing-permission",
            Self::WrongCompany => "wrong-company",
            Self::LimitReached => "limit-reached",
            Self::UnexpectedAnswer => "unexpected-answer",
            Self::ServiceError => "service-error",
            Self::PasswordsSwitchedOff => "passwords-switched-off",
            Self::NoStartTls => "no-starttls",
            Self::LogInNotOffered => "log-in-not-offered",
            Self::TokenRefused => "token-refused",
            Self::CredentialUnusable => "credential-unusable",
            Self::SmtpSwitchedOff => "smtp-switched-off",
            Self::SenderRefused => "sender-refused",
            Self::Resting => "resting",
            Self::NotSetUp => "not-set-up",
            Self::NotApproved => "not-approved",
        }
    }
}

impl PortError {
    /// A short word for logs and the list of deliveries: a [`Trouble`] or the vendor's code.
    pub fn code(&self) -> &str {
        match self {
            Self::Unavailable(trouble) | Self::UnknownOutcome(trouble) | Self::Misconfigured(trouble) => {
                trouble.as_str()
            }
            Self::Rejected(code) => code,
        }
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PortError {}

/// Panics in tests and development when an outside system is called inside a transaction.
pub(crate) fn assert_outside_transaction() {
    debug_assert!(
        IN_TRANSACTION.try_with(|()| ()).is_err(),
        "an outside system was called inside a transaction"
    );
}
