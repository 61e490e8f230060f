//! Seeing the portal as a customer: the reason first.

use super::{api::ViewAs, record::name_of};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::ids::CustomerId;
use leptos::{prelude::*, server_fn::ServerFn};
use services::customers;

pub async fn begin(page: Page) -> PageResult {
    let id = page.param("id", CustomerId::parse)?;
    let who = customers::to_view(&page.ctx, &id).await?;
    let language = page.language();
    let name = name_of(&who);
    let title = words::view_as_title(language, &name);
    let hint = words::view_as_reason_hint(language, &name);
    let typed = page.typed("view-as");
    let why = ui::Field {
        name: "why",
        label: words::view_as_reason(language),
        hint: &hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        ..ui::Field::default()
    };
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::customer(id.as_str()), language)}
            <div class="question">
                <h1>{title.clone()}</h1>
                <p>{words::view_as_purpose(language)}</p>
                <p class="muted">{words::view_as_own(language)}</p>
                <form method="post" action=ViewAs::url() novalidate>
                    {ui::hidden("customer", id.as_str())}
                    {ui::field(&typed, why)}
                    {ui::actions(words::view_as_button(language), None)}
                </form>
            </div>
        },
    )
}
