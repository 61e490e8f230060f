//! 'Approved Domains' (product I8): who may be an administrator, who may show our public pages, whom the server may call.

use crate::{
    administrators, audit,
    context::{Actor, Ctx},
    db::{Db, Tx},
    error::{Conflict, Error, Result},
    integrations::Use,
    ports::{PortError, Trouble},
    random,
    settings::{self, Settings},
};
use domain::{
    dates::Millis,
    domains::{ApprovedDomains, ENTRIES_MAX, Host},
    forms::{Code, FormErrors},
    permissions::Permission,
};
use std::sync::Arc;

/// The box that a connection's page shows when its host is on no list yet.
pub const APPROVE_BOX: &str = "approve_host";

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub lists: ApprovedDomains,
    /// Administrators whose addresses are in no approved domain.
    pub outside: Vec<String>,
    /// The hosts that connections have of their own.
    pub uses: Arc<[Use]>,
}

fn lists(settings: &Settings) -> ApprovedDomains {
    ApprovedDomains {
        email_domains: settings.administrator_domains.clone(),
        sites: settings.embedding_sites.clone(),
        outbound_hosts: settings.outbound_hosts.clone(),
        seen: mark(settings),
    }
}

/// Tells the lists of one moment from those of another.
fn mark(settings: &Settings) -> String {
    let lists = [
        &settings.administrator_domains,
        &settings.embedding_sites,
        &settings.outbound_hosts,
    ];
    random::hex(&random::hash(&lists.map(|list| list.join(" ")).join("\n")))
}

pub async fn overview(ctx: &Ctx) -> Result<Overview> {
    ctx.actor.require(Permission::SignInManage)?;
    Ok(Overview {
        lists: lists(&ctx.settings.get()),
        outside: administrators::outside(ctx).await?,
        uses: ctx.integrations.uses(),
    })
}

/// Saves the three lists. A host that a connection in use calls stays: without it nobody might be able to sign in.
pub async fn save(ctx: &Ctx, lists: ApprovedDomains) -> Result<()> {
    ctx.actor.require(Permission::SignInManage)?;
    ctx.actor.require_fresh(ctx.clock.now())?;
    let in_use = ctx.integrations.uses();
    settings::try_change(ctx, "approved-domains", move |settings| {
        if lists.seen != mark(settings) {
            return Err(Error::Conflict(Conflict::ChangedMeanwhile));
        }
        let taken_away = |host: &&String| !lists.outbound_hosts.contains(host);
        for host in settings.outbound_hosts.iter().filter(taken_away) {
            if in_use.iter().any(|used| used.enabled && used.host == *host) {
                let entry = host.clone();
                let refused = FormErrors::one("outbound_hosts", Code::EntryInUse { entry });
                return Err(Error::Form(refused));
            }
        }
        settings.administrator_domains = lists.email_domains;
        settings.embedding_sites = lists.sites;
        settings.outbound_hosts = lists.outbound_hosts;
        Ok(())
    })
    .await
}

/// Whether all of these may be called.
fn are_approved(settings: &Settings, hosts: &[String]) -> bool {
    hosts.iter().all(|host| settings.outbound_hosts.contains(host))
}

/// Refuses a call to a host that is not on the list (SEC-I1).
pub(crate) fn may_call(settings: &Settings, hosts: &[String]) -> std::result::Result<(), PortError> {
    if are_approved(settings, hosts) {
        Ok(())
    } else {
        Err(PortError::Misconfigured(Trouble::NotApproved))
    }
}

/// Refuses to save a connection to a host that is not on the list, until whoever saves it confirms it: then it is put
/// there, on record, in the same transaction.
pub(crate) async fn approve(
    tx: &Tx,
    actor: &Actor,
    hosts: &[String],
    confirmed: bool,
    now: Millis,
) -> Result<()> {
    let mut settings = settings::read_to_change(tx).await?;
    if are_approved(&settings, hosts) {
        return Ok(());
    }
    if !confirmed {
        return Err(Error::Form(FormErrors::one(APPROVE_BOX, Code::NotApproved)));
    }
    for host in hosts {
        // An address of numbers, or a name inside a network, can be confirmed as often as one likes.
        let read = Host::parse(host).map_err(|fault| {
            let entry = host.clone();
            Error::Form(FormErrors::one(APPROVE_BOX, Code::Entry { entry, fault }))
        })?;
        let host = read.to_string();
        if !settings.outbound_hosts.contains(&host) {
            settings.outbound_hosts.push(host);
        }
    }
    if settings.outbound_hosts.len() > ENTRIES_MAX {
        let max = u32::try_from(ENTRIES_MAX).unwrap_or(u32::MAX);
        return Err(Error::Form(FormErrors::one(
            APPROVE_BOX,
            Code::TooManyEntries { max },
        )));
    }
    settings::write(tx, &settings, now).await?;
    audit::record(tx, actor, "host.approved", "landlord", &hosts.join(" "), now).await
}

/// Puts on the list what whoever runs the server has set in its environment: their word is enough.
pub async fn approve_given(db: &Db, hosts: Vec<String>, now: Millis) -> Result<()> {
    db.tx(move |tx| async move { approve(&tx, &Actor::System, &hosts, true, now).await })
        .await
}
