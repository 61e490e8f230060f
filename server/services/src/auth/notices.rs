//! Whoever's way in changes is told, at the address they have and at the one they had; no details (SEC-A13).

use super::{recovery, store};
use crate::{
    context::Platform,
    db::Tx,
    error::{Error, Result},
    mails::{self, Changed},
    outbox,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
};

/// Tells an account what changed; `before` is the address that it had until now, if that is what changed.
pub async fn tell(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &str,
    changed: Changed,
    before: Option<&Email>,
    now: Millis,
) -> Result<()> {
    let account = store::owned_in(tx, plane, account)
        .await?
        .ok_or(Error::NotFound)?;
    let old = before.map(Email::as_str);
    for to in [Some(account.email.as_str()), old].into_iter().flatten() {
        send(tx, platform, plane, &account, to, changed, now).await?;
    }
    Ok(())
}

pub(super) async fn password_changed(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &store::Owned,
    limited_until: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let changed = Changed::Password { limited_until };
    send(tx, platform, plane, account, &account.email, changed, now).await
}

async fn send(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &store::Owned,
    to: &str,
    changed: Changed,
    now: Millis,
) -> Result<()> {
    let language = Language::parse(&account.language).unwrap_or_default();
    let reset = recovery::ask_page(platform, plane);
    let mail = mails::account_changed(&platform.settings.get(), language, to, changed, &reset, now);
    outbox::enqueue_mail(tx, &platform.vault, &mail, &account.id, None, now).await
}
