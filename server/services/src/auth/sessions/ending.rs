//! Ending sessions: one's own, or those of somebody who asked us to. What is ended is over on every node at once, for every
//! request looks its row up (SEC-S6).

use super::own::Whose;
use crate::{
    audit,
    auth::store,
    context::Ctx,
    error::{Error, Result},
};
use domain::{
    identity::Plane,
    ids::{CustomerId, DeviceId, SessionId, StaffId},
    permissions::Permission,
};

/// Ends one of one's own other sessions, and forgets its device. One that has ended already is as good.
pub async fn end_session(ctx: &Ctx, session: &SessionId) -> Result<()> {
    let whose = Whose::of(&ctx.actor)?;
    let (actor, session, now) = (ctx.actor.clone(), session.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let Whose { plane, account, .. } = &whose;
            if store::end_named_session(&tx, *plane, account, session.as_str()).await? {
                audit::record(&tx, &actor, "session.ended", account, "from-another-device", now).await?;
            }
            Ok(())
        })
        .await
}

/// Asks for the code again on one of one's own devices.
pub async fn forget_device(ctx: &Ctx, device: &DeviceId) -> Result<()> {
    let whose = Whose::of(&ctx.actor)?;
    let (actor, device, now) = (ctx.actor.clone(), device.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let Whose { plane, account, .. } = &whose;
            if store::forget_named_device(&tx, *plane, account, device.as_str()).await? {
                audit::record(&tx, &actor, "device.forgotten", account, plane.as_str(), now).await?;
            }
            Ok(())
        })
        .await
}

/// 'Sign out everywhere else'.
pub async fn end_other_sessions(ctx: &Ctx) -> Result<()> {
    let whose = Whose::of(&ctx.actor)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let Whose {
                plane,
                account,
                session,
            } = &whose;
            store::forget_other_devices(&tx, *plane, account, session).await?;
            store::end_other_sessions(&tx, *plane, account, session).await?;
            audit::record(&tx, &actor, "sessions.ended", account, "all-others", now).await
        })
        .await
}

/// Whose sessions staff end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    Customer(CustomerId),
    Staff(StaffId),
}

impl Account {
    const fn plane(&self) -> Plane {
        match self {
            Self::Customer(_) => Plane::Portal,
            Self::Staff(_) => Plane::Console,
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Customer(id) => id.as_str(),
            Self::Staff(id) => id.as_str(),
        }
    }
}

/// Staff sign somebody out everywhere, for example because they lost their phone. Their devices are asked for a code again.
pub async fn end_all_sessions(ctx: &Ctx, whose: &Account) -> Result<()> {
    ctx.actor.require(match whose {
        Account::Customer(_) => Permission::CustomersManage,
        Account::Staff(_) => Permission::AdministratorsManage,
    })?;
    if store::own_account(&ctx.db, whose.plane(), whose.id())
        .await?
        .is_none()
    {
        return Err(Error::NotFound);
    }
    let (actor, whose, now) = (ctx.actor.clone(), whose.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            store::forget_other_devices(&tx, whose.plane(), whose.id(), "").await?;
            store::end_other_sessions(&tx, whose.plane(), whose.id(), "").await?;
            audit::record(&tx, &actor, "sessions.ended", whose.id(), "all", now).await
        })
        .await
}
