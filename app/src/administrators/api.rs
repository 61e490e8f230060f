//! The doorways of administrators and roles.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    administrators::{AddForm, ChangeForm, PersonForm, RemoveRoleForm, RoleForm},
    permissions::Permission,
};
use leptos::prelude::*;
use services::administrators;

const MANAGE: Access = Access::Staff(Permission::AdministratorsManage);
const ROLES: Access = Access::Staff(Permission::RolesManage);

#[server(endpoint = "console/administrators/add")]
pub async fn add_administrator(#[server(flatten)] form: AddForm) -> Result<(), AppError> {
    submit(MANAGE, "administrator-add", form, |ctx, _, cmd| async move {
        let notice = if cmd.sso_only {
            "administrator-added-sso"
        } else {
            "administrator-added"
        };
        administrators::add(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_ADMINISTRATORS).saying(notice))
    })
    .await
}

#[server(endpoint = "console/administrators/change")]
pub async fn change_administrator(#[server(flatten)] form: ChangeForm) -> Result<(), AppError> {
    submit(MANAGE, "administrator-change", form, |ctx, _, cmd| async move {
        administrators::change(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_ADMINISTRATORS).saying("administrator-changed"))
    })
    .await
}

#[server(endpoint = "console/administrators/delete")]
pub async fn delete_administrator(#[server(flatten)] form: PersonForm) -> Result<(), AppError> {
    submit(MANAGE, "administrator-delete", form, |ctx, _, id| async move {
        administrators::delete(&ctx, id).await?;
        Ok(Next::to(paths::CONSOLE_ADMINISTRATORS).saying("administrator-deleted"))
    })
    .await
}

#[server(endpoint = "console/administrators/invite")]
pub async fn invite_administrator(#[server(flatten)] form: PersonForm) -> Result<(), AppError> {
    submit(MANAGE, "administrator-invite", form, |ctx, _, id| async move {
        let page = id.as_ref().map(paths::administrator).unwrap_or_default();
        administrators::invite_again(&ctx, id).await?;
        Ok(Next::to_local(&page, paths::CONSOLE_ADMINISTRATORS).saying("administrator-invited"))
    })
    .await
}

#[server(endpoint = "console/roles/keep")]
pub async fn keep_role(#[server(flatten)] form: RoleForm) -> Result<(), AppError> {
    submit(ROLES, "role", form, |ctx, _, cmd| async move {
        administrators::keep(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_ROLES).saying("role-saved"))
    })
    .await
}

#[server(endpoint = "console/roles/delete")]
pub async fn delete_role(#[server(flatten)] form: RemoveRoleForm) -> Result<(), AppError> {
    submit(ROLES, "role-delete", form, |ctx, _, id| async move {
        administrators::remove(&ctx, id).await?;
        Ok(Next::to(paths::CONSOLE_ROLES).saying("role-deleted"))
    })
    .await
}
