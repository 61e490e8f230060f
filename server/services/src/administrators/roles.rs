//! Roles: those of the product and the landlord's own.

use super::{asking, may, myself, refused, store};
use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    random,
};
use domain::{
    administrators::{KeepRole, Member, Refusal, Role},
    forms::{Code, FormErrors},
    ids::RoleId,
    permissions::{BuiltInRole, Permission, Permissions},
};
use std::collections::BTreeMap;
use store::OwnRole;

/// A role that may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleChoice {
    pub role: Role,
    /// Of a role that the landlord made; built-in ones have their names in the words.
    pub name: String,
    pub allows: Permissions,
}

/// How many people have each role, by its name in the database.
pub type Holders = BTreeMap<String, i64>;

/// What a role allows; nothing for one that is not there.
pub(super) async fn allowed_by(tx: &Tx, role: &Role) -> Result<Option<Permissions>> {
    Ok(match role {
        Role::BuiltIn(role) => Some(role.permissions()),
        Role::Own(id) => store::locked_role(tx, id.as_str())
            .await?
            .map(|role| role.allows()),
    })
}

/// The roles that whoever asks may give somebody.
pub async fn choices(ctx: &Ctx) -> Result<Vec<RoleChoice>> {
    ctx.actor.require(Permission::AdministratorsRead)?;
    let me = myself(ctx).await?;
    let built_in = BuiltInRole::ALL.into_iter().map(|role| RoleChoice {
        role: Role::BuiltIn(role),
        name: String::new(),
        allows: role.permissions(),
    });
    let own = store::roles(&ctx.db).await?;
    let own = own.into_iter().filter_map(|role| {
        Some(RoleChoice {
            role: Role::Own(RoleId::parse(&role.id)?),
            allows: role.allows(),
            name: role.name,
        })
    });
    let all = built_in.chain(own);
    Ok(all
        .filter(|choice| me.may_grant(&choice.role, choice.allows).is_ok())
        .collect())
}

/// The landlord's own roles.
pub async fn own(ctx: &Ctx) -> Result<Vec<OwnRole>> {
    ctx.actor.require(Permission::RolesManage)?;
    store::roles(&ctx.db).await
}

/// One of them, and why whoever asks cannot change it.
pub async fn own_one(ctx: &Ctx, id: &RoleId) -> Result<(OwnRole, Option<Refusal>)> {
    may(ctx, Permission::RolesManage)?;
    let me = myself(ctx).await?;
    let role = store::role(&ctx.db, id.as_str()).await?.ok_or(Error::NotFound)?;
    let allows = role.allows();
    let refusal = me.may_reshape(&Role::Own(id.clone()), allows, allows).err();
    Ok((role, refusal))
}

/// What whoever asks may put into a role.
pub async fn may_make(ctx: &Ctx) -> Result<Permissions> {
    may(ctx, Permission::RolesManage)?;
    Ok(myself(ctx).await?.holds)
}

pub async fn holders(ctx: &Ctx) -> Result<Holders> {
    ctx.actor.require(Permission::RolesManage)?;
    Ok(store::holders(&ctx.db).await?.into_iter().collect())
}

fn name_taken() -> Error {
    Error::Form(FormErrors::one("role_name", Code::Taken))
}

/// Makes a role or changes one.
pub async fn keep(ctx: &Ctx, cmd: KeepRole) -> Result<()> {
    may(ctx, Permission::RolesManage)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &actor, Permission::RolesManage).await?;
            if BuiltInRole::ALL.iter().any(|role| is_called(*role, &cmd.name)) {
                return Err(name_taken());
            }
            let wanted = cmd.permissions.to_text();
            if cmd.is_new {
                me.may_make(cmd.permissions).map_err(refused)?;
                let id = cmd
                    .submission
                    .map_or_else(|| random::id(now), |submission| submission.to_string());
                // A second press of the same button: it is there.
                if store::locked_role(&tx, &id).await?.is_some() {
                    return Ok(());
                }
                if !store::add_role(&tx, &id, &cmd.name, &wanted, now).await? {
                    return Err(name_taken());
                }
                return audit::record(&tx, &actor, "role.added", &id, &wanted, now).await;
            }
            let id = cmd.role.ok_or(Error::NotFound)?;
            let stored = store::locked_role(&tx, id.as_str())
                .await?
                .ok_or(Error::NotFound)?;
            may_reshape(&me, &id, &stored, cmd.permissions)?;
            if stored.updated_at.to_string() != cmd.seen {
                return Err(Error::Conflict(Conflict::ChangedMeanwhile));
            }
            if !store::change_role(&tx, id.as_str(), &cmd.name, &wanted, now).await? {
                return Err(name_taken());
            }
            let detail = format!("{} > {wanted}", stored.permissions);
            audit::record(&tx, &actor, "role.changed", id.as_str(), &detail, now).await
        })
        .await
}

fn may_reshape(me: &Member, id: &RoleId, stored: &OwnRole, wanted: Permissions) -> Result<()> {
    me.may_reshape(&Role::Own(id.clone()), stored.allows(), wanted)
        .map_err(refused)
}

/// Whether a built-in role has this name in either language: two of one name would be mistaken for each other.
fn is_called(role: BuiltInRole, name: &str) -> bool {
    domain::identity::Language::ALL.into_iter().any(|language| {
        words::find(language, &format!("role-{}", role.as_str()))
            .is_some_and(|known| known.to_lowercase() == name.to_lowercase())
    })
}

/// Deletes a role that nobody has.
pub async fn remove(ctx: &Ctx, id: Option<RoleId>) -> Result<()> {
    may(ctx, Permission::RolesManage)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let me = asking(&tx, &actor, Permission::RolesManage).await?;
            let id = id.ok_or(Error::NotFound)?;
            let stored = store::locked_role(&tx, id.as_str())
                .await?
                .ok_or(Error::NotFound)?;
            me.may_unmake(stored.allows(), stored.holders).map_err(refused)?;
            store::delete_role(&tx, id.as_str()).await?;
            audit::record(&tx, &actor, "role.deleted", id.as_str(), &stored.permissions, now).await
        })
        .await
}
