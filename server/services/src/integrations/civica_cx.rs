//! The settings of Civica Cx (product I2), and how its record is shown (R8 and R9).

use super::{Draft, Secrets, Verdict, approve_hosts, current, load_companies, save};
use crate::{
    context::Ctx,
    error::{Error, Result},
    settings,
};
use domain::{
    forms::{Code, FormErrors},
    integrations::{
        Slot, VendorSettings,
        civica_cx::{CivicaCx, SaveCivicaCx, SaveRecord},
    },
    permissions::Permission,
};

/// Saves the connection and loads the companies. What is saved stays, however the loading ends.
pub async fn save_civica_cx(ctx: &Ctx, cmd: SaveCivicaCx) -> Result<Verdict> {
    let mode = cmd.mode;
    let stored = current(ctx, Slot::Housing, mode).await?;
    let mut settings = cmd.settings;
    // Another place or user has other companies.
    let same = stored.filter(|stored| {
        stored
            .settings::<CivicaCx>()
            .is_some_and(|old| old.goes_to() == settings.goes_to())
    });
    match same {
        None => settings.company = String::new(),
        Some(stored) => {
            let is_offered = settings.company.is_empty()
                || stored.found.iter().any(|(code, _)| *code == settings.company)
                || stored
                    .settings::<CivicaCx>()
                    .is_some_and(|old| old.company == settings.company);
            if !is_offered {
                return Err(Error::Form(FormErrors::one("company", Code::NotOffered)));
            }
        }
    }
    if cmd.approve_host {
        approve_hosts(ctx, &settings).await?;
    }
    let secrets = cmd.password.map_or_else(Secrets::default, |password| {
        Secrets::one(CivicaCx::PASSWORD, password.into())
    });
    let draft = Draft {
        mode,
        seen: cmd.seen,
        settings,
        secrets,
        needs: &[(CivicaCx::PASSWORD, "api_password")],
        address_box: "api_url",
        enabled: cmd.enabled,
    };
    save(ctx, draft).await?;
    if cmd.enabled {
        load_companies(ctx, mode).await
    } else {
        Ok(Ok(()))
    }
}

/// Saves how the landlord's record is shown.
pub async fn save_record(ctx: &Ctx, cmd: SaveRecord) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    settings::change(ctx, "landlord-record", move |settings| {
        settings.repairs_start = cmd.repairs_start;
        settings.customers_can_cancel = cmd.can_cancel;
        settings.cancel_notice_days = cmd.notice_days;
    })
    .await
}
