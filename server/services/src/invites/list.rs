//! Invitations as staff find them, and as a file.

use super::store::{self, Invite, Wanted};
use crate::{audit, context::Ctx, csv, error::Result, times};
use domain::{
    dates::Millis,
    invites::{State, search_words},
    permissions::Permission,
};

/// Rows on a page.
pub const PAGE_SIZE: usize = 50;
/// Rows read at once for a file.
const PART: usize = 1_000;
/// After every id.
const LAST: &str = "g";

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name or email, as typed.
    pub words: String,
    pub state: Option<State>,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Invite>,
    pub has_older: bool,
}

/// The newest first, before the row `before`.
pub async fn list(ctx: &Ctx, filter: &Filter, before: Option<&str>) -> Result<Page> {
    ctx.actor.require(Permission::InvitesManage)?;
    let mut rows = read(ctx, filter, before, PAGE_SIZE + 1).await?;
    let has_older = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    Ok(Page { rows, has_older })
}

async fn read(ctx: &Ctx, filter: &Filter, before: Option<&str>, count: usize) -> Result<Vec<Invite>> {
    let mut words = search_words(&filter.words).into_iter();
    let wanted = Wanted {
        state: filter.state.map_or("", State::as_str),
        words: std::array::from_fn(|_| words.next().unwrap_or_default()),
        before: before.unwrap_or(LAST),
        count: i64::try_from(count).unwrap_or(i64::MAX),
    };
    store::list(&ctx.db, &wanted, ctx.clock.now()).await
}

/// Notes that somebody takes the list out, and gives the first line of the file.
pub async fn export_began(ctx: &Ctx) -> Result<String> {
    ctx.actor.require(Permission::InvitesManage)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.actor.require_fresh(now)?;
    ctx.db
        .tx(move |tx| async move { audit::record(&tx, &actor, "invites.exported", "invites", "", now).await })
        .await?;
    csv::lines([vec![
        "first name",
        "last name",
        "email",
        "language",
        "person reference",
        "state",
        "sent (UTC)",
        "ends (UTC)",
        "reminders",
        "invited by",
        "id",
    ]])
}

/// The next lines and the key to go on with; `None` at the end.
pub async fn export_part(ctx: &Ctx, filter: &Filter, key: Option<&str>) -> Result<Option<(String, String)>> {
    ctx.actor.require(Permission::InvitesManage)?;
    let rows = read(ctx, filter, key, PART).await?;
    let Some(last) = rows.last().map(|row| row.id.clone()) else {
        return Ok(None);
    };
    let now = ctx.clock.now();
    let time = |at: Option<i64>| at.map(Millis).map(times::utc).unwrap_or_default();
    let cells: Vec<[String; 11]> = rows
        .into_iter()
        .map(|row| {
            let state = row.life().state(now).as_str().to_owned();
            [
                row.first_name,
                row.last_name,
                row.email,
                row.language,
                row.person_reference,
                state,
                time(row.sent_at),
                time(row.expires_at),
                row.reminders.to_string(),
                row.inviter,
                row.id,
            ]
        })
        .collect();
    let lines = csv::lines(cells.iter().map(|row| row.iter().map(String::as_str).collect()))?;
    Ok(Some((lines, last)))
}
