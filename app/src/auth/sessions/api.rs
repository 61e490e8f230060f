//! The doorways of devices and sessions.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::identity::{
    NextForm, Plane,
    sessions::{EndSessionForm, ForgetDeviceForm},
};
use leptos::prelude::*;
use services::auth;

#[server(endpoint = "portal/sessions/end")]
pub async fn end_session(#[server(flatten)] form: EndSessionForm) -> Result<(), AppError> {
    end(Plane::Portal, form).await
}

#[server(endpoint = "console/sessions/end")]
pub async fn staff_end_session(#[server(flatten)] form: EndSessionForm) -> Result<(), AppError> {
    end(Plane::Console, form).await
}

async fn end(plane: Plane, form: EndSessionForm) -> Result<(), AppError> {
    submit(
        Access::own(plane),
        "session-end",
        form,
        |ctx, _, session| async move {
            auth::end_session(&ctx, &session).await?;
            Ok(Next::to(paths::sessions(plane)).saying("session-ended"))
        },
    )
    .await
}

#[server(endpoint = "portal/sessions/end-others")]
pub async fn end_other_sessions(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    end_others(Plane::Portal, form).await
}

#[server(endpoint = "console/sessions/end-others")]
pub async fn staff_end_other_sessions(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    end_others(Plane::Console, form).await
}

async fn end_others(plane: Plane, form: NextForm) -> Result<(), AppError> {
    submit(Access::own(plane), "sessions-end", form, |ctx, _, _| async move {
        auth::end_other_sessions(&ctx).await?;
        Ok(Next::to(paths::sessions(plane)).saying("sessions-ended"))
    })
    .await
}

#[server(endpoint = "portal/sessions/forget-device")]
pub async fn forget_device(#[server(flatten)] form: ForgetDeviceForm) -> Result<(), AppError> {
    forget(Plane::Portal, form).await
}

#[server(endpoint = "console/sessions/forget-device")]
pub async fn staff_forget_device(#[server(flatten)] form: ForgetDeviceForm) -> Result<(), AppError> {
    forget(Plane::Console, form).await
}

async fn forget(plane: Plane, form: ForgetDeviceForm) -> Result<(), AppError> {
    submit(
        Access::own(plane),
        "device-forget",
        form,
        |ctx, _, device| async move {
            auth::forget_device(&ctx, &device).await?;
            Ok(Next::to(paths::sessions(plane)).saying("device-forgotten"))
        },
    )
    .await
}

#[server(endpoint = "portal/stay")]
pub async fn stay(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    stay_signed_in(Plane::Portal, form).await
}

#[server(endpoint = "console/stay")]
pub async fn staff_stay(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    stay_signed_in(Plane::Console, form).await
}

/// Every request that a person makes lets the session last longer; this one does nothing else.
async fn stay_signed_in(plane: Plane, form: NextForm) -> Result<(), AppError> {
    submit(Access::own(plane), "stay", form, |_, _, next| async move {
        Ok(Next::to_local(&next, paths::first(plane)))
    })
    .await
}
