//! Searching the audit, and taking it out.

use super::{record, store};
use crate::{context::Ctx, csv, error::Result, random, times};
use domain::{
    dates::{Day, Millis},
    permissions::Permission,
};

/// Rows on a page.
pub const PAGE_SIZE: i64 = 50;
/// Rows read at once for a file.
const PART: i64 = 1_000;

/// What is looked for; empty means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// An email address, a repair's reference, or an id: who did it, or whom or what it was about.
    pub about: String,
    /// One kind of event: `session.began`.
    pub event: String,
    pub from: Option<Day>,
    pub until: Option<Day>,
}

pub use store::Entry;

/// A page of what was found, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Entry>,
    pub has_older: bool,
    /// Every kind of event that there is, for the choice.
    pub events: Vec<String>,
}

/// A filter as the queries want it.
struct Bounds {
    people: Option<store::Ids>,
    event: String,
    /// Ids are in the order of time, so days are bounds of ids.
    before: String,
    from: String,
}

/// Greater than every id.
const END: &str = "~";

impl Bounds {
    async fn of(ctx: &Ctx, filter: &Filter, before: Option<&str>) -> Result<Self> {
        let starts = |day: &Day| times::start_of(day, "00:00").map(random::first_id_at);
        let ends = filter.until.as_ref().and_then(times::next_day);
        let end = ends.as_ref().and_then(starts).unwrap_or_else(|| END.to_owned());
        let before = before.unwrap_or(END).min(end.as_str()).to_owned();
        let about = filter.about.trim();
        let people = if about.is_empty() {
            None
        } else {
            Some(store::ids_of(&ctx.db, &about.to_lowercase(), about).await?)
        };
        Ok(Self {
            people,
            event: filter.event.clone(),
            before,
            from: filter.from.as_ref().and_then(starts).unwrap_or_default(),
        })
    }

    async fn rows(&self, ctx: &Ctx, count: i64) -> Result<Vec<Entry>> {
        store::search(
            &ctx.db,
            self.people.as_ref(),
            &self.event,
            &self.before,
            &self.from,
            count,
        )
        .await
    }
}

/// Finds entries before the id `before`.
pub async fn search(ctx: &Ctx, filter: &Filter, before: Option<&str>) -> Result<Page> {
    ctx.actor.require(Permission::AuditRead)?;
    let bounds = Bounds::of(ctx, filter, before).await?;
    let (mut rows, events) = tokio::try_join!(bounds.rows(ctx, PAGE_SIZE + 1), store::events(&ctx.db))?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_older = rows.len() > size;
    rows.truncate(size);
    Ok(Page {
        rows,
        has_older,
        events,
    })
}

/// Notes that somebody takes the audit out, and gives the first line of the file.
pub async fn export_began(ctx: &Ctx, filter: &Filter) -> Result<String> {
    ctx.actor.require(Permission::AuditExport)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.actor.require_fresh(now)?;
    let detail = filter.event.clone();
    ctx.db
        .tx(move |tx| async move { record(&tx, &actor, "audit.exported", "audit", &detail, now).await })
        .await?;
    csv::lines([vec![
        "time (UTC)",
        "who",
        "who (id)",
        "event",
        "about",
        "about (id)",
        "detail",
        "place in the chain",
        "hash",
    ]])
}

/// The next lines of the file and the id to go on before; `None` at the end.
pub async fn export_part(
    ctx: &Ctx,
    filter: &Filter,
    before: Option<&str>,
) -> Result<Option<(String, String)>> {
    ctx.actor.require(Permission::AuditExport)?;
    let rows = Bounds::of(ctx, filter, before).await?.rows(ctx, PART).await?;
    let Some(last) = rows.last().map(|row| row.id.clone()) else {
        return Ok(None);
    };
    let cells: Vec<[String; 9]> = rows
        .into_iter()
        .map(|row| {
            [
                times::utc(Millis(row.at)),
                row.actor_name,
                row.actor_id,
                row.event,
                row.subject_name,
                row.subject,
                row.detail,
                row.seq.map(|seq| seq.to_string()).unwrap_or_default(),
                row.hash.map(|hash| random::hex(&hash)).unwrap_or_default(),
            ]
        })
        .collect();
    let lines = csv::lines(cells.iter().map(|row| row.iter().map(String::as_str).collect()))?;
    Ok(Some((lines, last)))
}
