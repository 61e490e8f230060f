//! The forms of the files' pages. Files themselves come by a way of their own, because they are large.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    drops::{ReadForm, UseForm},
    identity::factors::PressForm,
    integrations::csv::CsvFiles,
    permissions::Permission,
};
use leptos::prelude::*;
use services::{
    drops,
    integrations::{self, Draft, Secrets},
};

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

/// 'Check only' or 'Take over'.
#[server(endpoint = "console/drops/read")]
pub async fn read_drop(#[server(flatten)] form: ReadForm) -> Result<(), AppError> {
    submit(MAY, "drops", form, |ctx, _, (source, aim)| async move {
        let set = drops::ask(&ctx, ctx.mode(), source, aim).await?;
        Ok(Next::to(paths::drop_report(set.as_str())))
    })
    .await
}

/// Removes the files that were sent.
#[server(endpoint = "console/drops/discard")]
pub async fn discard_drop(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(MAY, "drops-discard", form, |ctx, _, ()| async move {
        drops::discard(&ctx, ctx.mode()).await?;
        Ok(Next::to(paths::CONSOLE_DROPS).saying("drops-discarded"))
    })
    .await
}

/// The files become the housing system.
#[server(endpoint = "console/drops/use")]
pub async fn use_drops(#[server(flatten)] form: UseForm) -> Result<(), AppError> {
    submit(MAY, "drops-use", form, |ctx, _, seen| async move {
        let draft = Draft {
            mode: ctx.mode(),
            seen,
            settings: CsvFiles {},
            secrets: Secrets::default(),
            needs: &[],
            address_box: "version",
            enabled: true,
        };
        integrations::save(&ctx, draft).await?;
        Ok(Next::to(paths::CONSOLE_DROPS).saying("drops-used"))
    })
    .await
}
