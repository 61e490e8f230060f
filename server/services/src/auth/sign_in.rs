//! Password, then code. The answer to a stranger is the answer to everybody (SEC-A2, A3).

use super::{
    Browser, HalfSession, factors,
    sessions::{NewTokens, enter, enter_half},
    store, throttle,
};
use crate::{
    context::Platform,
    db::Tx,
    error::{Error, Result},
    mails, outbox, random,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::{CodeEntry, Language, Plane, SignIn},
};
use std::sync::Arc;

/// How far somebody got.
#[derive(Debug)]
pub enum SignedIn {
    /// The second step is next.
    Half(NewTokens),
    Fully(NewTokens),
}

/// A code lives this long (SEC-O1).
pub const CODE_LIFE_SECS: i64 = 10 * 60;
const CODE_TRIES: i64 = 5;

/// Checks email and password. A device that is remembered for this account is not asked for a code (product S3).
pub async fn sign_in(
    platform: &Arc<Platform>,
    plane: Plane,
    cmd: SignIn,
    browser: &Browser,
) -> Result<SignedIn> {
    let now = platform.clock.now();
    let wrong = || Error::Form(FormErrors::one("password", Code::Wrong));
    // Who finds no place in the queue costs nothing and loses no try.
    let _place = platform.passwords.queue()?;
    throttle::network(&platform.db, &browser.address, now).await?;
    let account = store::account_by_email(&platform.db, plane, cmd.email.as_str()).await?;
    let held_back = throttle::spend_try(platform, plane, &cmd.email, now).await?;
    let hash = account
        .as_ref()
        // Without a password (single sign-on only, or invited and not here yet) every answer is wrong.
        .filter(|account| !held_back && !account.password_hash.is_empty())
        .map(|account| account.password_hash.as_str());
    let right = platform.passwords.verify_in_turn(&cmd.password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        throttle::failed(&platform.db, &browser.address, now).await?;
        return Err(wrong());
    };
    let (worker, browser) = (Arc::clone(platform), browser.clone());
    let signed_in = platform
        .db
        .tx(move |tx| async move {
            throttle::succeeded(&tx, plane, cmd.email.as_str()).await?;
            go_on(&tx, &worker, plane, &account, &PASSWORD, &browser, now).await
        })
        .await?;
    platform.wake.now();
    Ok(signed_in)
}

/// What came first, alone and on a device that is remembered: the `factor` of the session.
struct First {
    alone: &'static str,
    remembered: &'static str,
}

const PASSWORD: First = First {
    alone: "password",
    remembered: "password-remembered",
};
const SINGLE_SIGN_ON: First = First {
    alone: "sso",
    remembered: "sso-remembered",
};

/// Goes on after the first factor: in, on a remembered device, otherwise to the second step.
async fn go_on(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &store::Account,
    first: &First,
    browser: &Browser,
    now: Millis,
) -> Result<SignedIn> {
    let remembered = match &browser.device {
        Some(device) => store::is_device_of(tx, plane, &random::hash(device), &account.id).await?,
        None => false,
    };
    if remembered {
        let tokens = enter(tx, plane, &account.id, first.remembered, browser, false, now).await?;
        return Ok(SignedIn::Fully(tokens));
    }
    let tokens = enter_half(tx, plane, &account.id, first.alone, browser, now).await?;
    // Whoever holds a passkey or an app has no use for a code, unless they ask for one.
    if !factors::holds_more(tx, plane, &account.id).await? {
        send_code(tx, platform, plane, &random::hash(&tokens.session), account, now).await?;
    }
    Ok(SignedIn::Half(tokens))
}

/// Single sign-on said who it is but not with a second step of its own: ours is asked for (SEC-O11).
pub(crate) async fn ask_second_step(
    tx: &Tx,
    platform: &Platform,
    staff: &str,
    browser: &Browser,
    now: Millis,
) -> Result<SignedIn> {
    let account = store::staff_account(tx, staff).await?.ok_or(Error::SignIn)?;
    go_on(
        tx,
        platform,
        Plane::Console,
        &account,
        &SINGLE_SIGN_ON,
        browser,
        now,
    )
    .await
}

/// Refuses a network that has guessed too often.
pub(crate) async fn may_try(platform: &Platform, browser: &Browser) -> Result<()> {
    throttle::network(&platform.db, &browser.address, platform.clock.now()).await
}

/// Writes a new code for this half session and queues its mail; older codes of the account die (SEC-O5).
async fn send_code(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    session: &[u8],
    account: &store::Account,
    now: Millis,
) -> Result<()> {
    throttle::count_sent_code(tx, plane, &account.id, now).await?;
    let code = random::six_digits();
    let expires_at = now.plus_secs(CODE_LIFE_SECS);
    let tries = store::replace_code(
        tx,
        plane,
        session,
        &account.id,
        &random::hash(&code),
        CODE_TRIES,
        now,
        expires_at,
    )
    .await?;
    if tries == 0 {
        return Err(Error::Form(FormErrors::one("code", Code::NoTriesLeft)));
    }
    let language = Language::parse(&account.language).unwrap_or_default();
    let mail = mails::sign_in_code(&platform.settings.get(), language, &account.email, &code, now);
    outbox::enqueue_mail(tx, &platform.vault, &mail, &account.id, Some(expires_at), now).await
}

/// Checks the code of a half session. A try is spent before the comparison, so guessing in parallel gains nothing.
pub async fn check_code(
    platform: &Arc<Platform>,
    plane: Plane,
    half: &HalfSession,
    cmd: CodeEntry,
    browser: &Browser,
) -> Result<SignedIn> {
    let now = platform.clock.now();
    let refused = |code| Error::Form(FormErrors::one("code", code));
    let old = random::hash(browser.session.as_deref().ok_or(Error::SignIn)?);
    let (account, email, typed) = (half.account.clone(), half.email.clone(), random::hash(&cmd.code));
    let (at_node, browser) = (Arc::clone(platform), browser.clone());
    let verdict = platform
        .db
        .tx(move |tx| async move {
            // One that was mailed before a passkey or an app was added is no way in for staff.
            if !factors::may_mail_code(&tx, &at_node, plane, &account).await? {
                return Err(Error::Denied);
            }
            let Some(stored) = store::spend_try(&tx, plane, &old).await? else {
                // Without a row the code was used, or a newer one was sent to another browser.
                let used_up = store::has_code(&tx, plane, &old).await?;
                return Ok(Err(if used_up { Code::NoTriesLeft } else { Code::Expired }));
            };
            if now >= Millis(stored.expires_at) {
                return Ok(Err(Code::Expired));
            }
            if !bool::from(subtle::ConstantTimeEq::ct_eq(
                stored.code_hash.as_slice(),
                typed.as_slice(),
            )) {
                throttle::wrong_code(&tx, plane, email.as_str(), now).await?;
                return Ok(Err(if stored.tries_left == 0 {
                    Code::NoTriesLeft
                } else {
                    Code::Wrong
                }));
            }
            // The row is the proof; whoever deletes it has used the code, and nobody can a second time.
            if !store::use_code(&tx, plane, &old).await? {
                return Ok(Err(Code::Expired));
            }
            let tokens = enter(&tx, plane, &account, "email-code", &browser, true, now).await?;
            Ok(Ok(tokens))
        })
        .await?;
    match verdict {
        Ok(tokens) => Ok(SignedIn::Fully(tokens)),
        Err(code) => Err(refused(code)),
    }
}

/// Sends another code to the same half session; the old one dies.
pub async fn resend_code(
    platform: &Arc<Platform>,
    plane: Plane,
    half: &HalfSession,
    browser: &Browser,
) -> Result<()> {
    let now = platform.clock.now();
    let session = random::hash(browser.session.as_deref().ok_or(Error::SignIn)?);
    let account = store::account_by_email(&platform.db, plane, half.email.as_str())
        .await?
        .ok_or(Error::SignIn)?;
    let worker = Arc::clone(platform);
    platform
        .db
        .tx(move |tx| async move {
            if !store::is_half(&tx, plane, &session).await? {
                return Err(Error::SignIn);
            }
            if !factors::may_mail_code(&tx, &worker, plane, &account.id).await? {
                return Err(Error::Denied);
            }
            send_code(&tx, &worker, plane, &session, &account, now).await
        })
        .await?;
    platform.wake.now();
    Ok(())
}
