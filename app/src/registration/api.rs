//! The doorways of registration and of letters.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, RequestContext, submit},
};
use domain::{
    identity::{CodeForm, Plane},
    permissions::Permission,
    registration::{
        ApproveForm, AskForm, LetterForm, MailboxForm, MakeLetterForm, PressForm, PrintedForm, RefuseForm,
    },
};
use leptos::prelude::*;
use services::{
    letters::{self, Entered},
    registration::{self, Proved, desk},
};

const ANYONE: Access = Access::Anyone(Plane::Portal);
const DECIDER: Access = Access::Staff(Permission::RegistrationsDecide);
const KEEPER: Access = Access::Staff(Permission::CustomersManage);

#[server(endpoint = "portal/register")]
pub async fn ask(#[server(flatten)] form: AskForm) -> Result<(), AppError> {
    submit(ANYONE, "register", form, |ctx, request, cmd| async move {
        let token = registration::ask(&ctx, cmd, &request.browser.address).await?;
        Ok(Next::to(paths::REGISTER_CODE).with_cookie(Cookies(request.cookies).set_registration(&token)))
    })
    .await
}

fn on(request: &RequestContext, proved: Proved) -> Next {
    let cookies = Cookies(request.cookies);
    let Proved::Entered(tokens) = proved else {
        return Next::to(paths::REGISTER_CODE);
    };
    let mut on = Next::to(paths::HOME)
        .saying("registered")
        .with_cookie(cookies.clear(&cookies.registration()))
        .with_cookie(cookies.set_session(Plane::Portal, &tokens.session));
    if let Some(device) = &tokens.device {
        on = on.with_cookie(cookies.set_device(Plane::Portal, device));
    }
    on
}

#[server(endpoint = "portal/register/email-code")]
pub async fn enter_email_code(#[server(flatten)] form: CodeForm) -> Result<(), AppError> {
    submit(ANYONE, "email-code", form, |ctx, request, cmd| async move {
        let proved = registration::check_email_code(&ctx, cmd, &request.browser).await?;
        Ok(on(&request, proved))
    })
    .await
}

#[server(endpoint = "portal/register/file-code")]
pub async fn enter_file_code(#[server(flatten)] form: CodeForm) -> Result<(), AppError> {
    submit(ANYONE, "file-code", form, |ctx, request, cmd| async move {
        let proved = registration::check_file_code(&ctx, cmd, &request.browser).await?;
        Ok(on(&request, proved))
    })
    .await
}

#[server(endpoint = "portal/register/finish")]
pub async fn finish(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(ANYONE, "finish", form, |ctx, request, ()| async move {
        let proved = registration::finish(&ctx, &request.browser).await?;
        Ok(on(&request, proved))
    })
    .await
}

#[server(endpoint = "portal/register/resend")]
pub async fn resend_register_code(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(ANYONE, "resend", form, |ctx, request, ()| async move {
        registration::resend(&ctx, &request.browser).await?;
        Ok(Next::to(paths::REGISTER_CODE).saying("register-code-sent"))
    })
    .await
}

#[server(endpoint = "portal/register/staff")]
pub async fn ask_staff(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(ANYONE, "staff", form, |ctx, request, ()| async move {
        registration::ask_staff(&ctx, &request.browser).await?;
        Ok(Next::to(paths::REGISTER_CODE))
    })
    .await
}

#[server(endpoint = "portal/register/letter")]
pub async fn enter_letter(#[server(flatten)] form: LetterForm) -> Result<(), AppError> {
    submit(ANYONE, "letter", form, |ctx, request, code| async move {
        Ok(
            match letters::enter(&ctx, &code, &request.browser.address).await? {
                Entered::AccountMade => Next::to(paths::SIGN_IN).saying("letter-accepted"),
                Entered::Mailbox(token) => Next::to(paths::REGISTER_MAILBOX)
                    .with_cookie(Cookies(request.cookies).set_registration(&token)),
            },
        )
    })
    .await
}

#[server(endpoint = "portal/register/mailbox")]
pub async fn choose_mailbox(#[server(flatten)] form: MailboxForm) -> Result<(), AppError> {
    submit(ANYONE, "mailbox", form, |ctx, request, email| async move {
        letters::choose_mailbox(&ctx, email, request.browser.registration.as_deref()).await?;
        Ok(Next::to(paths::REGISTER_MAILBOX))
    })
    .await
}

#[server(endpoint = "portal/register/mailbox-code")]
pub async fn enter_mailbox_code(#[server(flatten)] form: CodeForm) -> Result<(), AppError> {
    submit(ANYONE, "mailbox-code", form, |ctx, request, cmd| async move {
        letters::check_mailbox_code(&ctx, cmd, request.browser.registration.as_deref()).await?;
        let cookies = Cookies(request.cookies);
        Ok(Next::to(paths::SIGN_IN)
            .saying("mailbox-replaced")
            .with_cookie(cookies.clear(&cookies.registration())))
    })
    .await
}

#[server(endpoint = "portal/register/mailbox-resend")]
pub async fn resend_mailbox_code(#[server(flatten)] form: PressForm) -> Result<(), AppError> {
    submit(ANYONE, "mailbox-resend", form, |ctx, request, ()| async move {
        letters::resend_mailbox_code(&ctx, request.browser.registration.as_deref()).await?;
        Ok(Next::to(paths::REGISTER_MAILBOX).saying("register-code-sent"))
    })
    .await
}

#[server(endpoint = "console/registrations/approve")]
pub async fn approve_registration(#[server(flatten)] form: ApproveForm) -> Result<(), AppError> {
    submit(DECIDER, "approve", form, |ctx, _, cmd| async move {
        desk::approve(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_REGISTRATIONS).saying("registration-approved"))
    })
    .await
}

#[server(endpoint = "console/registrations/refuse")]
pub async fn refuse_registration(#[server(flatten)] form: RefuseForm) -> Result<(), AppError> {
    submit(DECIDER, "refuse", form, |ctx, _, cmd| async move {
        desk::refuse(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_REGISTRATIONS).saying("registration-refused"))
    })
    .await
}

#[server(endpoint = "console/registrations/letter")]
pub async fn send_letter(#[server(flatten)] form: ApproveForm) -> Result<(), AppError> {
    submit(DECIDER, "registration-letter", form, |ctx, _, cmd| async move {
        let sheet = paths::console_registration_letter(&cmd.registration);
        desk::send_letter(&ctx, cmd).await?;
        Ok(Next::to(sheet).saying("letter-made"))
    })
    .await
}

#[server(endpoint = "console/registrations/letter-printed")]
pub async fn registration_letter_printed(#[server(flatten)] form: PrintedForm) -> Result<(), AppError> {
    submit(
        DECIDER,
        "registration-letter-printed",
        form,
        |ctx, _, cmd| async move {
            let registration = letters::printed_for_registration(&ctx, cmd).await?;
            Ok(Next::to(paths::console_registration(&registration)).saying("letter-printed"))
        },
    )
    .await
}

#[server(endpoint = "console/customers/letter")]
pub async fn make_customer_letter(#[server(flatten)] form: MakeLetterForm) -> Result<(), AppError> {
    submit(KEEPER, "customer-letter", form, |ctx, _, cmd| async move {
        let sheet = paths::console_customer_letter(&cmd.customer);
        letters::for_customer(&ctx, cmd).await?;
        Ok(Next::to(sheet).saying("letter-made"))
    })
    .await
}

#[server(endpoint = "console/customers/letter-printed")]
pub async fn customer_letter_printed(#[server(flatten)] form: PrintedForm) -> Result<(), AppError> {
    submit(
        KEEPER,
        "customer-letter-printed",
        form,
        |ctx, _, cmd| async move {
            let customer = letters::printed_for_customer(&ctx, cmd).await?;
            Ok(Next::to(paths::customer(&customer)).saying("letter-printed"))
        },
    )
    .await
}
