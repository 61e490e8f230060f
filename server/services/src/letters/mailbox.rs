//! The way back for somebody who has lost their mailbox: the letter proves the home, a code proves the new mailbox. Strong
//! factors stay and are asked for as before; for 72 hours money, documents and contact details are closed (SEC-A14).

use super::store;
use crate::{
    audit, auth,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox, random,
    registration::codes,
};
use domain::{
    dates::Millis,
    identity::{CodeEntry, Email, Language, Plane},
};
use std::sync::Arc;

/// After the letter's code the mailbox is to be chosen and proved within an hour.
const CHOOSE_SECS: i64 = 3600;
/// As after a reset by email (SEC-A14).
const LIMITED_SECS: i64 = 72 * 3600;
const CODES: (i64, i64) = (3, 15 * 60);

/// What comes next for the browser that typed a letter's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxStep {
    Nothing,
    Choose,
    Prove(Email),
}

fn is_open(opened: &store::Opened, now: Millis) -> bool {
    now.secs_since(Millis(opened.used_at)) < CHOOSE_SECS
}

pub async fn mailbox_step(ctx: &Ctx, token: Option<&str>) -> Result<MailboxStep> {
    let Some(token) = token else {
        return Ok(MailboxStep::Nothing);
    };
    let opened = store::opened(&ctx.db, &random::hash(token)).await?;
    let Some(opened) = opened.filter(|opened| is_open(opened, ctx.clock.now())) else {
        return Ok(MailboxStep::Nothing);
    };
    Ok(Email::parse(&opened.new_email).map_or(MailboxStep::Choose, MailboxStep::Prove))
}

async fn locked(tx: &Tx, browser: &[u8], now: Millis) -> Result<store::Opened> {
    let opened = store::lock_opened(tx, browser).await?;
    opened
        .filter(|opened| is_open(opened, now))
        .ok_or(Error::NotFound)
}

fn browser_of(token: Option<&str>) -> Result<Vec<u8>> {
    token.map(random::hash).ok_or(Error::NotFound)
}

/// Mails a code to the mailbox that is to take the lost one's place.
pub async fn choose_mailbox(ctx: &Ctx, email: Email, token: Option<&str>) -> Result<()> {
    send(ctx, Some(email), token).await
}

/// Mails another code; the old one dies.
pub async fn resend_mailbox_code(ctx: &Ctx, token: Option<&str>) -> Result<()> {
    send(ctx, None, token).await
}

async fn send(ctx: &Ctx, chosen: Option<Email>, token: Option<&str>) -> Result<()> {
    let (browser, now, platform) = (browser_of(token)?, ctx.clock.now(), Arc::clone(&ctx.platform));
    ctx.db
        .tx(move |tx| async move {
            let opened = locked(&tx, &browser, now).await?;
            let email = chosen
                .or_else(|| Email::parse(&opened.new_email))
                .ok_or(Error::NotFound)?;
            store::choose(&tx, &opened.id, email.as_str()).await?;
            send_code(&tx, &platform, &opened, &email, now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

async fn send_code(
    tx: &Tx,
    platform: &Platform,
    opened: &store::Opened,
    email: &Email,
    now: Millis,
) -> Result<()> {
    auth::limit(tx, &format!("letter:codes:{}", opened.id), CODES, now).await?;
    let code = codes::new_code(tx, &opened.id, "new", now).await?;
    let language = Language::parse(&opened.language).unwrap_or_default();
    let mail = mails::registration_code(&platform.settings.get(), language, email.as_str(), &code, now);
    let worthless_at = now.plus_secs(codes::LIFE_SECS);
    outbox::enqueue_mail(
        tx,
        &platform.vault,
        &mail,
        &opened.customer_id,
        Some(worthless_at),
        now,
    )
    .await
}

/// Puts the new mailbox in place of the lost one.
pub async fn check_mailbox_code(ctx: &Ctx, entry: CodeEntry, token: Option<&str>) -> Result<()> {
    let (browser, now, platform) = (browser_of(token)?, ctx.clock.now(), Arc::clone(&ctx.platform));
    let typed = random::hash(&entry.code);
    let refused = ctx
        .db
        .tx(move |tx| async move {
            let opened = locked(&tx, &browser, now).await?;
            if let Some(code) = codes::check(&tx, &opened.id, "new", &typed, now).await? {
                return Ok(Some(codes::refused(code)));
            }
            let (customer, email) = (opened.customer_id.as_str(), opened.new_email.as_str());
            if !store::replace_email(&tx, customer, email, now.plus_secs(LIMITED_SECS)).await? {
                return Ok(Some(Error::Conflict(Conflict::HasAccount)));
            }
            store::end_sessions(&tx, customer).await?;
            store::close(&tx, &opened.id).await?;
            let language = Language::parse(&opened.language).unwrap_or_default();
            for address in [&opened.old_email, &opened.new_email] {
                let mail = mails::mailbox_replaced(&platform.settings.get(), language, address);
                outbox::enqueue_mail(&tx, &platform.vault, &mail, customer, None, now).await?;
            }
            audit::record_own(
                &tx,
                Plane::Portal,
                customer,
                "customer.email-replaced",
                "letter",
                now,
            )
            .await?;
            audit::record(&tx, &Actor::System, "customer.limited", customer, "", now).await?;
            Ok(None)
        })
        .await?;
    ctx.wake.now();
    refused.map_or(Ok(()), Err)
}
