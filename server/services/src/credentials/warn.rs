//! Warnings before a secret ends: on three days, to everybody who may mend it, each once. The row that says so is
//! written with the mails, so restarts and several nodes send no second one.

use super::store;
use crate::{
    audit,
    context::{Actor, Platform},
    error::Result,
    mails, outbox, times,
};
use domain::{
    credentials::warning_due,
    dates::Day,
    identity::Language,
    permissions::{Permission, Permissions},
};
use std::sync::Arc;

/// Mails what is due.
pub async fn warn_due(platform: &Arc<Platform>) -> Result<()> {
    let now = platform.clock.now();
    let today = times::day_of(now);
    for ending in store::ending(&platform.db, &today.0).await? {
        let day = Day(ending.secret_expires.clone());
        let left = times::start_of(&day, "00:00")
            .zip(times::start_of(&today, "00:00"))
            // Rounded, for a day of 23 or 25 hours lies between.
            .map(|(end, start)| (end.secs_since(start) + 43_200).div_euclid(86_400));
        let Some(days) = left.and_then(warning_due) else {
            continue;
        };
        let worker = Arc::clone(platform);
        platform
            .db
            .tx(move |tx| async move {
                if !store::warned(&tx, &ending.id, &ending.secret_expires, days).await? {
                    return Ok(());
                }
                let settings = worker.settings.get();
                for person in store::staff(&tx).await? {
                    let holds = Permissions::of_role(&person.role, &person.role_permissions);
                    if !holds.contains(Permission::IntegrationsManage) {
                        continue;
                    }
                    let mail = mails::secret_ends(
                        &settings,
                        Language::English,
                        &person.email,
                        &super::page_link(&worker.base_url, &ending.id),
                        &day,
                        now,
                    );
                    outbox::enqueue_mail(&tx, &worker.vault, &mail, &person.id, None, now).await?;
                }
                audit::record(
                    &tx,
                    &Actor::System,
                    "credential.secret-ends",
                    &ending.id,
                    &days.to_string(),
                    now,
                )
                .await
            })
            .await?;
        platform.wake.now();
    }
    Ok(())
}
