//! The code of a letter: typing it, choosing a new mailbox with it, printing it.

use super::{api, console};
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    identity::{Email, Language},
    ids::{CustomerId, RegistrationId},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    error::Error,
    letters::{self, MailboxStep, Sheet},
    times,
};

/// Types the code.
pub async fn enter(page: Page) -> PageResult {
    let language = page.language();
    let title = words::register_letter_title(language);
    let typed = page.typed("letter");
    let code = ui::Field {
        name: "letter-code",
        label: words::register_letter_label(language),
        hint: words::register_letter_hint(language),
        kind: "text",
        autocomplete: "off",
        width: "code w-20",
        exact: true,
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::SIGN_IN.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <form method="post" action=api::EnterLetter::url() novalidate>
                    {ui::field(&typed, code)}
                    {ui::actions(words::go_on(language), None)}
                </form>
                <p class="muted">{words::register_letter_none(language)}</p>
            </div>
        },
    )
}

/// Chooses and proves the mailbox that takes the place of a lost one.
pub async fn mailbox(page: Page) -> PageResult {
    let language = page.language();
    match letters::mailbox_step(&page.ctx, page.request.browser.registration.as_deref()).await? {
        MailboxStep::Nothing => Ok(Screen::Elsewhere(paths::REGISTER_LETTER.to_owned())),
        MailboxStep::Choose => choose(&page, language),
        MailboxStep::Prove(_) if page.query("change") == "yes" => choose(&page, language),
        MailboxStep::Prove(email) => prove(&page, &email, language),
    }
}

fn choose(page: &Page, language: Language) -> PageResult {
    let title = words::register_mailbox_title(language);
    let typed = page.typed("mailbox");
    let email = ui::Field {
        name: "email",
        label: words::register_email(language),
        hint: words::register_mailbox(language),
        kind: "email",
        autocomplete: "username",
        width: "w-full",
        ..ui::Field::default()
    };
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <form method="post" action=api::ChooseMailbox::url() novalidate>
                    {ui::field(&typed, email)}
                    {ui::actions(words::go_on(language), None)}
                </form>
            </div>
        },
    )
}

fn prove(page: &Page, email: &Email, language: Language) -> PageResult {
    let title = words::register_mailbox_code_title(language);
    let typed = page.typed("mailbox-code");
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_email_sent(language, &email.masked())}</p>
                <form method="post" action=api::EnterMailboxCode::url() novalidate>
                    {ui::code_field(&typed, "code", words::code_label(language), words::register_file_hint(language))}
                    {ui::actions(words::go_on(language), None)}
                </form>
                <div class="row top-m">
                    <form method="post" action=api::ResendMailboxCode::url() class="inline">
                        {ui::hidden("press", "yes")}
                        <button class="link">{words::code_resend(language)}</button>
                    </form>
                    <a href=paths::REGISTER_MAILBOX_CHANGE>{words::register_start_again(language)}</a>
                </div>
            </div>
        },
    )
}

/// The letter of somebody who asks for an account, to be printed.
pub async fn print_for_registration(page: Page) -> PageResult {
    let id = page.param("id", RegistrationId::parse)?;
    let found = letters::of_registration(&page.ctx, &id).await;
    let back = paths::console_registration(id.as_str());
    match found {
        Ok(Some(sheet)) => print(&page, back, api::RegistrationLetterPrinted::url(), &sheet),
        Ok(None) => note(&page, back, words::letter_nothing(page.language())),
        Err(Error::Port(_)) => note(&page, back, words::problem_housing_away(page.language())),
        Err(error) => Err(error.into()),
    }
}

/// Makes or prints the letter of a customer who has lost their mailbox.
pub async fn for_customer(page: Page) -> PageResult {
    let id = page.param("id", CustomerId::parse)?;
    let language = page.language();
    let back = paths::customer(id.as_str());
    let found = match letters::of_customer(&page.ctx, &id).await {
        Err(Error::Port(_)) => return note(&page, back, words::problem_housing_away(language)),
        found => found?,
    };
    if let Some(sheet) = &found.sheet {
        return print(&page, back, api::CustomerLetterPrinted::url(), sheet);
    }
    let title = words::letter_customer_title(language);
    let typed = page.typed("customer-letter");
    let note = ui::TextArea {
        name: "proof",
        label: words::letter_customer_reason(language),
        hint: words::registration_decide_why(language),
        rows: 3,
        ..ui::TextArea::default()
    };
    page.screen(
        title,
        view! {
            {ui::back_to(back, language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::letter_customer_why(language, &found.name)}</p>
                <form method="post" action=api::MakeCustomerLetter::url() novalidate>
                    {ui::hidden("customer", id.as_str())}
                    {ui::text_area(&typed, note)}
                    {ui::actions(words::letter_customer_make(language), None)}
                </form>
            </div>
        },
    )
}

fn note(page: &Page, back: String, text: &'static str) -> PageResult {
    let language = page.language();
    let title = words::letter_print_title(language);
    page.screen(
        title,
        view! { {ui::back_to(back, language)}<div class="question"><h1>{title}</h1><p>{text}</p></div> },
    )
}

fn print(page: &Page, back: String, printed: &'static str, sheet: &Sheet) -> PageResult {
    let language = page.language();
    let now = page.ctx.clock.now();
    let landlord = console::landlord(page);
    let until = times::day_in_words(&times::day_of(sheet.expires_at), now, language);
    let address = sheet
        .address
        .iter()
        .map(|line| view! { <br/>{line.clone()} })
        .collect_view();
    let enter = format!("{}{}", page.ctx.base_url, paths::REGISTER_LETTER);
    page.screen(
        words::letter_print_title(language),
        view! {
            {ui::back_to(back, language)}
            <div class="no-print">
                <p>{words::letter_print_now(language)}</p>
                <form method="post" action=printed>
                    {ui::hidden("letter", &sheet.letter)}
                    {ui::actions(words::letter_printed_button(language), None)}
                </form>
            </div>
            <article class="letter">
                <p class="envelope">{sheet.name.clone()}{address}</p>
                <h1>{words::letter_heading(language, &landlord)}</h1>
                <p>{words::letter_intro(language, &until)}</p>
                <p>{words::letter_how(language, &enter)}</p>
                <p class="letter-code">{sheet.code.clone()}</p>
                <p>{words::letter_not_you(language, &page.settings.phone)}</p>
            </article>
        },
    )
}
