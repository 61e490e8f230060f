//! The choices of a report: from large to small, until it is clear what is wrong.

use super::{
    api::{ChooseCategory, ChooseDefinition},
    report::{back, way_back},
};
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    identity::Language,
    repairs::{Category, Draft, Step},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::repairs::report;

/// The largest categories; nothing is stored before one is chosen.
pub async fn category(page: &Page, draft: Option<&Draft>) -> PageResult {
    let language = page.language();
    let offered = report::categories(&page.ctx).await?;
    let question = words::report_category(language);
    let chosen = draft
        .and_then(|draft| draft.category.as_ref())
        .map_or("", |category| top(category, &offered).id.as_str())
        .to_owned();
    let picks = offered
        .iter()
        .filter(|category| category.parent.is_none())
        .map(pick)
        .collect();
    let typed = page.typed("category");
    let draft_id = draft.map_or("", |draft| draft.id.as_str()).to_owned();
    let emergency = page.settings.emergency_phone.clone();
    page.screen(
        question,
        view! {
            {back(page, draft, Step::Category)}
            <div class="question">
                <p class="caption">{words::report_caption(language)}</p>
                {taken_off(draft, language)}
                <section class="emergency">
                    <h2>{words::report_emergency_title(language)}</h2>
                    <p>{words::report_emergency(language)}</p>
                    <p>
                        {words::report_emergency_other(language)}" "
                        <a class="phone" href=format!("tel:{}", emergency.replace(' ', ""))>
                            {words::help_call(language, &ui::unbroken(&emergency))}
                        </a>
                    </p>
                    <p>{words::help_gas(language)}</p>
                </section>
                <form method="post" action=ChooseCategory::url() novalidate>
                    {ui::hidden("draft", &draft_id)}
                    {way_back(page)}
                    {ui::choices(&typed, "category", question, picks, &chosen)}
                    {ui::actions(words::go_on(language), None)}
                </form>
            </div>
        },
    )
}

fn pick(category: &Category) -> ui::Choice {
    ui::Choice {
        value: category.id.to_string(),
        label: category.name.clone(),
        hint: category.hint.clone(),
        icon: category.icon,
    }
}

/// The category at the top of the one in which `category` stands.
fn top<'a>(category: &'a Category, offered: &'a [Category]) -> &'a Category {
    let parent = category.parent.as_ref();
    parent
        .and_then(|id| offered.iter().find(|other| other.id == *id))
        .map_or(category, |above| top(above, offered))
}

/// Says so where what was chosen is no longer there.
fn taken_off(draft: Option<&Draft>, language: Language) -> Option<impl IntoView + use<>> {
    draft
        .is_some_and(|draft| draft.taken_off)
        .then(|| view! { <p class="notice warn" role="status">{words::report_taken_off(language)}</p> })
}

/// What to do in an emergency of this kind, before anything is chosen.
fn danger(page: &Page, category: &Category) -> Option<impl IntoView + use<>> {
    if !category.emergency {
        return None;
    }
    let language = page.language();
    let phone = page.settings.emergency_phone.clone();
    let text = if category.call_us.is_empty() {
        words::report_danger(language).to_owned()
    } else {
        category.call_us.clone()
    };
    Some(view! {
        <section class="emergency" aria-labelledby="danger">
            <h2 id="danger">{words::report_danger_title(language)}</h2>
            <p class="pre break">{text}</p>
            <p>
                <a class="phone" href=format!("tel:{}", phone.replace(' ', ""))>
                    {words::help_call(language, &ui::unbroken(&phone))}
                </a>
            </p>
        </section>
    })
}

/// What is on offer in a category: the smaller ones that it holds, and what is wrong.
pub async fn problem(page: &Page, draft: &Draft) -> PageResult {
    let language = page.language();
    let Some(chosen_category) = &draft.category else {
        return Ok(Screen::Elsewhere(paths::REPORT.to_owned()));
    };
    let open = report::categories(&page.ctx).await?;
    let wanted = page.query("in");
    let category = open
        .iter()
        .find(|category| category.id.as_str() == wanted)
        .unwrap_or(chosen_category);
    let question = words::report_definition(language);
    let smaller = open
        .iter()
        .filter(|other| other.parent.as_ref() == Some(&category.id));
    let definitions = report::definitions(&page.ctx, &category.id).await?;
    let chosen = draft.definition.as_ref().map_or_else(
        || chosen_category.id.as_str().to_owned(),
        |definition| definition.id.as_str().to_owned(),
    );
    let definitions = definitions.into_iter().map(|definition| ui::Choice {
        value: definition.id.to_string(),
        label: definition.name,
        ..ui::Choice::default()
    });
    let picks = smaller.map(pick).chain(definitions).collect();
    let back = match &category.parent {
        Some(parent) if page.query("back").is_empty() => {
            ui::back_to(paths::report_in(&draft.id, parent), language).into_any()
        }
        _ => back(page, Some(draft), Step::Problem),
    };
    let typed = page.typed("definition");
    page.screen(
        question,
        view! {
            {back}
            <div class="question">
                <p class="caption">{category.name.clone()}</p>
                {taken_off(Some(draft), language)}
                {danger(page, category)}
                <form method="post" action=ChooseDefinition::url() novalidate>
                    {ui::hidden("draft", draft.id.as_str())}
                    {way_back(page)}
                    {ui::choices(&typed, "definition", question, picks, &chosen)}
                    {ui::actions(words::go_on(language), None)}
                </form>
            </div>
        },
    )
}
