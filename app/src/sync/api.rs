//! The doorways of comparisons with the housing system.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    housing::{RefreshingForm, StartSyncForm, SyncForm},
    identity::factors::PressForm,
    permissions::Permission,
};
use leptos::prelude::*;
use services::hms::{lists, sync};

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

#[server(endpoint = "console/sync/start")]
pub async fn start_sync(#[server(flatten)] form: StartSyncForm) -> Result<(), AppError> {
    submit(MAY, "sync-start", form, |ctx, _, of_everybody| async move {
        sync::start(&ctx, of_everybody).await?;
        Ok(Next::to(paths::CONSOLE_SYNC).saying("sync-started"))
    })
    .await
}

#[server(endpoint = "console/sync/stop")]
pub async fn stop_sync(#[server(flatten)] form: SyncForm) -> Result<(), AppError> {
    submit(MAY, "sync-stop", form, |ctx, _, id| async move {
        sync::stop(&ctx, id.as_ref()).await?;
        Ok(Next::to(paths::CONSOLE_SYNC).saying("sync-stopped"))
    })
    .await
}

#[server(endpoint = "console/sync/go-on")]
pub async fn go_on_with_sync(#[server(flatten)] form: SyncForm) -> Result<(), AppError> {
    submit(MAY, "sync-go-on", form, |ctx, _, id| async move {
        sync::go_on(&ctx, id.as_ref()).await?;
        Ok(Next::to(paths::CONSOLE_SYNC).saying("sync-resumed"))
    })
    .await
}

#[server(endpoint = "console/sync/times")]
pub async fn save_refreshing(#[server(flatten)] form: RefreshingForm) -> Result<(), AppError> {
    submit(MAY, "sync-times", form, |ctx, _, refreshing| async move {
        sync::save(&ctx, refreshing).await?;
        Ok(Next::to(paths::CONSOLE_SYNC).saying("sync-saved"))
    })
    .await
}

#[server(endpoint = "console/sync/lists")]
pub async fn reload_lists(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(MAY, "sync-lists", form, |ctx, _, ()| async move {
        lists::reload(&ctx).await?;
        Ok(Next::to(paths::CONSOLE_SYNC).saying("sync-lists"))
    })
    .await
}
