//! The pages around a password.

use super::api;
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::identity::Plane;
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::{self, links::Purpose};

/// Asks for the address that a link is mailed to.
pub async fn ask(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let action = match plane {
        Plane::Portal => api::AskReset::url(),
        Plane::Console => api::StaffAskReset::url(),
    };
    let typed = page.typed("ask-reset");
    let email = ui::Field {
        name: "email",
        label: words::sign_in_email(language),
        kind: "email",
        autocomplete: "username",
        width: "w-full",
        ..ui::Field::default()
    };
    let title = words::reset_password(language);
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::sign_in(plane).to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::reset_ask_text(language)}</p>
                <form method="post" action=action novalidate>
                    {ui::field(&typed, email)}
                    {ui::actions(words::reset_ask_button(language), None)}
                </form>
            </div>
        },
    )
}

/// The one answer to everybody who asked.
pub async fn asked(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let title = words::reset_asked_title(language);
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::reset_asked(language)}</p>
                <p>{words::reset_asked_nothing(language)}</p>
                <p><a href=paths::ask_reset(plane)>{words::reset_asked_again(language)}</a></p>
            </div>
        },
    )
}

/// The page that a mailed link opens. Mail scanners open it too, so that it shows a form and does nothing.
pub async fn choose(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let token = page.query("token");
    let purpose = auth::may_choose(&page.ctx, plane, token).await?;
    let title = match purpose {
        Some(Purpose::Invitation) => words::invitation_choose_title(language),
        Some(_) => words::reset_choose_title(language),
        None => {
            return dead_link(
                &page,
                words::reset_dead_title(language),
                words::reset_dead(language),
            );
        }
    };
    let action = match plane {
        Plane::Portal => api::ChoosePassword::url(),
        Plane::Console => api::StaffChoosePassword::url(),
    };
    let typed = page.typed("choose-password");
    page.secret_screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <form method="post" action=action novalidate>
                    {ui::hidden("token", token)}
                    {ui::new_password_box(&typed)}
                    {ui::actions(words::reset_choose_button(language), None)}
                </form>
            </div>
        },
    )
}

fn dead_link(page: &Page, title: &'static str, why: &'static str) -> PageResult {
    let language = page.language();
    let ask = paths::ask_reset(page.plane());
    page.secret_screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{why}</p>
                <p><a class="button" href=ask>{words::reset_dead_next(language)}</a></p>
            </div>
        },
    )
}

/// Says that it is oneself who tries, on a device that is known.
pub async fn it_is_me(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let token = page.query("token");
    if !auth::waits(&page.ctx, plane, token).await? {
        return dead_link(
            &page,
            words::it_is_me_dead_title(language),
            words::it_is_me_dead(language),
        );
    }
    let action = match plane {
        Plane::Portal => api::ItIsMe::url(),
        Plane::Console => api::StaffItIsMe::url(),
    };
    let title = words::it_is_me_title(language);
    page.secret_screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::it_is_me_text(language)}</p>
                <p>{words::it_is_me_where(language)}</p>
                <form method="post" action=action>
                    {ui::hidden("token", token)}
                    {ui::actions(
                        words::it_is_me(language),
                        Some((paths::ask_reset(plane).to_owned(), words::reset_password(language))),
                    )}
                </form>
            </div>
        },
    )
}

/// Somebody's own password.
pub async fn password(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    if !auth::has_password(&page.ctx).await? {
        return Err(AppError::NotFound);
    }
    let action = match plane {
        Plane::Portal => api::ChangePassword::url(),
        Plane::Console => api::StaffChangePassword::url(),
    };
    // Asked before anything is typed, because a password is not kept on the way.
    page.ctx
        .actor
        .require_fresh(page.ctx.clock.now())
        .map_err(AppError::from)?;
    let typed = page.typed("change-password");
    let title = words::password_title(language);
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::you(plane).to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::password_text(language)}</p>
                <form method="post" action=action novalidate>
                    {ui::new_password_box(&typed)}
                    {ui::actions(words::password_button(language), None)}
                </form>
            </div>
        },
    )
}
