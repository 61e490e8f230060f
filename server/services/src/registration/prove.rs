//! Codes typed in the browser that asked, and the ways on where no code comes.

use super::{
    ask::send_email_code,
    browser_hash, codes,
    create::{Made, make},
    settle::{send_file_code, settle},
    store,
};
use crate::{
    audit,
    auth::{self, Browser, NewTokens},
    context::{Ctx, Platform},
    db::Tx,
    error::{Error, Result},
    random,
};
use domain::{
    dates::Millis,
    forms::Code,
    identity::{CodeEntry, Email, Language, Plane},
};
use std::sync::Arc;

/// Codes sent again for one wish (SEC-O6).
const RESENDS: (i64, i64) = (3, 15 * 60);
const RESENDS_A_DAY: (i64, i64) = (10, 24 * 3600);

/// How far a code led.
#[derive(Debug)]
pub enum Proved {
    /// The page says what is next.
    GoOn,
    /// There is an account, and the browser is signed in.
    Entered(NewTokens),
}

type Verdict = std::result::Result<Proved, Code>;

/// Makes the account and begins its first session; `factor` is what proved the person.
async fn enter(
    tx: &Tx,
    row: &store::Row,
    factor: &'static str,
    browser: &Browser,
    now: Millis,
) -> Result<Proved> {
    match make(tx, row, factor, "", "", now).await? {
        Made::Account(id) => {
            let tokens = auth::enter(tx, Plane::Portal, id.as_str(), factor, browser, true, now).await?;
            Ok(Proved::Entered(tokens))
        }
        Made::HasAccount => {
            store::wait_for_staff(tx, &row.id, now).await?;
            Ok(Proved::GoOn)
        }
        Made::Over => Ok(Proved::GoOn),
    }
}

async fn in_turn<F, Acting>(ctx: &Ctx, browser: &Browser, act: F) -> Result<Proved>
where
    F: FnOnce(Arc<Tx>, Arc<Platform>, store::Row, Browser, Millis) -> Acting + Send + 'static,
    Acting: Future<Output = Result<Verdict>> + Send,
{
    let (hash, now) = (browser_hash(browser.registration.as_deref())?, ctx.clock.now());
    let (platform, browser) = (Arc::clone(&ctx.platform), browser.clone());
    let verdict = ctx
        .db
        .tx(move |tx| async move {
            let row = store::lock_by_browser(&tx, &hash).await?.ok_or(Error::NotFound)?;
            act(tx, platform, row, browser, now).await
        })
        .await?;
    ctx.wake.now();
    verdict.map_err(codes::refused)
}

/// The code from the mailbox that was typed. If the landlord has the same one on record, that is all.
pub async fn check_email_code(ctx: &Ctx, entry: CodeEntry, browser: &Browser) -> Result<Proved> {
    let typed = random::hash(&entry.code);
    in_turn(ctx, browser, |tx, platform, row, browser, now| async move {
        if row.state != "asked" {
            // A second press.
            return Ok(Ok(Proved::GoOn));
        }
        if let Some(code) = codes::check(&tx, &row.id, "email", &typed, now).await? {
            return Ok(Err(code));
        }
        store::confirmed(&tx, &row.id, now).await?;
        audit::record(
            &tx,
            &crate::context::Actor::Nobody,
            "registration.confirmed",
            &row.id,
            "",
            now,
        )
        .await?;
        settle(&tx, &platform, &row.id, now).await?;
        finish_locked(&tx, &row.id, &browser, now).await.map(Ok)
    })
    .await
}

async fn finish_locked(tx: &Tx, id: &str, browser: &Browser, now: Millis) -> Result<Proved> {
    match store::lock(tx, id).await? {
        Some(row) if row.is_ready => enter(tx, &row, "email-code", browser, now).await,
        _ => Ok(Proved::GoOn),
    }
}

/// The button of somebody whose mailbox was proved before the landlord's record answered.
pub async fn finish(ctx: &Ctx, browser: &Browser) -> Result<Proved> {
    in_turn(ctx, browser, |tx, _, row, browser, now| async move {
        finish_locked(&tx, &row.id, &browser, now).await.map(Ok)
    })
    .await
}

/// The code from the mailbox, or the mobile, on record.
pub async fn check_file_code(ctx: &Ctx, entry: CodeEntry, browser: &Browser) -> Result<Proved> {
    let typed = random::hash(&entry.code);
    in_turn(ctx, browser, |tx, _, row, browser, now| async move {
        if row.state != "open" || row.settled_at.is_none() {
            return Ok(Ok(Proved::GoOn));
        }
        if let Some(code) = codes::check(&tx, &row.id, "file", &typed, now).await? {
            return Ok(Err(code));
        }
        let by_text = row.file_email.is_empty() && !row.file_mobile.is_empty();
        let factor = if by_text { "text-code" } else { "email-code" };
        enter(&tx, &row, factor, &browser, now).await.map(Ok)
    })
    .await
}

/// Sends the code that is asked for now once more; the old one dies.
pub async fn resend(ctx: &Ctx, browser: &Browser) -> Result<()> {
    in_turn(ctx, browser, |tx, platform, row, _, now| async move {
        auth::limit(&tx, &format!("registration:resend:{}", row.id), RESENDS, now).await?;
        auth::limit(
            &tx,
            &format!("registration:resend-day:{}", row.id),
            RESENDS_A_DAY,
            now,
        )
        .await?;
        match (row.state.as_str(), row.settled_at) {
            ("asked", _) => {
                let email =
                    Email::parse(&row.email).ok_or_else(|| Error::stored("an address cannot be read"))?;
                let language = Language::parse(&row.language).unwrap_or_default();
                send_email_code(&tx, &platform, &row.id, &email, language, now).await?;
            }
            ("open", Some(_)) if !row.is_ready => {
                send_file_code(&tx, &platform, &row, now).await?;
            }
            _ => {}
        }
        Ok(Ok(Proved::GoOn))
    })
    .await
    .map(drop)
}

/// "I cannot get that code": staff decide.
pub async fn ask_staff(ctx: &Ctx, browser: &Browser) -> Result<()> {
    in_turn(ctx, browser, |tx, _, row, _, now| async move {
        if row.state == "open" && row.asked_staff_at.is_none() {
            store::ask_staff(&tx, &row.id, now).await?;
            audit::record(
                &tx,
                &crate::context::Actor::Nobody,
                "registration.staff-asked",
                &row.id,
                "",
                now,
            )
            .await?;
        }
        Ok(Ok(Proved::GoOn))
    })
    .await
    .map(drop)
}
