//! 'Approved Domains' (product I8): three lists of names, and who uses what is on them.

pub mod api;

use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use api::SaveDomains;
use domain::{
    domains::ApprovedDomains,
    identity::Language,
    integrations::{Mode, Slot},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    domains::{self, Overview},
    integrations::Use,
};

pub async fn page(page: Page) -> PageResult {
    let Overview { lists, outside, uses } = domains::overview(&page.ctx).await?;
    let language = page.language();
    let title = words::domains_title(language);
    let related = ui::related(
        &page,
        &[paths::CONSOLE_INTEGRATIONS, paths::CONSOLE_SSO],
        language,
    );
    let view = view! {
        <div class="question">
            <h1>{title}</h1>
            <p>{words::domains_intro(language)}</p>
            {form(&page, &lists)}
            {used_by(&lists, &uses, language)}
            {(!outside.is_empty()).then(|| others(outside, language))}
            {related}
        </div>
    };
    page.screen(title, view)
}

fn form(page: &Page, lists: &ApprovedDomains) -> impl IntoView + use<> {
    let language = page.language();
    let typed = page.typed("domains").or_stored(json!({
        "email_domains": lists.email_domains.join("\n"),
        "sites": lists.sites.join("\n"),
        "outbound_hosts": lists.outbound_hosts.join("\n"),
        "seen": lists.seen,
    }));
    let area = |name, label, hint| ui::TextArea {
        name,
        label,
        hint,
        rows: 4,
        stored: "",
        optional: true,
    };
    let emails = area(
        "email_domains",
        words::domains_emails(language),
        words::domains_emails_hint(language),
    );
    let sites = area(
        "sites",
        words::domains_sites(language),
        words::domains_sites_hint(language),
    );
    let hosts = area(
        "outbound_hosts",
        words::domains_hosts(language),
        words::domains_hosts_hint(language),
    );
    // Somebody else saved since: what was typed is shown above what counts now, and the next save is meant.
    let is_late = typed.value_or("seen", "") != lists.seen;
    view! {
        <form method="post" action=SaveDomains::url() novalidate>
            {ui::hidden("seen", &lists.seen)}
            {ui::text_area(&typed, emails)}
            {ui::text_area(&typed, sites)}
            {ui::text_area(&typed, hosts)}
            {is_late.then(|| saved_now(lists, language))}
            {ui::actions(words::domains_save(language), None)}
        </form>
    }
}

fn saved_now(lists: &ApprovedDomains, language: Language) -> impl IntoView + use<> {
    let row = |label: &str, list: &[String]| ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="break">{list.join(", ")}</span> }.into_any(),
        change: None,
    };
    let rows = vec![
        row(words::domains_emails(language), &lists.email_domains),
        row(words::domains_sites(language), &lists.sites),
        row(words::domains_hosts(language), &lists.outbound_hosts),
    ];
    view! { <section><h2>{words::domains_saved_now(language)}</h2>{ui::summary(rows, language)}</section> }
}

/// Which connection calls which host, and whether it may.
fn used_by(lists: &ApprovedDomains, uses: &[Use], language: Language) -> impl IntoView + use<> {
    let lines = uses
        .iter()
        .map(|used| {
            let host = used.host.clone();
            let is_listed = lists.outbound_hosts.contains(&host);
            let blocked = (!is_listed && used.enabled).then(|| {
                view! { " "<span class="tag danger">{words::domains_not_called(language)}</span> }
            });
            let whose = match used.mode {
                Mode::Live => vendor_words(used, language),
                Mode::Test => words::domains_of_test(language, &vendor_words(used, language)),
            };
            let off = (!used.enabled).then(|| format!(" {}", words::domains_off(language)));
            view! { <li><strong class="break">{host}</strong>": "{whose}{off}{blocked}</li> }
        })
        .collect_view();
    let content = if uses.is_empty() {
        view! { <p>{words::domains_used_by_none(language)}</p> }.into_any()
    } else {
        view! { <ul>{lines}</ul> }.into_any()
    };
    view! { <section><h2>{words::domains_used_by(language)}</h2>{content}</section> }
}

fn vendor_words(used: &Use, language: Language) -> String {
    let of_slot = |slot: Slot| words::find(language, &format!("slot-{}", slot.as_str()));
    let vendor = words::find(language, &format!("vendor-{}", used.vendor));
    vendor
        .or_else(|| of_slot(used.slot))
        .unwrap_or(&used.vendor)
        .to_owned()
}

fn others(outside: Vec<String>, language: Language) -> impl IntoView + use<> {
    let lines = outside
        .into_iter()
        .map(|address| view! { <li class="break">{address}</li> })
        .collect_view();
    view! {
        <section>
            <h2>{words::domains_outside_title(language)}</h2>
            <p>{words::domains_outside(language)}</p>
            <ul>{lines}</ul>
        </section>
    }
}
