//! The forms of the Integration Manager.

use super::problem;
use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    integrations::{
        ConnectionForm, Mode, OneConnection, Slot, TestForm, Trial,
        civica_cx::{CivicaCxForm, RecordForm},
        notify::NotifyForm,
        smtp::SmtpForm,
        twilio::TwilioForm,
    },
    messages::Why,
    permissions::Permission,
};
use leptos::prelude::*;
use services::{context::Ctx, integrations, ports::PortError};

const MAY: Access = Access::Staff(Permission::IntegrationsManage);

/// The success of a trial, which names what it was.
const fn passed(trial: &Trial, mode: Mode) -> &'static str {
    match trial {
        Trial::Mail(_) if matches!(mode, Mode::Test) => "integration-inbox-tested",
        Trial::Mail(None) => "integration-mail-tested",
        Trial::Mail(Some(_)) => "integration-mail-sent",
        Trial::Text(Some(_)) => "integration-text-sent",
        Trial::Text(None) | Trial::Housing => "integration-tested",
    }
}

/// The page with why a trial failed: in our words, or in a code of the other side where there are none.
fn failed(next: Next, error: &PortError) -> Next {
    match error {
        PortError::Rejected(_) if integrations::is_unfit_template(error) => {
            next.complaining("integration-unfit-template")
        }
        PortError::Rejected(code) => match Why::parse(code) {
            Some(Why::NoSuchAddress) => next.complaining("test-no-such-address"),
            Some(Why::NotAMobile) => next.complaining("test-not-a-mobile"),
            Some(Why::OptedOut) => next.complaining("test-opted-out"),
            Some(Why::Unreachable) => next.complaining("test-unreachable"),
            Some(Why::NotAllowed) => next.complaining("test-not-allowed"),
            Some(Why::Filtered) => next.complaining("test-filtered"),
            _ => next.complaining_of_refusal(code),
        },
        error => next.complaining(problem(error)),
    }
}

/// The page of the connection.
fn of_slot(ctx: &Ctx, one: OneConnection) -> String {
    paths::in_mode(paths::integration(one.slot), one.mode, ctx.mode())
}

#[server(endpoint = "console/integrations/test")]
pub async fn test_connection(#[server(flatten)] form: TestForm) -> Result<(), AppError> {
    submit(
        MAY,
        "connection-test",
        form,
        |ctx, request, (trial, mode)| async move {
            let (slot, passed) = (trial.slot(), passed(&trial, mode));
            let verdict = integrations::test(&ctx, trial, mode).await?;
            // The button stands on two pages; people stay where they pressed it.
            let came_from = request.referer.as_deref().and_then(paths::local);
            let came_from = came_from.and_then(|from| from.split('?').next());
            let here = paths::integration_settings(slot)
                .iter()
                .find_map(|(_, settings)| (came_from == Some(*settings)).then_some(*settings))
                .unwrap_or(paths::integration(slot));
            let here = paths::in_mode(here, mode, ctx.mode());
            Ok(match verdict {
                Ok(()) => Next::to(here).saying(passed),
                Err(error) => failed(Next::to(here), &error),
            })
        },
    )
    .await
}

#[server(endpoint = "console/integrations/enable")]
pub async fn enable_connection(#[server(flatten)] form: ConnectionForm) -> Result<(), AppError> {
    submit(MAY, "connection-enable", form, |ctx, _, one| async move {
        integrations::enable(&ctx, one.slot, one.mode, one.seen).await?;
        Ok(Next::to(of_slot(&ctx, one)).saying("integration-enabled"))
    })
    .await
}

#[server(endpoint = "console/integrations/disable")]
pub async fn disable_connection(#[server(flatten)] form: ConnectionForm) -> Result<(), AppError> {
    submit(MAY, "connection-disable", form, |ctx, _, one| async move {
        integrations::disable(&ctx, one.slot, one.mode, one.seen).await?;
        Ok(Next::to(of_slot(&ctx, one)).saying("integration-disabled"))
    })
    .await
}

#[server(endpoint = "console/integrations/restore")]
pub async fn restore_connection(#[server(flatten)] form: ConnectionForm) -> Result<(), AppError> {
    submit(MAY, "connection-restore", form, |ctx, _, one| async move {
        integrations::restore(&ctx, one.slot, one.mode, one.seen, one.earlier).await?;
        Ok(Next::to(of_slot(&ctx, one)).saying("integration-restored"))
    })
    .await
}

#[server(endpoint = "console/integrations/civica-cx")]
pub async fn save_civica_cx(#[server(flatten)] form: CivicaCxForm) -> Result<(), AppError> {
    submit(MAY, "civica-cx", form, |ctx, _, cmd| async move {
        let (enabled, has_company) = (cmd.enabled, !cmd.settings.company.is_empty());
        let next = Next::to(paths::in_mode(paths::CONSOLE_CIVICA_CX, cmd.mode, ctx.mode()));
        Ok(match integrations::save_civica_cx(&ctx, cmd).await? {
            Ok(()) if !enabled => next.saying("civica-cx-off"),
            Ok(()) if has_company => next.saying("civica-cx-saved"),
            Ok(()) => next.saying("civica-cx-choose-company"),
            Err(error) => next.saying("civica-cx-not-loaded").complaining(problem(&error)),
        })
    })
    .await
}

#[server(endpoint = "console/integrations/record")]
pub async fn save_record(#[server(flatten)] form: RecordForm) -> Result<(), AppError> {
    submit(MAY, "record", form, |ctx, _, cmd| async move {
        integrations::save_record(&ctx, cmd).await?;
        Ok(Next::to(paths::CONSOLE_CIVICA_CX).saying("record-saved"))
    })
    .await
}

/// Back to the settings, with how the trial after saving ended.
fn saved(ctx: &Ctx, here: &str, mode: Mode, verdict: &integrations::Verdict) -> Next {
    let next = Next::to(paths::in_mode(here, mode, ctx.mode())).saying("connection-saved");
    match verdict {
        Ok(()) => next,
        Err(error) => failed(next, error),
    }
}

#[server(endpoint = "console/integrations/smtp")]
pub async fn save_smtp(#[server(flatten)] form: SmtpForm) -> Result<(), AppError> {
    submit(MAY, "smtp", form, |ctx, _, cmd| async move {
        let mode = cmd.mode;
        let verdict = integrations::save_smtp(&ctx, cmd).await?;
        Ok(saved(&ctx, paths::CONSOLE_SMTP, mode, &verdict))
    })
    .await
}

#[server(endpoint = "console/integrations/notify")]
pub async fn save_notify(#[server(flatten)] form: NotifyForm) -> Result<(), AppError> {
    submit(MAY, "notify", form, |ctx, _, cmd| async move {
        let here = match cmd.slot {
            Slot::Mail => paths::CONSOLE_NOTIFY_MAIL,
            _ => paths::CONSOLE_NOTIFY_TEXT,
        };
        let mode = cmd.mode;
        let verdict = integrations::save_notify(&ctx, cmd).await?;
        Ok(saved(&ctx, here, mode, &verdict))
    })
    .await
}

#[server(endpoint = "console/integrations/twilio")]
pub async fn save_twilio(#[server(flatten)] form: TwilioForm) -> Result<(), AppError> {
    submit(MAY, "twilio", form, |ctx, _, cmd| async move {
        let mode = cmd.mode;
        let verdict = integrations::save_twilio(&ctx, cmd).await?;
        Ok(saved(&ctx, paths::CONSOLE_TWILIO, mode, &verdict))
    })
    .await
}
