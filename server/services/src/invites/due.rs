//! Mails by the clock: reminders, and the first mails of those who were invited many at once. When the next one is due
//! stands in the row, and whoever moves it on sends that mail, in the same transaction: nodes, restarts and clocks that jump
//! send it once (SEC-R8, R10).

use super::{
    link,
    send::{issue, within_limits},
    store::{self, Due, Invite},
    token_of,
};
use crate::{
    audit,
    context::{Actor, Platform},
    db::Tx,
    error::Result,
    mails, outbox, times,
};
use domain::{
    dates::Millis,
    identity::Language,
    invites::{Event, LINK_SECS, Life, REMINDER_DAYS, State},
};
use std::sync::Arc;

/// Mails queued at once, every second: few enough that a sign-in code behind them goes out soon, and that 'Stop' leaves
/// little behind it.
const BATCH: i64 = 20;

/// The first reminder after `now` that comes before the link ends: on the third day and then daily, by day.
pub(super) fn next_reminder(life: &Life, now: Millis) -> Option<Millis> {
    let (sent_at, ends) = life.sent_at.zip(life.expires_at)?;
    (REMINDER_DAYS..=LINK_SECS / (24 * 3600) + 1)
        .filter_map(|days| times::in_daytime(sent_at, days))
        .find(|at| *at > now && *at < ends)
}

/// Queues the mails that are due. Returns how many rows there were; 0 means: sleep.
pub async fn mail_due(platform: &Arc<Platform>) -> Result<usize> {
    // One mode for both: an invitation of the other one waits until that is back.
    let (now, db) = (platform.clock.now(), platform.db.pinned(platform.db.mode()));
    let due = store::due(&db, now, BATCH).await?;
    let count = due.len();
    for due in due {
        let worker = Arc::clone(platform);
        db.tx(move |tx| async move { mail_one(&tx, &worker, &due, now).await })
            .await?;
    }
    if count > 0 {
        platform.wake.now();
    }
    Ok(count)
}

async fn mail_one(tx: &Tx, platform: &Platform, due: &Due, now: Millis) -> Result<()> {
    let quiet_until = times::in_daytime(now, 0).filter(|day| *day > now && !due.is_first);
    if !store::claim(tx, due, quiet_until).await? || quiet_until.is_some() {
        return Ok(());
    }
    let Some(invite) = store::locked(tx, &due.id).await? else {
        return Ok(());
    };
    let life = invite.life();
    if invite.sent_at.is_none() {
        return first(tx, platform, &invite, &life, now).await;
    }
    if !life.link_works(now) {
        return Ok(());
    }
    if !invite.inviter_may() {
        return ended(tx, &invite, &life, "inviter", now).await;
    }
    // Whoever has come in another way needs no reminder.
    if store::has_account_in(tx, &invite.email).await? {
        return Ok(());
    }
    remind(tx, platform, &invite, &life, now).await
}

/// The first mail of somebody who waited for their turn.
async fn first(tx: &Tx, platform: &Platform, invite: &Invite, life: &Life, now: Millis) -> Result<()> {
    if life.state(now) != State::Pending {
        return Ok(());
    }
    if !invite.inviter_may() {
        return ended(tx, invite, life, "inviter", now).await;
    }
    if store::has_account_in(tx, &invite.email).await? {
        return ended(tx, invite, life, "account", now).await;
    }
    if !within_limits(tx, platform, invite, now).await? {
        return store::mail_at(tx, &invite.id, tomorrow(now)).await;
    }
    issue(tx, platform, invite, now).await
}

/// When the limits of the day begin anew.
fn tomorrow(now: Millis) -> Option<Millis> {
    let day = times::next_day(&times::day_of(now))?;
    times::start_of(&day, "08:00")
}

/// It is over before its time: whoever invited lost the right to, or the person has an account.
async fn ended(tx: &Tx, invite: &Invite, life: &Life, why: &str, now: Millis) -> Result<()> {
    let Ok(life) = life.after(Event::Ended, now) else {
        return Ok(());
    };
    store::end(tx, &invite.id, &life, None).await?;
    audit::record(tx, &Actor::System, "invite.ended", &invite.id, why, now).await
}

async fn remind(tx: &Tx, platform: &Platform, invite: &Invite, life: &Life, now: Millis) -> Result<()> {
    let (today, next) = (times::day_of(now), next_reminder(life, now));
    // A clock that went back: this day has had its mail.
    if invite.mailed_day >= today.0 {
        return store::mail_at(tx, &invite.id, next).await;
    }
    let language = Language::parse(&invite.language).unwrap_or_default();
    let link = link(platform, &token_of(platform, invite)?);
    let settings = platform.settings.get();
    let ends = life.expires_at.unwrap_or(now);
    let mail = mails::invite_reminder(
        &settings,
        language,
        &invite.email,
        &invite.first_name,
        &link,
        ends,
        now,
    );
    outbox::enqueue_mail(tx, &platform.vault, &mail, &invite.id, life.expires_at, now).await?;
    store::reminded(tx, &invite.id, next, &today).await?;
    audit::record(tx, &Actor::System, "invite.reminded", &invite.id, "", now).await
}
