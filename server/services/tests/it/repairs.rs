mod cancel;
mod copies;
mod deliver;
mod desk;
mod report;

use domain::{
    ids::RepairId,
    repairs::{Cancel, Details, Event, Status},
};
use services::{
    error::Result,
    repairs,
    testing::{Tenant, Test},
};

async fn page_of(tenant: &Tenant, repair: &RepairId) -> Details {
    repairs::details(&tenant.ctx, repair).await.unwrap()
}

async fn status_of(tenant: &Tenant, repair: &RepairId) -> Status {
    page_of(tenant, repair).await.summary.status
}

async fn events_of(tenant: &Tenant, repair: &RepairId) -> Vec<Event> {
    page_of(tenant, repair)
        .await
        .timeline
        .into_iter()
        .map(|entry| entry.event)
        .collect()
}

async fn cancel(tenant: &Tenant, repair: &RepairId) -> Result<RepairId> {
    repairs::cancel(
        &tenant.ctx,
        Cancel {
            repair: Some(repair.clone()),
            reason: "Mended it".into(),
        },
    )
    .await
}

/// Lets the copies grow old and waits for newer ones.
async fn refreshed(t: &Test, tenant: &Tenant) {
    t.clock.advance_secs(3600);
    while repairs::list(&tenant.ctx, None).await.unwrap().age.synced_at
        != Some(services::ports::clock::Clock::now(&*t.clock))
    {
        tokio::task::yield_now().await;
    }
}
