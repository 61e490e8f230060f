//! The doorways of Credential Manager.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    credentials::{Badge, CredentialForm, CredentialPress},
    permissions::Permission,
};
use leptos::prelude::*;
use services::{credentials, error::Error};

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

#[server(endpoint = "console/credentials/keep")]
pub async fn keep_credential(#[server(flatten)] form: CredentialForm) -> Result<(), AppError> {
    submit(MAY, "credential", form, |ctx, _, cmd| async move {
        let (id, badge) = credentials::keep(&ctx, cmd).await?;
        let notice = match badge {
            Badge::Connected => "credential-connected",
            Badge::ConsentRequired | Badge::UpdateRequired => "credential-saved",
        };
        Ok(Next::to(paths::credential(&id)).saying(notice))
    })
    .await
}

#[server(endpoint = "console/credentials/check")]
pub async fn check_credential(#[server(flatten)] form: CredentialPress) -> Result<(), AppError> {
    submit(MAY, "credential-check", form, |ctx, _, id| async move {
        let id = id.ok_or(Error::NotFound)?;
        let next = Next::to(paths::credential(&id));
        // What is missing stands on the page.
        Ok(match credentials::check(&ctx, &id).await? {
            Badge::Connected => next.saying("credential-connected"),
            Badge::ConsentRequired | Badge::UpdateRequired => next,
        })
    })
    .await
}

#[server(endpoint = "console/credentials/disconnect")]
pub async fn disconnect_credential(#[server(flatten)] form: CredentialPress) -> Result<(), AppError> {
    submit(MAY, "credential-disconnect", form, |ctx, _, id| async move {
        let id = id.ok_or(Error::NotFound)?;
        credentials::disconnect(&ctx, &id).await?;
        Ok(Next::to(paths::credential(&id)).saying("credential-disconnected"))
    })
    .await
}

#[server(endpoint = "console/credentials/delete")]
pub async fn delete_credential(#[server(flatten)] form: CredentialPress) -> Result<(), AppError> {
    submit(MAY, "credential-delete", form, |ctx, _, id| async move {
        let id = id.ok_or(Error::NotFound)?;
        credentials::delete(&ctx, &id).await?;
        Ok(Next::to(paths::CONSOLE_CREDENTIALS).saying("credential-deleted"))
    })
    .await
}
