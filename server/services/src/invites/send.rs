//! Inviting, inviting again, cancelling.

use super::{
    due::next_reminder,
    link, sealed_place,
    store::{self, Invite},
};
use crate::{
    audit,
    context::{Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox,
    ports::housing::PersonSearch,
    random, times,
};
use domain::{
    dates::{Day, Millis},
    forms::{Code, FormErrors},
    identity::{Email, Language},
    ids::{InviteId, StaffId},
    invites::{Event, NewInvite, State, same_name},
    permissions::Permission,
    registration::reference_spellings,
};
use std::{collections::BTreeSet, sync::Arc};

/// Links to one address on one day (SEC-Q6).
const TO_ONE_A_DAY: i64 = 3;
/// Links by one member of staff in a day.
pub(super) const BY_ONE_A_DAY: i64 = 5_000;

/// Invites somebody and mails the link.
pub async fn invite(ctx: &Ctx, new: NewInvite) -> Result<()> {
    let by = ctx.actor.require(Permission::InvitesManage)?.id.clone();
    refuse_future(&new, ctx.clock.now())?;
    let person = person(ctx, &new.person, &new.last_name)
        .await?
        .ok_or_else(|| Error::Form(FormErrors::one("person", Code::Wrong)))?;
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if store::has_account_in(&tx, new.email.as_str()).await? {
                return Err(Error::Form(FormErrors::one("invited-email", Code::Taken)));
            }
            let id = place(&tx, &new, &by, now)
                .await?
                .ok_or(Error::Conflict(Conflict::AlreadyInvited))?;
            store::link_person(&tx, &id, &person).await?;
            deliver(&tx, &whole.platform, &id, now).await?;
            audit::record(&tx, &whole.actor, "invite.sent", &id, "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Nobody is born after today.
pub(super) fn refuse_future(new: &NewInvite, now: Millis) -> Result<()> {
    if new.born.as_ref().is_some_and(|born| *born > times::day_of(now)) {
        return Err(Error::Form(FormErrors::one("day", Code::Malformed)));
    }
    Ok(())
}

/// The row to send from: a new one, or the ended one to the same address, with what is known now. Nothing if another one
/// is open.
pub(super) async fn place(tx: &Tx, new: &NewInvite, by: &StaffId, now: Millis) -> Result<Option<String>> {
    let id = random::id(now);
    if store::add(tx, &id, new, by, now).await? {
        return Ok(Some(id));
    }
    match store::open_for(tx, new.email.as_str()).await? {
        Some(ended) if ended.life().state(now) == State::Expired => {
            store::renew(tx, &ended.id, new, by).await?;
            Ok(Some(ended.id))
        }
        _ => Ok(None),
    }
}

/// The person whom the housing system knows by this reference and last name, so that nobody is given another one's home;
/// `Some("")` where no reference was given.
pub(super) async fn person(ctx: &Ctx, reference: &str, last_name: &str) -> Result<Option<String>> {
    if reference.is_empty() {
        return Ok(Some(String::new()));
    }
    let mut alike = BTreeSet::new();
    for spelling in reference_spellings(reference) {
        let search = PersonSearch::Reference(spelling);
        // The reference of a tenancy finds everybody in it.
        let found = ctx.housing()?.find_people(&search).await?.into_iter();
        let same = found.filter(|found| !found.is_deceased && same_name(last_name, &found.person.surname));
        alike.extend(same.map(|found| found.person.id));
        if !alike.is_empty() {
            break;
        }
    }
    let one = alike.pop_first();
    Ok(one.filter(|_| alike.is_empty()))
}

/// Whether one more mail is within the limits.
pub(super) async fn within_limits(
    tx: &Tx,
    platform: &Platform,
    invite: &Invite,
    now: Millis,
) -> Result<bool> {
    let today = times::day_of(now);
    let Some((email, morning)) = Email::parse(&invite.email).zip(times::start_of(&today, "00:00")) else {
        return Err(Error::stored("an invitation's address"));
    };
    if store::mailed_to(tx, &email, &today).await? >= TO_ONE_A_DAY {
        return Ok(false);
    }
    let a_day = platform.settings.get().invites_a_day;
    Ok(store::sent_since(tx, morning).await? < a_day
        && store::sent_by_since(tx, &invite.invited_by, morning).await? < BY_ONE_A_DAY)
}

/// Mails a fresh link; the older one dies.
async fn deliver(tx: &Tx, platform: &Arc<Platform>, id: &str, now: Millis) -> Result<()> {
    let invite = store::locked(tx, id).await?.ok_or(Error::NotFound)?;
    if !within_limits(tx, platform, &invite, now).await? {
        return Err(Error::Throttled(till_tomorrow(now)));
    }
    issue(tx, platform, &invite, now).await
}

fn till_tomorrow(now: Millis) -> i64 {
    let tomorrow = times::next_day(&times::day_of(now)).and_then(|day: Day| times::start_of(&day, "00:00"));
    tomorrow.map_or(24 * 3600, |tomorrow| tomorrow.secs_since(now))
}

pub(super) async fn issue(tx: &Tx, platform: &Platform, invite: &Invite, now: Millis) -> Result<()> {
    let life = invite
        .life()
        .after(Event::Sent, now)
        .map_err(|_| Error::Conflict(Conflict::InviteOver))?;
    let token = random::token();
    let sealed = platform.vault.seal(&sealed_place(&invite.id), &token)?;
    let today = times::day_of(now);
    let mail_at = next_reminder(&life, now);
    store::issue(
        tx,
        &invite.id,
        (&random::hash(&token), &sealed),
        &life,
        mail_at,
        &today,
    )
    .await?;
    let language = Language::parse(&invite.language).unwrap_or_default();
    let settings = platform.settings.get();
    let mail = mails::invited(
        &settings,
        language,
        &invite.email,
        &invite.first_name,
        !invite.born.is_empty(),
        &link(platform, &token),
    );
    outbox::enqueue_mail(tx, &platform.vault, &mail, &invite.id, life.expires_at, now).await
}

/// Sends a fresh link for another seven days.
pub async fn resend(ctx: &Ctx, id: Option<InviteId>) -> Result<()> {
    let by = ctx.actor.require(Permission::InvitesManage)?.id.clone();
    let id = id.ok_or(Error::NotFound)?;
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let invite = store::locked(&tx, id.as_str()).await?.ok_or(Error::NotFound)?;
            if !invite.life().state(now).may_resend() {
                return Err(Error::Conflict(Conflict::InviteOver));
            }
            if store::has_account_in(&tx, &invite.email).await? {
                return Err(Error::Conflict(Conflict::HasAccount));
            }
            store::hand_over(&tx, id.as_str(), &by).await?;
            deliver(&tx, &whole.platform, id.as_str(), now).await?;
            audit::record(&tx, &whole.actor, "invite.resent", id.as_str(), "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Cancels one that is pending: its link is dead at once, and no reminder follows.
pub async fn cancel(ctx: &Ctx, id: Option<InviteId>) -> Result<()> {
    ctx.actor.require(Permission::InvitesManage)?;
    let id = id.ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let invite = store::locked(&tx, id.as_str()).await?.ok_or(Error::NotFound)?;
            let life = invite
                .life()
                .after(Event::Cancelled, now)
                .map_err(|_| Error::Conflict(Conflict::InviteOver))?;
            store::end(&tx, id.as_str(), &life, None).await?;
            audit::record(&tx, &actor, "invite.cancelled", id.as_str(), "", now).await
        })
        .await
}
