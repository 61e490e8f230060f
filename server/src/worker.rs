//! The worker of this node: deliveries as they fall due, the landlord's settings and the audit's seals every second, tidying every hour.

use crate::config::read_secret;
use domain::integrations::Mode;
use services::{
    approvals, audit, auth, catalogue,
    context::{Ctx, Platform},
    credentials, customers, drops, flash, hms, integrations, invites, letters, messages, outbox,
    registration, sso,
};
use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    task::{JoinError, JoinSet},
    time::{Instant, sleep_until},
};

const LOOK_EVERY: Duration = Duration::from_millis(500);
const SETTINGS_EVERY: Duration = Duration::from_secs(1);
const CREDENTIALS_EVERY: Duration = Duration::from_mins(1);
const APPROVALS_EVERY: Duration = Duration::from_mins(1);
const ASK_EVERY: Duration = Duration::from_mins(1);
const TIDY_EVERY: Duration = Duration::from_hours(1);

/// Batches that run side by side: one that waits for an outside system that hangs holds up no other job, least of all a
/// sign-in code. Beyond these the circuit of that system has opened long ago.
const BATCHES: usize = 8;
/// Jobs that run when the process is asked to stop have this long; another node repeats those that are not done.
const DRAIN: Duration = Duration::from_secs(25);

/// Works until `stop` is done. Jobs that are running then are finished first.
pub async fn run(
    platform: Arc<Platform>,
    vault_keys: Option<PathBuf>,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let mut stop = std::pin::pin!(stop);
    let mut batches = JoinSet::new();
    let mut look_at = Instant::now();
    let (mut settings_due, mut tidy_due, mut credentials_due, mut asking_due) =
        (Instant::now(), Instant::now(), Instant::now(), Instant::now());
    let mut approvals_due = Instant::now();
    // Beside everything else: after an upgrade all customers wait for it.
    let mut indexing = tokio::spawn(async {});
    let mut inviting = tokio::spawn(async {});
    // Beside everything else: it waits for an outside system.
    let mut checking = tokio::spawn(async {});
    let mut asking = tokio::spawn(async {});
    let mut comparing = tokio::spawn(async {});
    let mut reading = tokio::spawn(async {});
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(ended) = batches.join_next() => {
                if has_worked(ended) {
                    look_at = Instant::now();
                }
                continue;
            }
            () = platform.wake.wait() => {}
            () = sleep_until(look_at) => {}
        }
        look_at = Instant::now() + LOOK_EVERY;
        if batches.len() < BATCHES {
            let platform = Arc::clone(&platform);
            batches.spawn(async move { outbox::run_due(&platform).await });
        }
        if Instant::now() >= settings_due {
            settings_due = Instant::now() + SETTINGS_EVERY;
            if let Err(error) = platform.refresh().await {
                tracing::error!(%error, "settings.unreadable");
            }
            if let Some(file) = &vault_keys {
                renew_vault_keys(&platform, file);
            }
            if let Err(error) = audit::seal(&platform).await {
                tracing::error!(%error, "audit.not_sealed");
            }
            if let Err(error) = auth::end_views(&platform).await {
                tracing::error!(%error, "views.not_ended");
            }
            if indexing.is_finished() {
                indexing = tokio::spawn(index_customers(Arc::clone(&platform)));
            }
            if inviting.is_finished() {
                inviting = tokio::spawn(mail_invites(Arc::clone(&platform)));
            }
            if comparing.is_finished() {
                comparing = tokio::spawn(compare_with_housing(Arc::clone(&platform)));
            }
            if reading.is_finished() {
                reading = tokio::spawn(read_files(Arc::clone(&platform)));
            }
        }
        if Instant::now() >= credentials_due && checking.is_finished() {
            credentials_due = Instant::now() + CREDENTIALS_EVERY;
            checking = tokio::spawn(look_after_credentials(Arc::clone(&platform)));
        }
        if Instant::now() >= approvals_due {
            approvals_due = Instant::now() + APPROVALS_EVERY;
            if let Err(error) = approvals::expire_due(&platform).await {
                tracing::error!(%error, "approvals.not_ended");
            }
        }
        if Instant::now() >= asking_due && asking.is_finished() {
            asking_due = Instant::now() + ASK_EVERY;
            asking = tokio::spawn(ask_about_messages(Arc::clone(&platform)));
        }
        if Instant::now() >= tidy_due {
            tidy_due = Instant::now() + TIDY_EVERY;
            tidy(&platform).await;
        }
    }
    // What it has begun is a transaction, which ends by itself; the rest is found again.
    indexing.abort();
    inviting.abort();
    checking.abort();
    asking.abort();
    comparing.abort();
    reading.abort();
    let finished = async { while batches.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN, finished).await.is_err() {
        tracing::warn!("worker.drain_timed_out");
    }
}

/// Whether a batch found anything to do, so that there may be more.
fn has_worked(ended: Result<services::error::Result<usize>, JoinError>) -> bool {
    match ended {
        Ok(Ok(count)) => count > 0,
        Ok(Err(error)) => {
            tracing::error!(%error, "worker.failed");
            false
        }
        Err(error) => {
            tracing::error!(%error, "worker.panicked");
            false
        }
    }
}

async fn index_customers(platform: Arc<Platform>) {
    if let Err(error) = customers::index_waiting(&platform).await {
        tracing::error!(%error, "customers.not_indexed");
    }
}

async fn mail_invites(platform: Arc<Platform>) {
    if let Err(error) = invites::mail_due(&platform).await {
        tracing::error!(%error, "invites.not_mailed");
    }
}

/// Somebody may have added a key to the file, or put another one first.
fn renew_vault_keys(platform: &Platform, file: &Path) {
    let keys = match read_secret(file) {
        Ok(keys) => keys.into(),
        Err(error) => {
            tracing::error!(%error, "vault.keys_unreadable");
            return;
        }
    };
    match platform.vault.renew(&keys) {
        Some(true) => tracing::info!("vault.keys_renewed"),
        Some(false) => {}
        None => tracing::error!("vault.keys_unusable"),
    }
}

async fn look_after_credentials(platform: Arc<Platform>) {
    for outcome in [
        credentials::check_due(&platform).await,
        credentials::warn_due(&platform).await,
    ] {
        if let Err(error) = outcome {
            tracing::error!(%error, "credentials.not_looked_after");
        }
    }
}

/// Asks whoever passes messages on what became of those that nobody told of.
async fn ask_about_messages(platform: Arc<Platform>) {
    if let Err(error) = messages::ask_due(&platform).await {
        tracing::error!(%error, "messages.not_asked");
    }
}

async fn compare_with_housing(platform: Arc<Platform>) {
    if let Err(error) = hms::lists::run_due(&platform).await {
        tracing::error!(%error, "lists.not_kept");
    }
    if let Err(error) = hms::sor::run_due(&platform).await {
        tracing::error!(%error, "sor.not_kept");
    }
    if let Err(error) = hms::sync::run_due(&platform).await {
        tracing::error!(%error, "sync.failed");
    }
}

/// Looks for files of the landlord's record, and reads them.
async fn read_files(platform: Arc<Platform>) {
    let read = async {
        // Those of live wait while test mode is on; those for tests may be looked at before.
        let waits = |mode: &Mode| *mode == Mode::Live && platform.db.mode() == Mode::Test;
        for mode in Mode::ALL.into_iter().filter(|mode| !waits(mode)) {
            drops::watch(&platform, mode).await?;
        }
        if drops::read_waiting(&platform).await? > 0 {
            drops::sweep(&platform).await?;
        }
        Ok::<(), services::error::Error>(())
    };
    if let Err(error) = read.await {
        tracing::error!(%error, "drops.not_read");
    }
}

async fn tidy(platform: &Arc<Platform>) {
    hms::sweep(platform);
    let ctx = Ctx::system(Arc::clone(platform));
    let outcomes = [
        auth::sweep(platform).await,
        outbox::sweep(platform).await,
        messages::sweep(platform).await,
        flash::sweep(&ctx).await,
        letters::sweep(platform).await,
        registration::sweep(platform).await,
        invites::import::sweep(platform).await,
        catalogue::imports::sweep(platform).await,
        sso::sweep(&ctx).await,
        credentials::sweep(&ctx).await,
        integrations::sweep(platform).await,
        audit::check_daily(platform).await,
        drops::sweep(platform).await,
        approvals::sweep(platform).await,
    ];
    for error in outcomes.into_iter().filter_map(Result::err) {
        tracing::error!(%error, "worker.tidying_failed");
    }
}
