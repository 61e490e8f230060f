//! The worker of this node: deliveries as they fall due, the landlord's settings every second, tidying every hour.

use services::{auth, context::{Ctx, Platform}, flash, hms, outbox};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until};

const LOOK_EVERY: Duration = Duration::from_millis(500);
const SETTINGS_EVERY: Duration = Duration::from_secs(1);
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// Works until `stop` is done. A job that is running then is finished first.
pub async fn run(platform: Arc<Platform>, stop: impl Future<Output = ()> + Send + 'static) {
    let mut stop = std::pin::pin!(stop);
    let (mut settings_due, mut tidy_due) = (Instant::now(), Instant::now());
    loop {
        let worked = match outbox::run_due(&platform).await {
            Ok(count) => count > 0,
            Err(error) => {
                tracing::error!(%error, "worker.failed");
                false
            }
        };
        if Instant::now() >= settings_due {
            settings_due = Instant::now() + SETTINGS_EVERY;
            if let Err(error) = platform.settings.refresh(&platform.db).await {
                tracing::error!(%error, "settings.unreadable");
            }
        }
        if Instant::now() >= tidy_due {
            tidy_due = Instant::now() + TIDY_EVERY;
            tidy(&platform).await;
        }
        let look_again = if worked { Instant::now() } else { Instant::now() + LOOK_EVERY };
        tokio::select! {
            () = &mut stop => return,
            () = platform.wake.wait() => {}
            () = sleep_until(look_again) => {}
        }
    }
}

async fn tidy(platform: &Arc<Platform>) {
    hms::sweep(platform);
    let ctx = Ctx::system(Arc::clone(platform));
    let outcomes = [auth::sweep(platform).await, outbox::sweep(platform).await, flash::sweep(&ctx).await];
    for error in outcomes.into_iter().filter_map(Result::err) {
        tracing::error!(%error, "worker.tidying_failed");
    }
}
