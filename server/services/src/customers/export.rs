//! Taking the list of customers out (product U8).

use super::store;
use crate::{audit, context::Ctx, csv, error::Result, times};
use domain::{dates::Millis, permissions::Permission};

/// Rows read at once.
const PART: i64 = 1_000;

/// Notes that somebody takes the list out, and gives the first line of the file.
pub async fn export_began(ctx: &Ctx) -> Result<String> {
    ctx.actor.require(Permission::CustomersExport)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.actor.require_fresh(now)?;
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "customers.export-began", "customers", "", now).await
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
