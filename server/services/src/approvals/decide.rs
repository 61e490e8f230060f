//! Answering: agreeing, which does it in the same transaction, refusing, taking back, and what time does.

use super::{
    answer_place,
    deeds::Wish,
    page_link,
    people::People,
    sealed_place, staff,
    store::{self, Answer, Row},
};
use crate::{
    audit,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    mails::{self, Draft},
    outbox,
    settings::Settings,
};
use domain::{
    approvals::{Bar, Failure, Kind, Refuse, State},
    dates::Millis,
    identity::Language,
    ids::{ApprovalId, StaffId},
};
use std::sync::Arc;

/// Answered requests are kept for so long: reasons name people.
const KEPT_SECS: i64 = 365 * 24 * 3600;

/// What agreeing led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It could no longer be done, and nothing was.
    Failed(Failure),
}

impl Row {
    pub(super) fn kind(&self) -> Result<Kind> {
        Kind::parse(&self.kind).ok_or_else(|| Error::stored("a kind of approval"))
    }

    /// Where it is at `now`, also before anybody wrote down that it is over.
    pub(super) fn state(&self, now: Millis) -> Result<State> {
        match State::parse(&self.state) {
            Some(State::Waiting) if self.expires_at <= now.0 => Ok(State::Expired),
            Some(state) => Ok(state),
            None => Err(Error::stored("a state of an approval")),
        }
    }

    pub(super) fn asker_id(&self) -> Result<StaffId> {
        StaffId::parse(&self.asked_by).ok_or_else(|| Error::stored("a staff id"))
    }

    pub(super) fn wish(&self, platform: &Platform) -> Result<Wish> {
        let opened = platform.vault.open(&sealed_place(&self.id), &self.sealed)?;
        Ok(serde_json::from_str(&opened)?)
    }
}

/// A request that waits, under lock, with everybody who works here.
struct Open {
    row: Row,
    kind: Kind,
    asker: StaffId,
    people: People,
}

/// Finds one that waits. Whoever may not know of it is told that there is none.
async fn find(tx: &Tx, ctx: &Ctx, id: Option<ApprovalId>, now: Millis) -> Result<Open> {
    let me = staff(ctx)?;
    let id = id.ok_or(Error::NotFound)?;
    let row = store::locked(tx, id.as_str()).await?.ok_or(Error::NotFound)?;
    let (kind, asker) = (row.kind()?, row.asker_id()?);
    let people = People::seen_by(tx, &asker, kind, now).await?;
    let holds = people.member(me.id.as_str()).map(store::StaffRow::holds);
    let may_know = me.id == asker || holds.is_some_and(|holds| holds.contains(kind.permission()));
    if !may_know {
        return Err(Error::NotFound);
    }
    match row.state(now)? {
        State::Waiting => Ok(Open {
            row,
            kind,
            asker,
            people,
        }),
        State::Expired => Err(Error::Conflict(Conflict::RequestOver)),
        _ => Err(Error::Conflict(Conflict::AlreadyDecided)),
    }
}

impl Open {
    /// Refuses those who cannot answer it for another.
    fn let_answer(&self, ctx: &Ctx) -> Result<()> {
        match self.people.bar(staff(ctx)?.id.as_str()) {
            None => Ok(()),
            Some(Bar::Own) => Err(Error::Conflict(Conflict::OwnRequest)),
            Some(Bar::New) => Err(Error::Conflict(Conflict::NewColleague)),
            Some(Bar::NoRight) => Err(Error::NotFound),
        }
    }

    async fn answer(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        answer: &Answer<'_>,
        event: &'static str,
        now: Millis,
    ) -> Result<()> {
        store::decide(tx, &self.row.id, answer, now).await?;
        let detail = answer.failure.map_or(self.kind.as_str(), Failure::as_str);
        audit::record(tx, &ctx.actor, event, &self.row.id, detail, now).await
    }

    /// Tells whoever asked, if they are still here.
    async fn tell_asker(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        write: impl Fn(&Settings, &str, &str) -> Draft,
        now: Millis,
    ) -> Result<()> {
        if let Some(asker) = self.people.member(self.asker.as_str()) {
            let link = page_link(&ctx.base_url, &self.row.id);
            let mail = write(&ctx.settings.get(), &asker.email, &link);
            outbox::enqueue_mail(tx, &ctx.vault, &mail, &asker.id, None, now).await?;
        }
        Ok(())
    }

    /// Tells those who were asked as well that nobody waits for them any more.
    async fn tell_others(&self, tx: &Tx, ctx: &Ctx, now: Millis) -> Result<()> {
        let me = staff(ctx)?.id.as_str();
        let (settings, link) = (ctx.settings.get(), page_link(&ctx.base_url, &self.row.id));
        for other in self.people.others().filter(|other| other.id != me) {
            let mail = mails::approval_over(&settings, Language::English, &other.email, self.kind, &link);
            outbox::enqueue_mail(tx, &ctx.vault, &mail, &other.id, None, now).await?;
        }
        Ok(())
    }
}

/// Agrees, and in the same transaction does exactly what was asked for. What it needs is looked at anew: where whoever
/// asked may no longer ask, or what it is about has changed, nothing is done and the request is over.
pub async fn approve(ctx: &Ctx, id: Option<ApprovalId>) -> Result<Outcome> {
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    staff(ctx)?;
    ctx.actor.require_fresh(now)?;
    let outcome = ctx
        .db
        .tx(move |tx| async move { approve_in(&tx, &whole, id, now).await })
        .await?;
    ctx.wake.now();
    Ok(outcome)
}

async fn approve_in(tx: &Tx, ctx: &Ctx, id: Option<ApprovalId>, now: Millis) -> Result<Outcome> {
    let open = find(tx, ctx, id, now).await?;
    open.let_answer(ctx)?;
    let me = staff(ctx)?;
    let wish = open.row.wish(&ctx.platform)?;
    let done = if open.people.asker().is_none() {
        Err(Failure::Asker)
    } else {
        wish.deed.carry_out(tx, &ctx.platform, &open.asker, now).await?
    };
    let answer = |state, failure| Answer {
        state,
        by: Some(me.id.as_str()),
        failure,
        sealed: "",
    };
    match done {
        Ok(()) => {
            let given = answer(State::Done, None);
            open.answer(tx, ctx, &given, "approval.given", now).await?;
            let write = |settings: &Settings, to: &str, link: &str| {
                mails::approval_given(settings, Language::English, to, (&me.name, open.kind), link)
            };
            open.tell_asker(tx, ctx, write, now).await?;
            open.tell_others(tx, ctx, now).await?;
            Ok(Outcome::Done)
        }
        Err(failure) => {
            let failed = answer(State::Failed, Some(failure));
            open.answer(tx, ctx, &failed, "approval.failed", now).await?;
            let write = |settings: &Settings, to: &str, link: &str| {
                mails::approval_lapsed(settings, Language::English, to, open.kind, link)
            };
            open.tell_asker(tx, ctx, write, now).await?;
            open.tell_others(tx, ctx, now).await?;
            Ok(Outcome::Failed(failure))
        }
    }
}

/// Says no, and why.
pub async fn refuse(ctx: &Ctx, cmd: Refuse) -> Result<()> {
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let open = find(&tx, &whole, cmd.approval, now).await?;
            open.let_answer(&whole)?;
            let me = staff(&whole)?;
            let sealed = whole.vault.seal(&answer_place(&open.row.id), &cmd.refusal)?;
            let answer = Answer {
                state: State::Refused,
                by: Some(me.id.as_str()),
                failure: None,
                sealed: &sealed,
            };
            open.answer(&tx, &whole, &answer, "approval.refused", now).await?;
            let write = |settings: &Settings, to: &str, link: &str| {
                mails::approval_refused(settings, Language::English, to, (&me.name, open.kind), link)
            };
            open.tell_asker(&tx, &whole, write, now).await?;
            open.tell_others(&tx, &whole, now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Takes one's own request back.
pub async fn withdraw(ctx: &Ctx, id: Option<ApprovalId>) -> Result<()> {
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let open = find(&tx, &whole, id, now).await?;
            let me = staff(&whole)?;
            if me.id != open.asker {
                return Err(Error::NotFound);
            }
            let answer = Answer {
                state: State::Withdrawn,
                by: Some(me.id.as_str()),
                failure: None,
                sealed: "",
            };
            open.answer(&tx, &whole, &answer, "approval.withdrawn", now)
                .await?;
            open.tell_others(&tx, &whole, now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Writes down that nobody answered one in time, and tells whoever asked.
pub(super) async fn expire(tx: &Tx, platform: &Platform, id: &str, now: Millis) -> Result<()> {
    let Some(row) = store::locked(tx, id).await? else {
        return Ok(());
    };
    // Another node was faster, or somebody's clock is ahead.
    if row.state != State::Waiting.as_str() || row.state(now)? != State::Expired {
        return Ok(());
    }
    let answer = Answer {
        state: State::Expired,
        by: None,
        failure: None,
        sealed: "",
    };
    store::decide(tx, id, &answer, now).await?;
    audit::record(tx, &Actor::System, "approval.expired", id, &row.kind, now).await?;
    let asker = store::staff(tx)
        .await?
        .into_iter()
        .find(|staff| staff.id == row.asked_by);
    if let Some(asker) = asker {
        let link = page_link(&platform.base_url, id);
        let settings = platform.settings.get();
        let mail = mails::approval_lapsed(&settings, Language::English, &asker.email, row.kind()?, &link);
        outbox::enqueue_mail(tx, &platform.vault, &mail, &asker.id, None, now).await?;
    }
    Ok(())
}

/// Ends those that nobody answered in time.
pub async fn expire_due(platform: &Arc<Platform>) -> Result<()> {
    let now = platform.clock.now();
    let late = store::late(&platform.db, now).await?;
    let is_any = !late.is_empty();
    for id in late {
        let worker = Arc::clone(platform);
        platform
            .db
            .tx(move |tx| async move { expire(&tx, &worker, &id, now).await })
            .await?;
    }
    if is_any {
        platform.wake.now();
    }
    Ok(())
}

/// Forgets requests of long ago.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    store::forget(&platform.db, now.minus_secs(KEPT_SECS)).await
}
