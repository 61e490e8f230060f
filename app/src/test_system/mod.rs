//! 'Test System' (product I7): which mode is on, where its messages go, what it has for tests, and the switch.

pub mod api;

use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use api::{SaveInbox, SwitchMode};
use domain::{
    identity::Language,
    integrations::{Mode, Slot, State},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    integrations::Status,
    test_system::{self, Overview},
};

pub async fn page(page: Page) -> PageResult {
    let overview = test_system::overview(&page.ctx).await?;
    let language = page.language();
    let title = words::test_system_title(language);
    page.screen(
        title,
        view! {
            <h1>{title}</h1>
            <p>{words::test_system_purpose(language)}</p>
            {now(&page, &overview, language)}
            {slots(&overview, page.ctx.mode(), language)}
            <div class="question">
                {inbox(&page, &overview, language)}
                {way_to_switch(&overview, language)}
            </div>
        },
    )
}

fn mode_tag(mode: Mode, language: Language) -> AnyView {
    match mode {
        Mode::Live => view! { <span class="tag good">{words::test_system_live(language)}</span> }.into_any(),
        Mode::Test => view! { <span class="tag warn">{words::test_system_test(language)}</span> }.into_any(),
    }
}

fn now(page: &Page, overview: &Overview, language: Language) -> impl IntoView + use<> {
    let row = |label: &str, value: AnyView| ui::SummaryRow {
        label: label.to_owned(),
        value,
        change: None,
    };
    let since = overview.since.map_or_else(
        || words::test_system_always(language).to_owned(),
        |since| ui::moment(since, page.ctx.clock.now(), language),
    );
    let by = if overview.by.is_empty() {
        words::test_system_nobody(language).to_owned()
    } else {
        overview.by.clone()
    };
    let rows = vec![
        row(
            words::test_system_mode(language),
            mode_tag(overview.mode, language),
        ),
        row(words::test_system_since(language), since.into_any()),
        row(words::test_system_by(language), by.into_any()),
    ];
    view! {
        {ui::summary(rows, language)}
        <p>{words::test_system_waiting_live(language, &overview.waiting_live.to_string())}<br/>
            {words::test_system_waiting_test(language, &overview.waiting_test.to_string())}</p>
    }
}

fn slots(overview: &Overview, now: Mode, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::test_system_column_what(language),
        words::test_system_column_provider(language),
        words::test_system_column_state(language),
    ];
    let rows = overview
        .slots
        .iter()
        .map(|status| slot(status, heads, now, language))
        .collect();
    let lacks_texts = overview
        .slots
        .iter()
        .any(|status| status.slot == Slot::Text && matches!(status.state, State::NotSetUp | State::Off));
    view! {
        <section>
            <h2>{words::test_system_slots(language)}</h2>
            <p>{words::test_system_slots_hint(language)}</p>
            {ui::table("cards", words::test_system_slots(language), &heads, rows)}
            {overview.borrows_mail.then(|| view! { <p>{words::test_system_borrows(language)}</p> })}
            {lacks_texts.then(|| view! { <p>{words::test_system_texts_off(language)}</p> })}
        </section>
    }
}

fn slot(status: &Status, heads: [&'static str; 3], now: Mode, language: Language) -> AnyView {
    let name =
        words::find(language, &format!("slot-{}", status.slot.as_str())).unwrap_or(status.slot.as_str());
    let provider = status
        .vendor
        .as_deref()
        .map_or(words::integration_no_provider(language), |vendor| {
            words::find(language, &format!("vendor-{vendor}")).unwrap_or_default()
        });
    let state = words::find(language, &format!("integration-state-{}", status.state.as_str()));
    let class = match status.state {
        State::Untried => "tag info",
        State::Connected => "tag good",
        State::Degraded => "tag warn",
        State::Failing => "tag danger",
        State::NotSetUp | State::Off => "tag quiet",
    };
    let href = paths::in_mode(paths::integration(status.slot), Mode::Test, now);
    view! {
        <tr>
            <th scope="row"><a href=href>{name}</a></th>
            <td data-label=heads[1]>{provider}</td>
            <td data-label=heads[2]><span class=class>{state}</span></td>
        </tr>
    }
    .into_any()
}

fn inbox(page: &Page, overview: &Overview, language: Language) -> impl IntoView + use<> {
    let typed = page.typed("test-inbox").or_stored(json!({
        "test_inbox": overview.inbox,
        "test_mobile": overview.mobile,
    }));
    let exact = |name, label, hint, kind| ui::Field {
        name,
        label,
        hint,
        kind,
        autocomplete: "off",
        width: "w-full",
        exact: true,
    };
    let address = exact(
        "test_inbox",
        words::test_system_inbox(language),
        words::test_system_inbox_hint(language),
        "email",
    );
    let mobile = exact(
        "test_mobile",
        words::test_system_mobile(language),
        words::test_system_mobile_hint(language),
        "tel",
    );
    view! {
        <section>
            <h2>{words::test_system_inbox_title(language)}</h2>
            <p>{words::test_system_inbox_why(language)}</p>
            <form method="post" action=SaveInbox::url() novalidate>
                {ui::field(&typed, address)}
                {ui::field(&typed, mobile)}
                {ui::actions(words::test_system_inbox_save(language), None)}
            </form>
        </section>
    }
}

fn go(to: Mode, language: Language) -> &'static str {
    match to {
        Mode::Live => words::test_system_go_live(language),
        Mode::Test => words::test_system_go_test(language),
    }
}

fn lacks_inbox(overview: &Overview) -> bool {
    overview.mode == Mode::Live && overview.inbox.is_empty()
}

fn way_to_switch(overview: &Overview, language: Language) -> impl IntoView + use<> {
    let way = if lacks_inbox(overview) {
        view! { <p>{words::test_system_inbox_first(language)}</p> }.into_any()
    } else {
        let name = go(overview.mode.other(), language);
        view! { <p><a class="button secondary" href=paths::CONSOLE_TEST_SYSTEM_SWITCH>{name}</a></p> }
            .into_any()
    };
    view! { <section><h2>{words::test_system_switch_title(language)}</h2>{way}</section> }
}

/// What will happen, before it does.
pub async fn confirm(page: Page) -> PageResult {
    let overview = test_system::overview(&page.ctx).await?;
    let language = page.language();
    let to = overview.mode.other();
    let (title, effects) = match to {
        Mode::Test => (
            words::test_system_confirm_test(language),
            vec![
                words::test_system_effect_everybody(language).to_owned(),
                words::test_system_effect_banner(language).to_owned(),
                words::test_system_effect_data(language).to_owned(),
                words::test_system_effect_queue(language, overview.waiting_live),
                words::test_system_effect_mail(language, &overview.inbox),
                words::test_system_effect_invites(language).to_owned(),
                words::test_system_effect_told(language).to_owned(),
            ],
        ),
        Mode::Live => (
            words::test_system_confirm_live(language),
            vec![
                words::test_system_live_data(language).to_owned(),
                words::test_system_live_waiting(language, overview.waiting_live),
                words::test_system_live_queue(language, overview.waiting_test),
                words::test_system_live_accounts(language).to_owned(),
                words::test_system_live_sessions(language).to_owned(),
                words::test_system_effect_told(language).to_owned(),
            ],
        ),
    };
    let effects = effects
        .into_iter()
        .map(|effect| view! { <li>{effect}</li> })
        .collect_view();
    let typed = page.typed("mode-switch");
    let since = overview.since.map_or(0, |since| since.0).to_string();
    let form = if lacks_inbox(&overview) {
        view! { <p>{words::test_system_inbox_first(language)}</p> }.into_any()
    } else {
        view! {
            <form method="post" action=SwitchMode::url() novalidate>
                {ui::hidden("to", to.as_str())}
                {ui::hidden("since", &since)}
                {ui::tick(&typed, "understood", words::test_system_understood(language), false)}
                <div class="actions"><button class="button danger">{go(to, language)}</button></div>
            </form>
        }
        .into_any()
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_TEST_SYSTEM.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <ul>{effects}</ul>
                {form}
            </div>
        },
    )
}
