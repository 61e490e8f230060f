//! 'Repair Categories': what a tenant picks first.

use super::store::{Category, categories as store};
use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
};
use domain::{
    catalogue::{CATEGORIES_MAX, SaveCategory, Tree, Way},
    forms::{Code, FormErrors},
    ids::CategoryId,
    permissions::Permission,
};

/// All categories in the landlord's order, those that are switched off, too.
pub async fn categories(ctx: &Ctx) -> Result<Vec<Category>> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    store::all(&ctx.db).await
}

/// One category, and all of them: where else it could stand.
pub async fn category(ctx: &Ctx, id: &CategoryId) -> Result<(Category, Vec<Category>)> {
    let all = categories(ctx).await?;
    let found = all.iter().find(|category| category.id == *id).cloned();
    Ok((found.ok_or(Error::NotFound)?, all))
}

/// Adds a category, or saves one as long as nobody else did since it was shown.
pub async fn add_or_save(ctx: &Ctx, cmd: SaveCategory) -> Result<()> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let id = cmd.id.clone().ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let all = store::locked(&tx).await?;
            let stored = all.iter().find(|category| category.id == id);
            // A second press, or nothing was changed.
            if stored.is_some_and(|stored| stored.details == cmd.details) {
                return Ok(());
            }
            match stored {
                Some(stored) if stored.version != cmd.seen => {
                    return Err(Error::Conflict(Conflict::ChangedMeanwhile));
                }
                None if cmd.seen != 0 => return Err(Error::NotFound),
                None if all.len() >= CATEGORIES_MAX as usize => {
                    let code = Code::TooManyEntries { max: CATEGORIES_MAX };
                    return Err(Error::Form(FormErrors::one("category_name_en", code)));
                }
                _ => {}
            }
            if let Some(parent) = &cmd.details.parent {
                tree(&all)
                    .admits(&id, parent)
                    .map_err(|code| Error::Form(FormErrors::one("category_parent", code)))?;
            }
            let position = store::position(&tx, &id, cmd.details.parent.as_ref()).await?;
            store::put(&tx, &id, stored.is_none(), &cmd.details, position).await?;
            let event = if stored.is_none() {
                "repair-category.added"
            } else {
                "repair-category.changed"
            };
            audit::record(&tx, &actor, event, id.as_str(), "", now).await
        })
        .await
}

fn tree(all: &[Category]) -> Tree {
    all.iter()
        .map(|category| (category.id.clone(), category.details.parent.clone()))
        .collect()
}

async fn locked(tx: &Tx, id: &CategoryId) -> Result<(Vec<Category>, Category)> {
    let all = store::locked(tx).await?;
    let found = all.iter().find(|category| category.id == *id).cloned();
    Ok((all, found.ok_or(Error::NotFound)?))
}

/// Lets tenants choose a category and what it holds, or no longer.
pub async fn switch(ctx: &Ctx, id: Option<CategoryId>, active: bool) -> Result<CategoryId> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let id = id.ok_or(Error::NotFound)?;
    let (actor, now, switched) = (ctx.actor.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            locked(&tx, &switched).await?;
            if !store::switch(&tx, &switched, active).await? {
                return Ok(());
            }
            let event = if active {
                "repair-category.reactivated"
            } else {
                "repair-category.deactivated"
            };
            audit::record(&tx, &actor, event, switched.as_str(), "", now).await
        })
        .await?;
    Ok(id)
}

/// Deletes a category in which no other and no definition stands.
pub async fn delete(ctx: &Ctx, id: Option<CategoryId>) -> Result<()> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let id = id.ok_or(Error::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let (all, found) = locked(&tx, &id).await?;
            let holds = |category: &Category| category.details.parent.as_ref() == Some(&id);
            if found.definitions > 0 || all.iter().any(holds) {
                return Err(Error::Conflict(Conflict::CategoryInUse));
            }
            store::delete(&tx, &id).await?;
            audit::record(&tx, &actor, "repair-category.deleted", id.as_str(), "", now).await
        })
        .await
}

/// Moves a category among those that stand in the same one. Where there is no way it stays; that is no error, because
/// somebody else may have moved it.
pub async fn shift(ctx: &Ctx, id: Option<CategoryId>, way: Option<Way>) -> Result<CategoryId> {
    ctx.actor.require(Permission::RepairsSetUp)?;
    let (id, way) = id.zip(way).ok_or(Error::NotFound)?;
    let (actor, now, moving) = (ctx.actor.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            let (all, found) = locked(&tx, &moving).await?;
            let order: Vec<CategoryId> = all
                .into_iter()
                .filter(|category| category.details.parent == found.details.parent)
                .map(|category| category.id)
                .collect();
            let at = order
                .iter()
                .position(|other| *other == moving)
                .unwrap_or_default();
            let Some(moved) = way.moved(&order, at).filter(|moved| *moved != order) else {
                return Ok(());
            };
            for (position, category) in (1_i64..).zip(&moved) {
                store::place(&tx, category, position).await?;
            }
            audit::record(&tx, &actor, "repair-category.moved", moving.as_str(), "", now).await
        })
        .await?;
    Ok(id)
}
