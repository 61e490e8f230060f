//! The settings of those who pass messages on. What is saved stays, and is tried at once; nothing is sent for that.

use super::{Draft, Secrets, Verdict, approve_hosts, current, save};
use crate::{context::Ctx, error::Result, ports::PortError};
use domain::integrations::{
    Mode, Slot, VendorSettings,
    notify::{self, NotifyMail, NotifyText, SaveNotify},
    smtp::{SaveSmtp, Smtp},
    twilio::{SaveTwilio, Twilio},
};

fn secret(secrets: Secrets, name: &str, typed: Option<String>) -> Secrets {
    match typed {
        Some(typed) => secrets.and(name, typed.into()),
        None => secrets,
    }
}

/// The address that is stored for this vendor: only the server's own settings name another than the real one.
async fn stored<T: VendorSettings>(ctx: &Ctx, mode: Mode) -> Result<Option<T>> {
    let stored = current(ctx, T::SLOT, mode).await?;
    Ok(stored.and_then(|stored| stored.settings::<T>()))
}

async fn save_and_try<T: VendorSettings>(ctx: &Ctx, draft: Draft<T>) -> Result<Verdict> {
    let mode = draft.mode;
    save(ctx, draft).await?;
    if let Err(error) = ctx.may_call(T::SLOT, mode) {
        return Ok(Err(error));
    }
    let verdict = match T::SLOT {
        Slot::Mail => match ctx.integrations.mail_to_try(mode) {
            Ok(mail) => mail.test().await,
            Err(error) => Err(error),
        },
        _ => match ctx.integrations.text_to_try(mode) {
            Ok(text) => text.test().await,
            Err(error) => Err(error),
        },
    };
    ctx.integrations.store_health(&ctx.db).await?;
    Ok(verdict)
}

/// Saves the mail server.
pub async fn save_smtp(ctx: &Ctx, cmd: SaveSmtp) -> Result<Verdict> {
    if cmd.approve_host {
        approve_hosts(ctx, &cmd.settings).await?;
    }
    let draft = Draft {
        mode: cmd.mode,
        seen: cmd.seen,
        secrets: secret(Secrets::default(), Smtp::PASSWORD, cmd.password),
        needs: if cmd.settings.username.is_empty() {
            &[]
        } else {
            &[(Smtp::PASSWORD, "smtp_password")]
        },
        settings: cmd.settings,
        address_box: "smtp_host",
        enabled: true,
    };
    save_and_try(ctx, draft).await
}

/// Saves GOV.UK Notify for texts or for email.
pub async fn save_notify(ctx: &Ctx, cmd: SaveNotify) -> Result<Verdict> {
    let secrets = secret(Secrets::default(), notify::API_KEY, cmd.key);
    let secrets = secret(secrets, notify::CALLBACK_TOKEN, cmd.token);
    let (mode, seen, template, sender) = (cmd.mode, cmd.seen, cmd.template, cmd.sender);
    let (needs, address_box) = (&[(notify::API_KEY, "notify_key")], "notify_key");
    if cmd.slot == Slot::Mail {
        let api_url = stored::<NotifyMail>(ctx, mode).await?.unwrap_or_default().api_url;
        let settings = NotifyMail {
            api_url,
            template,
            sender,
        };
        save_and_try(
            ctx,
            Draft {
                mode,
                seen,
                settings,
                secrets,
                needs,
                address_box,
                enabled: true,
            },
        )
        .await
    } else {
        let api_url = stored::<NotifyText>(ctx, mode).await?.unwrap_or_default().api_url;
        let settings = NotifyText {
            api_url,
            template,
            sender,
        };
        save_and_try(
            ctx,
            Draft {
                mode,
                seen,
                settings,
                secrets,
                needs,
                address_box,
                enabled: true,
            },
        )
        .await
    }
}

/// Saves Twilio.
pub async fn save_twilio(ctx: &Ctx, cmd: SaveTwilio) -> Result<Verdict> {
    let secrets = secret(Secrets::default(), Twilio::AUTH_TOKEN, cmd.token);
    let needs: &'static [_] = if cmd.settings.api_key.is_empty() {
        &[(Twilio::AUTH_TOKEN, "twilio_token")]
    } else {
        &[
            (Twilio::AUTH_TOKEN, "twilio_token"),
            (Twilio::API_KEY_SECRET, "twilio_key_secret"),
        ]
    };
    let api_url = stored::<Twilio>(ctx, cmd.mode).await?.unwrap_or_default().api_url;
    let draft = Draft {
        mode: cmd.mode,
        seen: cmd.seen,
        settings: Twilio {
            api_url,
            ..cmd.settings
        },
        secrets: secret(secrets, Twilio::API_KEY_SECRET, cmd.key_secret),
        needs,
        address_box: "twilio_account",
        enabled: true,
    };
    save_and_try(ctx, draft).await
}

/// What an administrator is told of a template that does not fit.
pub fn is_unfit_template(error: &PortError) -> bool {
    matches!(error, PortError::Rejected(code) if code == "template-does-not-fit")
}
