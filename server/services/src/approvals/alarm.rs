//! What every administrator is told, because nobody else agreed to it.

use super::{people::People, store};
use crate::{
    audit,
    context::{Actor, Platform},
    db::{Db, Tx},
    error::Result,
    mails, outbox,
    settings::SettingsCache,
    vault::Vault,
};
use domain::{approvals::Kind, dates::Millis, identity::Language};

/// Somebody did alone what takes two.
pub(super) async fn done_alone(
    tx: &Tx,
    platform: &Platform,
    (doer, done): (&str, Kind),
    people: &People,
    now: Millis,
) -> Result<()> {
    let settings = platform.settings.get();
    for person in people.all() {
        let mail = mails::done_alone(&settings, Language::English, &person.email, (doer, done), now);
        outbox::enqueue_mail(tx, &platform.vault, &mail, &person.id, None, now).await?;
    }
    Ok(())
}

/// Whoever has the server begins to seal everything with another key: on record, and told to every administrator, before
/// anything is sealed anew, so that nobody who stops it half-way can do it unseen. Says how many were told.
pub async fn vault_rotation_began(db: &Db, vault: &Vault, now: Millis) -> Result<usize> {
    let settings = SettingsCache::load(db).await?.get();
    let vault = vault.clone();
    db.tx(move |tx| async move {
        let staff = store::staff(&tx).await?;
        for person in &staff {
            let mail = mails::vault_rotated(&settings, Language::English, &person.email, now);
            outbox::enqueue_mail(&tx, &vault, &mail, &person.id, None, now).await?;
        }
        audit::record(&tx, &Actor::System, "vault.rotation-began", "landlord", "", now).await?;
        Ok(staff.len())
    })
    .await
}
