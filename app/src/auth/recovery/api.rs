//! The doorways around a password, one for each plane.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, submit, submit_from},
};
use domain::identity::{AskResetForm, ChangePasswordForm, ChoosePasswordForm, ItIsMeForm, Plane, ProveForm};
use leptos::prelude::*;
use services::{
    auth::{self, SignedIn},
    error::{Conflict, Error},
};

#[server(endpoint = "portal/reset/ask")]
pub async fn ask_reset(#[server(flatten)] form: AskResetForm) -> Result<(), AppError> {
    ask(Plane::Portal, form).await
}

#[server(endpoint = "console/reset/ask")]
pub async fn staff_ask_reset(#[server(flatten)] form: AskResetForm) -> Result<(), AppError> {
    ask(Plane::Console, form).await
}

async fn ask(plane: Plane, form: AskResetForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(plane),
        "ask-reset",
        form,
        |_, request, email| async move {
            auth::ask_for_reset(&request.platform, plane, email, &request.browser).await?;
            Ok(Next::to(paths::reset_asked(plane)))
        },
    )
    .await
}

#[server(endpoint = "portal/reset/choose")]
pub async fn choose_password(#[server(flatten)] form: ChoosePasswordForm) -> Result<(), AppError> {
    choose(Plane::Portal, form).await
}

#[server(endpoint = "console/reset/choose")]
pub async fn staff_choose_password(#[server(flatten)] form: ChoosePasswordForm) -> Result<(), AppError> {
    choose(Plane::Console, form).await
}

async fn choose(plane: Plane, form: ChoosePasswordForm) -> Result<(), AppError> {
    let page = paths::reset(plane, &form.token);
    submit_from(
        Access::Anyone(plane),
        "choose-password",
        Some(page),
        form,
        |_, request, cmd| async move {
            auth::choose_password(&request.platform, plane, cmd, &request.browser).await?;
            let cookies = Cookies(request.cookies);
            Ok(Next::to(paths::sign_in(plane))
                .saying("password-set")
                .with_cookie(cookies.clear(&cookies.session(plane)))
                .with_cookie(cookies.clear(&cookies.device(plane))))
        },
    )
    .await
}

#[server(endpoint = "portal/it-is-me")]
pub async fn it_is_me(#[server(flatten)] form: ItIsMeForm) -> Result<(), AppError> {
    known(Plane::Portal, form).await
}

#[server(endpoint = "console/it-is-me")]
pub async fn staff_it_is_me(#[server(flatten)] form: ItIsMeForm) -> Result<(), AppError> {
    known(Plane::Console, form).await
}

async fn known(plane: Plane, form: ItIsMeForm) -> Result<(), AppError> {
    let page = paths::it_is_me(plane, &form.token);
    submit_from(
        Access::Anyone(plane),
        "it-is-me",
        Some(page),
        form,
        |_, request, token| async move {
            if !auth::it_is_me(&request.platform, plane, token, &request.browser).await? {
                return Err(Error::Conflict(Conflict::UnknownDevice));
            }
            Ok(Next::to(paths::sign_in(plane)).saying("wait-lifted"))
        },
    )
    .await
}

#[server(endpoint = "portal/prove")]
pub async fn prove(#[server(flatten)] form: ProveForm) -> Result<(), AppError> {
    show(Plane::Portal, form).await
}

#[server(endpoint = "console/prove")]
pub async fn staff_prove(#[server(flatten)] form: ProveForm) -> Result<(), AppError> {
    show(Plane::Console, form).await
}

async fn show(plane: Plane, form: ProveForm) -> Result<(), AppError> {
    submit(
        Access::own(plane),
        "prove",
        form,
        |ctx, request, cmd| async move {
            let (next, tokens) = match auth::prove(&ctx, &cmd.password, &request.browser).await? {
                SignedIn::Fully(tokens) => (Next::to_local(&cmd.next, paths::first(plane)), tokens),
                SignedIn::Half(tokens) => {
                    let on = paths::local(&cmd.next).unwrap_or_default();
                    (Next::to(paths::with_next(paths::sign_in_code(plane), on)), tokens)
                }
            };
            Ok(next.with_cookie(Cookies(request.cookies).set_session(plane, &tokens.session)))
        },
    )
    .await
}

#[server(endpoint = "portal/password")]
pub async fn change_password(#[server(flatten)] form: ChangePasswordForm) -> Result<(), AppError> {
    change(Plane::Portal, form).await
}

#[server(endpoint = "console/password")]
pub async fn staff_change_password(#[server(flatten)] form: ChangePasswordForm) -> Result<(), AppError> {
    change(Plane::Console, form).await
}

async fn change(plane: Plane, form: ChangePasswordForm) -> Result<(), AppError> {
    submit(
        Access::own(plane),
        "change-password",
        form,
        |ctx, _, password| async move {
            auth::change_password(&ctx, &password).await?;
            Ok(Next::to(paths::password(plane)).saying("password-changed"))
        },
    )
    .await
}
