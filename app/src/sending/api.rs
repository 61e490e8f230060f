//! The doorways of sending.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    permissions::Permission,
    templates::{MessageForm, SendingForm},
};
use leptos::prelude::*;
use services::sending;

const STAFF: Access = Access::Staff(Permission::MessagesManage);

#[server(endpoint = "console/sending/retry")]
pub async fn retry_message(#[server(flatten)] form: MessageForm) -> Result<(), AppError> {
    submit(STAFF, "retry", form, |ctx, _, job| async move {
        sending::try_again(&ctx, job.as_ref()).await?;
        Ok(Next::to(paths::CONSOLE_SENDING).saying("message-retried"))
    })
    .await
}

#[server(endpoint = "console/sending/give-up")]
pub async fn give_up_message(#[server(flatten)] form: MessageForm) -> Result<(), AppError> {
    submit(STAFF, "give-up", form, |ctx, _, job| async move {
        sending::give_up(&ctx, job).await?;
        Ok(Next::to(paths::CONSOLE_SENDING).saying("message-given-up"))
    })
    .await
}

#[server(endpoint = "console/sending/limits")]
pub async fn save_limits(#[server(flatten)] form: SendingForm) -> Result<(), AppError> {
    submit(STAFF, "sending-limits", form, |ctx, _, rules| async move {
        sending::save_rules(&ctx, rules).await?;
        Ok(Next::to(paths::CONSOLE_SENDING_LIMITS).saying("sending-saved"))
    })
    .await
}
