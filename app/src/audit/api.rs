//! The doorways of the audit.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{identity::NextForm, permissions::Permission};
use leptos::prelude::*;
use services::audit;

/// 'Check now': walks along the whole chain.
#[server(endpoint = "console/audit/check")]
pub async fn check_audit(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::AuditRead),
        "audit-check",
        form,
        |ctx, _, _| async move {
            audit::ask_for_check(&ctx).await?;
            Ok(Next::to(paths::CONSOLE_AUDIT).saying("audit-check"))
        },
    )
    .await
}
