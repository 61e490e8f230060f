//! Adding, changing and deleting administrators.

use super::{Administrator, asking, may, myself, refused, roles, store};
use crate::{
    audit,
    auth::{
        self,
        links::{self, Purpose},
    },
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox, random,
};
use domain::{
    administrators::{Add, Change, Refusal},
    dates::Millis,
    domains::is_approved,
    forms::{Code, FormErrors},
    identity::{Email, Plane},
    ids::StaffId,
    permissions::Permission,
};

/// Where a page of the list goes on: after this administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    pub name: String,
    pub id: String,
}

/// A page of the list.
pub struct Found {
    pub rows: Vec<Administrator>,
    pub has_more: bool,
}

pub const PAGE_SIZE: usize = 50;

/// Administrators by name.
pub async fn list(ctx: &Ctx, after: Option<&After>) -> Result<Found> {
    ctx.actor.require(Permission::AdministratorsRead)?;
    let after = after.map_or(("", ""), |after| (after.name.as_str(), after.id.as_str()));
    let size = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut rows = store::list(&ctx.db, after, size).await?;
    let has_more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    Ok(Found { rows, has_more })
}

/// Whether the page for a new administrator may be shown.
pub fn may_add(ctx: &Ctx) -> Result<()> {
    may(ctx, Permission::AdministratorsManage)
}

/// One administrator, and what whoever asks may do to them.
pub struct Standing {
    pub administrator: Administrator,
    /// Why they cannot be changed.
    pub cannot_change: Option<Refusal>,
    /// Why they cannot be deleted.
    pub cannot_delete: Option<Refusal>,
}

/// One administrator, to be changed.
pub async fn one(ctx: &Ctx, id: &StaffId) -> Result<Standing> {
    may(ctx, Permission::AdministratorsManage)?;
    let me = myself(ctx).await?;
    let administrator = store::one(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (them, owners) = (administrator.member()?, store::owners_now(&ctx.db).await?);
    Ok(Standing {
        cannot_change: me.may_change(&them, &them.role, them.holds, owners).err(),
        cannot_delete: me.may_delete(&them, owners).err(),
        administrator,
    })
}

pub(super) fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}")
}

/// Mails an administrator a link to choose a password. An older link no longer works.
async fn invite(tx: &Tx, ctx: &Ctx, id: &str, email: &str, now: Millis) -> Result<()> {
    store::invited(tx, id, now).await?;
    let (purpose, life) = (Purpose::Invitation, links::INVITATION_SECS);
    let token = links::issue(tx, Plane::Console, purpose, id, life, now).await?;
    let mail = mails::administrator_invited(
        &ctx.settings.get(),
        ctx.language,
        email,
        &auth::mailed_link(&ctx.platform, Plane::Console, purpose, &token),
    );
    outbox::enqueue_mail(tx, &ctx.vault, &mail, id, Some(now.plus_secs(life)), now).await
}

/// Adds an administrator and invites them, unless they sign in by SSO only. Pressing the button twice adds one.
pub async fn add(ctx: &Ctx, cmd: Add) -> Result<()> {
    may(ctx, Permission::AdministratorsManage)?;
    if !is_approved(&cmd.email, &ctx.settings.get().administrator_domains) {
        return Err(Error::Form(FormErrors::one("staff_email", Code::NotApproved)));
    }
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &whole.actor, Permission::AdministratorsManage).await?;
            let holds = roles::allowed_by(&tx, &cmd.role)
                .await?
                .ok_or_else(|| Error::Form(FormErrors::one("role", Code::NotOffered)))?;
            me.may_grant(&cmd.role, holds).map_err(refused)?;
            let id = cmd
                .submission
                .as_ref()
                .map_or_else(|| random::id(now), ToString::to_string);
            let pressed_before = match StaffId::parse(&id) {
                Some(id) => store::locked(&tx, &id).await?.is_some(),
                None => false,
            };
            if pressed_before {
                return Ok(());
            }
            let new = store::NewAdministrator {
                id: &id,
                email: &cmd.email,
                first_name: &cmd.first_name,
                last_name: &cmd.last_name,
                name: &full_name(&cmd.first_name, &cmd.last_name),
                role: cmd.role.as_str(),
                sso_only: cmd.sso_only,
            };
            if !store::add(&tx, &new, now).await? {
                return Err(Error::Form(FormErrors::one("staff_email", Code::Taken)));
            }
            if !cmd.sso_only {
                invite(&tx, &whole, &id, cmd.email.as_str(), now).await?;
            }
            let detail = described(cmd.role.as_str(), cmd.sso_only);
            audit::record(&tx, &whole.actor, "administrator.added", &id, &detail, now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

fn described(role: &str, sso_only: bool) -> String {
    format!("{role}{}", if sso_only { ", sso-only" } else { "" })
}

/// Changes name, role and way of signing in. Their next request has the new role.
pub async fn change(ctx: &Ctx, cmd: Change) -> Result<()> {
    may(ctx, Permission::AdministratorsManage)?;
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &whole.actor, Permission::AdministratorsManage).await?;
            let id = cmd.administrator.as_ref().ok_or(Error::NotFound)?;
            let stored = store::locked(&tx, id).await?.ok_or(Error::NotFound)?;
            let them = stored.member()?;
            if cmd.role == them.role && cmd.sso_only == stored.sso_only {
                me.may_rename(&them).map_err(refused)?;
            } else {
                let holds = roles::allowed_by(&tx, &cmd.role)
                    .await?
                    .ok_or_else(|| Error::Form(FormErrors::one("role", Code::NotOffered)))?;
                let owners = store::owners(&tx).await?;
                me.may_change(&them, &cmd.role, holds, owners).map_err(refused)?;
            }
            if stored.changed_at.to_string() != cmd.seen {
                return Err(Error::Conflict(Conflict::ChangedMeanwhile));
            }
            let changed = store::Changed {
                id: &stored.id,
                name: &full_name(&cmd.first_name, &cmd.last_name),
                first_name: &cmd.first_name,
                last_name: &cmd.last_name,
                role: cmd.role.as_str(),
                sso_only: cmd.sso_only,
            };
            store::change(&tx, &changed, now).await?;
            if cmd.sso_only != stored.sso_only {
                change_way_in(&tx, &whole, &stored, cmd.sso_only, now).await?;
            }
            let detail = format!(
                "{} > {}",
                described(&stored.role, stored.sso_only),
                described(cmd.role.as_str(), cmd.sso_only)
            );
            audit::record(
                &tx,
                &whole.actor,
                "administrator.changed",
                &stored.id,
                &detail,
                now,
            )
            .await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Whoever signs in by SSO only has no password here, and nothing that came from it goes on (SEC-D6, S5).
async fn change_way_in(tx: &Tx, ctx: &Ctx, who: &Administrator, sso_only: bool, now: Millis) -> Result<()> {
    if sso_only {
        store::drop_password(tx, &who.id).await?;
        auth::shut_out(tx, Plane::Console, &who.id).await?;
        revoke_links(tx, &who.id).await
    } else {
        invite(tx, ctx, &who.id, &who.email, now).await
    }
}

async fn revoke_links(tx: &Tx, id: &str) -> Result<()> {
    for purpose in Purpose::ALL {
        links::revoke(tx, Plane::Console, purpose, id).await?;
    }
    Ok(())
}

/// Deletes an administrator: their sessions end, their address is free again, the histories that name them stay.
pub async fn delete(ctx: &Ctx, id: Option<StaffId>) -> Result<()> {
    may(ctx, Permission::AdministratorsManage)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &actor, Permission::AdministratorsManage).await?;
            let id = id.ok_or(Error::NotFound)?;
            let stored = store::locked(&tx, &id).await?.ok_or(Error::NotFound)?;
            let owners = store::owners(&tx).await?;
            me.may_delete(&stored.member()?, owners).map_err(refused)?;
            store::delete(&tx, &stored.id, now).await?;
            auth::shut_out(&tx, Plane::Console, &stored.id).await?;
            auth::forget_second_steps(&tx, Plane::Console, &stored.id).await?;
            revoke_links(&tx, &stored.id).await?;
            audit::record(
                &tx,
                &actor,
                "administrator.deleted",
                &stored.id,
                &stored.role,
                now,
            )
            .await
        })
        .await
}

/// Sends the invitation again; the older one no longer works.
pub async fn invite_again(ctx: &Ctx, id: Option<StaffId>) -> Result<()> {
    may(ctx, Permission::AdministratorsManage)?;
    let (whole, now) = (ctx.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &whole.actor, Permission::AdministratorsManage).await?;
            let id = id.ok_or(Error::NotFound)?;
            let stored = store::locked(&tx, &id).await?.ok_or(Error::NotFound)?;
            if stored.sso_only || stored.has_password {
                return Err(Error::NotFound);
            }
            me.may_rename(&stored.member()?).map_err(refused)?;
            invite(&tx, &whole, &stored.id, &stored.email, now).await?;
            audit::record(&tx, &whole.actor, "administrator.invited", &stored.id, "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// The addresses of administrators that are in no approved domain.
pub async fn outside(ctx: &Ctx) -> Result<Vec<String>> {
    ctx.actor.require(Permission::SignInManage)?;
    let domains = ctx.settings.get().administrator_domains.clone();
    let all = store::addresses(&ctx.db).await?;
    let is_outside =
        |address: &String| Email::parse(address).is_some_and(|email| !is_approved(&email, &domains));
    Ok(all.into_iter().filter(is_outside).collect())
}
