//! Single sign-on of staff with Microsoft Entra ID (product S6 to S8). Settings are saved as a draft; only a draft whose
//! very values passed a real sign-in can be put live, so that nobody locks their colleagues out.

mod journey;
mod store;

pub use journey::{Arrival, Departure, Purpose, Returned, depart, prove, return_to, sweep, test};

use crate::{
    approvals::{self, Asked, Deed},
    audit,
    context::{Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    mails, outbox,
    ports::sso::Registration,
    random,
    vault::Vault,
};
use domain::{
    dates::{Day, Millis},
    forms::{Code, FormErrors},
    identity::Language,
    ids::StaffId,
    permissions::Permission,
    sso::{Enable, Failure, SaveSso},
};

const DRAFT: &str = "draft";
const LIVE: &str = "live";

/// What was saved, without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub version: String,
    pub tenant: String,
    pub client: String,
    pub secret_expires: Option<Day>,
    pub domains: Vec<String>,
    pub strong: bool,
    pub has_passed: bool,
    /// Why the last test came to nothing.
    pub failure: Option<Failure>,
    /// Microsoft said in the test when the person last proved who they are, so that an old proof can be told (SEC-D5).
    pub tells_proof_time: bool,
}

/// The page of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The address to be registered with Microsoft.
    pub redirect: String,
    pub draft: Option<Stored>,
    /// The version that staff sign in with, if single sign-on is on.
    pub live: Option<String>,
    /// No owner could get in while Microsoft is away.
    pub no_owner_has_a_password: bool,
}

/// Where Microsoft sends people back to.
pub fn redirect_uri(base_url: &str) -> String {
    format!("{base_url}/console/sso/callback")
}

fn place(kind: &str) -> String {
    format!("sso_registrations:secret:{kind}")
}

impl store::RegistrationRow {
    fn domains(&self) -> Vec<String> {
        self.domains.split_whitespace().map(str::to_owned).collect()
    }

    fn stored(&self) -> Stored {
        Stored {
            version: self.version.clone(),
            tenant: self.tenant.clone(),
            client: self.client.clone(),
            secret_expires: (!self.secret_expires.is_empty()).then(|| Day(self.secret_expires.clone())),
            domains: self.domains(),
            strong: self.strong,
            has_passed: self.passed_version == self.version,
            failure: Failure::parse(&self.failure),
            tells_proof_time: self.tells_proof_time,
        }
    }

    fn registration(&self, vault: &Vault, base_url: &str) -> Result<Registration> {
        Ok(Registration {
            tenant: self.tenant.clone(),
            client: self.client.clone(),
            secret: vault.open(&place(&self.kind), &self.secret)?.into(),
            redirect: redirect_uri(base_url),
        })
    }
}

/// Whether the sign-in page offers it.
pub async fn is_on(ctx: &Ctx) -> Result<bool> {
    Ok(store::registration(&ctx.db, LIVE).await?.is_some())
}

/// The settings, for those who may change them.
pub async fn overview(ctx: &Ctx) -> Result<Overview> {
    ctx.actor.require(Permission::SignInManage)?;
    let draft = store::registration(&ctx.db, DRAFT).await?;
    let live = store::registration(&ctx.db, LIVE).await?;
    Ok(Overview {
        redirect: redirect_uri(&ctx.base_url),
        draft: draft.map(|row| row.stored()),
        live: live.map(|row| row.version),
        no_owner_has_a_password: store::owners_with_password(&ctx.db).await? == 0,
    })
}

fn may_change(ctx: &Ctx) -> Result<Millis> {
    ctx.actor.require(Permission::SignInManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    Ok(now)
}

/// Saves a draft. It has to pass a test before it can be enabled; what staff sign in with stays as it is until then.
pub async fn save(ctx: &Ctx, cmd: SaveSso) -> Result<()> {
    let now = may_change(ctx)?;
    let whole = ctx.clone();
    ctx.db
        .tx(move |tx| async move {
            let secret = match (&cmd.secret, store::registration_in(&tx, DRAFT).await?) {
                (Some(secret), _) => whole.vault.seal(&place(DRAFT), secret)?,
                (None, Some(stored)) => stored.secret,
                (None, None) => return Err(Error::Form(FormErrors::one("client_secret", Code::Required))),
            };
            let row = store::RegistrationRow {
                kind: DRAFT.to_owned(),
                version: random::id(now),
                tenant: cmd.tenant,
                client: cmd.client,
                secret,
                secret_expires: cmd.secret_expires.map(|day| day.0).unwrap_or_default(),
                domains: cmd.domains.join(" "),
                strong: cmd.strong,
                passed_version: String::new(),
                failure: String::new(),
                tells_proof_time: false,
            };
            store::put(&tx, &row, now).await?;
            audit::record(&tx, &whole.actor, "sso.saved", "landlord", &row.version, now).await
        })
        .await
}

/// Asks for the draft to be put live: these very values, if they passed a test (SEC-Z8).
pub async fn enable(ctx: &Ctx, cmd: Enable) -> Result<Asked> {
    may_change(ctx)?;
    // Other values than those on the screen, or none that passed.
    let draft = store::registration(&ctx.db, DRAFT)
        .await?
        .filter(|draft| draft.version == cmd.version && draft.passed_version == cmd.version)
        .ok_or(Error::Conflict(Conflict::ChangedMeanwhile))?;
    let deed = Deed::EnableSso {
        domains: draft.domains(),
        version: draft.version,
        tenant: draft.tenant,
        client: draft.client,
        strong: draft.strong,
    };
    approvals::ask(ctx, deed, &cmd.reason).await
}

/// Puts a version of the draft live for whoever asked. False if it is no longer the draft, or is live already.
pub(crate) async fn enable_in(
    tx: &Tx,
    platform: &Platform,
    asker: &StaffId,
    version: &str,
    now: Millis,
) -> Result<bool> {
    let draft = store::registration_in(tx, DRAFT).await?;
    let is_live = store::registration_in(tx, LIVE)
        .await?
        .is_some_and(|live| live.version == version);
    let passed = |draft: &store::RegistrationRow| draft.version == version && draft.passed_version == version;
    let Some(draft) = draft.filter(passed).filter(|_| !is_live) else {
        return Ok(false);
    };
    let secret = platform.vault.open(&place(DRAFT), &draft.secret)?;
    let live = store::RegistrationRow {
        kind: LIVE.to_owned(),
        secret: platform.vault.seal(&place(LIVE), &secret)?,
        ..draft
    };
    store::put(tx, &live, now).await?;
    // People of another directory are other people, whatever their addresses are.
    store::unlink_other_tenants(tx, &live.tenant).await?;
    audit::record_for_staff(tx, asker.as_str(), "sso.enabled", "landlord", version, now).await?;
    tell_owners(tx, platform, now).await?;
    Ok(true)
}

/// Asks for single sign-on to be turned off; the draft stays. Sessions that began with it end with their own limits.
pub async fn disable(ctx: &Ctx, reason: &str) -> Result<Asked> {
    may_change(ctx)?;
    let live = store::registration(&ctx.db, LIVE).await?;
    let version = live.ok_or(Error::Conflict(Conflict::ChangedMeanwhile))?.version;
    approvals::ask(ctx, Deed::DisableSso { version }, reason).await
}

/// Turns it off for whoever asked. False if another version is live meanwhile, or none.
pub(crate) async fn disable_in(
    tx: &Tx,
    platform: &Platform,
    asker: &StaffId,
    version: &str,
    now: Millis,
) -> Result<bool> {
    let live = store::registration_in(tx, LIVE).await?;
    if live.is_none_or(|live| live.version != version) {
        return Ok(false);
    }
    store::remove(tx, LIVE).await?;
    audit::record_for_staff(tx, asker.as_str(), "sso.disabled", "landlord", "", now).await?;
    tell_owners(tx, platform, now).await?;
    Ok(true)
}

/// How everybody gets in has changed: every owner hears of it (SEC-Z8).
async fn tell_owners(tx: &Tx, platform: &Platform, now: Millis) -> Result<()> {
    for owner in store::owners(tx).await? {
        let mail = mails::sso_changed(&platform.settings.get(), Language::English, &owner.email, now);
        outbox::enqueue_mail(tx, &platform.vault, &mail, &owner.id, None, now).await?;
    }
    Ok(())
}
