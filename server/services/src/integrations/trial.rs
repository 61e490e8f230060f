//! 'Test', and what a system has on offer.

use super::store;
use crate::{
    audit,
    context::Ctx,
    error::Result,
    mails,
    ports::{PortError, Trouble, mail::Mail},
    random, test_system,
};
use domain::{
    integrations::{Mode, Slot},
    permissions::Permission,
};
use std::sync::Arc;

/// How a trial ended, in the words of the port.
pub type Verdict = std::result::Result<(), PortError>;

/// Uses a connection once, also one that is switched off: asks the housing system, mails whoever asks for it. A connection for
/// tests, and every one in test mode, mails the named inbox alone.
pub async fn test(ctx: &Ctx, slot: Slot, mode: Mode) -> Result<Verdict> {
    let staff = ctx.actor.require(Permission::IntegrationsManage)?;
    let verdict = match slot {
        _ if ctx.may_call(slot, mode).is_err() => ctx.may_call(slot, mode),
        Slot::Housing => match ctx.integrations.housing_to_try(mode) {
            Ok(housing) => housing.test().await,
            Err(error) => Err(error),
        },
        Slot::Mail => match mail_to_try(ctx, mode) {
            Ok(mail) => {
                let now = ctx.clock.now();
                let message =
                    mails::integration_test(&ctx.settings.get(), ctx.language, staff.email.as_str());
                mail.send(&message.into_message(&random::id(now))).await.map(drop)
            }
            Err(error) => Err(error),
        },
        Slot::Text => match ctx.integrations.text_to_try(mode) {
            Ok(text) => text.test().await,
            Err(error) => Err(error),
        },
        _ => Err(PortError::Misconfigured(Trouble::NotSetUp)),
    };
    ctx.integrations.store_health(&ctx.db).await?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let told = match &verdict {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.code().to_owned(),
    };
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "connection.tested", slot.as_str(), &told, now).await
        })
        .await?;
    Ok(verdict)
}

fn mail_to_try(ctx: &Ctx, mode: Mode) -> std::result::Result<Arc<dyn Mail>, PortError> {
    let mail = ctx.integrations.mail_to_try(mode)?;
    if mode == Mode::Test || ctx.mode() == Mode::Test {
        return test_system::to_the_inbox(&ctx.settings.get(), mail);
    }
    Ok(mail)
}

/// Asks the housing system for its companies and keeps them with the connection, so that its page shows them without
/// asking again.
pub async fn load_companies(ctx: &Ctx, mode: Mode) -> Result<Verdict> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let Some(newest) = store::newest(&ctx.db, Slot::Housing, mode).await? else {
        return Ok(Err(PortError::Misconfigured(Trouble::NotSetUp)));
    };
    if let Err(error) = ctx.may_call(Slot::Housing, mode) {
        return Ok(Err(error));
    }
    let companies = match ctx.integrations.housing_to_try(mode) {
        Ok(housing) => housing.companies().await,
        Err(error) => Err(error),
    };
    ctx.integrations.store_health(&ctx.db).await?;
    let companies = match companies {
        Ok(companies) => companies,
        Err(error) => return Ok(Err(error)),
    };
    let found: Vec<(String, String)> = companies
        .into_iter()
        .map(|company| (company.code, company.description))
        .collect();
    let found = serde_json::to_string(&found)?;
    ctx.db
        .tx(move |tx| async move { store::keep_found(&tx, Slot::Housing, mode, newest.version, &found).await })
        .await?;
    Ok(Ok(()))
}
