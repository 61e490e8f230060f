//! To Microsoft's page of consent and back. What comes back is an open GET: it is bound to the session and the browser
//! that began, works once and for ten minutes, and even then only a token that is obtained afterwards is believed.

use super::{check, redirect_uri, store};
use crate::{
    audit,
    context::{Actor, Ctx, Staff},
    error::{Error, Result},
    ports::directory::Returned,
    random,
};
use domain::{
    credentials::{Badge, Failure, Method},
    dates::Millis,
    ids::CredentialId,
    permissions::Permission,
};

/// Consent is given within this time, in seconds.
const LIFE_SECS: i64 = 10 * 60;

/// On the way there.
#[derive(Debug)]
pub enum Departure {
    /// The address there, and the token that the browser keeps.
    To {
        address: String,
        browser: String,
    },
    Failed(Failure),
}

/// How a journey ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Connected,
    /// Consent was given, yet the token does not carry everything, or not yet.
    NotAll,
    Failed(Failure),
}

/// Back here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub outcome: Outcome,
    /// The credential; nothing where what came back is not ours.
    pub credential: Option<CredentialId>,
    /// It began in a window of its own.
    pub in_popup: bool,
}

fn staff(ctx: &Ctx) -> Result<Staff> {
    ctx.actor.require(Permission::IntegrationsManage).cloned()
}

/// Begins a journey for a credential whose consent we ask for ourselves.
pub async fn depart(ctx: &Ctx, id: &CredentialId, in_popup: bool) -> Result<Departure> {
    let staff = staff(ctx)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let row = store::credential(&ctx.db, id.as_str()).await?;
    let row = row
        .filter(|row| row.method == Method::OAuth.as_str())
        .ok_or(Error::NotFound)?;
    let (state, browser) = (random::token(), random::token());
    let application = row.application(&ctx.vault)?;
    let address = match ctx
        .directory
        .consent(&application, &state, &redirect_uri(&ctx.base_url))
    {
        Ok(address) => address,
        Err(failure) => return Ok(Departure::Failed(failure)),
    };
    let attempt = store::AttemptRow {
        credential_id: row.id,
        version: row.version,
        staff_id: staff.id.to_string(),
        session: staff.proof.session,
        in_popup,
        expires_at: now.plus_secs(LIFE_SECS).0,
    };
    let (state_hash, browser_hash) = (random::hash(&state), random::hash(&browser));
    ctx.db
        .tx(move |tx| async move { store::begin(&tx, &state_hash, &browser_hash, &attempt).await })
        .await?;
    Ok(Departure::To { address, browser })
}

/// Finishes what this session in this browser began: each attempt once.
pub async fn return_to(ctx: &Ctx, returned: Returned, browser: Option<&str>) -> Result<Arrival> {
    let staff = staff(ctx)?;
    let lost = Arrival {
        outcome: Outcome::Failed(Failure::Lapsed),
        credential: None,
        in_popup: false,
    };
    let Some(browser) = browser else {
        return Ok(lost);
    };
    let (state_hash, browser_hash) = (random::hash(&returned.state), random::hash(browser));
    let session = staff.proof.session.clone();
    let id = staff.id.to_string();
    let attempt = ctx
        .db
        .tx(move |tx| async move { store::take(&tx, &state_hash, &browser_hash, &id, &session).await })
        .await?;
    let now = ctx.clock.now();
    let Some(attempt) = attempt.filter(|attempt| now < Millis(attempt.expires_at)) else {
        return Ok(lost);
    };
    let Some(id) = CredentialId::parse(&attempt.credential_id) else {
        return Err(Error::stored("a credential's id"));
    };
    let outcome = match refusal(ctx, &attempt, &returned).await? {
        Some(failure) => {
            let (actor, subject) = (ctx.actor.clone(), attempt.credential_id.clone());
            ctx.db
                .tx(move |tx| async move { refused(&tx, &actor, &subject, failure, now).await })
                .await?;
            Outcome::Failed(failure)
        }
        None => match check::look(ctx, &id).await? {
            Badge::Connected => Outcome::Connected,
            Badge::ConsentRequired | Badge::UpdateRequired => Outcome::NotAll,
        },
    };
    Ok(Arrival {
        outcome,
        credential: Some(id),
        in_popup: attempt.in_popup,
    })
}

async fn refused(
    tx: &crate::db::Tx,
    actor: &Actor,
    credential: &str,
    failure: Failure,
    now: Millis,
) -> Result<()> {
    audit::record(
        tx,
        actor,
        "credential.consent-refused",
        credential,
        failure.as_str(),
        now,
    )
    .await
}

/// Why what came back is no consent; what it says for itself is never enough to believe it.
async fn refusal(ctx: &Ctx, attempt: &store::AttemptRow, returned: &Returned) -> Result<Option<Failure>> {
    let Some(row) = store::credential(&ctx.db, &attempt.credential_id).await? else {
        return Ok(Some(Failure::Changed));
    };
    Ok(if row.version != attempt.version {
        Some(Failure::Changed)
    } else if !returned.error.is_empty() {
        Some(ctx.directory.explain(&returned.error, &returned.description))
    } else if !returned.tenant.eq_ignore_ascii_case(&row.tenant) {
        Some(Failure::OtherTenant)
    } else if !returned.admin_consent.eq_ignore_ascii_case("true") {
        Some(Failure::Declined)
    } else {
        None
    })
}

/// Forgets journeys that were never finished.
pub async fn sweep(ctx: &Ctx) -> Result<()> {
    store::sweep(&ctx.db, ctx.clock.now()).await
}
