//! A forgotten password: a link to the mailbox, a new password, and afterwards the same second step as ever (SEC-A14). What
//! a stranger sees and how long it takes does not depend on whether there is an account: the request is written down alike
//! for every address, and looked up afterwards.

use super::{
    Browser, factors,
    links::{self, Purpose},
    new_password, notices, store, throttle,
};
use crate::{
    audit,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Error, Result},
    mails, outbox, random,
};
use domain::{
    dates::Millis,
    identity::{ChoosePassword, Email, Language, Plane},
    ids::CustomerId,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long money, documents and contact details stay closed after a reset by email alone.
pub const LIMITED_SECS: i64 = 72 * 3600;

/// What is mailed to an address, if it has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A link to choose a new password.
    Reset,
    /// Somebody guesses: a link that lifts the wait on a known device.
    Waiting,
    /// Somebody guessed too often: only a new password opens the account.
    MustReset,
}

/// Somebody asks for a link to choose a new password. They are told the same, whoever they are.
pub async fn ask_for_reset(
    platform: &Arc<Platform>,
    plane: Plane,
    email: Email,
    browser: &Browser,
) -> Result<()> {
    let now = platform.clock.now();
    throttle::network(&platform.db, &browser.address, now).await?;
    let (worker, address) = (Arc::clone(platform), browser.address.clone());
    platform
        .db
        .tx(move |tx| async move {
            throttle::count_reset_asked(&tx, &address, now).await?;
            if throttle::may_mail_reset(&tx, plane, email.as_str(), now).await? {
                want(&tx, &worker, plane, &email, Wanted::Reset, now).await?;
            }
            Ok(())
        })
        .await?;
    platform.wake.now();
    Ok(())
}

/// Writes down that an address is to be mailed, if it has an account.
pub(super) async fn want(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    email: &Email,
    wanted: Wanted,
    now: Millis,
) -> Result<()> {
    let of = random::id(now);
    let job = outbox::Job::MailAccount {
        sealed: platform.vault.seal(&place(&of), email.as_str())?,
        of: of.clone(),
        plane,
        wanted,
    };
    outbox::enqueue(tx, &job, "", &format!("account-mail:{of}"), now).await
}

pub(crate) fn place(of: &str) -> String {
    format!("outbox:account:{of}")
}

/// The job: mails the account, or nobody.
pub(crate) async fn mail_account(
    ctx: &Ctx,
    plane: Plane,
    of: &str,
    sealed: &str,
    wanted: Wanted,
) -> Result<()> {
    let email = ctx.vault.open(&place(of), sealed)?;
    let Some(account) = store::account_by_email(&ctx.db, plane, &email).await? else {
        return Ok(());
    };
    // Who has no password signs in another way, or waits for an invitation.
    if account.password_hash.is_empty() {
        return Ok(());
    }
    let (platform, now) = (Arc::clone(&ctx.platform), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { mail_link(&tx, &platform, plane, &account, wanted, now).await })
        .await?;
    ctx.wake.now();
    Ok(())
}

async fn mail_link(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &store::Account,
    wanted: Wanted,
    now: Millis,
) -> Result<()> {
    let settings = platform.settings.get();
    let language = Language::parse(&account.language).unwrap_or_default();
    let (to, ends) = (account.email.as_str(), now.plus_secs(links::RESET_SECS));
    let issue = async |purpose| {
        links::issue(tx, plane, purpose, &account.id, links::RESET_SECS, now)
            .await
            .map(|token| link(platform, plane, purpose, &token))
    };
    let mail = match wanted {
        Wanted::Reset => mails::reset(&settings, language, to, &issue(Purpose::Reset).await?, now),
        Wanted::Waiting => mails::waiting(&settings, language, to, &issue(Purpose::ItIsMe).await?, now),
        Wanted::MustReset => mails::must_reset(&settings, language, to, &ask_page(platform, plane)),
    };
    outbox::enqueue_mail(tx, &platform.vault, &mail, &account.id, Some(ends), now).await?;
    let event = match wanted {
        Wanted::Reset => "reset.mailed",
        Wanted::Waiting => "wait.mailed",
        Wanted::MustReset => "lock.mailed",
    };
    audit::record(tx, &Actor::System, event, &account.id, "", now).await
}

/// The address in a mail: from the settings of the server, never from a request (SEC-A16). The token stands in the
/// query, which is not logged.
pub fn link(platform: &Platform, plane: Plane, purpose: Purpose, token: &str) -> String {
    let page = match purpose {
        Purpose::Reset | Purpose::Invitation => "reset",
        Purpose::ItIsMe => "it-is-me",
    };
    format!("{}{}/{page}?token={token}", platform.base_url, root(plane))
}

pub(super) fn ask_page(platform: &Platform, plane: Plane) -> String {
    format!("{}{}/reset/ask", platform.base_url, root(plane))
}

const fn root(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "",
        Plane::Console => "/console",
    }
}

/// Whether a link still lets somebody choose a password, and what it is for; looking does not use it up.
pub async fn may_choose(platform: &Platform, plane: Plane, token: &str) -> Result<Option<Purpose>> {
    let link = links::peek(&platform.db, plane, token, platform.clock.now()).await?;
    Ok(link.map(|link| link.purpose).filter(|purpose| chooses(*purpose)))
}

const fn chooses(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Reset | Purpose::Invitation)
}

/// Sets the password of whoever holds the link, and ends every way in that was opened before. Nobody is signed in by
/// it: the password is asked for next, and then the second step.
pub async fn choose_password(
    platform: &Arc<Platform>,
    plane: Plane,
    cmd: ChoosePassword,
    browser: &Browser,
) -> Result<()> {
    let now = platform.clock.now();
    throttle::network(&platform.db, &browser.address, now).await?;
    let found = links::peek(&platform.db, plane, &cmd.token, now).await?;
    let Some(link) = found.filter(|link| chooses(link.purpose)) else {
        throttle::failed(&platform.db, &browser.address, now).await?;
        return Err(Error::NotFound);
    };
    let account = store::owned(&platform.db, plane, &link.account)
        .await?
        .ok_or(Error::NotFound)?;
    let hash = new_password::accept(platform, &cmd.password, &account).await?;
    let (worker, session) = (Arc::clone(platform), browser.session.as_deref().map(random::hash));
    platform
        .db
        .tx(move |tx| async move {
            if links::take(&tx, plane, &cmd.token, now).await?.as_ref() != Some(&link) {
                return Err(Error::NotFound);
            }
            store::set_password(&tx, plane, &account.id, &hash).await?;
            store::end_ways_in(&tx, plane, &account.id, "").await?;
            if let Some(session) = session {
                store::end_session(&tx, plane, &session).await?;
            }
            throttle::succeeded(&tx, plane, &account.email).await?;
            if link.purpose == Purpose::Invitation {
                return audit::record_own(&tx, plane, &account.id, "password.chosen", "", now).await;
            }
            // A passkey or an app is still asked for, and a second mail is none of them; with a mailbox alone nothing
            // else stands in the way.
            let later = now.plus_secs(LIMITED_SECS);
            let customer = (plane == Plane::Portal)
                .then(|| CustomerId::parse(&account.id))
                .flatten();
            let until = match customer {
                Some(customer) if factors::holds_more(&tx, plane, &account.id).await? => {
                    factors::close_email_codes(&tx, &customer, later).await?;
                    None
                }
                Some(_) => {
                    store::limit(&tx, &account.id, Some(later)).await?;
                    Some(later)
                }
                None => None,
            };
            audit::record_own(&tx, plane, &account.id, "password.reset", "", now).await?;
            notices::password_changed(&tx, &worker, plane, &account, until, now).await
        })
        .await?;
    platform.wake.now();
    Ok(())
}

/// Opens what a reset by email has closed, after a second proof: staff who checked who it is, a code by letter.
pub async fn lift_limit(tx: &Tx, actor: &Actor, customer: &CustomerId, now: Millis) -> Result<()> {
    store::limit(tx, customer.as_str(), None).await?;
    audit::record(tx, actor, "limit.lifted", customer.as_str(), "", now).await
}

/// The owner of a known device says that they are the one who tries: the wait ends (SEC-A7). On any other device the
/// link stays, and nothing happens. False: this device is not known.
pub async fn it_is_me(
    platform: &Arc<Platform>,
    plane: Plane,
    token: String,
    browser: &Browser,
) -> Result<bool> {
    let now = platform.clock.now();
    throttle::network(&platform.db, &browser.address, now).await?;
    let found = links::peek(&platform.db, plane, &token, now).await?;
    let Some(link) = found.filter(|link| link.purpose == Purpose::ItIsMe) else {
        throttle::failed(&platform.db, &browser.address, now).await?;
        return Err(Error::NotFound);
    };
    let Some(device) = browser.device.as_deref().map(random::hash) else {
        return Ok(false);
    };
    platform
        .db
        .tx(move |tx| async move {
            let account = store::owned_in(&tx, plane, &link.account)
                .await?
                .ok_or(Error::NotFound)?;
            if !store::is_device_of(&tx, plane, &device, &account.id).await? {
                return Ok(false);
            }
            if links::take(&tx, plane, &token, now).await?.as_ref() != Some(&link) {
                return Err(Error::NotFound);
            }
            throttle::lift_wait(&tx, plane, &account.email).await?;
            audit::record_own(&tx, plane, &account.id, "wait.lifted", "", now).await?;
            Ok(true)
        })
        .await
}

/// Whether an 'it is me' link can still be used.
pub async fn waits(platform: &Platform, plane: Plane, token: &str) -> Result<bool> {
    let link = links::peek(&platform.db, plane, token, platform.clock.now()).await?;
    Ok(link.is_some_and(|link| link.purpose == Purpose::ItIsMe))
}
