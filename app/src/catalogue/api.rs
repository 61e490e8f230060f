//! The doorways of the set-up.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    catalogue::{
        CategoryForm, CategoryIdForm, CodesForm, DefinitionForm, DefinitionsForm, MoveCategoryForm,
        SwitchCategoryForm, SwitchDefinitionForm, WantedCodes,
    },
    invites::ImportForm,
    permissions::Permission,
};
use leptos::prelude::*;
use services::catalogue;

const STAFF: Access = Access::Staff(Permission::RepairsSetUp);

#[server(endpoint = "console/repair-categories/save")]
pub async fn save_category(#[server(flatten)] form: CategoryForm) -> Result<(), AppError> {
    submit(STAFF, "category", form, |ctx, _, cmd| async move {
        catalogue::add_or_save(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_CATEGORIES).saying("category-saved"))
    })
    .await
}

#[server(endpoint = "console/repair-categories/switch")]
pub async fn switch_category(#[server(flatten)] form: SwitchCategoryForm) -> Result<(), AppError> {
    submit(
        STAFF,
        "category-switch",
        form,
        |ctx, _, (id, active)| async move {
            let id = catalogue::switch(&ctx, id, active).await?;
            let notice = if active { "category-on" } else { "category-off" };
            Ok(Next::to(paths::category(&id)).saying(notice))
        },
    )
    .await
}

#[server(endpoint = "console/repair-categories/delete")]
pub async fn delete_category(#[server(flatten)] form: CategoryIdForm) -> Result<(), AppError> {
    submit(STAFF, "category-delete", form, |ctx, _, id| async move {
        catalogue::delete(&ctx, id).await?;
        Ok(Next::to(paths::CONSOLE_CATEGORIES).saying("category-deleted"))
    })
    .await
}

#[server(endpoint = "console/repair-categories/move")]
pub async fn move_category(#[server(flatten)] form: MoveCategoryForm) -> Result<(), AppError> {
    submit(STAFF, "category-move", form, |ctx, _, (id, way)| async move {
        let id = catalogue::shift(&ctx, id, way).await?;
        Ok(Next::to(paths::category_moved(&id)).saying("category-moved"))
    })
    .await
}

#[server(endpoint = "console/repair-definitions/save")]
pub async fn save_definition(#[server(flatten)] form: DefinitionForm) -> Result<(), AppError> {
    submit(STAFF, "definition", form, |ctx, _, cmd| async move {
        let id = catalogue::save_definition(&ctx, cmd).await?;
        Ok(Next::to(paths::definition(&id)).saying("definition-saved"))
    })
    .await
}

/// The form's own page, with everything that was typed.
fn form_page(cmd: &WantedCodes) -> Next {
    let page = cmd
        .definition
        .as_ref()
        .map_or_else(|| paths::CONSOLE_DEFINITION_NEW.to_owned(), paths::definition);
    Next::to(page).keeping()
}

/// Shows the codes of the chosen table that hold the words that are looked for.
#[server(endpoint = "console/repair-definitions/codes")]
pub async fn show_codes(#[server(flatten)] form: CodesForm) -> Result<(), AppError> {
    submit(STAFF, "definition", form, |_, _, cmd| async move {
        Ok(form_page(&cmd))
    })
    .await
}

/// As [`show_codes`], read from the housing system now.
#[server(endpoint = "console/repair-definitions/reload-codes")]
pub async fn reload_codes(#[server(flatten)] form: CodesForm) -> Result<(), AppError> {
    submit(STAFF, "definition", form, |ctx, _, cmd| async move {
        catalogue::reload_codes(&ctx, &cmd.table).await?;
        Ok(form_page(&cmd))
    })
    .await
}

#[server(endpoint = "console/repair-definitions/switch")]
pub async fn switch_definition(#[server(flatten)] form: SwitchDefinitionForm) -> Result<(), AppError> {
    submit(
        STAFF,
        "definition-switch",
        form,
        |ctx, _, (id, active)| async move {
            let id = catalogue::switch_definition(&ctx, id, active).await?;
            let notice = if active { "definition-on" } else { "definition-off" };
            Ok(Next::to(paths::definition(&id)).saying(notice))
        },
    )
    .await
}

#[server(endpoint = "console/repair-definitions/read")]
pub async fn read_definitions(#[server(flatten)] form: DefinitionsForm) -> Result<(), AppError> {
    submit(STAFF, "definitions-table", form, |ctx, _, table| async move {
        let import = catalogue::imports::read(&ctx, table.as_bytes(), "definitions_table").await?;
        Ok(Next::to(paths::definitions_import(&import)))
    })
    .await
}

#[server(endpoint = "console/repair-definitions/import")]
pub async fn take_definitions(#[server(flatten)] form: ImportForm) -> Result<(), AppError> {
    submit(STAFF, "definitions-import", form, |ctx, _, import| async move {
        let import = catalogue::imports::take(&ctx, import).await?;
        Ok(Next::to(paths::definitions_import(&import)))
    })
    .await
}
