//! The doorways of signing in. One for each plane: their cookies never mix.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, RequestContext, half_session, submit},
};
use domain::identity::{CodeForm, NextForm, Plane, SignInForm, factors::Way};
use leptos::prelude::*;
use services::{
    auth::{self, NewTokens, SignedIn},
    error::Error,
};

#[server(endpoint = "portal/sign-in")]
pub async fn sign_in(#[server(flatten)] form: SignInForm) -> Result<(), AppError> {
    begin(Plane::Portal, form).await
}

#[server(endpoint = "console/sign-in")]
pub async fn staff_sign_in(#[server(flatten)] form: SignInForm) -> Result<(), AppError> {
    begin(Plane::Console, form).await
}

async fn begin(plane: Plane, form: SignInForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(plane),
        "sign-in",
        form,
        |_, request, cmd| async move {
            let next = cmd.next.clone();
            Ok(
                match auth::sign_in(&request.platform, plane, cmd, &request.browser).await? {
                    SignedIn::Fully(tokens) => enter(plane, &request, &tokens, &next),
                    SignedIn::Half(tokens) => {
                        let code_page = paths::with_next(
                            paths::sign_in_code(plane),
                            paths::local(&next).unwrap_or_default(),
                        );
                        Next::to(code_page)
                            .with_cookie(Cookies(request.cookies).set_session(plane, &tokens.session))
                    }
                },
            )
        },
    )
    .await
}

fn enter(plane: Plane, request: &RequestContext, tokens: &NewTokens, next: &str) -> Next {
    let cookies = Cookies(request.cookies);
    let mut on =
        Next::to_local(next, paths::first(plane)).with_cookie(cookies.set_session(plane, &tokens.session));
    if let Some(device) = &tokens.device {
        on = on.with_cookie(cookies.set_device(plane, device));
    }
    on
}

/// Where a second step that was right leads.
pub(super) fn entered(
    plane: Plane,
    request: &RequestContext,
    signed_in: SignedIn,
    next: &str,
) -> Result<Next, Error> {
    match signed_in {
        SignedIn::Fully(tokens) => Ok(enter(plane, request, &tokens, next)),
        SignedIn::Half(_) => Err(Error::SignIn),
    }
}

#[server(endpoint = "portal/code")]
pub async fn enter_code(#[server(flatten)] form: CodeForm) -> Result<(), AppError> {
    check(Plane::Portal, form).await
}

#[server(endpoint = "console/code")]
pub async fn staff_enter_code(#[server(flatten)] form: CodeForm) -> Result<(), AppError> {
    check(Plane::Console, form).await
}

async fn check(plane: Plane, form: CodeForm) -> Result<(), AppError> {
    submit(
        Access::HalfSignedIn(plane),
        "code",
        form,
        |_, request, cmd| async move {
            let half = half_session(&request)?;
            let next = cmd.next.clone();
            let signed_in = auth::check_code(&request.platform, plane, &half, cmd, &request.browser).await?;
            entered(plane, &request, signed_in, &next)
        },
    )
    .await
}

#[server(endpoint = "portal/resend-code")]
pub async fn resend_code(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    resend(Plane::Portal, form).await
}

#[server(endpoint = "console/resend-code")]
pub async fn staff_resend_code(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    resend(Plane::Console, form).await
}

async fn resend(plane: Plane, form: NextForm) -> Result<(), AppError> {
    submit(
        Access::HalfSignedIn(plane),
        "resend-code",
        form,
        |_, request, next| async move {
            auth::resend_code(
                &request.platform,
                plane,
                &half_session(&request)?,
                &request.browser,
            )
            .await?;
            Ok(Next::to(paths::second_step(plane, Way::Email, &next)).saying("code-sent"))
        },
    )
    .await
}

#[server(endpoint = "portal/sign-out")]
pub async fn sign_out(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    leave(Plane::Portal, form).await
}

#[server(endpoint = "console/sign-out")]
pub async fn staff_sign_out(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    leave(Plane::Console, form).await
}

async fn leave(plane: Plane, form: NextForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(plane),
        "sign-out",
        form,
        |_, request, _| async move {
            auth::sign_out(&request.platform, plane, &request.browser).await?;
            let cookies = Cookies(request.cookies);
            Ok(Next::to(paths::sign_in(plane))
                .saying("signed-out")
                .with_cookie(cookies.clear(&cookies.session(plane)))
                .with_cookie(cookies.clear(&cookies.device(plane)))
                .with_header("clear-site-data", "\"cache\""))
        },
    )
    .await
}
