//! Taking the list of customers out (product U8).

use super::store;
use crate::{
    approvals::{self, Asked, Deed, Need},
    audit,
    context::Ctx,
    csv,
    error::{Error, Result},
    times,
};
use domain::{approvals::Kind, dates::Millis, ids::ApprovalId, permissions::Permission};

/// Rows read at once.
const PART: i64 = 1_000;

/// What has to be done before the list is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Export {
    /// Nothing: it is short.
    Alone,
    /// Another one has to agree (SEC-Z8).
    Together(Need),
}

/// Whether the list is short enough for one person alone.
async fn is_short(ctx: &Ctx) -> Result<bool> {
    let alone = ctx.settings.get().export_alone;
    Ok(store::count_up_to(&ctx.db, alone.saturating_add(1)).await? <= alone)
}

/// How whoever asks comes to the file.
pub async fn export_way(ctx: &Ctx) -> Result<Export> {
    ctx.actor.require(Permission::CustomersExport)?;
    if is_short(ctx).await? {
        return Ok(Export::Alone);
    }
    Ok(Export::Together(
        approvals::need(ctx, Kind::ExportCustomers, None).await?,
    ))
}

/// Asks for the list of everybody.
pub async fn ask_for_export(ctx: &Ctx, reason: &str) -> Result<Asked> {
    ctx.actor.require(Permission::CustomersExport)?;
    let rows = store::count_up_to(&ctx.db, i64::MAX).await?;
    approvals::ask(ctx, Deed::ExportCustomers { rows }, reason).await
}

/// Notes that somebody takes a short list out, and gives the first line of the file.
pub async fn export_began(ctx: &Ctx) -> Result<String> {
    ctx.actor.require(Permission::CustomersExport)?;
    ctx.actor.require_fresh(ctx.clock.now())?;
    if !is_short(ctx).await? {
        return Err(Error::Denied);
    }
    began(ctx, "").await
}

/// As [`export_began`], for the list of everybody, to which another one has agreed.
pub(crate) async fn approved_export_began(ctx: &Ctx, approval: &ApprovalId) -> Result<String> {
    ctx.actor.require(Permission::CustomersExport)?;
    began(ctx, approval.as_str()).await
}

async fn began(ctx: &Ctx, detail: &str) -> Result<String> {
    let (actor, now, detail) = (ctx.actor.clone(), ctx.clock.now(), detail.to_owned());
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "customers.export-began", "customers", &detail, now).await
        })
        .await?;
    csv::lines([vec![
        "first name",
        "last name",
        "email",
        "address",
        "tenancy reference",
        "person reference",
        "language",
        "account since (UTC)",
        "disabled since (UTC)",
        "id",
    ]])
}

/// The next lines and the key to go on with; `None` at the end, when the number of customers is noted. The key holds the
/// last row and how many came before it.
pub async fn export_part(ctx: &Ctx, key: Option<&str>) -> Result<Option<(String, String)>> {
    ctx.actor.require(Permission::CustomersExport)?;
    let (before, count) = key
        .and_then(|key| key.split_once('.'))
        .and_then(|(before, count)| Some((before.parse().ok()?, count.parse().ok()?)))
        .unwrap_or((i64::MAX, 0_usize));
    let rows = store::for_export(&ctx.db, before, PART).await?;
    let Some(last) = rows.last().map(|row| row.number) else {
        let (actor, now, count) = (ctx.actor.clone(), ctx.clock.now(), count.to_string());
        ctx.db
            .tx(move |tx| async move {
                audit::record(&tx, &actor, "customers.exported", "customers", &count, now).await
            })
            .await?;
        return Ok(None);
    };
    let count = count + rows.len();
    let cells: Vec<[String; 10]> = rows
        .into_iter()
        .map(|row| {
            [
                row.first_name,
                row.last_name,
                row.email,
                row.address.lines().collect::<Vec<_>>().join(", "),
                row.reference,
                row.person_id,
                row.language,
                times::utc(Millis(row.created_at)),
                row.disabled_at.map(Millis).map(times::utc).unwrap_or_default(),
                row.id,
            ]
        })
        .collect();
    let lines = csv::lines(cells.iter().map(|row| row.iter().map(String::as_str).collect()))?;
    Ok(Some((lines, format!("{last}.{count}"))))
}
