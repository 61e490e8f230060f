//! The doorways to one's own second steps. One for each plane.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, answer_script, submit},
};
use domain::identity::{
    Plane,
    factors::{ConfirmAppForm, PasskeyForm, PressForm, RemoveForm, RenameForm},
};
use leptos::prelude::*;
use services::auth::factors;

#[server(endpoint = "portal/factors/app-start")]
pub async fn start_app(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    app_start(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/app-start")]
pub async fn staff_start_app(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    app_start(Plane::Console, form).await
}

async fn app_start(plane: Plane, form: PressForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "app-start",
        form,
        |ctx, _, ()| async move {
            factors::start_app(&ctx).await?;
            Ok(Next::to(paths::factors_app(plane)))
        },
    )
    .await
}

#[server(endpoint = "portal/factors/app")]
pub async fn confirm_app(#[server(flatten)] form: ConfirmAppForm) -> Result<(), AppError> {
    app(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/app")]
pub async fn staff_confirm_app(#[server(flatten)] form: ConfirmAppForm) -> Result<(), AppError> {
    app(Plane::Console, form).await
}

async fn app(plane: Plane, form: ConfirmAppForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "app",
        form,
        |ctx, _, cmd| async move {
            factors::confirm_app(&ctx, cmd).await?;
            Ok(Next::to(after_adding(plane, &factors::factors(&ctx).await?)).saying("app-added"))
        },
    )
    .await
}

/// Whoever has no recovery codes is asked to make some next.
fn after_adding(plane: Plane, held: &factors::Factors) -> String {
    if held.codes_left == 0 {
        paths::factors_codes(plane)
    } else {
        paths::factors(plane).to_owned()
    }
}

#[server(endpoint = "portal/factors/passkey-start")]
pub async fn start_passkey() -> Result<String, AppError> {
    passkey_start(Plane::Portal).await
}

#[server(endpoint = "console/factors/passkey-start")]
pub async fn staff_start_passkey() -> Result<String, AppError> {
    passkey_start(Plane::Console).await
}

async fn passkey_start(plane: Plane) -> Result<String, AppError> {
    answer_script(Access::change_factors(plane), |ctx, request| async move {
        let challenge = factors::start_adding_passkey(&ctx, &request.browser).await?;
        let cookie = Cookies(request.cookies).set_challenge(plane, &challenge.token);
        Ok((challenge.options, cookie))
    })
    .await
}

#[server(endpoint = "portal/factors/passkey")]
pub async fn add_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/passkey")]
pub async fn staff_add_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey(Plane::Console, form).await
}

async fn passkey(plane: Plane, form: PasskeyForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "passkey",
        form,
        |ctx, request, cmd| async move {
            factors::add_passkey(&ctx, cmd, &request.browser).await?;
            Ok(Next::to(after_adding(plane, &factors::factors(&ctx).await?)).saying("passkey-added"))
        },
    )
    .await
}

#[server(endpoint = "portal/factors/codes-start")]
pub async fn start_codes(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    codes_start(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/codes-start")]
pub async fn staff_start_codes(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    codes_start(Plane::Console, form).await
}

async fn codes_start(plane: Plane, form: PressForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "codes-start",
        form,
        |ctx, _, ()| async move {
            factors::start_recovery_codes(&ctx).await?;
            Ok(Next::to(paths::factors_codes(plane)))
        },
    )
    .await
}

#[server(endpoint = "portal/factors/codes")]
pub async fn keep_codes(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    codes(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/codes")]
pub async fn staff_keep_codes(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    codes(Plane::Console, form).await
}

async fn codes(plane: Plane, form: PressForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "codes",
        form,
        |ctx, _, ()| async move {
            factors::keep_recovery_codes(&ctx).await?;
            Ok(Next::to(paths::factors(plane)).saying("codes-kept"))
        },
    )
    .await
}

#[server(endpoint = "portal/factors/name")]
pub async fn rename_factor(#[server(flatten)] form: RenameForm) -> Result<(), AppError> {
    rename(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/name")]
pub async fn staff_rename_factor(#[server(flatten)] form: RenameForm) -> Result<(), AppError> {
    rename(Plane::Console, form).await
}

async fn rename(plane: Plane, form: RenameForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "factor-name",
        form,
        |ctx, _, cmd| async move {
            factors::rename(&ctx, cmd).await?;
            Ok(Next::to(paths::factors(plane)).saying("factor-renamed"))
        },
    )
    .await
}

#[server(endpoint = "portal/factors/removal")]
pub async fn remove_factor(#[server(flatten)] form: RemoveForm) -> Result<(), AppError> {
    remove(Plane::Portal, form).await
}

#[server(endpoint = "console/factors/removal")]
pub async fn staff_remove_factor(#[server(flatten)] form: RemoveForm) -> Result<(), AppError> {
    remove(Plane::Console, form).await
}

async fn remove(plane: Plane, form: RemoveForm) -> Result<(), AppError> {
    submit(
        Access::change_factors(plane),
        "factor-removal",
        form,
        |ctx, _, factor| async move {
            factors::remove(&ctx, factor).await?;
            Ok(Next::to(paths::factors(plane)).saying("factor-removed"))
        },
    )
    .await
}
