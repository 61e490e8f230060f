//! The page that the link opens. Mail scanners open it too, so it shows a form and does nothing; it tells no more than the
//! first name.

use super::api::AcceptInvite;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::identity::Plane;
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    auth::Session,
    invites::{self, Opened},
};

pub async fn open(page: Page) -> PageResult {
    if matches!(page.request.session, Session::Full(..)) {
        return signed_in_already(&page);
    }
    let token = page.query("token");
    match invites::open(&page.ctx, token).await? {
        Opened::Ready {
            first_name,
            asks_born,
        } => ready(&page, token, &first_name, asks_born),
        Opened::Dead => dead(&page),
        Opened::HasAccount => has_account(&page),
    }
}

fn ready(page: &Page, token: &str, first_name: &str, asks_born: bool) -> PageResult {
    let language = page.language();
    let typed = page.typed("accept");
    let last_name = ui::Field {
        name: "own-last-name",
        label: words::open_last_name(language),
        hint: words::open_last_name_hint(language),
        kind: "text",
        autocomplete: "family-name",
        width: "w-full",
        exact: true,
    };
    let born = ui::DateBoxes {
        question: words::register_born(language),
        hint: words::register_born_hint(language),
        day: words::register_day(language),
        month: words::register_month(language),
        year: words::register_year(language),
        is_own: true,
    };
    let text = if asks_born {
        words::open_text_born(language)
    } else {
        words::open_text(language)
    };
    let born = asks_born.then(|| ui::date_of_birth(&typed, &born));
    let title = words::open_title(language, first_name);
    page.secret_screen(
        &title,
        view! {
            <div class="question">
                <h1>{title.clone()}</h1>
                <p>{text}</p>
                <form method="post" action=AcceptInvite::url() novalidate>
                    {ui::hidden("token", token)}
                    {ui::field(&typed, last_name)}
                    {born}
                    {ui::new_password_box(&typed)}
                    {ui::actions(words::open_button(language), None)}
                </form>
            </div>
        },
    )
}

fn dead(page: &Page) -> PageResult {
    let language = page.language();
    let title = words::open_dead_title(language);
    page.secret_screen(
        title,
        view! { <div class="question"><h1>{title}</h1><p>{words::open_dead(language)}</p></div> },
    )
}

fn has_account(page: &Page) -> PageResult {
    let language = page.language();
    let title = words::open_account_title(language);
    page.secret_screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::open_account(language)}</p>
                <p><a class="button" href=paths::sign_in(Plane::Portal)>{words::open_sign_in(language)}</a></p>
            </div>
        },
    )
}

fn signed_in_already(page: &Page) -> PageResult {
    let language = page.language();
    let title = words::open_other_title(language);
    page.secret_screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::open_other(language)}</p>
            </div>
        },
    )
}
