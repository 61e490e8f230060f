//! Work for outside systems. A job is a row in the transaction of the change that asks for it; a worker of any node
//! leases it, acts outside every transaction, and records the outcome. Killed half-way, another node does it again:
//! the job's key makes that harmless.

mod run;
mod store;

pub(crate) use run::Outcome;
pub use run::{run_due, sweep};
pub use store::{Delivery, for_subject};
pub(crate) use store::{give_up_after_all, is_waiting, state_of, withdraw};

use crate::{
    auth::{Wanted, account_mail_place},
    context::Ctx,
    db::Tx,
    error::{Error, Result},
    mails::{Draft, Mail},
    messages, random, templates,
    vault::Vault,
};
use domain::{
    dates::Millis,
    delivery::GIVE_UP_AFTER_SECS,
    identity::Plane,
    ids::{JobId, PhotoId, RegistrationId, RepairId},
    integrations::Mode,
    messages::Channel,
    templates::Kind,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "of")]
pub enum Job {
    /// Raise the repair in the housing system.
    SendRepair(RepairId),
    /// Cancel it there.
    CancelRepair(RepairId),
    /// Add a photo to the repair there.
    SendPhoto(PhotoId),
    /// Remove the file of a photo whose row is gone.
    RemovePhoto(PhotoId),
    /// Walk along the audit's chain.
    CheckAudit(String),
    /// Have the search words of everybody written anew: homes are those of another mode now.
    IndexAnew,
    /// Mail whoever has an account under a sealed address, if somebody does. `of` is what the seal is bound to.
    MailAccount {
        of: String,
        sealed: String,
        plane: Plane,
        wanted: Wanted,
    },
    /// Look for somebody who asks for an account in the housing system.
    LookUpRegistration(RegistrationId),
    /// Send a message; its text is sealed, because some carry codes. After `worthless_at` nobody wants it any more.
    SendMail {
        sealed: String,
        #[serde(default)]
        worthless_at: Option<Millis>,
    },
    /// Send a text, sealed likewise.
    SendText {
        sealed: String,
        worthless_at: Option<Millis>,
    },
}

impl Job {
    const fn kind(&self) -> &'static str {
        match self {
            Self::SendRepair(_) => "send-repair",
            Self::CancelRepair(_) => "cancel-repair",
            Self::SendPhoto(_) => "send-photo",
            Self::RemovePhoto(_) => "remove-photo",
            Self::CheckAudit(_) => "check-audit",
            Self::IndexAnew => "index-anew",
            Self::MailAccount { .. } => "mail-account",
            Self::LookUpRegistration(_) => "look-up-registration",
            Self::SendMail { .. } => "send-mail",
            Self::SendText { .. } => "send-text",
        }
    }

    /// The mode through whose connections alone it is done; nothing for what calls nobody outside.
    const fn mode(&self, of: Mode) -> &'static str {
        match self {
            Self::RemovePhoto(_) | Self::CheckAudit(_) | Self::IndexAnew => "",
            _ => of.as_str(),
        }
    }
}

/// Wakes the worker of this node: something is due now.
#[derive(Default)]
pub struct Wake(Notify);

impl Wake {
    pub fn now(&self) {
        self.0.notify_one();
    }

    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

/// Queues `job` about `subject`, to be done from `now` on for 72 hours. A key that is queued already stays as it is.
pub async fn enqueue(tx: &Tx, job: &Job, subject: &str, key: &str, now: Millis) -> Result<()> {
    enqueue_once(tx, job, subject, key, now).await.map(drop)
}

/// As [`enqueue`], and tells whether this call was the first with its key: for timed work of which several nodes think.
pub async fn enqueue_once(tx: &Tx, job: &Job, subject: &str, key: &str, now: Millis) -> Result<bool> {
    store::insert(
        tx,
        &random::id(now),
        job.kind(),
        subject,
        &serde_json::to_string(job)?,
        key,
        now,
        now.plus_secs(GIVE_UP_AFTER_SECS),
        "",
        job.mode(tx.mode()),
    )
    .await
}

/// Queues a message to `subject` (an account's or a repair's id), in the wording of now. After `worthless_at` it is
/// dropped, never sent late.
pub async fn enqueue_mail(
    tx: &Tx,
    vault: &Vault,
    draft: &Draft,
    subject: &str,
    worthless_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let mail = templates::write(tx, draft).await?;
    enqueue_written(tx, vault, &mail, draft.kind, subject, worthless_at, now).await
}

/// As [`enqueue_mail`], for a message whose wording is known.
pub(crate) async fn enqueue_written(
    tx: &Tx,
    vault: &Vault,
    mail: &Mail,
    kind: Kind,
    subject: &str,
    worthless_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let id = random::id(now);
    let sealed = vault.seal(&payload_place(&id), &serde_json::to_string(mail)?)?;
    let job = Job::SendMail { sealed, worthless_at };
    enqueue_message(tx, &id, &job, kind, subject, now).await?;
    messages::queued(tx, &id, Channel::Mail, kind.as_str(), subject, &mail.to, now).await
}

/// Queues a text about `subject`. After `worthless_at` it is dropped, never sent late.
pub async fn enqueue_text(
    tx: &Tx,
    vault: &Vault,
    text: &messages::Text,
    kind: Kind,
    subject: &str,
    worthless_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let id = random::id(now);
    let sealed = vault.seal(&payload_place(&id), &serde_json::to_string(text)?)?;
    let job = Job::SendText { sealed, worthless_at };
    enqueue_message(tx, &id, &job, kind, subject, now).await?;
    let to = text.to.as_str();
    messages::queued(tx, &id, Channel::Text, kind.as_str(), subject, to, now).await
}

async fn enqueue_message(tx: &Tx, id: &str, job: &Job, kind: Kind, subject: &str, now: Millis) -> Result<()> {
    let (payload, key) = (serde_json::to_string(job)?, format!("message:{id}"));
    let give_up_at = now.plus_secs(GIVE_UP_AFTER_SECS);
    let added = store::insert(
        tx,
        id,
        job.kind(),
        subject,
        &payload,
        &key,
        now,
        give_up_at,
        kind.as_str(),
        job.mode(tx.mode()),
    );
    added.await.map(drop)
}

/// A stored job with its seal made anew by the vault's first key.
pub(crate) fn resealed(vault: &Vault, id: &str, payload: &str) -> Result<String> {
    let anew = |place: &str, sealed: &mut String| {
        *sealed = vault.seal(place, &vault.open(place, sealed)?)?;
        Ok::<(), Error>(())
    };
    let mut job: Job = serde_json::from_str(payload)?;
    match &mut job {
        Job::SendMail { sealed, .. } | Job::SendText { sealed, .. } => anew(&payload_place(id), sealed)?,
        Job::MailAccount { of, sealed, .. } => anew(&account_mail_place(of), sealed)?,
        Job::SendRepair(_)
        | Job::CancelRepair(_)
        | Job::SendPhoto(_)
        | Job::RemovePhoto(_)
        | Job::CheckAudit(_)
        | Job::IndexAnew
        | Job::LookUpRegistration(_) => {}
    }
    Ok(serde_json::to_string(&job)?)
}

fn payload_place(job: &str) -> String {
    format!("outbox:payload:{job}")
}

/// Staff press 'Try again' on a delivery that was given up: it has another 72 hours.
pub async fn try_again(ctx: &Ctx, job: &JobId) -> Result<()> {
    let (id, actor, now) = (job.clone(), ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let subject = store::revive(&tx, &id, now, now.plus_secs(GIVE_UP_AFTER_SECS))
                .await?
                .ok_or(Error::NotFound)?;
            messages::revived(&tx, id.as_str(), now).await?;
            crate::audit::record(&tx, &actor, "delivery.retried", &subject, id.as_str(), now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}
