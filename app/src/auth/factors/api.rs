//! The doorways of the second step and of passkeys. One for each plane: their cookies never mix.

use super::super::api::entered;
use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, answer_script, half_session, submit},
};
use domain::identity::{
    Plane,
    factors::{AppCodeForm, PasskeyForm, RecoveryForm},
};
use leptos::prelude::*;
use services::auth::factors;

#[server(endpoint = "portal/second-step/app")]
pub async fn enter_app_code(#[server(flatten)] form: AppCodeForm) -> Result<(), AppError> {
    app_code(Plane::Portal, form).await
}

#[server(endpoint = "console/second-step/app")]
pub async fn staff_enter_app_code(#[server(flatten)] form: AppCodeForm) -> Result<(), AppError> {
    app_code(Plane::Console, form).await
}

async fn app_code(plane: Plane, form: AppCodeForm) -> Result<(), AppError> {
    submit(
        Access::HalfSignedIn(plane),
        "app-code",
        form,
        |_, request, cmd| async move {
            let (half, next) = (half_session(&request)?, cmd.next.clone());
            let signed_in =
                factors::check_app_code(&request.platform, plane, &half, cmd, &request.browser).await?;
            entered(plane, &request, signed_in, &next)
        },
    )
    .await
}

#[server(endpoint = "portal/second-step/recovery")]
pub async fn enter_recovery_code(#[server(flatten)] form: RecoveryForm) -> Result<(), AppError> {
    recovery_code(Plane::Portal, form).await
}

#[server(endpoint = "console/second-step/recovery")]
pub async fn staff_enter_recovery_code(#[server(flatten)] form: RecoveryForm) -> Result<(), AppError> {
    recovery_code(Plane::Console, form).await
}

async fn recovery_code(plane: Plane, form: RecoveryForm) -> Result<(), AppError> {
    submit(
        Access::HalfSignedIn(plane),
        "recovery-code",
        form,
        |_, request, cmd| async move {
            let (half, next) = (half_session(&request)?, cmd.next.clone());
            let signed_in =
                factors::check_recovery_code(&request.platform, plane, &half, cmd, &request.browser).await?;
            entered(plane, &request, signed_in, &next)
        },
    )
    .await
}

#[server(endpoint = "portal/second-step/passkey-start")]
pub async fn start_second_passkey() -> Result<String, AppError> {
    second_challenge(Plane::Portal).await
}

#[server(endpoint = "console/second-step/passkey-start")]
pub async fn staff_start_second_passkey() -> Result<String, AppError> {
    second_challenge(Plane::Console).await
}

async fn second_challenge(plane: Plane) -> Result<String, AppError> {
    answer_script(Access::HalfSignedIn(plane), |_, request| async move {
        let half = half_session(&request)?;
        let challenge =
            factors::start_second_passkey(&request.platform, plane, &half, &request.browser).await?;
        let cookie = Cookies(request.cookies).set_challenge(plane, &challenge.token);
        Ok((challenge.options, cookie))
    })
    .await
}

#[server(endpoint = "portal/second-step/passkey")]
pub async fn answer_second_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    second_passkey(Plane::Portal, form).await
}

#[server(endpoint = "console/second-step/passkey")]
pub async fn staff_answer_second_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    second_passkey(Plane::Console, form).await
}

async fn second_passkey(plane: Plane, form: PasskeyForm) -> Result<(), AppError> {
    submit(
        Access::HalfSignedIn(plane),
        "passkey",
        form,
        |_, request, cmd| async move {
            let (half, next) = (half_session(&request)?, cmd.next.clone());
            let signed_in =
                factors::check_passkey(&request.platform, plane, &half, cmd, &request.browser).await?;
            entered(plane, &request, signed_in, &next)
        },
    )
    .await
}

#[server(endpoint = "portal/passkey-sign-in-start")]
pub async fn start_passkey_sign_in() -> Result<String, AppError> {
    sign_in_challenge(Plane::Portal).await
}

#[server(endpoint = "console/passkey-sign-in-start")]
pub async fn staff_start_passkey_sign_in() -> Result<String, AppError> {
    sign_in_challenge(Plane::Console).await
}

async fn sign_in_challenge(plane: Plane) -> Result<String, AppError> {
    answer_script(Access::Anyone(plane), |_, request| async move {
        let challenge = factors::start_passkey_sign_in(&request.platform, plane, &request.browser).await?;
        let cookie = Cookies(request.cookies).set_challenge(plane, &challenge.token);
        Ok((challenge.options, cookie))
    })
    .await
}

#[server(endpoint = "portal/passkey-sign-in")]
pub async fn sign_in_with_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey_sign_in(Plane::Portal, form).await
}

#[server(endpoint = "console/passkey-sign-in")]
pub async fn staff_sign_in_with_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey_sign_in(Plane::Console, form).await
}

async fn passkey_sign_in(plane: Plane, form: PasskeyForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(plane),
        "passkey",
        form,
        |_, request, cmd| async move {
            let next = cmd.next.clone();
            let signed_in =
                factors::sign_in_with_passkey(&request.platform, plane, cmd, &request.browser).await?;
            entered(plane, &request, signed_in, &next)
        },
    )
    .await
}

#[server(endpoint = "portal/prove/passkey-start")]
pub async fn start_passkey_proof() -> Result<String, AppError> {
    proof_challenge(Plane::Portal).await
}

#[server(endpoint = "console/prove/passkey-start")]
pub async fn staff_start_passkey_proof() -> Result<String, AppError> {
    proof_challenge(Plane::Console).await
}

async fn proof_challenge(plane: Plane) -> Result<String, AppError> {
    answer_script(Access::own(plane), |ctx, request| async move {
        let challenge = factors::start_proving_with_passkey(&ctx, &request.browser).await?;
        let cookie = Cookies(request.cookies).set_challenge(plane, &challenge.token);
        Ok((challenge.options, cookie))
    })
    .await
}

#[server(endpoint = "portal/prove/passkey")]
pub async fn prove_with_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey_proof(Plane::Portal, form).await
}

#[server(endpoint = "console/prove/passkey")]
pub async fn staff_prove_with_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), AppError> {
    passkey_proof(Plane::Console, form).await
}

async fn passkey_proof(plane: Plane, form: PasskeyForm) -> Result<(), AppError> {
    submit(
        Access::own(plane),
        "passkey",
        form,
        |ctx, request, cmd| async move {
            let next = cmd.next.clone();
            let tokens = factors::prove_with_passkey(&ctx, cmd, &request.browser).await?;
            Ok(Next::to_local(&next, paths::first(plane))
                .with_cookie(Cookies(request.cookies).set_session(plane, &tokens.session)))
        },
    )
    .await
}
