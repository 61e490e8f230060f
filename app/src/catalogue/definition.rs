//! One definition: its boxes, the codes of the housing system, and whether tenants may choose it.

use super::{
    api::{SaveDefinition, SwitchDefinition},
    codes, own_words, said,
    switch::{Switch, switch},
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{identity::Language, ids::DefinitionId};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    catalogue::{self, Definition, Offer},
    random,
};

pub async fn add(page: Page) -> PageResult {
    let language = page.language();
    let title = words::definition_add_title(language);
    let copied = match DefinitionId::parse(page.query("copy")) {
        Some(id) => stored(&catalogue::definition(&page.ctx, &id).await?),
        None => json!({}),
    };
    let typed = page.typed("definition");
    // A second press adds no second one.
    let id = typed.value_or("definition", &random::id(page.ctx.clock.now()));
    let typed = typed.or_stored(copied);
    let offer = offer(&page, &typed).await?;
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_DEFINITIONS.to_owned(), language)}
            <h1>{title}</h1>
            <p>{words::definitions_purpose(language)}</p>
            {boxes(&page, &typed, &id, 0, &offer)}
        },
    )
}

pub async fn change(page: Page) -> PageResult {
    let id = page.param("id", DefinitionId::parse)?;
    let definition = catalogue::definition(&page.ctx, &id).await?;
    let language = page.language();
    let title = said(&definition.details.name, language);
    let typed = page.typed("definition");
    let overtaken = !typed.values.is_null() && typed.value_or("seen", "") != definition.version.to_string();
    let saved_now = overtaken.then(|| saved_now(&definition, language));
    let gone = definition
        .is_code_gone
        .then(|| view! { <p class="notice warn">{words::definition_gone(language)}</p> });
    let typed = typed.or_stored(stored(&definition));
    let offer = offer(&page, &typed).await?;
    let switched = Switch {
        action: SwitchDefinition::url(),
        name: "definition",
        id: id.as_str(),
        active: definition.active,
        off_hint: words::definition_off_hint(language),
        on_hint: words::definition_on_hint(language),
    };
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_DEFINITIONS.to_owned(), language)}
            <h1>{own_words(&definition.details.name, language)}</h1>
            {gone}
            <div class="columns">
                <div>{boxes(&page, &typed, id.as_str(), definition.version, &offer)}</div>
                <aside class="stack">
                    {saved_now}
                    {switch(&switched, language)}
                    <section class="panel">
                        <h2>{words::definition_copy_title(language)}</h2>
                        <p>{words::definition_copy_hint(language)}</p>
                        <p><a class="button secondary" href=paths::definition_copy(&id)>{words::definition_copy(language)}</a></p>
                    </section>
                </aside>
            </div>
        },
    )
}

async fn offer(page: &Page, typed: &ui::Typed) -> Result<Offer, crate::error::AppError> {
    let (table, code) = (typed.value_or("sor_table", ""), typed.value_or("sor_code", ""));
    let words = typed.value_or("find_code", "");
    Ok(catalogue::offer(&page.ctx, &table, &code, &words, false).await?)
}

fn stored(definition: &Definition) -> serde_json::Value {
    let details = &definition.details;
    json!({
        "definition_name_en": details.name.en,
        "definition_name_cy": details.name.cy,
        "notice_en": details.notice.en,
        "notice_cy": details.notice.cy,
        "definition_category": details.category,
        "sor_table": details.order.sor_table,
        "sor_code": details.order.sor_code,
        "repair_type": details.order.repair_type,
        "priority": details.order.priority,
        "contract": details.order.contract,
        "guidance_en": details.guidance.en,
        "guidance_cy": details.guidance.cy,
        "photo_wanted": if details.photo_wanted { "yes" } else { "" },
    })
}

/// What somebody else saved while this was being typed.
fn saved_now(definition: &Definition, language: Language) -> impl IntoView + use<> {
    let (details, order) = (&definition.details, &definition.details.order);
    let texts = [
        (words::definition_name_en(language), &details.name.en),
        (words::definition_name_cy(language), &details.name.cy),
        (words::definition_notice_en(language), &details.notice.en),
        (words::definition_notice_cy(language), &details.notice.cy),
        (words::definition_category(language), &definition.category.en),
        (words::definition_table(language), &order.sor_table),
        (words::definition_code(language), &order.sor_code),
        (words::definition_type(language), &order.repair_type),
        (words::definition_priority(language), &order.priority),
        (words::definition_contract(language), &order.contract),
        (words::definition_guidance_en(language), &details.guidance.en),
        (words::definition_guidance_cy(language), &details.guidance.cy),
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

fn boxes(page: &Page, typed: &ui::Typed, id: &str, version: i64, offer: &Offer) -> impl IntoView + use<> {
    let language = typed.language;
    let welsh = words::catalogue_welsh_hint(language);
    let line = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        ..ui::Field::default()
    };
    let area = |name, label, hint| ui::TextArea {
        name,
        label,
        hint,
        rows: 4,
        stored: "",
        optional: true,
    };
    let choose = (String::new(), words::catalogue_choose(language).to_owned());
    let categories = std::iter::once(choose)
        .chain(super::definitions::category_names(&offer.categories, language))
        .collect();
    let way_out = (
        paths::CONSOLE_DEFINITIONS.to_owned(),
        words::catalogue_cancel(language),
    );
    let notice_hint = words::definition_notice_hint(language);
    view! {
        <form method="post" action=SaveDefinition::url() novalidate>
            {ui::hidden("definition", id)}
            {ui::hidden("seen", &version.to_string())}
            {ui::field(typed, line("definition_name_en", words::definition_name_en(language), words::definition_name_hint(language)))}
            {ui::field(typed, line("definition_name_cy", words::definition_name_cy(language), welsh))}
            {ui::text_area(typed, area("notice_en", words::definition_notice_en(language), notice_hint))}
            {ui::text_area(typed, area("notice_cy", words::definition_notice_cy(language), welsh))}
            {ui::select(typed, "definition_category", words::definition_category(language), "", categories)}
            {codes::boxes(page, typed, offer)}
            <h2>{words::definition_more(language)}</h2>
            {ui::text_area(typed, area("guidance_en", words::definition_guidance_en(language), words::definition_guidance_hint(language)))}
            {ui::text_area(typed, area("guidance_cy", words::definition_guidance_cy(language), welsh))}
            {ui::tick(
                typed,
                "photo_wanted",
                words::definition_photo(language),
                typed.value_or("photo_wanted", "") == "yes",
            )}
            {ui::actions(words::catalogue_save(language), Some(way_out))}
        </form>
    }
}
