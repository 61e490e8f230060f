//! What staff see of the sets, and what they may do.

use super::{
    folders, out,
    read::digest,
    store::{self, Current, FileRow, OutRow, ProblemRow, SetRow},
    upload::{self, Waiting},
};
use crate::{
    audit,
    context::Ctx,
    csv,
    error::{Conflict, Error, Result},
    random,
};
use domain::{
    drops::{Aim, Source},
    forms::{Code, FormErrors},
    ids::DropId,
    integrations::Mode,
    permissions::Permission,
};

/// Rows of a report on a page.
pub const PAGE_SIZE: i64 = 50;
/// Sets and repairs listed.
const LISTED: i64 = 20;
/// Rows read at once for a file.
const PART: i64 = 1_000;

/// The page about the files.
#[derive(Clone, Debug)]
pub struct Overview {
    pub in_use: Vec<Current>,
    /// Newest first.
    pub sets: Vec<SetRow>,
    pub waiting: Vec<Waiting>,
    /// Written out and not yet answered, newest first.
    pub out: Vec<OutRow>,
}

pub async fn overview(ctx: &Ctx, mode: Mode) -> Result<Overview> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let (in_use, sets, out) = tokio::try_join!(
        store::current(&ctx.db, mode),
        store::sets(&ctx.db, mode, LISTED),
        store::unanswered(&ctx.db, mode, LISTED),
    )?;
    Ok(Overview {
        in_use,
        sets,
        out,
        waiting: upload::waiting(ctx, mode),
    })
}

/// Staff want the set of a source checked or taken over.
pub async fn ask(ctx: &Ctx, mode: Mode, source: Source, aim: Aim) -> Result<DropId> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let manifest = folders::manifest(&ctx.folders.of(mode, source))
        .await?
        .ok_or_else(|| Error::Form(FormErrors::one("files", Code::Required)))?;
    let (now, actor) = (ctx.clock.now(), ctx.actor.clone());
    // Whoever says who lives where and how they are reached could stand in for a tenant.
    if aim == Aim::TakeOver {
        actor.require_fresh(now)?;
    }
    let set = store::NewSet {
        id: random::id(now),
        mode,
        source,
        aim,
        digest: digest(&manifest),
        asked_by: actor.audit_name().1.to_owned(),
    };
    let id = DropId::parse(&set.id).ok_or(Error::NotFound)?;
    ctx.db
        .tx(move |tx| async move {
            if !store::add_set(&tx, &set, now).await? {
                return Err(Error::Conflict(Conflict::AlreadyReading));
            }
            audit::record(&tx, &actor, "drop.asked", &set.id, set.aim.as_str(), now).await
        })
        .await?;
    Ok(id)
}

/// Removes the files that were sent with the form.
pub async fn discard(ctx: &Ctx, mode: Mode) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    upload::remove(ctx, mode)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { audit::record(&tx, &actor, "drop.discarded", mode.as_str(), "", now).await })
        .await
}

/// A set with its files.
#[derive(Clone, Debug)]
pub struct Report {
    pub set: SetRow,
    pub files: Vec<FileRow>,
    pub problems: ProblemPage,
}

/// A page of what is wrong.
#[derive(Clone, Debug)]
pub struct ProblemPage {
    pub rows: Vec<ProblemRow>,
    pub has_more: bool,
}

/// After which row a page goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    pub file: String,
    pub number: i64,
}

impl Key {
    /// `people.49`, as it stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (file, number) = text.rsplit_once('.')?;
        Some(Self {
            file: file.to_owned(),
            number: number.parse().ok()?,
        })
    }
}

pub async fn report(ctx: &Ctx, id: &DropId, after: Option<&Key>) -> Result<Report> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let set = store::set(&ctx.db, id.as_str()).await?.ok_or(Error::NotFound)?;
    let (files, mut rows) = tokio::try_join!(
        store::files(&ctx.db, id.as_str()),
        store::problems(&ctx.db, id.as_str(), after, PAGE_SIZE + 1),
    )?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_more = rows.len() > size;
    rows.truncate(size);
    Ok(Report {
        set,
        files,
        problems: ProblemPage { rows, has_more },
    })
}

/// The first line of a report as a file.
pub async fn export_began(ctx: &Ctx, id: &DropId) -> Result<String> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    store::set(&ctx.db, id.as_str()).await?.ok_or(Error::NotFound)?;
    csv::lines([vec!["file", "line", "column", "problem", "number"]])
}

/// The next lines, each problem by its name in docs/csv-1.md, and the key to go on with.
pub async fn export_part(ctx: &Ctx, id: &DropId, key: Option<&str>) -> Result<Option<(String, String)>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let after = key.and_then(Key::parse);
    let rows = store::problems(&ctx.db, id.as_str(), after.as_ref(), PART).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let key = format!("{}.{}", last.file, last.number);
    let cells: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            [
                row.file_name(),
                row.line.to_string(),
                row.column_name.clone(),
                row.code.clone(),
                row.detail.to_string(),
            ]
        })
        .collect();
    let lines = csv::lines(cells.iter().map(|row| row.iter().map(String::as_str).collect()))?;
    Ok(Some((lines, key)))
}

/// A repair that was written out, as its file: name and text.
pub async fn out_file(ctx: &Ctx, mode: Mode, number: i64) -> Result<(String, String)> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let row = store::out_by_number(&ctx.db, mode, number)
        .await?
        .filter(|row| row.written_at.is_some() && !row.data.is_empty())
        .ok_or(Error::NotFound)?;
    let (actor, now, reference) = (ctx.actor.clone(), ctx.clock.now(), row.external_ref.clone());
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "drop.repair-taken-out", &reference, "", now).await
        })
        .await?;
    Ok((out::file_name(&row), out::text(&row)?))
}
