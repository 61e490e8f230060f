//! 'Repair Categories': the tree in the landlord's order.

use super::{api::MoveCategory, no_welsh, own_words, said};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{identity::Language, ids::CategoryId};
use leptos::{prelude::*, server_fn::ServerFn};
use services::catalogue::{self, Category};

pub async fn list(page: Page) -> PageResult {
    let all = catalogue::categories(&page.ctx).await?;
    let language = page.language();
    let title = words::categories_title(language);
    let content = if all.is_empty() {
        ui::empty(
            words::categories_empty_title(language),
            words::categories_empty(language),
        )
        .into_any()
    } else {
        table(&page, &all).into_any()
    };
    let drag = (all.len() > 1).then(|| {
        view! {
            <p class="hint" id="sort-hint" hidden>{words::categories_drag(language)}</p>
            <form method="post" action=MoveCategory::url() id="sort" hidden>
                {ui::hidden("category", "")}
                {ui::hidden("way", "before")}
                {ui::hidden("before", "")}
            </form>
        }
    });
    page.screen_with(
        title,
        ui::Script::Sort,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::categories_purpose(language)}</p></div>
                <a class="button" href=paths::CONSOLE_CATEGORY_NEW>{words::categories_add(language)}</a>
            </div>
            {drag}
            {content}
        },
    )
}

/// Everything from the top down, each before what it holds. Whatever hangs in the air comes last, so that it can be mended.
pub(super) fn walk(all: &[Category]) -> Vec<(usize, &Category)> {
    let mut found = Vec::new();
    descend(all, None, 0, &mut found);
    let lost: Vec<_> = all
        .iter()
        .filter(|category| !found.iter().any(|(_, other)| other.id == category.id))
        .collect();
    found.extend(lost.into_iter().map(|category| (0, category)));
    found
}

fn descend<'a>(
    all: &'a [Category],
    parent: Option<&CategoryId>,
    level: usize,
    found: &mut Vec<(usize, &'a Category)>,
) {
    for category in all
        .iter()
        .filter(|category| category.details.parent.as_ref() == parent)
    {
        found.push((level, category));
        descend(all, Some(&category.id), level + 1, found);
    }
}

fn table(page: &Page, all: &[Category]) -> impl IntoView + use<> {
    let language = page.language();
    let heads = [
        words::categories_column_name(language),
        words::categories_column_state(language),
        words::categories_column_definitions(language),
        words::categories_column_order(language),
    ];
    let moved = page.query("moved");
    let rows = walk(all)
        .into_iter()
        .map(|(level, category)| row(all, category, level, moved, heads, language))
        .collect();
    ui::table("dense cards", words::categories_caption(language), &heads, rows)
}

fn row(
    all: &[Category],
    category: &Category,
    level: usize,
    moved: &str,
    heads: [&'static str; 4],
    language: Language,
) -> AnyView {
    let details = &category.details;
    let same: Vec<&Category> = all
        .iter()
        .filter(|other| other.details.parent == details.parent)
        .collect();
    let parent = details.parent.as_ref();
    let inside = parent
        .and_then(|id| all.iter().find(|other| other.id == *id))
        .map(|parent| {
            let inside = words::categories_inside(language, &said(&parent.details.name, language));
            view! { <p class="small muted">{inside}</p> }
        });
    let picture = details.icon.map(ui::icon);
    let is_first = same.first().is_some_and(|first| first.id == category.id);
    let is_last = same.last().is_some_and(|last| last.id == category.id);
    let is_moved = category.id.as_str() == moved;
    view! {
        <tr data-sort=category.id.to_string() data-among=parent.map_or("", CategoryId::as_str).to_owned()>
            <th scope="row" data-label=heads[0] class=format!("level-{level}")>
                <div class="with-icon">
                    {picture}
                    <div>
                        <a href=paths::category(&category.id)>{own_words(&details.name, language)}</a>
                        {inside}
                    </div>
                </div>
            </th>
            <td data-label=heads[1]><div class="row">{tags(category, language)}</div></td>
            <td data-label=heads[2] class="num">{category.definitions}</td>
            <td data-label=heads[3]>
                <div class="row">
                    {mover(category, "up", is_first, is_moved && !is_first, language)}
                    {mover(category, "down", is_last, is_moved && is_first, language)}
                </div>
            </td>
        </tr>
    }
    .into_any()
}

fn tags(category: &Category, language: Language) -> impl IntoView + use<> {
    let state = if category.active {
        view! { <span class="tag good">{words::catalogue_on(language)}</span> }
    } else {
        view! { <span class="tag quiet">{words::catalogue_off(language)}</span> }
    };
    let emergency = category
        .details
        .emergency
        .then(|| view! { <span class="tag danger">{words::categories_emergency_tag(language)}</span> });
    view! { {state}{emergency}{no_welsh(&category.details.name, language)} }
}

/// A button that moves a category by one place. After a press the page begins there, so that a keyboard can press again.
fn mover(
    category: &Category,
    way: &'static str,
    is_end: bool,
    is_next: bool,
    language: Language,
) -> impl IntoView + use<> {
    let name = said(&category.details.name, language);
    let (label, about) = if way == "up" {
        (
            words::categories_up(language),
            words::categories_up_which(language, &name),
        )
    } else {
        (
            words::categories_down(language),
            words::categories_down_which(language, &name),
        )
    };
    view! {
        <form method="post" action=MoveCategory::url() class="inline">
            {ui::hidden("category", category.id.as_str())}
            {ui::hidden("way", way)}
            <button class="button secondary small" aria-label=about disabled=is_end autofocus=is_next>{label}</button>
        </form>
    }
}
