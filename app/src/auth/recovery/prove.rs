//! 'Show us that it is you': with whatever the account has. Who signs in with their organisation alone has no password to
//! be asked for, and a passkey is enough by itself.

use super::{
    super::factors::{self, api as factors_api},
    api,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::identity::Plane;
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::{factors::has_passkey, has_password};

/// How the person on the page can prove who they are.
struct Means {
    passkey: bool,
    password: bool,
    microsoft: bool,
}

pub async fn page(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let means = Means {
        passkey: has_passkey(&page.ctx).await?,
        password: has_password(&page.ctx).await?,
        microsoft: plane == Plane::Console && services::sso::is_on(&page.ctx).await?,
    };
    let next = page.typed("prove").value_or("next", page.query("next"));
    let title = words::prove_title(language);
    let passkey_alone = means.passkey && !means.password && !means.microsoft;
    let nothing = (!means.passkey && !means.password && !means.microsoft)
        .then(|| view! { <p>{words::prove_nothing(language)}</p> });
    let view = view! {
        <div class="question">
            <h1>{title}</h1>
            <p>{words::prove_text(language)}</p>
            {means.passkey.then(|| passkey(&page, &next))}
            {passkey_alone.then(|| factors::passkeys_off(language))}
            {means.microsoft.then(|| microsoft(&page, &means, &next))}
            {means.password.then(|| password(&page, &means, &next))}
            {nothing}
        </div>
    };
    if means.passkey {
        page.screen_with(title, ui::Script::Passkey, view)
    } else {
        page.screen(title, view)
    }
}

fn passkey(page: &Page, next: &str) -> impl IntoView + use<> {
    let language = page.language();
    let (action, start) = match page.plane() {
        Plane::Portal => (
            factors_api::ProveWithPasskey::url(),
            factors_api::StartPasskeyProof::url(),
        ),
        Plane::Console => (
            factors_api::StaffProveWithPasskey::url(),
            factors_api::StaffStartPasskeyProof::url(),
        ),
    };
    factors::passkey_asked(action, start, next, language)
}

fn microsoft(page: &Page, means: &Means, next: &str) -> impl IntoView + use<> {
    let class = if means.passkey || means.password {
        "button secondary"
    } else {
        "button"
    };
    view! { <p><a class=class href=paths::sso_prove(next)>{words::sso_prove(page.language())}</a></p> }
}

fn password(page: &Page, means: &Means, next: &str) -> impl IntoView + use<> {
    let (plane, language) = (page.plane(), page.language());
    let action = match plane {
        Plane::Portal => api::Prove::url(),
        Plane::Console => api::StaffProve::url(),
    };
    let typed = page.typed("prove");
    let box_of_password = ui::Field {
        name: "current-password",
        label: words::prove_password(language),
        kind: "password",
        autocomplete: "current-password",
        width: "w-full",
        ..ui::Field::default()
    };
    let among_others = means.passkey || means.microsoft;
    let heading = among_others.then(|| view! { <h2>{words::prove_or_password(language)}</h2> });
    let button = if among_others {
        "button secondary"
    } else {
        "button"
    };
    view! {
        <section>
            {heading}
            <form method="post" action=action novalidate>
                {ui::hidden("next", next)}
                {ui::field(&typed, box_of_password)}
                <div class="actions"><button class=button>{words::go_on(language)}</button></div>
            </form>
            <p><a href=paths::ask_reset(plane)>{words::prove_forgotten(language)}</a></p>
        </section>
    }
}
