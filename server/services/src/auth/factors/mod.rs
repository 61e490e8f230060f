//! Second steps that an account holds: passkeys, authenticator apps, recovery codes. Each person manages their own, with
//! a fresh proof; every change ends the other ways in and is told by mail.

mod apps;
mod help;
mod passkeys;
mod proof;
mod recovery_codes;
mod second_step;
mod store;

pub use apps::{Drawing, PendingApp, confirm_app, pending_app, start_app};
pub use help::{Helping, help_with_sign_in, remove_second_steps};
pub use passkeys::{
    Challenge, add_passkey, check_passkey, passkeys_work, sign_in_with_passkey, start_adding_passkey,
    start_passkey_sign_in, start_second_passkey,
};
pub use proof::{has_passkey, prove_with_passkey, start_proving_with_passkey};
pub use recovery_codes::{PendingCodes, keep_recovery_codes, pending_recovery_codes, start_recovery_codes};
pub use second_step::{SecondStep, check_app_code, check_recovery_code, second_step};
pub(super) use second_step::{holds_more, may_mail_code};

use crate::{
    audit,
    auth::store as sign_in_store,
    context::{Actor, Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox,
    settings::{self, Settings},
};
use domain::{
    dates::Millis,
    identity::{
        Language, Plane,
        factors::{Kind, Rename},
    },
    ids::{CustomerId, FactorId},
    permissions::Permission,
};

/// Ends every session of an account, also those that wait for a code, and forgets its devices: the next request on any
/// node finds nothing (SEC-S5).
pub(crate) async fn shut_out(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    sign_in_store::end_ways_in(tx, plane, account, "").await
}

/// Removes everything that an account holds besides its password.
pub(crate) async fn forget_second_steps(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    store::remove_factors(tx, plane, account).await?;
    store::forget_recovery_codes(tx, plane, account).await?;
    store::forget_enrolments(tx, plane, account).await
}

/// What is begun is to be finished within this time, in seconds.
const ENROLMENT_SECS: i64 = 15 * 60;

/// A factor as its owner, or staff who help, see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    pub id: FactorId,
    pub kind: Kind,
    /// Empty if they gave it none.
    pub name: String,
    pub added_at: Millis,
    pub last_used_at: Option<Millis>,
}

/// Everything that an account holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    pub list: Vec<Factor>,
    pub codes_left: i64,
    /// When the set of recovery codes was made, if there is one.
    pub codes_made_at: Option<Millis>,
}

/// The account behind a full session.
struct Own {
    plane: Plane,
    account: String,
    /// The session's name, which outlives a change.
    session: String,
}

fn own(actor: &Actor) -> Result<Own> {
    let (plane, account, proof) = match actor {
        Actor::Customer(customer) => (Plane::Portal, customer.id.to_string(), &customer.proof),
        Actor::Staff(staff) => (Plane::Console, staff.id.to_string(), &staff.proof),
        Actor::Nobody => return Err(Error::SignIn),
        Actor::System => return Err(Error::Denied),
    };
    Ok(Own {
        plane,
        account,
        session: proof.session.clone(),
    })
}

/// The account of somebody who may change it: not in a limited session, and with a fresh proof (SEC-A12, A14).
fn own_to_change(ctx: &Ctx) -> Result<Own> {
    let own = own(&ctx.actor)?;
    refuse_the_limited(&ctx.actor)?;
    ctx.actor.require_fresh(ctx.clock.now())?;
    Ok(own)
}

/// Whoever sees the portal as somebody else changes nothing and is shown no secret.
const fn refuse_the_limited(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Customer(customer) if customer.is_limited || customer.viewer.is_some() => Err(Error::Denied),
        _ => Ok(()),
    }
}

/// What is being set up, to be shown to its owner after a fresh proof. Staff who see the portal as a customer are shown
/// none.
async fn pending(ctx: &Ctx, kind: &str) -> Result<Option<String>> {
    if matches!(&ctx.actor, Actor::Customer(customer) if customer.viewer.is_some()) {
        return Ok(None);
    }
    let own = own_to_change(ctx)?;
    let now = ctx.clock.now();
    let Some(sealed) = store::enrolment(&ctx.db, own.plane, &own.account, kind, now).await? else {
        return Ok(None);
    };
    let place = apps::enrolment_place(own.plane, kind, &own.account);
    ctx.vault.open(&place, &sealed).map(Some)
}

/// Ends what is being set up. False if it was ended or begun anew since `plain` was read; its seal may be another one
/// than then, as keys change.
async fn ends(tx: &Tx, platform: &Platform, own: &Own, kind: &str, plain: &str) -> Result<bool> {
    let Some(sealed) = store::end_enrolment(tx, own.plane, &own.account, kind).await? else {
        return Ok(false);
    };
    let place = apps::enrolment_place(own.plane, kind, &own.account);
    Ok(platform.vault.open(&place, &sealed)? == plain)
}

async fn list_of(platform: &Platform, plane: Plane, account: &str) -> Result<Factors> {
    let rows = store::factors_of(&platform.db, plane, account).await?;
    let list = rows
        .into_iter()
        .filter_map(|row| {
            Some(Factor {
                id: FactorId::parse(&row.id)?,
                kind: Kind::parse(&row.kind)?,
                name: row.name,
                added_at: Millis(row.created_at),
                last_used_at: row.last_used_at.map(Millis),
            })
        })
        .collect();
    let (codes_left, made_at) = store::recovery_set(&platform.db, plane, account).await?;
    Ok(Factors {
        list,
        codes_left,
        codes_made_at: made_at.map(Millis),
    })
}

/// What the signed-in account holds.
pub async fn factors(ctx: &Ctx) -> Result<Factors> {
    let own = own(&ctx.actor)?;
    list_of(ctx, own.plane, &own.account).await
}

/// Gives a factor another name.
pub async fn rename(ctx: &Ctx, cmd: Rename) -> Result<()> {
    let own = own(&ctx.actor)?;
    refuse_the_limited(&ctx.actor)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let id = cmd.factor.as_str();
            if !store::rename_factor(&tx, own.plane, id, &own.account, &cmd.name).await? {
                return Err(Error::NotFound);
            }
            audit::record(&tx, &actor, "factor.renamed", &own.account, id, now).await
        })
        .await
}

/// Removes a factor, but never the last one of staff who need one. Recovery codes that stand in for nothing go, too.
pub async fn remove(ctx: &Ctx, factor: FactorId) -> Result<()> {
    let own = own_to_change(ctx)?;
    let changed = Change::by(ctx);
    let is_needed = own.plane == Plane::Console && ctx.settings.get().staff_need_strong_factor;
    ctx.db
        .tx(move |tx| async move {
            store::lock_account(&tx, own.plane, &own.account).await?;
            if !store::remove_factor(&tx, own.plane, factor.as_str(), &own.account).await? {
                return Err(Error::NotFound);
            }
            if !store::held_in(&tx, own.plane, &own.account)
                .await?
                .held()
                .is_strong()
            {
                if is_needed {
                    return Err(Error::Conflict(Conflict::LastFactor));
                }
                store::forget_recovery_codes(&tx, own.plane, &own.account).await?;
            }
            changed.tell(&tx, &own, "factor.removed", factor.as_str()).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// What every change of factors does besides itself.
struct Change {
    platform: std::sync::Arc<Platform>,
    actor: Actor,
    now: Millis,
}

impl Change {
    fn by(ctx: &Ctx) -> Self {
        Self {
            platform: std::sync::Arc::clone(&ctx.platform),
            actor: ctx.actor.clone(),
            now: ctx.clock.now(),
        }
    }

    /// Ends other sessions, devices and codes, records the change and tells the account, without details (SEC-S5, A13).
    async fn tell(&self, tx: &Tx, own: &Own, event: &'static str, detail: &str) -> Result<()> {
        sign_in_store::end_ways_in(tx, own.plane, &own.account, &own.session).await?;
        audit::record(tx, &self.actor, event, &own.account, detail, self.now).await?;
        self.mail(tx, own.plane, &own.account, mails::sign_in_changed)
            .await
    }

    async fn mail(
        &self,
        tx: &Tx,
        plane: Plane,
        account: &str,
        write: impl Fn(&Settings, Language, &str, Millis) -> mails::Draft,
    ) -> Result<()> {
        tell(tx, &self.platform, plane, account, self.now, write).await
    }
}

/// Tells an account something by mail.
async fn tell(
    tx: &Tx,
    platform: &Platform,
    plane: Plane,
    account: &str,
    now: Millis,
    write: impl Fn(&Settings, Language, &str, Millis) -> mails::Draft,
) -> Result<()> {
    let Some(account) = store::account_in(tx, plane, account).await? else {
        return Err(Error::SignIn);
    };
    let language = Language::parse(&account.language).unwrap_or_default();
    let mail = write(&platform.settings.get(), language, &account.email, now);
    outbox::enqueue_mail(tx, &platform.vault, &mail, &account.id, None, now).await
}

/// Closes emailed codes to a customer who holds an app or a passkey: the password was just reset by email, so a second
/// mail proves nothing more (SEC-A14).
pub async fn close_email_codes(tx: &Tx, customer: &CustomerId, until: Millis) -> Result<()> {
    store::close_email_codes(tx, customer.as_str(), until).await
}

/// Sets whether staff need a passkey or an app. Whoever has neither is asked to add one before anything else.
pub async fn require_strong_factor(ctx: &Ctx, required: bool) -> Result<()> {
    ctx.actor.require(Permission::SignInManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let mut settings = Settings::clone(&ctx.settings.get());
    settings.staff_need_strong_factor = required;
    settings::save(ctx, settings).await?;
    let actor = ctx.actor.clone();
    let detail = if required { "required" } else { "optional" };
    ctx.db
        .tx(move |tx| async move {
            audit::record(&tx, &actor, "strong-factor.set", "landlord", detail, now).await
        })
        .await
}
