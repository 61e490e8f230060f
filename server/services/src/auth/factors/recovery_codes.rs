//! Recovery codes: ten, on paper, for the day when the app or the passkey is lost (SEC-O12).

use super::{Change, ENROLMENT_SECS, apps::enrolment_place, own_to_change, pending, store};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    random,
};
use domain::identity::factors::{RECOVERY_CODES, RecoveryCode};
use std::sync::Arc;

const ENROLMENT: &str = "codes";

/// A set that is shown until its owner has kept it. The older set works until then.
pub struct PendingCodes {
    pub codes: Vec<String>,
}

/// Draws a new set, which is shown next.
pub async fn start_recovery_codes(ctx: &Ctx) -> Result<()> {
    let own = own_to_change(ctx)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|number| RecoveryCode::new(number, random::bytes()).to_text())
        .collect();
    let place = enrolment_place(own.plane, ENROLMENT, &own.account);
    let sealed = ctx.vault.seal(&place, &codes.join(" "))?;
    ctx.db
        .tx(move |tx| async move {
            let held = store::held_in(&tx, own.plane, &own.account).await?.held();
            if !held.is_strong() {
                return Err(Error::Conflict(Conflict::StepMissing));
            }
            let until = now.plus_secs(ENROLMENT_SECS);
            store::begin_enrolment(&tx, own.plane, &own.account, ENROLMENT, &sealed, until).await?;
            audit::record(&tx, &actor, "factor.begun", &own.account, ENROLMENT, now).await
        })
        .await
}

/// The set that is being made, if one is.
pub async fn pending_recovery_codes(ctx: &Ctx) -> Result<Option<PendingCodes>> {
    let pending = pending(ctx, ENROLMENT).await?;
    Ok(pending.map(|text| PendingCodes {
        codes: text.split(' ').map(str::to_owned).collect(),
    }))
}

/// Its owner has written the set down: from now on it works and the older one does not. It is never shown again.
pub async fn keep_recovery_codes(ctx: &Ctx) -> Result<()> {
    let own = own_to_change(ctx)?;
    let (change, now) = (Change::by(ctx), ctx.clock.now());
    let sealed = store::enrolment(&ctx.db, own.plane, &own.account, ENROLMENT, now)
        .await?
        .ok_or(Error::Conflict(Conflict::StepMissing))?;
    let text = ctx
        .vault
        .open(&enrolment_place(own.plane, ENROLMENT, &own.account), &sealed)?;
    let mut hashes = Vec::new();
    for code in text.split(' ').filter_map(RecoveryCode::parse) {
        // One after the other: a set takes one slot, not ten, from those who sign in.
        hashes.push((code.number, ctx.passwords.hash(&code.secret).await?));
    }
    let platform = Arc::clone(&ctx.platform);
    ctx.db
        .tx(move |tx| async move {
            if !super::ends(&tx, &platform, &own, ENROLMENT, &text).await? {
                return Err(Error::Conflict(Conflict::StepMissing));
            }
            store::forget_recovery_codes(&tx, own.plane, &own.account).await?;
            for (number, hash) in &hashes {
                store::add_recovery_code(&tx, own.plane, &own.account, *number, hash, now).await?;
            }
            change.tell(&tx, &own, "recovery-codes.made", "").await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}
