//! The doorways of invitations.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, submit, submit_from},
};
use domain::{
    identity::Plane,
    invites::{ClaimForm, ImportForm, InviteForm, InviteIdForm, SendImportForm, TableForm},
    permissions::Permission,
};
use leptos::prelude::*;
use services::{
    auth::Session,
    error::{Conflict, Error},
    invites::{self, import::Pressed},
};

const STAFF: Access = Access::Staff(Permission::InvitesManage);

#[server(endpoint = "console/invites/send")]
pub async fn send_invite(#[server(flatten)] form: InviteForm) -> Result<(), AppError> {
    submit(STAFF, "invite", form, |ctx, _, new| async move {
        invites::invite(&ctx, new).await?;
        Ok(Next::to(paths::CONSOLE_INVITES).saying("invite-sent"))
    })
    .await
}

#[server(endpoint = "console/invites/resend")]
pub async fn resend_invite(#[server(flatten)] form: InviteIdForm) -> Result<(), AppError> {
    submit(STAFF, "resend", form, |ctx, _, invite| async move {
        invites::resend(&ctx, invite).await?;
        Ok(Next::to(paths::CONSOLE_INVITES).saying("invite-resent"))
    })
    .await
}

#[server(endpoint = "console/invites/cancel")]
pub async fn cancel_invite(#[server(flatten)] form: InviteIdForm) -> Result<(), AppError> {
    submit(STAFF, "cancel", form, |ctx, _, invite| async move {
        invites::cancel(&ctx, invite).await?;
        Ok(Next::to(paths::CONSOLE_INVITES).saying("invite-cancelled"))
    })
    .await
}

#[server(endpoint = "console/invites/read")]
pub async fn read_table(#[server(flatten)] form: TableForm) -> Result<(), AppError> {
    submit(STAFF, "invites-table", form, |ctx, _, table| async move {
        let import = invites::import::read(&ctx, table.as_bytes(), "table").await?;
        Ok(Next::to(paths::invites_import(&import)))
    })
    .await
}

#[server(endpoint = "console/invites/import")]
pub async fn send_import(#[server(flatten)] form: SendImportForm) -> Result<(), AppError> {
    submit(STAFF, "import", form, |ctx, _, cmd| async move {
        Ok(match invites::import::send(&ctx, cmd).await? {
            Pressed::Sent(import) => Next::to(paths::invites_import(&import)),
            Pressed::Waits(approval) => Next::to(paths::approval(&approval)).saying("approval-asked"),
            Pressed::SentAlone(import) => Next::to(paths::invites_import(&import)).saying("approval-alone"),
        })
    })
    .await
}

#[server(endpoint = "console/invites/stop")]
pub async fn stop_import(#[server(flatten)] form: ImportForm) -> Result<(), AppError> {
    submit(STAFF, "stop", form, |ctx, _, import| async move {
        let import = invites::import::stop(&ctx, import).await?;
        Ok(Next::to(paths::invites_import(&import)).saying("import-stopped"))
    })
    .await
}

/// Makes the account of whoever holds the link. Somebody who is signed in here may be another person (SEC-A17).
#[server(endpoint = "portal/invite")]
pub async fn accept_invite(#[server(flatten)] form: ClaimForm) -> Result<(), AppError> {
    let page = paths::invite(&form.token);
    submit_from(
        Access::Anyone(Plane::Portal),
        "accept",
        Some(page),
        form,
        |ctx, request, claimed| async move {
            if matches!(request.session, Session::Full(..)) {
                return Err(Error::Conflict(Conflict::SignedInAlready));
            }
            let tokens = invites::accept(&ctx, claimed, &request.browser).await?;
            let cookies = Cookies(request.cookies);
            let mut on = Next::to(paths::HOME)
                .saying("welcome")
                .with_cookie(cookies.set_session(Plane::Portal, &tokens.session));
            if let Some(device) = &tokens.device {
                on = on.with_cookie(cookies.set_device(Plane::Portal, device));
            }
            Ok(on)
        },
    )
    .await
}
