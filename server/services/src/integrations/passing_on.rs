//! The settings of those who pass messages on. What is saved stays, and is tried at once; nothing is sent for that.

use super::{Draft, Secrets, Verdict, approve_hosts, save};
use crate::{
    context::Ctx,
    credentials,
    error::{Error, Result},
    ports::PortError,
};
use domain::{
    credentials::Right,
    forms::{Code, FormErrors},
    integrations::{
        Mode, Slot, VendorSettings,
        notify::{self, NotifyMail, NotifyText, SaveNotify},
        smtp::{LogIn, SaveSmtp, Smtp},
        twilio::{SaveTwilio, Twilio},
    },
};

fn secret(secrets: Secrets, name: &str, typed: Option<String>) -> Secrets {
    match typed {
        Some(typed) => secrets.and(name, typed.into()),
        None => secrets,
    }
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
    let settings = cmd.settings;
    if settings.log_in() == LogIn::Credential {
        let offered = credentials::that_want(ctx, Right::SendMail).await?;
        if !offered.iter().any(|one| one.id.as_str() == settings.credential) {
            return Err(Error::Form(FormErrors::one("smtp_credential", Code::NotOffered)));
        }
    }
    if cmd.approve_host {
        approve_hosts(ctx, &settings).await?;
    }
    let has_password = settings.log_in() == LogIn::Password && !settings.username.is_empty();
    let draft = Draft {
        mode: cmd.mode,
        seen: cmd.seen,
        secrets: secret(Secrets::default(), Smtp::PASSWORD, cmd.password),
        needs: if has_password {
            &[(Smtp::PASSWORD, "smtp_password")]
        } else {
            &[]
        },
        settings,
        address_box: "smtp_host",
        enabled: true,
    };
    save_and_try(ctx, draft).await
}

/// Saves GOV.UK Notify for texts or for email.
pub async fn save_notify(ctx: &Ctx, cmd: SaveNotify) -> Result<Verdict> {
    let (api_url, template, own_templates, sender) =
        (cmd.api_url, cmd.template, cmd.own_templates, cmd.sender);
    let secrets = secret(Secrets::default(), notify::API_KEY, cmd.key);
    let secrets = secret(secrets, notify::CALLBACK_TOKEN, cmd.token);
    if cmd.slot == Slot::Mail {
        let settings = NotifyMail {
            api_url,
            template,
            own_templates,
            sender,
        };
        save_with_key(ctx, settings, secrets, (cmd.mode, cmd.seen), cmd.approve_host).await
    } else {
        let settings = NotifyText {
            api_url,
            template,
            own_templates,
            sender,
        };
        save_with_key(ctx, settings, secrets, (cmd.mode, cmd.seen), cmd.approve_host).await
    }
}

async fn save_with_key<T: VendorSettings>(
    ctx: &Ctx,
    settings: T,
    secrets: Secrets,
    (mode, seen): (Mode, i64),
    approve_host: bool,
) -> Result<Verdict> {
    if approve_host {
        approve_hosts(ctx, &settings).await?;
    }
    let draft = Draft {
        mode,
        seen,
        settings,
        secrets,
        needs: &[(notify::API_KEY, "notify_key")],
        address_box: "notify_url",
        enabled: true,
    };
    save_and_try(ctx, draft).await
}

/// Saves Twilio.
pub async fn save_twilio(ctx: &Ctx, cmd: SaveTwilio) -> Result<Verdict> {
    if cmd.approve_host {
        approve_hosts(ctx, &cmd.settings).await?;
    }
    let secrets = secret(Secrets::default(), Twilio::AUTH_TOKEN, cmd.token);
    let needs: &'static [_] = if cmd.settings.api_key.is_empty() {
        &[(Twilio::AUTH_TOKEN, "twilio_token")]
    } else {
        &[
            (Twilio::AUTH_TOKEN, "twilio_token"),
            (Twilio::API_KEY_SECRET, "twilio_key_secret"),
        ]
    };
    let draft = Draft {
        mode: cmd.mode,
        seen: cmd.seen,
        settings: cmd.settings,
        secrets: secret(secrets, Twilio::API_KEY_SECRET, cmd.key_secret),
        needs,
        address_box: "twilio_url",
        enabled: true,
    };
    save_and_try(ctx, draft).await
}

/// What an administrator is told of a template that does not fit.
pub fn is_unfit_template(error: &PortError) -> bool {
    matches!(error, PortError::Rejected(code) if code == "template-does-not-fit")
}
