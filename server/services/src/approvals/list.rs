//! Requests as staff see them: their own, and those that they could answer.

use super::{
    Deed, answer_place, file_is_open, id_of,
    people::People,
    staff,
    store::{self, Row, Whose},
};
use crate::{
    context::{Ctx, Platform, Staff},
    error::{Error, Result},
};
use domain::{
    approvals::{Bar, FETCH_SECS, FILE_SECS, Failure, Kind, State},
    dates::Millis,
    ids::ApprovalId,
};

/// Requests that are over on one page.
pub const PAGE_SIZE: usize = 50;
/// So many that wait are shown.
const WAITING_MAX: i64 = 100;

/// One request.
#[derive(Clone)]
pub struct Request {
    pub id: ApprovalId,
    pub deed: Deed,
    pub reason: String,
    /// Whoever asked.
    pub asker: String,
    pub is_own: bool,
    pub asked_at: Millis,
    pub expires_at: Millis,
    pub state: State,
    /// Whoever answered; nothing if nobody did.
    pub decider: String,
    pub decided_at: Option<Millis>,
    /// Why it was refused.
    pub refusal: String,
    pub failure: Option<Failure>,
}

domain::silent_debug!(Request);

impl Request {
    pub const fn kind(&self) -> Kind {
        self.deed.kind()
    }
}

/// What whoever looks can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum May {
    Decide,
    /// It is theirs: take it back, or wait for one of these.
    Withdraw(Vec<String>),
    /// Their file waits until then.
    Fetch(Millis),
    /// They owe their access to whoever asked.
    NotYet,
    Nothing,
}

/// What waits, the oldest first, and a page of what is over, the newest first.
pub struct Page {
    pub waiting: Vec<Request>,
    pub over: Vec<Request>,
    pub has_older: bool,
}

fn kinds_of(me: &Staff) -> String {
    Kind::open_to(me.permissions).fold(String::from(","), |names, kind| names + kind.as_str() + ",")
}

impl Row {
    fn seen_by(self, platform: &Platform, me: &Staff, now: Millis) -> Result<Request> {
        let wish = self.wish(platform)?;
        let refusal = if self.sealed_answer.is_empty() {
            String::new()
        } else {
            platform
                .vault
                .open(&answer_place(&self.id), &self.sealed_answer)?
        };
        Ok(Request {
            id: id_of(&self.id)?,
            deed: wish.deed,
            reason: wish.reason,
            is_own: self.asked_by == me.id.as_str(),
            asked_at: Millis(self.asked_at),
            expires_at: Millis(self.expires_at),
            state: self.state(now)?,
            decided_at: self.decided_at.map(Millis),
            failure: Failure::parse(&self.failure),
            asker: self.asker,
            decider: self.decider,
            refusal,
        })
    }
}

/// Those that are theirs or that they could answer.
pub async fn list(ctx: &Ctx, before: Option<&ApprovalId>) -> Result<Page> {
    let (me, now) = (staff(ctx)?, ctx.clock.now());
    let kinds = kinds_of(me);
    let whose = Whose {
        asker: &me.id,
        kinds: &kinds,
    };
    let size = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    // After every id.
    let before = before.map_or("g", ApprovalId::as_str);
    let waiting = store::waiting(&ctx.db, &whose, now, WAITING_MAX).await?;
    let mut over = store::over(&ctx.db, &whose, now, before, size).await?;
    let has_older = over.len() > PAGE_SIZE;
    over.truncate(PAGE_SIZE);
    let seen = |rows: Vec<Row>| -> Result<Vec<Request>> {
        rows.into_iter()
            .map(|row| row.seen_by(&ctx.platform, me, now))
            .collect()
    };
    Ok(Page {
        waiting: seen(waiting)?,
        over: seen(over)?,
        has_older,
    })
}

/// How many wait that are theirs or that they could answer. Nothing for those who could do neither, without asking.
pub async fn count(ctx: &Ctx) -> Result<i64> {
    let me = staff(ctx)?;
    let kinds = kinds_of(me);
    if kinds.len() == 1 {
        return Ok(0);
    }
    let whose = Whose {
        asker: &me.id,
        kinds: &kinds,
    };
    store::count_waiting(&ctx.db, &whose, ctx.clock.now()).await
}

/// One request, and what whoever looks can do about it.
pub async fn one(ctx: &Ctx, id: &ApprovalId) -> Result<(Request, May)> {
    let (me, now) = (staff(ctx)?, ctx.clock.now());
    let row = store::one(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (kind, asker) = (row.kind()?, row.asker_id()?);
    if me.id != asker && !me.permissions.contains(kind.permission()) {
        return Err(Error::NotFound);
    }
    let opened = row.opened_at.map(Millis);
    let request = row.seen_by(&ctx.platform, me, now)?;
    let may = match request.state {
        State::Waiting => {
            let people = People::seen_now_by(&ctx.db, &asker, kind, now).await?;
            match people.bar(me.id.as_str()) {
                None => May::Decide,
                Some(Bar::Own) => May::Withdraw(people.others().map(|row| row.name.clone()).collect()),
                Some(Bar::New) => May::NotYet,
                Some(Bar::NoRight) => May::Nothing,
            }
        }
        State::Done | State::Alone if kind.gives_file() && request.is_own => {
            file_until(&request, opened, now).map_or(May::Nothing, May::Fetch)
        }
        _ => May::Nothing,
    };
    Ok((request, may))
}

/// Until when its file can be fetched, if it still can.
fn file_until(request: &Request, opened: Option<Millis>, now: Millis) -> Option<Millis> {
    if let Some(at) = opened {
        return file_is_open(at, now).then(|| at.plus_secs(FILE_SECS));
    }
    let until = request.decided_at?.plus_secs(FETCH_SECS);
    (now < until).then_some(until)
}
