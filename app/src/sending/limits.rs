//! How many messages are sent in a day.

use super::{api::SaveLimits, tabs};
use crate::{
    request::{Page, PageResult},
    ui,
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;

pub async fn page(page: Page) -> PageResult {
    let language = page.language();
    let title = words::sending_rules_title(language);
    let typed = page.typed("sending-limits").or_stored(json!({
        "to_one_a_day": page.settings.messages_to_one_a_day.to_string(),
        "to_all_a_day": page.settings.messages_a_day.to_string(),
    }));
    let number = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-10",
        exact: true,
    };
    let (one, all) = (words::sending_to_one(language), words::sending_to_all(language));
    let related = super::related(&page);
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::sending_rules_purpose(language)}</p></div>
            </div>
            {tabs(&page)}
            <p>{words::sending_rules_always(language)}</p>
            <p>{words::sending_rules_night(language)}</p>
            <form method="post" action=SaveLimits::url() novalidate>
                {ui::field(&typed, number("to_one_a_day", one, words::sending_to_one_hint(language)))}
                {ui::field(&typed, number("to_all_a_day", all, words::sending_to_all_hint(language)))}
                {ui::actions(words::sending_save(language), None)}
            </form>
            {related}
        },
    )
}
