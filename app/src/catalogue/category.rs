//! One category: its boxes, and whether tenants may choose it.

use super::{
    api::{DeleteCategory, SaveCategory, SwitchCategory},
    categories::walk,
    own_words, said,
    switch::{Switch, switch},
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{catalogue::Icon, identity::Language, ids::CategoryId};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    catalogue::{self, Category},
    random,
};

pub async fn add(page: Page) -> PageResult {
    let all = catalogue::categories(&page.ctx).await?;
    let language = page.language();
    let title = words::category_add_title(language);
    let typed = page.typed("category");
    // A second press adds no second one.
    let id = typed.value_or("category", &random::id(page.ctx.clock.now()));
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_CATEGORIES.to_owned(), language)}
            <h1>{title}</h1>
            <p>{words::categories_purpose(language)}</p>
            {boxes(&typed, &id, 0, &all)}
        },
    )
}

pub async fn change(page: Page) -> PageResult {
    let id = page.param("id", CategoryId::parse)?;
    let (category, all) = catalogue::category(&page.ctx, &id).await?;
    let language = page.language();
    let title = said(&category.details.name, language);
    let typed = page.typed("category");
    let overtaken = !typed.values.is_null() && typed.value_or("seen", "") != category.version.to_string();
    let saved_now = overtaken.then(|| saved_now(&category, language));
    let typed = typed.or_stored(stored(&category));
    let switched = Switch {
        action: SwitchCategory::url(),
        name: "category",
        id: id.as_str(),
        active: category.active,
        off_hint: words::category_off_hint(language),
        on_hint: words::category_on_hint(language),
    };
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_CATEGORIES.to_owned(), language)}
            <h1>{own_words(&category.details.name, language)}</h1>
            <div class="columns">
                <div>{boxes(&typed, id.as_str(), category.version, &all)}</div>
                <aside class="stack">
                    {saved_now}
                    {switch(&switched, language)}
                    {delete(&category, &all, language)}
                </aside>
            </div>
        },
    )
}

fn stored(category: &Category) -> serde_json::Value {
    let details = &category.details;
    json!({
        "category_name_en": details.name.en,
        "category_name_cy": details.name.cy,
        "hint_en": details.hint.en,
        "hint_cy": details.hint.cy,
        "category_parent": details.parent,
        "icon": details.icon,
        "emergency": if details.emergency { "yes" } else { "" },
        "call_us_en": details.call_us.en,
        "call_us_cy": details.call_us.cy,
    })
}

/// What somebody else saved while this was being typed.
fn saved_now(category: &Category, language: Language) -> impl IntoView + use<> {
    let details = &category.details;
    let texts = [
        (words::category_name_en(language), &details.name.en),
        (words::category_name_cy(language), &details.name.cy),
        (words::category_hint_en(language), &details.hint.en),
        (words::category_hint_cy(language), &details.hint.cy),
        (words::category_call_us_en(language), &details.call_us.en),
        (words::category_call_us_cy(language), &details.call_us.cy),
    ];
    let rows = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| ui::SummaryRow {
            label: label.to_owned(),
            value: view! { <span class="pre break data">{text.clone()}</span> }.into_any(),
            change: None,
        })
        .collect();
    view! {
        <section class="panel notice warn">
            <h2>{words::catalogue_saved_now(language)}</h2>
            {ui::summary(rows, language)}
        </section>
    }
}

fn line<'a>(name: &'static str, label: &'a str, hint: &'a str) -> ui::Field<'a> {
    ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        ..ui::Field::default()
    }
}

fn boxes(typed: &ui::Typed, id: &str, version: i64, all: &[Category]) -> impl IntoView + use<> {
    let language = typed.language;
    let area = |name, label, hint| ui::TextArea {
        name,
        label,
        hint,
        rows: 3,
        stored: "",
        optional: true,
    };
    let none = (String::new(), words::category_parent_none(language).to_owned());
    let parents = std::iter::once(none)
        .chain(
            walk(all)
                .into_iter()
                .filter(|(_, category)| category.id.as_str() != id)
                .map(|(level, category)| {
                    let name = said(&category.details.name, language);
                    (category.id.to_string(), format!("{}{name}", "– ".repeat(level)))
                }),
        )
        .collect();
    let way_out = (
        paths::CONSOLE_CATEGORIES.to_owned(),
        words::catalogue_cancel(language),
    );
    let welsh = words::catalogue_welsh_hint(language);
    view! {
        <form method="post" action=SaveCategory::url() novalidate>
            {ui::hidden("category", id)}
            {ui::hidden("seen", &version.to_string())}
            {ui::field(typed, line("category_name_en", words::category_name_en(language), words::category_name_hint(language)))}
            {ui::field(typed, line("category_name_cy", words::category_name_cy(language), welsh))}
            {ui::field(typed, line("hint_en", words::category_hint_en(language), words::category_hint_hint(language)))}
            {ui::field(typed, line("hint_cy", words::category_hint_cy(language), welsh))}
            {ui::select(
                typed,
                "category_parent",
                words::category_parent(language),
                words::category_parent_hint(language),
                parents,
            )}
            {icons(typed)}
            {ui::tick(typed, "emergency", words::category_emergency(language), typed.value_or("emergency", "") == "yes")}
            <p class="hint">{words::category_emergency_hint(language)}</p>
            {ui::text_area(typed, area("call_us_en", words::category_call_us_en(language), words::category_call_us_hint(language)))}
            {ui::text_area(typed, area("call_us_cy", words::category_call_us_cy(language), welsh))}
            {ui::actions(words::catalogue_save(language), Some(way_out))}
        </form>
    }
}

/// Pictures to choose from, each with its name.
fn icons(typed: &ui::Typed) -> impl IntoView + use<> {
    let language = typed.language;
    let none = ui::Choice {
        label: words::category_icon_none(language).to_owned(),
        ..ui::Choice::default()
    };
    let offered = Icon::ALL.iter().map(|icon| ui::Choice {
        value: icon.as_str().to_owned(),
        label: ui::icon_words(*icon, language).to_owned(),
        icon: Some(*icon),
        ..ui::Choice::default()
    });
    let offered = std::iter::once(none).chain(offered).collect();
    view! { <div class="icon-choices">{ui::options(typed, "icon", words::category_icon(language), offered)}</div> }
}

fn delete(category: &Category, all: &[Category], language: Language) -> impl IntoView + use<> {
    let holds = all
        .iter()
        .any(|other| other.details.parent.as_ref() == Some(&category.id));
    let content = if holds || category.definitions > 0 {
        view! { <p>{words::category_delete_not(language)}</p> }.into_any()
    } else {
        view! {
            <p>{words::category_delete_hint(language)}</p>
            <form method="post" action=DeleteCategory::url()>
                {ui::hidden("category", category.id.as_str())}
                <button class="button danger">{words::category_delete(language)}</button>
            </form>
        }
        .into_any()
    };
    view! { <section class="panel"><h2>{words::category_delete_title(language)}</h2>{content}</section> }
}
