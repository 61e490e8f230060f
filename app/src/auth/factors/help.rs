//! 'Help with signing in': staff help a customer, or a colleague, who lost their second steps.

use super::{about, name_of};
use crate::{
    error::AppError,
    paths,
    request::{Access, Next, Page, PageResult, submit},
    ui,
};
use domain::{
    identity::{
        Language, Plane,
        factors::{HelpForm, Helped, Reason},
    },
    permissions::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{auth::factors, times};

#[server(endpoint = "console/customers/second-steps-removal")]
pub async fn remove_customer_steps(#[server(flatten)] form: HelpForm) -> Result<(), AppError> {
    remove(Plane::Portal, Permission::CustomersManage, form).await
}

#[server(endpoint = "console/administrators/second-steps-removal")]
pub async fn remove_staff_steps(#[server(flatten)] form: HelpForm) -> Result<(), AppError> {
    remove(Plane::Console, Permission::AdministratorsManage, form).await
}

async fn remove(plane: Plane, needs: Permission, form: HelpForm) -> Result<(), AppError> {
    submit(
        Access::Staff(needs),
        "second-steps-removal",
        form,
        |ctx, _, cmd| async move {
            let page = paths::help_with_sign_in(plane, cmd.account.as_str());
            factors::remove_second_steps(&ctx, plane, cmd).await?;
            Ok(Next::to(page).saying("second-steps-removed"))
        },
    )
    .await
}

/// A customer's second steps, without their secrets.
pub async fn customer(page: Page) -> PageResult {
    screen(page, Plane::Portal).await
}

/// A colleague's.
pub async fn administrator(page: Page) -> PageResult {
    screen(page, Plane::Console).await
}

async fn screen(page: Page, plane: Plane) -> PageResult {
    let account = page.param("id", Helped::parse)?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let helping = factors::help_with_sign_in(&page.ctx, plane, &account).await?;
    let mut rows: Vec<_> = helping
        .factors
        .list
        .iter()
        .map(|factor| ui::SummaryRow {
            label: name_of(factor, language),
            value: about(factor, now, language).into_any(),
            change: None,
        })
        .collect();
    let holds_any = !rows.is_empty();
    if let Some(at) = helping.factors.codes_made_at {
        let left = helping.factors.codes_left.to_string();
        let made = times::short_day(at, now, language);
        rows.push(ui::SummaryRow {
            label: words::recovery_title(language).to_owned(),
            value: words::recovery_left_of(language, &left, &made).into_any(),
            change: None,
        });
    }
    let title = words::help_sign_in_title(language);
    page.screen(
        title,
        view! {
            <div class="stack">
                <div>
                    <p class="caption">{helping.name.clone()}", "{helping.email.clone()}</p>
                    <h1>{title}</h1>
                    <p>{words::help_sign_in_intro(language)}</p>
                </div>
                {if holds_any {
                    ui::summary(rows, language).into_any()
                } else {
                    view! { <p>{words::help_sign_in_none(language)}</p> }.into_any()
                }}
                {holds_any.then(|| removal(&page, plane, &account, language))}
            </div>
        },
    )
}

fn removal(page: &Page, plane: Plane, account: &Helped, language: Language) -> impl IntoView + use<> {
    let (action, effect) = match plane {
        Plane::Portal => (
            RemoveCustomerSteps::url(),
            words::help_sign_in_effect_customer(language),
        ),
        Plane::Console => (
            RemoveStaffSteps::url(),
            words::help_sign_in_effect_staff(language),
        ),
    };
    let typed = page.typed("second-steps-removal");
    let reasons = Reason::ALL
        .into_iter()
        .map(|reason| ui::Choice {
            value: reason.as_str().to_owned(),
            label: reason_words(reason, language).to_owned(),
            hint: String::new(),
            ..ui::Choice::default()
        })
        .collect();
    let ticked = typed.value_or("checked", "") == "yes";
    view! {
        <section class="question">
            <h2>{words::help_sign_in_remove_title(language)}</h2>
            <p>{words::help_sign_in_check(language)}</p>
            <p>{effect}</p>
            <form method="post" action=action novalidate>
                {ui::hidden("account", account.as_str())}
                {ui::options(&typed, "reason", words::help_sign_in_reason(language), reasons)}
                {ui::tick(&typed, "checked", words::help_sign_in_checked(language), ticked)}
                <div class="actions">
                    <button class="button danger">{words::help_sign_in_remove(language)}</button>
                </div>
            </form>
        </section>
    }
}

const fn reason_words(reason: Reason, language: Language) -> &'static str {
    match reason {
        Reason::LostPhone => words::reason_lost_phone(language),
        Reason::NewPhone => words::reason_new_phone(language),
        Reason::Stolen => words::reason_stolen(language),
        Reason::Other => words::reason_other(language),
    }
}
