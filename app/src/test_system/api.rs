//! The doorway of 'Test System'.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    integrations::Mode,
    permissions::Permission,
    test_system::{InboxForm, SwitchForm},
};
use leptos::prelude::*;
use services::test_system;

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

#[server(endpoint = "console/test-system/inbox")]
pub async fn save_inbox(#[server(flatten)] form: InboxForm) -> Result<(), AppError> {
    submit(MAY, "test-inbox", form, |ctx, _, cmd| async move {
        test_system::save_inbox(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_TEST_SYSTEM).saying("test-inbox-saved"))
    })
    .await
}

#[server(endpoint = "console/test-system/switch")]
pub async fn switch_mode(#[server(flatten)] form: SwitchForm) -> Result<(), AppError> {
    submit(MAY, "mode-switch", form, |ctx, _, cmd| async move {
        test_system::switch(&ctx, cmd).await?;
        let said = match cmd.to {
            Mode::Live => "mode-live",
            Mode::Test => "mode-test",
        };
        Ok(Next::to(paths::CONSOLE_TEST_SYSTEM).saying(said))
    })
    .await
}
