//! 'Test': uses a connection once. It stands on the page of a slot and on the settings of each vendor.

use super::{api::TestConnection, chosen};
use crate::{request::Page, ui};
use domain::integrations::Slot;
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::context::Actor;

/// What the test does, where its message goes, and the button.
pub(super) fn form(page: &Page, slot: Slot, button: &str) -> impl IntoView + use<> {
    let language = page.language();
    let typed = page.typed("connection-test");
    let (name, label, hint, kind) = match slot {
        Slot::Mail => (
            "trial_email",
            words::integration_test_email(language),
            words::integration_test_email_hint(language),
            "email",
        ),
        _ => (
            "trial_mobile",
            words::integration_test_mobile(language),
            words::integration_test_mobile_hint(language),
            "tel",
        ),
    };
    let own = match &page.ctx.actor {
        Actor::Staff(staff) => staff.email.as_str(),
        _ => "",
    };
    let typed = typed.or_stored(json!({ "trial_email": own }));
    let to = matches!(slot, Slot::Mail | Slot::Text).then(|| {
        let field = ui::Field {
            name,
            label,
            hint,
            kind,
            autocomplete: "off",
            width: "w-full",
            exact: true,
        };
        ui::field(&typed, field)
    });
    let what = words::find(language, &format!("integration-test-{}", slot.as_str()));
    view! {
        <p>{what}</p>
        <form method="post" action=TestConnection::url() novalidate>
            {ui::hidden("slot", slot.as_str())}
            {ui::hidden("mode", chosen(page).as_str())}
            {to}
            <div class="actions"><button class="button secondary">{button.to_owned()}</button></div>
        </form>
    }
}

/// 'Test' with its heading, once there is something to test; `note` says why it matters now.
pub(super) fn section(
    page: &Page,
    slot: Slot,
    is_stored: bool,
    note: Option<&'static str>,
) -> Option<impl IntoView + use<>> {
    let label = words::integration_test(page.language());
    let note = note.map(|note| view! { <p>{note}</p> });
    is_stored.then(|| view! { <section><h2>{label}</h2>{note}{form(page, slot, label)}</section> })
}
