//! Saving, switching and undoing. Each is a new version and a row of the audit, by somebody who just proved who they are:
//! whoever redirects the housing or the mail system could read codes and stand in for a tenant.

use super::{Connection, Secrets, Stored, connection::place, store, uses};
use crate::{
    audit,
    context::{Actor, Ctx},
    credentials,
    db::{Db, Tx},
    domains,
    error::{Conflict, Error, Result},
    vault::Vault,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    integrations::{Mode, Slot, VendorSettings},
    permissions::Permission,
};
use std::sync::Arc;

/// Earlier versions on one page.
const PAGE_SIZE: i64 = 20;

/// What is to be saved.
#[derive(Clone, Debug)]
pub struct Draft<T> {
    pub mode: Mode,
    /// The version that was on the screen; 0 where there was none.
    pub seen: i64,
    pub settings: T,
    /// Those that were typed; the others are kept if they go to the same place.
    pub secrets: Secrets,
    /// Secrets that must be there, each with the box in which it is asked for.
    pub needs: &'static [(&'static str, &'static str)],
    /// The box of the address, where what cannot be called is refused.
    pub address_box: &'static str,
    pub enabled: bool,
}

fn may_change(ctx: &Ctx) -> Result<Millis> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    Ok(now)
}

/// Saves a connection and puts it to use at once.
pub async fn save<T: VendorSettings>(ctx: &Ctx, draft: Draft<T>) -> Result<()> {
    let (now, whole) = (may_change(ctx)?, ctx.clone());
    ctx.db
        .tx(move |tx| async move {
            let newest = store::newest_in(&tx, T::SLOT, draft.mode).await?;
            let goes_to = draft.settings.goes_to();
            let same = newest
                .as_ref()
                .filter(|row| row.vendor == T::VENDOR && row.goes_to == goes_to);
            let (secrets, found) = match same {
                Some(row) => (
                    draft.secrets.or(Connection::open(&whole.vault, row)?.secrets),
                    row.found.clone(),
                ),
                None => (draft.secrets, String::new()),
            };
            let mut errors = FormErrors::default();
            for (name, field) in draft.needs {
                if secrets.get(name).is_none() {
                    errors.add(field, Code::Required);
                }
            }
            errors.or(Some(())).map_err(Error::Form)?;
            let tried = Connection::of(&draft.settings, secrets.clone())?;
            if let Err(error) = whole.integrations.try_to_make(&tried) {
                tracing::info!(slot = T::SLOT.as_str(), %error, "integrations.refused");
                let refused = FormErrors::one(draft.address_box, Code::NotApproved);
                return Err(Error::Form(refused));
            }
            let hosts = uses::hosts_of(&whole.integrations, &draft.settings)?;
            domains::approve(&tx, &whole.actor, &hosts, false, now).await?;
            let row = store::Row {
                slot: T::SLOT.as_str().to_owned(),
                mode: draft.mode.as_str().to_owned(),
                version: draft.seen,
                vendor: T::VENDOR.to_owned(),
                settings: serde_json::to_string(&draft.settings)?,
                secrets: String::new(),
                goes_to,
                enabled: draft.enabled,
                complete: draft.settings.is_complete(),
                found,
                saved_at: now.0,
                saved_by: String::new(),
            };
            follow(
                &tx,
                &whole,
                newest.as_ref(),
                row,
                &secrets,
                "connection.saved",
                now,
            )
            .await
        })
        .await?;
    ctx.refresh().await
}

/// Saves `row` as the version after the one that it names.
async fn follow(
    tx: &Arc<Tx>,
    ctx: &Ctx,
    newest: Option<&store::Row>,
    row: store::Row,
    secrets: &Secrets,
    event: &'static str,
    now: Millis,
) -> Result<()> {
    let (slot, mode) = row.slot_and_mode()?;
    if newest.map_or(0, |newest| newest.version) != row.version {
        return Err(Error::Conflict(Conflict::ChangedMeanwhile));
    }
    // One that is being deleted is gone first, or stays: the row is held until this transaction ends.
    if let Some(credential) = row.credential()
        && !credentials::hold(tx, &credential).await?
    {
        return Err(Error::Conflict(Conflict::CredentialGone));
    }
    let version = row.version + 1;
    let row = store::Row {
        version,
        secrets: secrets.seal(&ctx.vault, &place(slot, mode, version))?,
        saved_at: now.0,
        saved_by: ctx.actor.audit_name().1.to_owned(),
        ..row
    };
    if !store::add(tx, &row).await? {
        return Err(Error::Conflict(Conflict::ChangedMeanwhile));
    }
    let detail = format!("{} {} {version}", mode.as_str(), row.vendor);
    audit::record(tx, &ctx.actor, event, slot.as_str(), &detail, now).await
}

/// Puts a connection to use again.
pub async fn enable(ctx: &Ctx, slot: Slot, mode: Mode, seen: i64) -> Result<()> {
    switch(ctx, slot, mode, seen, true).await
}

/// Stops using a connection; what was saved stays.
pub async fn disable(ctx: &Ctx, slot: Slot, mode: Mode, seen: i64) -> Result<()> {
    switch(ctx, slot, mode, seen, false).await
}

async fn switch(ctx: &Ctx, slot: Slot, mode: Mode, seen: i64, enabled: bool) -> Result<()> {
    let event = if enabled {
        "connection.enabled"
    } else {
        "connection.disabled"
    };
    again(ctx, slot, mode, seen, seen, Some(enabled), event).await
}

/// Saves an earlier version again: the undo of a bad save.
pub async fn restore(ctx: &Ctx, slot: Slot, mode: Mode, seen: i64, version: i64) -> Result<()> {
    again(ctx, slot, mode, seen, version, None, "connection.restored").await
}

async fn again(
    ctx: &Ctx,
    slot: Slot,
    mode: Mode,
    seen: i64,
    version: i64,
    enabled: Option<bool>,
    event: &'static str,
) -> Result<()> {
    let (now, whole) = (may_change(ctx)?, ctx.clone());
    ctx.db
        .tx(move |tx| async move {
            let newest = store::newest_in(&tx, slot, mode).await?;
            let old = store::version_in(&tx, slot, mode, version)
                .await?
                .ok_or(Error::NotFound)?;
            let secrets = Connection::open(&whole.vault, &old)?.secrets;
            let row = store::Row {
                version: seen,
                enabled: enabled.unwrap_or(old.enabled),
                ..old
            };
            follow(&tx, &whole, newest.as_ref(), row, &secrets, event, now).await
        })
        .await?;
    ctx.refresh().await
}

/// What counts now, for those who may change it.
pub async fn current(ctx: &Ctx, slot: Slot, mode: Mode) -> Result<Option<Stored>> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let newest = store::before(&ctx.db, slot, mode, i64::MAX, 1).await?.pop();
    newest.map(Stored::try_from).transpose()
}

/// Whether a slot follows what the environment gives: nobody has saved in the console since.
pub async fn is_given(db: &Db, slot: Slot) -> Result<bool> {
    let newest = store::newest(db, slot, Mode::Live).await?;
    Ok(newest.is_some_and(|newest| newest.saved_by.is_empty()))
}

/// Whether anything was ever stored for a slot.
pub async fn is_set_up(db: &Db, slot: Slot) -> Result<bool> {
    Ok(store::newest(db, slot, Mode::Live).await?.is_some())
}

/// The versions before `version`, newest first, and whether there are more.
pub async fn history(ctx: &Ctx, slot: Slot, mode: Mode, version: i64) -> Result<(Vec<Stored>, bool)> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let mut rows = store::before(&ctx.db, slot, mode, version, PAGE_SIZE + 1).await?;
    let has_more = rows.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    rows.truncate(usize::try_from(PAGE_SIZE).unwrap_or_default());
    let stored = rows.into_iter().map(Stored::try_from).collect::<Result<_>>()?;
    Ok((stored, has_more))
}

/// How far what comes from outside the console goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The environment: it is followed until somebody saves in the console, who has the last word from then on.
    UntilSaved,
    /// The demo, whose simulators are somewhere else at each start.
    Always,
}

/// Stores what the environment gives, if it differs from what it gave before.
pub async fn adopt<T: VendorSettings>(
    db: &Db,
    vault: &Vault,
    settings: &T,
    secrets: &Secrets,
    given: Given,
    now: Millis,
) -> Result<()> {
    let mode = Mode::Live;
    let newest = store::newest(db, T::SLOT, mode).await?;
    if let Some(newest) = &newest {
        if given == Given::UntilSaved && !newest.saved_by.is_empty() {
            return Ok(());
        }
        let stored = Connection::open(vault, newest)?;
        if newest.vendor == T::VENDOR
            && newest.enabled
            && stored.settings::<T>().is_ok_and(|stored| stored == *settings)
            && stored.secrets == *secrets
        {
            return Ok(());
        }
    }
    let version = newest.map_or(0, |newest| newest.version) + 1;
    let row = given_row(vault, settings, secrets, mode, version, now)?;
    db.tx(move |tx| async move {
        // Another node that starts at the same moment may have been first: it stored the same.
        if store::add(&tx, &row).await? {
            let detail = format!("{} {} {version}", mode.as_str(), row.vendor);
            let slot = T::SLOT.as_str();
            audit::record(&tx, &Actor::System, "connection.saved", slot, &detail, now).await?;
        }
        Ok(())
    })
    .await
}

/// A connection that nobody saved in the console.
pub(crate) fn given_row<T: VendorSettings>(
    vault: &Vault,
    settings: &T,
    secrets: &Secrets,
    mode: Mode,
    version: i64,
    now: Millis,
) -> Result<store::Row> {
    Ok(store::Row {
        slot: T::SLOT.as_str().to_owned(),
        mode: mode.as_str().to_owned(),
        version,
        vendor: T::VENDOR.to_owned(),
        settings: serde_json::to_string(settings)?,
        secrets: secrets.seal(vault, &place(T::SLOT, mode, version))?,
        goes_to: settings.goes_to(),
        enabled: true,
        complete: settings.is_complete(),
        found: String::new(),
        saved_at: now.0,
        saved_by: String::new(),
    })
}
