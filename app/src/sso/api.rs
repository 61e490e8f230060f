//! The forms of the settings.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    approvals::AskForm,
    permissions::Permission,
    sso::{EnableForm, SsoForm},
};
use leptos::prelude::*;
use services::{approvals::Asked, sso};

const MAY: Access = Access::Staff(Permission::SignInManage);

#[server(endpoint = "console/sso")]
pub async fn save_sso(#[server(flatten)] form: SsoForm) -> Result<(), AppError> {
    submit(MAY, "sso", form, |ctx, _, cmd| async move {
        sso::save(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_SSO).saying("sso-saved"))
    })
    .await
}

#[server(endpoint = "console/sso/enable")]
pub async fn enable_sso(#[server(flatten)] form: EnableForm) -> Result<(), AppError> {
    submit(MAY, "sso-enable", form, |ctx, _, cmd| async move {
        Ok(match sso::enable(&ctx, cmd).await? {
            Asked::Waits(id) => Next::to(paths::approval(&id)).saying("approval-asked"),
            Asked::Done(_) => Next::to(paths::CONSOLE_SSO).saying("sso-enabled-alone"),
        })
    })
    .await
}

#[server(endpoint = "console/sso/disable")]
pub async fn disable_sso(#[server(flatten)] form: AskForm) -> Result<(), AppError> {
    submit(MAY, "sso-disable", form, |ctx, _, reason| async move {
        Ok(match sso::disable(&ctx, &reason).await? {
            Asked::Waits(id) => Next::to(paths::approval(&id)).saying("approval-asked"),
            Asked::Done(_) => Next::to(paths::CONSOLE_SSO).saying("sso-disabled-alone"),
        })
    })
    .await
}
