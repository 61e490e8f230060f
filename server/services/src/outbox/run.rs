//! The worker's work: lease, act, record.

use super::{Job, payload_place, store};
use crate::{
    audit, auth,
    context::{Ctx, Platform},
    customers,
    db::Tx,
    error::{Error, Result},
    mails::Mail,
    messages,
    ports::{PortError, assert_outside_transaction, mail::Message, messages::Taken, text::TextMessage},
    random, registration, repairs,
    sending::{self, Held},
};
use domain::{dates::Millis, delivery::back_off_secs, integrations::Mode, messages::Why, templates::Kind};
use std::sync::Arc;

/// A job that is not finished by then is taken by another node.
const LEASE_SECS: i64 = 60;
/// Jobs taken at once.
const BATCH: i64 = 8;
/// Done deliveries are kept this long for staff to look at.
const DONE_KEPT_SECS: i64 = 30 * 24 * 3600;

/// How one try ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    Done,
    /// A message is with whoever passes it on.
    Taken(Taken),
    /// Not now: something else has to happen first.
    NotYet,
    /// Worth another try; the code says why.
    Failed(PortError),
    /// It can never be done: what is stored cannot be read.
    Unreadable,
    /// Nobody wants it any more.
    TooLate,
    /// The rules of sending let it go later.
    Held(Held),
}

impl From<PortError> for Outcome {
    fn from(error: PortError) -> Self {
        Self::Failed(error)
    }
}

/// Takes the due jobs and does them at once, side by side. Returns how many there were; 0 means: sleep.
pub async fn run_due(platform: &Arc<Platform>) -> Result<usize> {
    let now = platform.clock.now();
    if !store::any_due(&platform.db, now).await? {
        return Ok(0);
    }
    let jobs = platform
        .db
        .tx(move |tx| async move { store::lease(&tx, now, now.plus_secs(LEASE_SECS), BATCH).await })
        .await?;
    let count = jobs.len();
    let mut running = tokio::task::JoinSet::new();
    for job in jobs {
        let platform = Arc::clone(platform);
        running.spawn(async move { run_one(&platform, job).await });
    }
    while let Some(ended) = running.join_next().await {
        if let Err(error) = ended.map_err(Into::into).and_then(|result| result) {
            // The lease runs out and the job comes again.
            tracing::error!(%error, "outbox.job_failed");
        }
    }
    Ok(count)
}

async fn run_one(platform: &Arc<Platform>, leased: store::Leased) -> Result<()> {
    assert_outside_transaction();
    let mode = Mode::parse(&leased.mode).unwrap_or(platform.db.mode());
    let ctx = Ctx::system(Arc::clone(platform)).in_mode(mode);
    let now = platform.clock.now();
    let gives_up = now >= Millis(leased.give_up_at);
    let outcome = match act(&ctx, &leased, now).await {
        Err(error @ (Error::Stored(_) | Error::NotFound)) => {
            tracing::error!(job = %leased.id, %error, "outbox.unreadable");
            Outcome::Unreadable
        }
        outcome => outcome?,
    };
    let now = platform.clock.now();
    let wait = back_off_secs(u32::try_from(leased.attempts).unwrap_or(u32::MAX), random::draw());
    let (id, subject, attempts) = (leased.id, leased.subject, leased.attempts);
    let postponed = now.plus_secs(wait);
    ctx.db
        .tx(move |tx| async move {
            match outcome {
                Outcome::Done => store::done(&tx, &id, now).await,
                Outcome::Taken(taken) => {
                    store::done(&tx, &id, now).await?;
                    messages::taken(&tx, &id, &taken, now).await
                }
                Outcome::TooLate => {
                    if store::drop_late(&tx, &id, attempts, now).await? {
                        messages::given_up(&tx, &id, Why::TooLate, now).await?;
                    }
                    Ok(())
                }
                Outcome::Unreadable => give_up(&tx, &id, attempts, "unreadable", Why::Refused, now).await,
                Outcome::NotYet if gives_up => give_up(&tx, &id, attempts, "not-yet", Why::GaveUp, now).await,
                Outcome::NotYet => store::postpone(&tx, &id, attempts, postponed, "").await,
                Outcome::Held(Held::Quiet(until)) => store::postpone(&tx, &id, attempts, until, "").await,
                Outcome::Held(Held::Full(_)) if gives_up => {
                    give_up(&tx, &id, attempts, "too-many", Why::GaveUp, now).await
                }
                Outcome::Held(Held::Full(until)) => {
                    store::postpone(&tx, &id, attempts, until, "too-many").await
                }
                Outcome::Failed(error) => {
                    let code = error.code().to_owned();
                    tracing::warn!(job = %id, %subject, attempts, %code, "outbox.try_failed");
                    if matches!(error, PortError::Rejected(_)) {
                        let why = Why::parse(&code).unwrap_or(Why::Refused);
                        give_up(&tx, &id, attempts, &code, why, now).await
                    } else if gives_up {
                        give_up(&tx, &id, attempts, &code, Why::GaveUp, now).await
                    } else {
                        store::postpone(&tx, &id, attempts, postponed, &code).await
                    }
                }
            }
        })
        .await
}

/// Given up; if it was a message, it failed for good.
async fn give_up(tx: &Tx, id: &str, attempts: i64, code: &str, why: Why, now: Millis) -> Result<()> {
    if store::give_up(tx, id, attempts, code, now).await? {
        messages::given_up(tx, id, why, now).await?;
    }
    Ok(())
}

async fn act(ctx: &Ctx, leased: &store::Leased, now: Millis) -> Result<Outcome> {
    match serde_json::from_str(&leased.payload)? {
        Job::SendMail {
            worthless_at: Some(worthless_at),
            ..
        }
        | Job::SendText {
            worthless_at: Some(worthless_at),
            ..
        } if now >= worthless_at => Ok(Outcome::TooLate),
        Job::MailAccount {
            of,
            sealed,
            plane,
            wanted,
        } => auth::mail_account(ctx, plane, &of, &sealed, wanted)
            .await
            .map(|()| Outcome::Done),
        Job::SendMail { sealed, .. } => {
            let mail: Mail = serde_json::from_str(&ctx.vault.open(&payload_place(&leased.id), &sealed)?)?;
            if let Some(held) = held(ctx, leased, &mail.to, now).await? {
                return Ok(held);
            }
            let message = Message {
                kind: Kind::parse(&leased.message),
                ..mail.into_message(&leased.id)
            };
            messages::mail(ctx, &message, leased.attempts).await
        }
        Job::SendText { sealed, worthless_at } => {
            let text: messages::Text =
                serde_json::from_str(&ctx.vault.open(&payload_place(&leased.id), &sealed)?)?;
            if let Some(held) = held(ctx, leased, text.to.as_str(), now).await? {
                return Ok(held);
            }
            let text = TextMessage {
                id: leased.id.clone(),
                to: text.to,
                body: text.body,
                valid_secs: worthless_at.map(|end| end.secs_since(now).max(1)),
                kind: Kind::parse(&leased.message),
            };
            messages::text(ctx, &text, leased.attempts, Millis(leased.created_at)).await
        }
        Job::LookUpRegistration(id) => registration::look_up(ctx, &id).await,
        Job::SendRepair(repair) => repairs::deliver::send(ctx, &repair, leased.attempts).await,
        Job::CancelRepair(repair) => repairs::deliver::cancel(ctx, &repair).await,
        Job::IndexAnew => customers::index_anew(ctx).await.map(|()| Outcome::Done),
        Job::CheckAudit(check) => audit::run_check(ctx, &check).await.map(|()| Outcome::Done),
        Job::RemovePhoto(photo) => ctx.photos.remove(&photo).await.map(|()| Outcome::Done),
        Job::SendPhoto(photo) => repairs::deliver::photo(ctx, &photo).await,
    }
}

/// Whether the rules of sending keep a message here for a while.
async fn held(ctx: &Ctx, leased: &store::Leased, to: &str, now: Millis) -> Result<Option<Outcome>> {
    let Some(kind) = Kind::parse(&leased.message) else {
        return Ok(None);
    };
    let held = sending::held(ctx, &leased.id, kind, to, now).await?;
    Ok(held.map(Outcome::Held))
}

/// Forgets deliveries that were done a month ago.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let before = now.minus_secs(DONE_KEPT_SECS);
    platform
        .db
        .tx(move |tx| async move {
            store::sweep(&tx, before).await?;
            sending::sweep(&tx, now).await
        })
        .await
}
