//! Who works here and with which role (product U1, U2).

mod first;
mod people;
mod roles;
mod store;

pub use crate::auth::links::INVITATION_SECS;
pub use first::invite_owner;
pub use people::{
    After, Found, PAGE_SIZE, Standing, add, change, delete, invite_again, list, may_add, one, outside,
};
pub use roles::{Holders, RoleChoice, choices, holders, keep, may_make, own, own_one, remove};
pub use store::{Administrator, OwnRole};

use crate::{
    context::{Actor, Ctx},
    db::Tx,
    error::{Conflict, Error, Result},
};
use domain::{
    administrators::{Member, Refusal, Role},
    ids::StaffId,
    permissions::{Permission, Permissions},
};

impl Administrator {
    /// What the role allows.
    pub fn holds(&self) -> Permissions {
        Permissions::of_role(&self.role, &self.role_permissions)
    }

    fn member(&self) -> Result<Member> {
        Ok(Member {
            id: StaffId::parse(&self.id).ok_or_else(|| Error::stored("a staff id"))?,
            role: Role::parse(&self.role).ok_or_else(|| Error::stored("a role"))?,
            holds: self.holds(),
        })
    }
}

impl OwnRole {
    pub fn allows(&self) -> Permissions {
        Permissions::parse(&self.permissions)
    }
}

fn refused(refusal: Refusal) -> Error {
    Error::Conflict(match refusal {
        Refusal::Yourself => Conflict::OwnAccount,
        Refusal::MoreThanYours => Conflict::MoreThanYours,
        Refusal::LastOwner => Conflict::LastOwner,
        Refusal::InUse => Conflict::RoleInUse,
    })
}

/// Takes the lock and reads who asks anew: what they were when the page was shown may no longer be so.
async fn asking(tx: &Tx, actor: &Actor, needs: Permission) -> Result<Member> {
    let Actor::Staff(staff) = actor else {
        return Err(Error::Denied);
    };
    store::lock(tx).await?;
    let member = store::locked(tx, &staff.id)
        .await?
        .ok_or(Error::SignIn)?
        .member()?;
    if member.holds.contains(needs) {
        Ok(member)
    } else {
        Err(Error::Denied)
    }
}

/// Who asks, as the rules see them.
async fn myself(ctx: &Ctx) -> Result<Member> {
    let Actor::Staff(staff) = &ctx.actor else {
        return Err(Error::Denied);
    };
    store::one(&ctx.db, &staff.id)
        .await?
        .ok_or(Error::SignIn)?
        .member()
}

/// May ask, and has proved a short while ago who they are (SEC-A12).
fn may(ctx: &Ctx, needs: Permission) -> Result<()> {
    ctx.actor.require(needs)?;
    ctx.actor.require_fresh(ctx.clock.now())
}
