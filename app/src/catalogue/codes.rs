//! The boxes of a definition that the housing system gives the choices for.

use super::api::{ReloadCodes, ShowCodes};
use crate::{request::Page, ui};
use domain::identity::Language;
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    catalogue::Offer,
    hms::{lists::List, sor::Codes},
};

pub fn boxes(page: &Page, typed: &ui::Typed, offer: &Offer) -> impl IntoView + use<> {
    let language = typed.language;
    let lists = &offer.lists;
    let codes = if lists.tables.entries.is_empty() {
        view! {
            <p class="notice">{words::definition_no_lists(language)}</p>
            {plain(typed, "sor_table", words::definition_table(language))}
            {plain(typed, "sor_code", words::definition_code(language))}
        }
        .into_any()
    } else {
        chosen(page, typed, offer).into_any()
    };
    view! {
        <h2>{words::definition_housing(language)}</h2>
        <p class="hint">{words::definition_housing_hint(language)}</p>
        {codes}
        {listed(typed, "repair_type", words::definition_type(language), &lists.types)}
        {listed(typed, "priority", words::definition_priority(language), &lists.priorities)}
        {listed(typed, "contract", words::definition_contract(language), &lists.contracts)}
    }
}

fn plain(typed: &ui::Typed, name: &'static str, label: &str) -> impl IntoView + use<> {
    let field = ui::Field {
        name,
        label,
        hint: "",
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        exact: true,
    };
    ui::field(typed, field)
}

/// A list of the housing system; a plain box where there is none.
fn listed(typed: &ui::Typed, name: &'static str, label: &str, list: &List) -> AnyView {
    if list.entries.is_empty() {
        return plain(typed, name, label).into_any();
    }
    let offered = list
        .entries
        .iter()
        .map(|(code, description)| (code.clone(), named(code, description)));
    let offered = with_chosen(typed, name, offered.collect());
    ui::select_of_data(typed, name, label, "", offered).into_any()
}

fn named(code: &str, description: &str) -> String {
    if description.is_empty() || description == code {
        code.to_owned()
    } else {
        format!("{code} – {description}")
    }
}

/// What stands there stays to be chosen, also where the housing system has it no more.
fn with_chosen(typed: &ui::Typed, name: &str, offered: Vec<(String, String)>) -> Vec<(String, String)> {
    let language = typed.language;
    let chosen = typed.value_or(name, "");
    let is_known = chosen.is_empty() || offered.iter().any(|(code, _)| *code == chosen);
    let choose = (String::new(), words::catalogue_choose(language).to_owned());
    let gone = (!is_known).then(|| (chosen.clone(), words::definition_code_gone(language, &chosen)));
    std::iter::once(choose).chain(gone).chain(offered).collect()
}

/// The table, and its codes once it is chosen. Buttons of the form itself load them, so that nothing typed is lost.
fn chosen(page: &Page, typed: &ui::Typed, offer: &Offer) -> impl IntoView + use<> {
    let language = typed.language;
    let tables = &offer.lists.tables;
    // Whoever pressed one of these buttons goes on here, not at the top of the page.
    let sent = page.typed("definition");
    let is_loaded = !sent.values.is_null() && sent.errors.is_empty();
    let codes = offer.codes.as_ref().map(|codes| {
        let code = typed.value_or("sor_code", "");
        let mut found = codes.found.clone();
        // The code that stands there may be none of those that are found.
        let is_found = found.iter().any(|(other, _)| *other == code);
        if !is_found && !offer.meaning.is_empty() {
            found.insert(0, (code, offer.meaning.clone()));
        }
        let offered = found
            .iter()
            .map(|(code, description)| (code.clone(), named(code, description)))
            .collect();
        let offered = with_chosen(typed, "sor_code", offered);
        let find = ui::Field {
            name: "find_code",
            label: words::definition_find(language),
            hint: words::definition_find_hint(language),
            kind: "search",
            autocomplete: "off",
            width: "w-20",
            ..ui::Field::default()
        };
        let more = codes
            .has_more
            .then(|| view! { <p class="hint">{words::definition_more_codes(language)}</p> });
        let none = codes
            .found
            .is_empty()
            .then(|| view! { <p class="hint">{words::definition_no_codes(language)}</p> });
        view! {
            <p class="small muted">{age(page, codes, language)}</p>
            {ui::field(typed, find)}
            <div class="actions">
                <button class="button secondary small" formaction=ShowCodes::url() autofocus=is_loaded>
                    {words::definition_find_button(language)}
                </button>
                <button class="button secondary small" formaction=ReloadCodes::url()>{words::definition_reload(language)}</button>
            </div>
            {none}
            {ui::select_of_data(typed, "sor_code", words::definition_code(language), "", offered)}
            {more}
        }
    });
    let is_chosen = codes.is_some();
    let load = (!is_chosen).then(|| {
        let error = typed.error_sentence("sor_code").map(|sentence| {
            view! { <p class="error" id="sor_code-error">{sentence}</p> }
        });
        view! {
            {error}
            {ui::hidden("sor_code", &typed.value_or("sor_code", ""))}
        }
    });
    let again = is_chosen.then(|| view! { <p class="hint">{words::definition_other_table(language)}</p> });
    let offered = tables
        .entries
        .iter()
        .map(|(code, description)| (code.clone(), named(code, description)))
        .collect();
    view! {
        {ui::select_of_data(
            typed,
            "sor_table",
            words::definition_table(language),
            words::definition_table_hint(language),
            with_chosen(typed, "sor_table", offered),
        )}
        <div class="actions">
            <button class="button secondary small" id=(!is_chosen).then_some("sor_code") formaction=ShowCodes::url()>
                {words::definition_load(language)}
            </button>
        </div>
        {again}
        {load}
        {codes}
    }
}

/// How old the codes are, and why, where they are older than they should be.
fn age(page: &Page, codes: &Codes, language: Language) -> String {
    let now = page.ctx.clock.now();
    match codes.fetched_at {
        Some(at) if codes.is_old => words::definition_codes_old(language, &ui::moment(at, now, language)),
        Some(at) => words::definition_codes_age(language, &ui::moment(at, now, language)),
        None => words::definition_codes_none(language).to_owned(),
    }
}
