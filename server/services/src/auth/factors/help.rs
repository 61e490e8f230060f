//! Help for those who lost their second steps: staff check who they are and remove the steps. Nobody ever sees or sets a
//! secret of somebody else (SEC-O14).

use super::{Change, Factors, forget_second_steps, list_of, shut_out, store};
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    mails,
};
use domain::{
    administrators::{Member, Role},
    identity::{
        Plane,
        factors::{Help, Helped},
    },
    ids::StaffId,
    permissions::{Permission, Permissions},
};

/// For this long after help money, documents and contact details are closed to a customer, in seconds (SEC-A14).
const LIMITED_SECS: i64 = 72 * 3600;

/// Somebody who may need help, as staff see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helping {
    pub name: String,
    pub email: String,
    pub factors: Factors,
}

/// A member of staff as the rules about administrators see one.
fn member(account: &store::Account) -> Result<Member> {
    Ok(Member {
        id: StaffId::parse(&account.id).ok_or_else(|| Error::stored("a staff id"))?,
        role: Role::parse(&account.role).ok_or_else(|| Error::stored("a role"))?,
        holds: Permissions::of_role(&account.role, &account.role_permissions),
    })
}

/// Whom a member of staff may help in a plane: customers, or colleagues whose account they may change. That leaves out
/// everybody who may do more than they, and the owners unless an owner helps.
async fn helped(ctx: &Ctx, plane: Plane, account: &Helped) -> Result<store::Account> {
    let (staff, id) = match plane {
        Plane::Portal => {
            let staff = ctx.actor.require(Permission::CustomersManage)?;
            (staff, account.customer().map(|id| id.to_string()))
        }
        Plane::Console => {
            let staff = ctx.actor.require(Permission::AdministratorsManage)?;
            (staff, account.staff().map(|id| id.to_string()))
        }
    };
    let id = id.ok_or(Error::NotFound)?;
    let found = store::account(&ctx.db, plane, &id)
        .await?
        .ok_or(Error::NotFound)?;
    if plane == Plane::Console {
        let helper = store::account(&ctx.db, plane, staff.id.as_str())
            .await?
            .ok_or(Error::SignIn)?;
        member(&helper)?
            .may_touch(&member(&found)?)
            .map_err(|_| Error::Denied)?;
    }
    Ok(found)
}

/// What somebody holds, for staff who help them.
pub async fn help_with_sign_in(ctx: &Ctx, plane: Plane, account: &Helped) -> Result<Helping> {
    let found = helped(ctx, plane, account).await?;
    Ok(Helping {
        factors: list_of(ctx, plane, &found.id).await?,
        name: found.name,
        email: found.email,
    })
}

/// Removes everything that somebody holds besides their mailbox, and ends their sessions. They are told, and a customer
/// is limited for three days: whoever fooled staff gains little.
pub async fn remove_second_steps(ctx: &Ctx, plane: Plane, cmd: Help) -> Result<()> {
    let found = helped(ctx, plane, &cmd.account).await?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let change = Change::by(ctx);
    ctx.db
        .tx(move |tx| async move {
            store::lock_account(&tx, plane, &found.id).await?;
            forget_second_steps(&tx, plane, &found.id).await?;
            shut_out(&tx, plane, &found.id).await?;
            if plane == Plane::Portal {
                store::limit(&tx, &found.id, now.plus_secs(LIMITED_SECS)).await?;
            }
            audit::record(
                &tx,
                &change.actor,
                "second-steps.removed",
                &found.id,
                cmd.reason.as_str(),
                now,
            )
            .await?;
            change
                .mail(&tx, plane, &found.id, mails::second_steps_removed)
                .await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}
