//! Deleting a customer: the effect first, then a receipt.

use super::{api::DeleteCustomer, record::name_of};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{identity::Language, ids::CustomerId};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{customers, times};
use std::collections::BTreeMap;

/// Names person and effect, and asks.
pub async fn confirm(page: Page) -> PageResult {
    let id = page.param("id", CustomerId::parse)?;
    let deletion = customers::about_to_delete(&page.ctx, &id).await?;
    let language = page.language();
    let title = words::delete_customer_title(language, &name_of(&deletion.who));
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::customer(id.as_str()), language)}
            <h1>{title.clone()}</h1>
            <p>{deletion.who.email}</p>
            <p>{words::delete_customer_effect(language)}" "{words::delete_customer_told(language)}</p>
            {lists(&deletion.removed, &deletion.kept, language)}
            <form method="post" action=DeleteCustomer::url()>
                {ui::hidden("customer", id.as_str())}
                <div class="actions">
                    <button class="button danger">{words::delete_customer_button(language)}</button>
                    <a href=paths::customer(id.as_str())>{words::delete_customer_way_out(language)}</a>
                </div>
            </form>
        },
    )
}

/// What was removed and what was kept.
pub async fn receipt(page: Page) -> PageResult {
    let id = page.param("id", |text| CustomerId::parse(text).map(|id| id.to_string()))?;
    let receipt = customers::receipt(&page.ctx, &id).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::receipt_title(language);
    let when = words::receipt_when(
        language,
        &times::day_in_words(&times::day_of(receipt.at), now, language),
        &times::time_in_words(receipt.at, language),
        &id,
    );
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_CUSTOMERS.to_owned(), language)}
            <h1>{title}</h1>
            <p class="break">{when}</p>
            {lists(&receipt.removed, &receipt.kept, language)}
            <p><a href=paths::CONSOLE_CUSTOMERS>{words::receipt_back(language)}</a></p>
        },
    )
}

fn lists(
    removed: &BTreeMap<String, i64>,
    kept: &BTreeMap<String, i64>,
    language: Language,
) -> impl IntoView + use<> {
    let account = std::iter::once(words::removed_account(language).to_owned());
    let lines = removed
        .iter()
        .filter_map(|(name, count)| removed_words(name, *count, language));
    let removed: Vec<_> = account
        .chain(lines)
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let lines = kept
        .iter()
        .filter_map(|(name, count)| kept_words(name, *count, language));
    let there = std::iter::once(words::kept_hms(language).to_owned());
    let kept: Vec<_> = lines.chain(there).map(|line| view! { <li>{line}</li> }).collect();
    view! {
        <h2>{words::delete_customer_removed(language)}</h2>
        <ul>{removed}</ul>
        <h2>{words::delete_customer_kept(language)}</h2>
        <ul>{kept}</ul>
    }
}

/// A line of the receipt; what there was none of is left out, and so are copies and words that only we use.
fn removed_words(name: &str, count: i64, language: Language) -> Option<String> {
    let line = match name {
        _ if count == 0 => return None,
        "sessions" => words::removed_sessions(language, count),
        "devices" => words::removed_devices(language, count),
        "codes" => words::removed_codes(language, count),
        "tenancies" => words::removed_tenancies(language, count),
        "drafts" => words::removed_drafts(language, count),
        "photos" => words::removed_photos(language, count),
        "notes" => words::removed_notes(language, count),
        "invites" => words::removed_invites(language, count),
        "registrations" => words::removed_registrations(language, count),
        _ => return None,
    };
    Some(line)
}

fn kept_words(name: &str, count: i64, language: Language) -> Option<String> {
    let line = match name {
        _ if count == 0 => return None,
        "repairs" => words::kept_repairs(language, count),
        "repair-photos" => words::kept_repair_photos(language, count),
        "audit" => words::kept_audit(language, count),
        _ => return None,
    };
    Some(line)
}
