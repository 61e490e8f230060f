//! What follows once the mailbox is proved and the landlord's record has answered, in whichever order.

use super::{codes, store};
use crate::{
    audit, auth,
    context::{Actor, Platform},
    db::Tx,
    error::{Error, Result},
    mails, messages, outbox, random,
};
use domain::{dates::Millis, identity::Language, messages::Mobile, templates::Kind};

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

/// Makes a code for the mailbox on record and mails it there; where the record has a mobile only, the code goes to that as
/// a text. Where there is neither it goes to nobody, so that typing one is answered alike. True if somebody was written to.
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
        None if row.file_email.is_empty() => return text_file_code(tx, platform, row, &code, now).await,
        None => {
            let language = Language::parse(&row.language).unwrap_or_default();
            let mail = mails::registration_code(&settings, language, &row.file_email, &code, now);
            (mail, Some(now.plus_secs(codes::LIFE_SECS)))
        }
    };
    if may_write(tx, &mail.to, now).await? {
        outbox::enqueue_mail(tx, &platform.vault, &mail, &row.id, worthless_at, now).await?;
    }
    Ok(true)
}

/// Texts the code to the mobile on record, if there is one and the landlord sends texts.
async fn text_file_code(
    tx: &Tx,
    platform: &Platform,
    row: &store::Row,
    code: &str,
    now: Millis,
) -> Result<bool> {
    let Some(mobile) = Mobile::e164(&row.file_mobile).filter(|_| platform.text_of(tx.mode()).is_ok()) else {
        return Ok(false);
    };
    if may_write(tx, mobile.as_str(), now).await? {
        let language = Language::parse(&row.language).unwrap_or_default();
        let settings = platform.settings.get();
        let text = messages::registration_code(tx, &settings, language, &mobile, code, now).await?;
        let worthless_at = Some(now.plus_secs(codes::LIFE_SECS));
        let kind = Kind::RegistrationCode;
        outbox::enqueue_text(tx, &platform.vault, &text, kind, &row.id, worthless_at, now).await?;
    }
    Ok(true)
}

/// Whose mailbox or number it is must not show, so a page whose message is too much says what it always says.
async fn may_write(tx: &Tx, to: &str, now: Millis) -> Result<bool> {
    let place = random::hex(&random::hash(to));
    match auth::limit(tx, &format!("registration:unasked:{place}"), UNASKED_A_DAY, now).await {
        Ok(()) => Ok(true),
        Err(Error::Throttled(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
