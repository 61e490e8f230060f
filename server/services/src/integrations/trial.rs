//! 'Test', and what a system has on offer.

use super::store;
use crate::{
    audit,
    context::{Ctx, Staff},
    error::{Error, Result},
    mails,
    messages::{self, Unusable},
    ports::{
        PortError, Trouble,
        mail::Mail,
        messages::Taken,
        text::{Text, TextMessage},
    },
    random, sending, test_system,
};
use domain::{
    forms::{Code, FormErrors},
    integrations::{Mode, Slot, Trial},
    messages::{Channel, Mobile},
    permissions::Permission,
    templates::Values,
};
use std::sync::Arc;

/// A test text that is later than this is of no use, in seconds.
const TEST_SECS: i64 = 3600;

/// How a trial ended, in the words of the port.
pub type Verdict = std::result::Result<(), PortError>;

/// A number, as it was typed, that we text.
fn number(ctx: &Ctx, typed: &str) -> Result<Mobile> {
    messages::mobile(typed, ctx.settings.get().texts_abroad).map_err(|why| {
        let code = match why {
            Unusable::NotANumber => Code::Malformed,
            Unusable::NotAMobile => Code::Wrong,
            Unusable::Abroad => Code::NotApproved,
        };
        Error::Form(FormErrors::one("trial_mobile", code))
    })
}

/// A test message gets a place among all messages, so that what becomes of it is heard like that of the others.
async fn begin(ctx: &Ctx, id: &str, channel: Channel, staff: &Staff, to: &str) -> Result<()> {
    let (id, subject, to, now) = (
        id.to_owned(),
        staff.id.to_string(),
        to.to_owned(),
        ctx.clock.now(),
    );
    ctx.db
        .tx(move |tx| async move {
            if !sending::counts_test(&tx, &to, now).await? {
                return Err(Error::Throttled(3600));
            }
            messages::queued(&tx, &id, channel, messages::TEST, &subject, &to, now).await
        })
        .await
}

/// What was refused is told at once to whoever tries, and is nobody's undelivered message.
async fn end(ctx: &Ctx, id: String, sent: std::result::Result<Taken, PortError>) -> Result<Verdict> {
    let now = ctx.clock.now();
    let (taken, verdict) = match sent {
        Ok(taken) => (Some(taken), Ok(())),
        Err(error @ PortError::UnknownOutcome(_)) => (Some(Taken::without_name()), Err(error)),
        Err(error) => (None, Err(error)),
    };
    ctx.db
        .tx(move |tx| async move {
            match taken {
                Some(taken) => messages::taken(&tx, &id, &taken, now).await,
                None => messages::forget(&tx, &id).await,
            }
        })
        .await?;
    Ok(verdict)
}

async fn send_mail(ctx: &Ctx, mode: Mode, staff: &Staff, to: &str) -> Result<Verdict> {
    let mail = match mail_to_try(ctx, mode) {
        Ok(mail) => mail,
        Err(error) => return Ok(Err(error)),
    };
    let id = random::id(ctx.clock.now());
    begin(ctx, &id, Channel::Mail, staff, to).await?;
    let message = mails::integration_test(&ctx.settings.get(), ctx.language, to).into_message(&id);
    let sent = mail.send(&message).await;
    end(ctx, id, sent).await
}

async fn send_text(ctx: &Ctx, mode: Mode, staff: &Staff, to: Mobile) -> Result<Verdict> {
    let text = match text_to_try(ctx, mode) {
        Ok(text) => text,
        Err(error) => return Ok(Err(error)),
    };
    let id = random::id(ctx.clock.now());
    begin(ctx, &id, Channel::Text, staff, to.as_str()).await?;
    let wording = words::text_integration_test(ctx.language);
    let message = TextMessage {
        id: id.clone(),
        to,
        body: messages::worded(&ctx.settings.get(), ctx.language, wording, &Values::default()),
        valid_secs: Some(TEST_SECS),
        kind: None,
    };
    let sent = text.send(&message).await;
    end(ctx, id, sent).await
}

/// Uses a connection once, also one that is switched off: asks the housing system, sends a message to an address or a
/// number, or, without a number, asks whoever sends texts.
pub async fn test(ctx: &Ctx, trial: Trial, mode: Mode) -> Result<Verdict> {
    let staff = ctx.actor.require(Permission::IntegrationsManage)?.clone();
    let slot = trial.slot();
    let may_call = ctx.may_call(slot, mode);
    let verdict = match trial {
        Trial::Text(Some(typed)) => {
            let to = number(ctx, &typed)?;
            match may_call {
                Ok(()) => send_text(ctx, mode, &staff, to).await?,
                error => error,
            }
        }
        _ if may_call.is_err() => may_call,
        Trial::Mail(to) => send_mail(ctx, mode, &staff, to.as_ref().unwrap_or(&staff.email).as_str()).await?,
        Trial::Housing => match ctx.integrations.housing_to_try(mode) {
            Ok(housing) => housing.test().await,
            Err(error) => Err(error),
        },
        Trial::Text(None) => match ctx.integrations.text_to_try(mode) {
            Ok(text) => text.test().await,
            Err(error) => Err(error),
        },
    };
    ctx.integrations.store_health(&ctx.db).await?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let told = match &verdict {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.code().to_owned(),
    };
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "connection.tested", slot.as_str(), &told, now).await
        })
        .await?;
    Ok(verdict)
}

/// Whether messages go to the named inbox and number alone: by a connection for tests, and by every one in test mode.
fn is_for_tests(ctx: &Ctx, mode: Mode) -> bool {
    mode == Mode::Test || ctx.mode() == Mode::Test
}

fn text_to_try(ctx: &Ctx, mode: Mode) -> std::result::Result<Arc<dyn Text>, PortError> {
    let text = ctx.integrations.text_to_try(mode)?;
    if is_for_tests(ctx, mode) {
        return test_system::to_one_number(&ctx.settings.get(), text, ctx.mail_of(Mode::Test));
    }
    Ok(text)
}

fn mail_to_try(ctx: &Ctx, mode: Mode) -> std::result::Result<Arc<dyn Mail>, PortError> {
    let mail = ctx.integrations.mail_to_try(mode)?;
    if is_for_tests(ctx, mode) {
        return test_system::to_the_inbox(&ctx.settings.get(), mail);
    }
    Ok(mail)
}

/// Asks the housing system for its companies and keeps them with the connection, so that its page shows them without
/// asking again.
pub async fn load_companies(ctx: &Ctx, mode: Mode) -> Result<Verdict> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let Some(newest) = store::newest(&ctx.db, Slot::Housing, mode).await? else {
        return Ok(Err(PortError::Misconfigured(Trouble::NotSetUp)));
    };
    if let Err(error) = ctx.may_call(Slot::Housing, mode) {
        return Ok(Err(error));
    }
    let companies = match ctx.integrations.housing_to_try(mode) {
        Ok(housing) => housing.companies().await,
        Err(error) => Err(error),
    };
    ctx.integrations.store_health(&ctx.db).await?;
    let companies = match companies {
        Ok(companies) => companies,
        Err(error) => return Ok(Err(error)),
    };
    let found: Vec<(String, String)> = companies
        .into_iter()
        .map(|company| (company.code, company.description))
        .collect();
    let found = serde_json::to_string(&found)?;
    ctx.db
        .tx(move |tx| async move { store::keep_found(&tx, Slot::Housing, mode, newest.version, &found).await })
        .await?;
    Ok(Ok(()))
}
