//! Inviting many at once (product U8): a table is read and shown with a verdict for each row; what was shown is sent, once,
//! within the hour, by whoever read it in. Nothing of it comes back from the browser but its id. The mails go out one
//! after the other, and those that wait can be stopped (SEC-Q6).

mod send;

pub use send::{Pressed, send, stop};
pub(crate) use send::{keep_for_approval, send_in};

use super::{
    send::{BY_ONE_A_DAY, person, refuse_future},
    store::{self, imports as stored},
};
use crate::{
    approvals::{self, Need},
    context::{Ctx, Platform},
    error::{Error, Result},
    random, times,
};
use domain::{
    approvals::Kind,
    dates::Millis,
    forms::FormErrors,
    ids::{ImportId, StaffId},
    invites::{NewInvite, State, TableRow, read_table},
    permissions::Permission,
};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, hash_map::Entry},
    time::Duration,
};
use tokio::time::{Instant, timeout_at};

pub use stored::Progress;

/// So long may it be looked at before it is sent, in seconds.
const LIFE_SECS: i64 = 3600;
/// What somebody sent alone counts for so long towards what they may (SEC-Z8), in seconds.
const COUNTED_SECS: i64 = 24 * 3600;
/// What became of a table is shown for so long.
const KEPT_SECS: i64 = 30 * 24 * 3600;
/// People whom the housing system is asked about at once, and how long all of them may take.
const ASKED_AT_ONCE: usize = 8;
const ASKING: Duration = Duration::from_secs(8);

/// What becomes of one row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// To be invited; the person in the housing system, if the row names one.
    Ready(NewInvite, String),
    Mend(FormErrors),
    /// The address stands on this line already.
    Twice(usize),
    HasAccount,
    /// An invitation to this address is open.
    Invited,
    /// The housing system does not know the person by this name.
    UnknownPerson,
    /// The housing system did not answer in time.
    Unchecked,
}

/// One row as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub line: usize,
    pub name: String,
    pub email: String,
    pub verdict: Verdict,
}

domain::silent_debug!(Verdict, Row, Shown);

impl Row {
    pub const fn is_ready(&self) -> bool {
        matches!(self.verdict, Verdict::Ready(..))
    }
}

/// A table that was read and not sent yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub rows: Vec<Row>,
    /// Headings of columns that are not used.
    pub unknown: Vec<String>,
}

/// How far a table is.
#[derive(Debug)]
pub enum Stage {
    Shown {
        table: Shown,
        /// Mails that may still go out today.
        room: i64,
        /// What it takes to send so many, where whoever read it may not do that alone.
        need: Option<Need>,
        /// Somebody else read it, and may only look.
        is_theirs: bool,
    },
    Sent {
        invited: i64,
        left_out: i64,
        progress: Progress,
    },
}

fn sealed_place(id: &ImportId) -> String {
    format!("invite_imports:lines:{id}")
}

/// Reads a table and keeps it for the hour; nobody is invited yet. `field` is the box that it came from.
pub async fn read(ctx: &Ctx, table: &[u8], field: &str) -> Result<ImportId> {
    let by = ctx.actor.require(Permission::InvitesManage)?.id.clone();
    let table = read_table(table).map_err(|code| Error::Form(FormErrors::one(field, code)))?;
    let now = ctx.clock.now();
    let shown = Shown {
        rows: judge_all(ctx, table.rows, now).await?,
        unknown: table.unknown,
    };
    let id = ImportId::parse(&random::id(now)).ok_or_else(|| Error::stored("an import"))?;
    let sealed = ctx
        .vault
        .seal(&sealed_place(&id), &serde_json::to_string(&shown)?)?;
    let key = id.clone();
    ctx.db
        .tx(move |tx| async move { stored::add(&tx, &key, &by, &sealed, now, now.plus_secs(LIFE_SECS)).await })
        .await?;
    Ok(id)
}

async fn judge_all(ctx: &Ctx, rows: Vec<TableRow>, now: Millis) -> Result<Vec<Row>> {
    let mut seen = HashMap::new();
    let mut judged = Vec::with_capacity(rows.len());
    for row in rows {
        let line = row.line;
        let verdict = match row.verdict {
            Err(errors) => Verdict::Mend(errors),
            Ok(new) => match seen.entry(new.email.clone()) {
                Entry::Occupied(first) => Verdict::Twice(*first.get()),
                Entry::Vacant(free) => {
                    free.insert(line);
                    judge(ctx, new, now).await?
                }
            },
        };
        let short = |text: &str| -> String { domain::text::clean_line(text).chars().take(80).collect() };
        judged.push(Row {
            line,
            name: short(&format!("{} {}", row.form.first_name, row.form.last_name)),
            email: short(&row.form.email),
            verdict,
        });
    }
    find_people(ctx, &mut judged).await;
    Ok(judged)
}

async fn judge(ctx: &Ctx, new: NewInvite, now: Millis) -> Result<Verdict> {
    if let Err(Error::Form(errors)) = refuse_future(&new, now) {
        return Ok(Verdict::Mend(errors));
    }
    if store::has_account(&ctx.db, new.email.as_str()).await? {
        return Ok(Verdict::HasAccount);
    }
    let open = store::find_open(&ctx.db, new.email.as_str()).await?;
    // One that has ended is sent anew.
    if open.is_some_and(|invite| invite.life().state(now) == State::Pending) {
        return Ok(Verdict::Invited);
    }
    Ok(Verdict::Ready(new, String::new()))
}

/// Asks the housing system about everybody who is named by a reference, a few at once and not for ever.
async fn find_people(ctx: &Ctx, rows: &mut [Row]) {
    let ends = Instant::now() + ASKING;
    let mut named: Vec<&mut Row> = rows
        .iter_mut()
        .filter(|row| matches!(&row.verdict, Verdict::Ready(new, _) if !new.person.is_empty()))
        .collect();
    for some in named.chunks_mut(ASKED_AT_ONCE) {
        let asked = some.iter().map(|row| async {
            let Verdict::Ready(new, _) = &row.verdict else {
                return Verdict::Unchecked;
            };
            match timeout_at(ends, person(ctx, &new.person, &new.last_name)).await {
                Ok(Ok(Some(found))) => Verdict::Ready(new.clone(), found),
                Ok(Ok(None)) => Verdict::UnknownPerson,
                // It is away or slow: the row is left out, and may come again.
                Ok(Err(_)) | Err(_) => Verdict::Unchecked,
            }
        });
        let verdicts = join_all(asked).await;
        for (row, verdict) in some.iter_mut().zip(verdicts) {
            row.verdict = verdict;
        }
    }
}

/// What was read in, or what became of it: for whoever read it, and for those who could agree while it waits for them.
pub async fn stage(ctx: &Ctx, id: &ImportId) -> Result<Stage> {
    let by = &ctx.actor.require(Permission::InvitesManage)?.id;
    let kept = stored::find(&ctx.db, id, by).await?.ok_or(Error::NotFound)?;
    let is_theirs = kept.staff_id != by.as_str();
    let now = ctx.clock.now();
    if kept.sent_at.is_some() && !is_theirs {
        return Ok(Stage::Sent {
            invited: kept.invited,
            left_out: kept.left_out,
            progress: stored::progress(&ctx.db, id).await?,
        });
    }
    if kept.expires_at <= now.0 || kept.sent_at.is_some() {
        return Err(Error::NotFound);
    }
    let table = open(ctx, id, &kept.lines)?;
    let lately = stored::sent_since_now(&ctx.db, by, now.minus_secs(COUNTED_SECS)).await?;
    let need = if is_theirs || takes_two(ctx, lately, table.ready()) {
        Some(approvals::need(ctx, Kind::SendInvites, Some(id.as_str())).await?)
    } else {
        None
    };
    if is_theirs && !matches!(need, Some(Need::Waits(_))) {
        return Err(Error::NotFound);
    }
    Ok(Stage::Shown {
        room: room(ctx, by, now).await?,
        table,
        need,
        is_theirs,
    })
}

impl Shown {
    /// How many would be invited.
    fn ready(&self) -> i64 {
        let count = self.rows.iter().filter(|row| row.is_ready()).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

/// Whether so many more are too many for one person alone.
fn takes_two(platform: &Platform, lately: i64, more: i64) -> bool {
    lately.saturating_add(more) > platform.settings.get().invites_alone
}

fn open(platform: &Platform, id: &ImportId, sealed: &str) -> Result<Shown> {
    let text = platform.vault.open(&sealed_place(id), sealed)?;
    Ok(serde_json::from_str(&text)?)
}

/// Mails that may still go out today, apart from those that wait already.
async fn room(ctx: &Ctx, by: &StaffId, now: Millis) -> Result<i64> {
    let morning = times::start_of(&times::day_of(now), "00:00").unwrap_or(now);
    let sent = stored::sent_today(&ctx.db, by, morning).await?;
    let room = (ctx.settings.get().invites_a_day - sent.by_all).min(BY_ONE_A_DAY - sent.by_one);
    Ok((room - sent.waiting).max(0))
}

/// Forgets tables that were never sent, and those of long ago.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    stored::forget(&platform.db, now, now.minus_secs(KEPT_SECS)).await
}

/// A table to begin with, in the language of whoever asks, as spreadsheets open it.
pub fn example(ctx: &Ctx) -> Result<String> {
    let language = ctx.language;
    let head = [
        words::import_head_first_name(language),
        words::import_head_last_name(language),
        words::import_head_email(language),
        words::import_head_language(language),
        words::import_head_born(language),
        words::import_head_person(language),
    ];
    let rows = [
        head.to_vec(),
        vec!["Siân", "O'Connor", "sian@example.com", "cy", "27/03/1980", ""],
        vec!["Tomos", "Bevan", "tomos@example.com", "en", "", "40028"],
    ];
    // The mark tells spreadsheets that this is UTF-8.
    Ok(format!("\u{feff}{}", crate::csv::lines(rows)?))
}
