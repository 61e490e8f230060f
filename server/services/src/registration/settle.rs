//! What follows once the mailbox is proved and the landlord's record has answered, in whichever order.

use super::{codes, store};
use crate::{
    audit, auth,
    context::{Actor, Platform},
    db::Tx,
    error::{Error, Result},
    mails, outbox, random,
};
use domain::{dates::Millis, identity::Language};

/// Codes and other messages that strangers can cause to a mailbox on record, in a day.
const UNASKED_A_DAY: (i64, i64) = (5, 24 * 3600);

/// Opens the way on. Nothing that the person sees tells which it is, unless the mailbox that they proved is the one on
/// record.
pub(super) async fn settle(tx: &Tx, platform: &Platform, id: &str, now: Millis) -> Result<()> {
    let Some(row) = store::lock(tx, id).await? else {
        return Ok(());
    };
    if row.state != "open" || row.looked_up_at.is_none() || row.settled_at.is_some() {
        return Ok(());
    }
    let is_ready = row.verdict == "one"
        && row.file_email == row.email
        && store::holder(tx, &row.person_id).await?.is_none();
    let reached = is_ready || send_file_code(tx, platform, &row, now).await?;
    store::settle(tx, id, is_ready, !reached, now).await?;
    let outcome = match (is_ready, reached) {
        (true, _) => "ready",
        (false, true) => "code-sent",
        (false, false) => "with-staff",
    };
    audit::record(tx, &Actor::System, "registration.looked-up", id, outcome, now).await
}

/// Makes a code for the mailbox on record and mails it there. Where there is none the code is mailed to nobody, so that
/// typing one is answered alike. True if somebody was written to.
pub(super) async fn send_file_code(
    tx: &Tx,
    platform: &Platform,
    row: &store::Row,
    now: Millis,
) -> Result<bool> {
    let code = codes::new_code(tx, &row.id, "file", now).await?;
    if row.verdict != "one" {
        return Ok(false);
    }
    let settings = platform.settings.get();
    let (mail, worthless_at) = match store::holder(tx, &row.person_id).await? {
        Some(holder) if holder.disabled_at.is_some() => return Ok(false),
        Some(holder) => {
            let language = Language::parse(&holder.language).unwrap_or_default();
            let link = format!("{}/sign-in", platform.base_url);
            (
                mails::already_registered(&settings, language, &holder.email, &link),
                None,
            )
        }
        None if row.file_email.is_empty() => return Ok(false),
        None => {
            let language = Language::parse(&row.language).unwrap_or_default();
            let mail = mails::registration_code(&settings, language, &row.file_email, &code, now);
            (mail, Some(now.plus_secs(codes::LIFE_SECS)))
        }
    };
    let mailbox = random::hex(&random::hash(&mail.to));
    match auth::limit(tx, &format!("registration:unasked:{mailbox}"), UNASKED_A_DAY, now).await {
        Ok(()) => outbox::enqueue_mail(tx, &platform.vault, &mail, &row.id, worthless_at, now).await?,
        // Whose mailbox it is must not show, so the page says what it always says.
        Err(Error::Throttled(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(true)
}
