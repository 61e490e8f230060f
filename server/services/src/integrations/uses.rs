//! Which connection calls which host, for the landlord's list of hosts (product I8).

use super::{Connection, Integrations, board::Switchboard, store};
use crate::{
    context::{Ctx, Platform},
    db::Db,
    domains,
    error::Result,
    ports::PortError,
};
use domain::{
    integrations::{Mode, Slot, VendorSettings},
    permissions::Permission,
};

/// A host that a connection has of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub slot: Slot,
    pub mode: Mode,
    pub vendor: String,
    /// As on the landlord's list.
    pub host: String,
    pub enabled: bool,
}

/// The hosts of all connections that count.
pub(super) async fn of_all(
    switchboard: &dyn Switchboard,
    db: &Db,
    heads: &[store::Head],
) -> Result<Vec<Use>> {
    let mut uses = Vec::new();
    for head in heads {
        let Some((slot, mode)) = Slot::parse(&head.slot).zip(Mode::parse(&head.mode)) else {
            continue;
        };
        let Some(row) = store::newest(db, slot, mode).await? else {
            continue;
        };
        let hosts = switchboard.hosts(&Connection::without_secrets(&row)?);
        uses.extend(hosts.into_iter().map(|host| Use {
            slot,
            mode,
            vendor: row.vendor.clone(),
            host,
            enabled: row.enabled,
        }));
    }
    Ok(uses)
}

/// The hosts that a connection with these settings would call.
pub(crate) fn hosts_of<T: VendorSettings>(integrations: &Integrations, settings: &T) -> Result<Vec<String>> {
    let connection = Connection::of(settings, super::Secrets::default())?;
    Ok(integrations.switchboard().hosts(&connection))
}

/// Puts the hosts of a connection that is about to be saved on the landlord's list: whoever saves it has confirmed that.
pub async fn approve_hosts<T: VendorSettings>(ctx: &Ctx, settings: &T) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let (hosts, actor) = (hosts_of(&ctx.integrations, settings)?, ctx.actor.clone());
    ctx.db
        .tx(move |tx| async move { domains::approve(&tx, &actor, &hosts, true, now).await })
        .await?;
    ctx.settings.refresh(&ctx.db).await
}

impl Platform {
    /// Refuses where a host of the connection in a slot is not on the landlord's list (SEC-I1).
    pub(super) fn may_call(&self, slot: Slot, mode: Mode) -> std::result::Result<(), PortError> {
        let hosts: Vec<String> = self
            .integrations
            .uses()
            .iter()
            .filter(|used| used.slot == slot && used.mode == mode)
            .map(|used| used.host.clone())
            .collect();
        domains::may_call(&self.settings.get(), &hosts)
    }
}
