//! The doorways of wording.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    identity::Language,
    permissions::Permission,
    templates::{RestoreForm, TemplateForm},
};
use leptos::prelude::*;
use services::templates::{self, Saved};

const STAFF: Access = Access::Staff(Permission::TemplatesManage);

#[server(endpoint = "console/templates/save")]
pub async fn save_template(#[server(flatten)] form: TemplateForm) -> Result<(), AppError> {
    submit(STAFF, "template", form, |ctx, _, cmd| async move {
        let page = paths::template(cmd.kind);
        let notice = match templates::save(&ctx, cmd).await? {
            Saved::Whole => "template-saved",
            Saved::OneLanguage(Language::English) => "template-saved-no-welsh",
            Saved::OneLanguage(Language::Welsh) => "template-saved-no-english",
        };
        Ok(Next::to(page).saying(notice))
    })
    .await
}

#[server(endpoint = "console/templates/preview")]
pub async fn preview_template(#[server(flatten)] form: TemplateForm) -> Result<(), AppError> {
    submit(STAFF, "template", form, |ctx, _, cmd| async move {
        templates::try_out(&ctx, &cmd)?;
        Ok(Next::to(paths::template(cmd.kind))
            .saying("template-previewed")
            .keeping())
    })
    .await
}

#[server(endpoint = "console/templates/test")]
pub async fn test_template(#[server(flatten)] form: TemplateForm) -> Result<(), AppError> {
    submit(STAFF, "template", form, |ctx, _, cmd| async move {
        let page = paths::template(cmd.kind);
        templates::send_test(&ctx, cmd).await?;
        Ok(Next::to(page).saying("template-tested").keeping())
    })
    .await
}

#[server(endpoint = "console/templates/restore")]
pub async fn restore_template(#[server(flatten)] form: RestoreForm) -> Result<(), AppError> {
    submit(STAFF, "template-restore", form, |ctx, _, cmd| async move {
        let page = paths::template(cmd.kind);
        templates::restore(&ctx, cmd).await?;
        Ok(Next::to(page).saying("template-restored"))
    })
    .await
}
