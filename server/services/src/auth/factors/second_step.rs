//! The second step of signing in: what is offered, and codes of apps and of paper. A try is spent before anything is
//! compared, of the half session and of the account, so guessing in parallel or on several nodes gains nothing (SEC-O4).

use super::{apps, passkeys, store, tell};
use crate::{
    auth::{
        Browser, HalfSession, SignedIn,
        sessions::enter,
        store as sign_in_store,
        throttle::{self, Spent},
    },
    context::Platform,
    db::Tx,
    error::{Error, Result},
    mails, random,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::{
        Email, Plane,
        factors::{AppCode, RecoveryEntry, Way, ways},
    },
};
use std::sync::Arc;

/// What somebody between password and second step is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondStep {
    /// Best first.
    pub ways: Vec<Way>,
    /// A code is in their mailbox, or on its way.
    pub code_is_sent: bool,
}

/// What a half session is offered.
pub async fn second_step(
    platform: &Platform,
    plane: Plane,
    half: &HalfSession,
    browser: &Browser,
) -> Result<SecondStep> {
    let session = random::hash(browser.session.as_deref().ok_or(Error::SignIn)?);
    let row = store::held(&platform.db, plane, &half.account).await?;
    Ok(SecondStep {
        ways: offered(platform, plane, &row),
        code_is_sent: sign_in_store::has_code_now(&platform.db, plane, &session, platform.clock.now())
            .await?,
    })
}

fn offered(platform: &Platform, plane: Plane, row: &store::HeldRow) -> Vec<Way> {
    let email_is_closed = Millis(row.email_closed_until) > platform.clock.now();
    ways(
        plane,
        row.held(),
        passkeys::passkeys_work(platform),
        email_is_closed,
    )
}

/// Whether a code may be mailed to an account at all, whatever the request says (SEC-O11).
pub(in crate::auth) async fn may_mail_code(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &str,
) -> Result<bool> {
    let row = store::held_in(tx, plane, account).await?;
    Ok(offered(platform, plane, &row).contains(&Way::Email))
}

/// Whether an account holds more than a mailbox: then no code is mailed before it is asked for.
pub(in crate::auth) async fn holds_more(tx: &Tx, plane: Plane, account: &str) -> Result<bool> {
    Ok(store::held_in(tx, plane, account).await?.held().is_strong())
}

/// A half session of an account, as one try at it needs it.
pub(super) struct Trying {
    pub plane: Plane,
    pub account: String,
    pub email: Email,
    pub session: Vec<u8>,
    pub now: Millis,
}

/// What became of a try before it was compared.
pub(super) enum Try {
    Go { left: i64 },
    Refused(Refusal),
}

/// Why a try is refused; kept as a value, because an error would give the try back.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    Wrong,
    NoTriesLeft,
    Wait(i64),
}

impl Refusal {
    pub(super) fn into_error(self, field: &str) -> Error {
        match self {
            Self::Wrong => Error::Form(FormErrors::one(field, Code::Wrong)),
            Self::NoTriesLeft => Error::Form(FormErrors::one(field, Code::NoTriesLeft)),
            Self::Wait(secs) => Error::Throttled(secs),
        }
    }

    /// After a wrong code.
    pub(super) const fn after(left: i64) -> Self {
        if left == 0 { Self::NoTriesLeft } else { Self::Wrong }
    }
}

impl Trying {
    pub(super) fn new(
        platform: &Platform,
        plane: Plane,
        half: &HalfSession,
        browser: &Browser,
    ) -> Result<Self> {
        Ok(Self {
            plane,
            account: half.account.clone(),
            email: half.email.clone(),
            session: random::hash(browser.session.as_deref().ok_or(Error::SignIn)?),
            now: platform.clock.now(),
        })
    }

    /// Spends a try of the session and one of the account.
    pub(super) async fn spend(&self, tx: &Tx, platform: &Platform) -> Result<Try> {
        let Self {
            plane,
            account,
            session,
            now,
            ..
        } = self;
        let Some(left) = store::spend_session_try(tx, *plane, session, account).await? else {
            return Ok(Try::Refused(Refusal::NoTriesLeft));
        };
        match throttle::spend_second(tx, *plane, account, *now).await? {
            Spent::Go => Ok(Try::Go { left }),
            Spent::Last => {
                // Whoever gets this far knows the password.
                tell(tx, platform, *plane, account, *now, mails::many_wrong_codes).await?;
                Ok(Try::Go { left })
            }
            Spent::Wait(secs) => Ok(Try::Refused(Refusal::Wait(secs))),
        }
    }

    /// The second step was right: a full session begins and this device is remembered (product S3).
    pub(super) async fn enter(&self, tx: &Tx, factor: &str, browser: &Browser) -> Result<SignedIn> {
        throttle::second_succeeded(tx, self.plane, &self.account).await?;
        throttle::succeeded(tx, self.plane, self.email.as_str()).await?;
        let tokens = enter(tx, self.plane, &self.account, factor, browser, true, self.now).await?;
        Ok(SignedIn::Fully(tokens))
    }
}

/// Checks the code of an app.
pub async fn check_app_code(
    platform: &Arc<Platform>,
    plane: Plane,
    half: &HalfSession,
    cmd: AppCode,
    browser: &Browser,
) -> Result<SignedIn> {
    let trying = Trying::new(platform, plane, half, browser)?;
    let (platform_there, browser) = (Arc::clone(platform), browser.clone());
    let outcome = platform
        .db
        .tx(move |tx| async move {
            let left = match trying.spend(&tx, &platform_there).await? {
                Try::Go { left } => left,
                Try::Refused(refusal) => return Ok(Err(refusal)),
            };
            let rows = store::factors_in(&tx, plane, &trying.account).await?;
            let found = apps::app_with_code(&platform_there.vault, plane, &rows, &cmd.code, trying.now)?;
            if let Some((app, step)) = found
                && store::use_step(&tx, plane, &app, step, trying.now).await?
            {
                return Ok(Ok(trying.enter(&tx, "app", &browser).await?));
            }
            Ok(Err(Refusal::after(left)))
        })
        .await?;
    platform.wake.now();
    outcome.map_err(|refusal| refusal.into_error("authenticator"))
}

/// Checks a recovery code and uses it up; its owner is told.
pub async fn check_recovery_code(
    platform: &Arc<Platform>,
    plane: Plane,
    half: &HalfSession,
    cmd: RecoveryEntry,
    browser: &Browser,
) -> Result<SignedIn> {
    let trying = Trying::new(platform, plane, half, browser)?;
    let (at_node, spending) = (Arc::clone(platform), Trying::new(platform, plane, half, browser)?);
    let spent = platform
        .db
        .tx(move |tx| async move { spending.spend(&tx, &at_node).await })
        .await?;
    let left = match spent {
        Try::Go { left } => left,
        Try::Refused(refusal) => return Err(refusal.into_error("recovery")),
    };
    let number = cmd.code.number;
    let hash = store::recovery_hash(&platform.db, plane, &half.account, number).await?;
    // Without a hash the same work is done, so that the time does not tell which codes are used.
    let right = platform
        .passwords
        .verify(&cmd.code.secret, hash.as_deref())
        .await?;
    let Some(hash) = hash.filter(|_| right) else {
        return Err(Refusal::after(left).into_error("recovery"));
    };
    let (at_node, browser) = (Arc::clone(platform), browser.clone());
    let outcome = platform
        .db
        .tx(move |tx| async move {
            let row = store::held_in(&tx, plane, &trying.account).await?;
            let is_open = sign_in_store::is_half(&tx, plane, &trying.session).await?
                && offered(&at_node, plane, &row).contains(&Way::Recovery);
            if !is_open
                || !store::use_recovery_code(&tx, plane, &trying.account, number, &hash, trying.now).await?
            {
                return Ok(None);
            }
            tell(
                &tx,
                &at_node,
                plane,
                &trying.account,
                trying.now,
                mails::recovery_code_used,
            )
            .await?;
            Ok(Some(trying.enter(&tx, "recovery-code", &browser).await?))
        })
        .await?;
    platform.wake.now();
    outcome.ok_or_else(|| Refusal::after(left).into_error("recovery"))
}
