//! The buttons of requests. Which permission one takes depends on what was asked for, so the use cases look at that;
//! whoever lacks it is told that there is no such request.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::approvals::{ApprovalForm, Failure, RefuseForm};
use leptos::prelude::*;
use services::approvals::{self, Outcome};

#[server(endpoint = "console/approvals/approve")]
pub async fn approve_request(#[server(flatten)] form: ApprovalForm) -> Result<(), AppError> {
    submit(Access::AnyStaff, "approve", form, |ctx, _, approval| async move {
        let list = Next::to(paths::CONSOLE_APPROVALS);
        Ok(match approvals::approve(&ctx, approval).await? {
            Outcome::Done => list.saying("approval-given"),
            Outcome::Failed(Failure::Asker) => list.complaining("approval-asker"),
            Outcome::Failed(Failure::Changed) => list.complaining("approval-changed"),
        })
    })
    .await
}

#[server(endpoint = "console/approvals/refuse")]
pub async fn refuse_request(#[server(flatten)] form: RefuseForm) -> Result<(), AppError> {
    submit(Access::AnyStaff, "refuse", form, |ctx, _, cmd| async move {
        approvals::refuse(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_APPROVALS).saying("approval-refused"))
    })
    .await
}

#[server(endpoint = "console/approvals/withdraw")]
pub async fn withdraw_request(#[server(flatten)] form: ApprovalForm) -> Result<(), AppError> {
    submit(
        Access::AnyStaff,
        "withdraw",
        form,
        |ctx, _, approval| async move {
            approvals::withdraw(&ctx, approval).await?;
            Ok(Next::to(paths::CONSOLE_APPROVALS).saying("approval-withdrawn"))
        },
    )
    .await
}

/// Leads to the file, so that the browser downloads it and stays on the page.
#[server(endpoint = "console/approvals/fetch")]
pub async fn fetch_file(#[server(flatten)] form: ApprovalForm) -> Result<(), AppError> {
    submit(Access::AnyStaff, "fetch", form, |ctx, _, approval| async move {
        let approval = approvals::open(&ctx, approval).await?;
        Ok(Next::to(paths::approval_file(&approval)))
    })
    .await
}
