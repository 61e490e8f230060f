//! The forms of the settings.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    identity::factors::PressForm,
    permissions::Permission,
    sso::{EnableForm, SsoForm},
};
use leptos::prelude::*;
use services::sso;

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
    submit(MAY, "sso-enable", form, |ctx, _, version| async move {
        sso::enable(&ctx, version).await?;
        Ok(Next::to(paths::CONSOLE_SSO).saying("sso-enabled"))
    })
    .await
}

#[server(endpoint = "console/sso/disable")]
pub async fn disable_sso(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(MAY, "sso-disable", form, |ctx, _, ()| async move {
        sso::disable(&ctx).await?;
        Ok(Next::to(paths::CONSOLE_SSO).saying("sso-disabled"))
    })
    .await
}
