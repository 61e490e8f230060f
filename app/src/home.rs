//! The tenant's first page.

use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::Language,
    repairs::{Status, Summary},
};
use leptos::prelude::*;
use services::{context::Actor, hms::Account, home, times};

pub async fn home(page: Page) -> PageResult {
    let overview = home::overview(&page.ctx).await?;
    let language = page.language();
    let now = page.ctx.clock.now();
    let title = words::home_title(language, &overview.name);
    let visit = next_visit(&overview.open_repairs, now, language);
    let address = match &overview.home {
        Some(home) => view! { <p class="pre">{home.address.join("\n")}</p> }.into_any(),
        None => view! { <p>{words::home_no_address(language)}</p> }.into_any(),
    };
    let balance = overview.accounts.first().map(|account| {
        view! {
            <section class="balance">
                <h2>{words::home_balance(language)}</h2>
                {balance(account, now, language)}
                {ui::age(overview.accounts_age, now, language)}
            </section>
        }
    });
    let closed = closed_balance(&page, now, language);
    let open = open_repairs(&overview.open_repairs, now, language);
    page.screen(
        &title,
        view! {
            <div class="stack">
                <h1>{title.clone()}</h1>
                {visit}
                <p><a class="button big" href=paths::REPORT>{words::home_report(language)}</a></p>
                <div class="grid">
                    <section class="panel">
                        <h2>{words::home_open_repairs(language)}</h2>
                        {open}
                        {ui::age(overview.repairs_age, now, language)}
                        <p><a href=paths::REPAIRS>{words::home_all_repairs(language)}</a></p>
                    </section>
                    {balance}
                    {closed}
                    <section class="panel">
                        <h2>{words::home_your_home(language)}</h2>
                        {address}
                    </section>
                </div>
            </div>
        },
    )
}

/// Says that the balance is closed for a while, where it would stand.
fn closed_balance(page: &Page, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    let Actor::Customer(customer) = &page.ctx.actor else {
        return None;
    };
    let until = ui::moment(customer.limited_until, now, language);
    customer.is_limited.then(|| {
        view! {
            <section class="panel">
                <h2>{words::home_balance(language)}</h2>
                <p>{words::limited_money(language, &until)}</p>
            </section>
        }
    })
}

fn next_visit(repairs: &[Summary], now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    let booked = repairs.iter().filter(|repair| repair.status == Status::Booked);
    let coming = booked.filter_map(|repair| repair.visit.as_ref().map(|visit| (repair, visit)));
    let (repair, visit) = coming
        .filter(|(_, visit)| visit.day >= times::day_of(now))
        .min_by_key(|(_, visit)| visit.day.clone())?;
    let title = view! { <h3><a href=paths::repair(&repair.id)>{repair.title.clone()}</a></h3> }.into_any();
    Some(view! {
        <section>
            <h2>{words::home_next_visit(language)}</h2>
            {ui::appointment(visit, title, now, language)}
        </section>
    })
}

fn open_repairs(repairs: &[Summary], now: Millis, language: Language) -> AnyView {
    if repairs.is_empty() {
        return view! { <p>{words::home_no_open(language)}</p> }.into_any();
    }
    let lines = repairs
        .iter()
        .map(|repair| {
            view! {
                <li>
                    <a href=paths::repair(&repair.id)>{repair.title.clone()}</a>
                    <p class="row">
                        {ui::status_tag(repair.status, language)}
                        <span class="muted">{times::short_day(repair.reported_at, now, language)}</span>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn balance(account: &Account, now: Millis, language: Language) -> impl IntoView + use<> {
    let amount = account.balance.unsigned().to_string();
    let sum = match account.balance.0 {
        0 => words::balance_clear(language).to_owned(),
        1.. => words::balance_behind(language, &amount),
        _ => words::balance_credit(language, &amount),
    };
    let next = account.next_charge.as_ref().map(|(day, pence)| {
        let text = words::balance_next(
            language,
            &pence.to_string(),
            &times::day_in_words(day, now, language),
        );
        view! { <p>{text}</p> }
    });
    view! { <p class="sum">{sum}</p>{next} }
}
