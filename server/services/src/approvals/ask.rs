//! Asking for something that takes two.

use super::{
    alarm,
    deeds::{Deed, Wish},
    id_of, page_link,
    people::People,
    sealed_place,
    store::{self, Answer, New},
};
use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox, random,
};
use domain::{
    approvals::{FETCH_SECS, FILE_SECS, Kind, LIFE_SECS, State, Way},
    dates::Millis,
    forms::{Code, FormErrors},
    identity::Language,
    ids::{ApprovalId, StaffId},
};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A second person has to agree.
    Waits(ApprovalId),
    /// There is nobody else: it is done.
    Done(ApprovalId),
}

/// What somebody has to expect who wants it done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// The names of those who can agree.
    With(Vec<String>),
    Alone,
    NotYet,
}

/// Where a wish stands before the button is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    Ask(Outlook),
    /// It is asked for already.
    Waits(ApprovalId),
    /// The file can be fetched.
    Ready(ApprovalId),
}

/// A file is ready if it was approved after the first of these, or begun after the second.
pub(super) fn file_since(now: Millis) -> (Millis, Millis) {
    (now.minus_secs(FETCH_SECS), now.minus_secs(FILE_SECS))
}

/// Where the wish of whoever asks stands; `subject` is what it is about, where that is not themselves.
pub async fn need(ctx: &Ctx, kind: Kind, subject: Option<&str>) -> Result<Need> {
    let me = &ctx.actor.require(kind.permission())?.id;
    let (subject, now) = (subject.unwrap_or(me.as_str()), ctx.clock.now());
    if let Some(open) = store::open_about(&ctx.db, kind, subject, now).await? {
        return Ok(Need::Waits(id_of(&open)?));
    }
    if kind.gives_file() {
        let (answered, begun) = file_since(now);
        if let Some(ready) = store::file_ready(&ctx.db, kind, subject, answered, begun).await? {
            return Ok(Need::Ready(id_of(&ready)?));
        }
    }
    let people = People::seen_now_by(&ctx.db, me, kind, now).await?;
    Ok(Need::Ask(match people.way() {
        Way::With(_) => Outlook::With(people.others().map(|row| row.name.clone()).collect()),
        Way::Alone => Outlook::Alone,
        Way::NotYet => Outlook::NotYet,
    }))
}

/// Asks for it, once however often it is pressed; or does it, where nobody else could agree.
pub(crate) async fn ask(ctx: &Ctx, deed: Deed, reason: &str) -> Result<Asked> {
    let me = ctx.actor.require(deed.kind().permission())?.id.clone();
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    if reason.is_empty() {
        return Err(Error::Form(FormErrors::one("approval_reason", Code::Required)));
    }
    let wish = Wish {
        deed,
        reason: reason.to_owned(),
    };
    let whole = ctx.clone();
    let asked = ctx
        .db
        .tx(move |tx| async move { ask_in(&tx, &whole, &me, &wish, now).await })
        .await?;
    ctx.wake.now();
    Ok(asked)
}

async fn ask_in(tx: &Tx, ctx: &Ctx, me: &StaffId, wish: &Wish, now: Millis) -> Result<Asked> {
    let (kind, subject) = (wish.deed.kind(), wish.deed.subject(me));
    // A second press waits for the first and finds what it did.
    store::line_up(tx, me).await?;
    let people = People::seen_by(tx, me, kind, now).await?;
    // What they were when the page was shown may no longer be so.
    let asker = people.asker().ok_or(Error::Denied)?;
    if let Some(late) = store::late_about(tx, kind, subject, now).await? {
        super::decide::expire(tx, ctx, &late, now).await?;
    }
    if kind.gives_file() {
        let (answered, begun) = file_since(now);
        if let Some(ready) = store::file_ready_in(tx, kind, subject, answered, begun).await? {
            return Ok(Asked::Done(id_of(&ready)?));
        }
    }
    let open = store::open_about_in(tx, kind, subject, now).await?;
    let way = people.way();
    match (way, open) {
        (Way::NotYet, _) => Err(Error::Conflict(Conflict::NobodyToApprove)),
        (Way::With(_), Some(open)) => Ok(Asked::Waits(id_of(&open)?)),
        (Way::With(_), None) => {
            let Some(id) = add(tx, ctx, me, wish, now).await? else {
                // Somebody else asked for the same in the same moment.
                let theirs = store::open_about_in(tx, kind, subject, now).await?;
                let theirs = theirs.ok_or(Error::Conflict(Conflict::ChangedMeanwhile))?;
                return Ok(Asked::Waits(id_of(&theirs)?));
            };
            audit::record(tx, &ctx.actor, "approval.asked", &id, kind.as_str(), now).await?;
            tell_others(tx, ctx, (&asker.name, kind), &id, &people, now).await?;
            Ok(Asked::Waits(id_of(&id)?))
        }
        (Way::Alone, open) => {
            if let Some(open) = open {
                // Asked for while there was somebody who could agree.
                answer(tx, &open, State::Withdrawn, me, now).await?;
                audit::record(tx, &ctx.actor, "approval.withdrawn", &open, kind.as_str(), now).await?;
            }
            let added = add(tx, ctx, me, wish, now).await?;
            let id = added.ok_or(Error::Conflict(Conflict::ChangedMeanwhile))?;
            answer(tx, &id, State::Alone, me, now).await?;
            wish.deed
                .carry_out(tx, &ctx.platform, me, now)
                .await?
                .map_err(|_| Error::Conflict(Conflict::ChangedMeanwhile))?;
            audit::record(tx, &ctx.actor, "approval.alone", &id, kind.as_str(), now).await?;
            alarm::done_alone(tx, &ctx.platform, (&asker.name, kind), &people, now).await?;
            Ok(Asked::Done(id_of(&id)?))
        }
    }
}

async fn answer(tx: &Tx, id: &str, state: State, by: &StaffId, now: Millis) -> Result<()> {
    let answer = Answer {
        state,
        by: Some(by.as_str()),
        failure: None,
        sealed: "",
    };
    store::decide(tx, id, &answer, now).await
}

/// Nothing if somebody else asks for the same.
async fn add(tx: &Tx, ctx: &Ctx, me: &StaffId, wish: &Wish, now: Millis) -> Result<Option<String>> {
    let id = random::id(now);
    let sealed = ctx
        .vault
        .seal(&sealed_place(&id), &serde_json::to_string(wish)?)?;
    let new = New {
        id: &id,
        kind: wish.deed.kind(),
        subject: wish.deed.subject(me),
        sealed: &sealed,
        asker: me,
        expires_at: now.plus_secs(LIFE_SECS),
    };
    if !store::add(tx, &new, now).await? {
        return Ok(None);
    }
    wish.deed.keep(tx, &id, new.expires_at).await?;
    Ok(Some(id))
}

async fn tell_others(
    tx: &Tx,
    ctx: &Ctx,
    who: (&str, Kind),
    id: &str,
    people: &People,
    now: Millis,
) -> Result<()> {
    let settings = ctx.settings.get();
    let (link, until) = (page_link(&ctx.base_url, id), now.plus_secs(LIFE_SECS));
    for other in people.others() {
        let mail = mails::approval_asked(
            &settings,
            Language::English,
            &other.email,
            who,
            &link,
            (until, now),
        );
        outbox::enqueue_mail(tx, &ctx.vault, &mail, &other.id, Some(until), now).await?;
    }
    Ok(())
}
