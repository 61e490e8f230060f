//! Passkeys (WebAuthn): as the second step, or alone, since each use is proved by finger, face or PIN. A challenge works
//! once, for five minutes, in the browser that asked for it (SEC-O13).

use super::{
    Change, apps, own_to_change,
    second_step::{Refusal, Try, Trying},
    store,
};
use crate::{
    auth::{Browser, HalfSession, SignedIn, sessions::enter, throttle},
    context::{Ctx, Platform},
    error::{Conflict, Error, Result},
    random,
};
use domain::{
    forms::{Code, FormErrors},
    identity::{
        Plane,
        factors::{Kind, PASSKEYS_MAX, PasskeyEntry},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn,
    WebauthnBuilder,
};

/// How long a challenge waits, in seconds.
const CHALLENGE_SECS: i64 = 5 * 60;

/// What a challenge is for; one for another purpose is no answer.
const SIGN_IN: &str = "sign-in";
const SECOND: &str = "second";
const ADD: &str = "add";

/// A challenge on its way to a browser.
pub struct Challenge {
    /// For the browser's own function, as JSON.
    pub options: String,
    /// For a cookie: whoever answers has to hold it.
    pub token: String,
}

/// The site as passkeys know it; none where it is reached by a number, to which no passkey can belong.
fn site(platform: &Platform) -> Option<Webauthn> {
    let origin = Url::parse(&platform.base_url).ok()?;
    let domain = origin.domain()?;
    let settings = platform.settings.get();
    WebauthnBuilder::new(domain, &origin)
        .ok()?
        .rp_name(&settings.landlord_en)
        .build()
        .ok()
}

/// Whether passkeys can be used at this site's address.
pub fn passkeys_work(platform: &Platform) -> bool {
    site(platform).is_some()
}

pub(super) fn working_site(platform: &Platform) -> Result<Webauthn> {
    site(platform).ok_or(Error::NotFound)
}

pub(super) fn wrong() -> Error {
    Error::Form(FormErrors::one("passkey", Code::Wrong))
}

/// What the browser wrote. It may be anything, so whatever cannot be read is a wrong answer.
pub(super) fn read<T: DeserializeOwned>(answer: &str) -> Result<T> {
    serde_json::from_str(answer).map_err(|_| wrong())
}

fn open(platform: &Platform, plane: Plane, row: &store::FactorRow) -> Result<Passkey> {
    let text = platform.vault.open(&apps::place(plane, &row.id), &row.secret)?;
    Ok(serde_json::from_str(&text)?)
}

pub(super) fn credential(id: &CredentialID) -> String {
    random::hex(id)
}

pub(super) fn passkeys_of(
    platform: &Platform,
    plane: Plane,
    rows: &[store::FactorRow],
) -> Result<Vec<(String, Passkey)>> {
    rows.iter()
        .filter(|row| row.kind == Kind::Passkey.as_str())
        .map(|row| Ok((row.id.clone(), open(platform, plane, row)?)))
        .collect()
}

/// Keeps a challenge for one browser, in place of its older one.
pub(super) async fn challenge(
    platform: &Platform,
    plane: Plane,
    purpose: &'static str,
    account: &str,
    browser: &Browser,
    options: String,
    state: &impl Serialize,
) -> Result<Challenge> {
    let token = random::token();
    let (new, now) = (random::hash(&token), platform.clock.now());
    let old = random::hash(browser.challenge.as_deref().unwrap_or_default());
    let (account, state) = (account.to_owned(), serde_json::to_string(state)?);
    platform
        .db
        .tx(move |tx| async move {
            store::forget_challenges(&tx, &old, now).await?;
            let until = now.plus_secs(CHALLENGE_SECS);
            store::keep_challenge(&tx, &new, plane, purpose, &account, &state, until).await
        })
        .await?;
    Ok(Challenge { options, token })
}

/// Takes the browser's challenge, which is used up whatever the answer turns out to be: whose it was, and its state.
pub(super) async fn take<T: DeserializeOwned>(
    platform: &Platform,
    plane: Plane,
    purpose: &'static str,
    browser: &Browser,
) -> Result<(String, T)> {
    let hash = random::hash(browser.challenge.as_deref().ok_or_else(wrong)?);
    let taken = platform
        .db
        .tx(move |tx| async move { store::take_challenge(&tx, &hash, plane, purpose).await })
        .await?
        .filter(|challenge| challenge.expires_at > platform.clock.now().0)
        .ok_or_else(wrong)?;
    Ok((taken.account_id, serde_json::from_str(&taken.state)?))
}

/// Asks for any passkey of this site: nobody has said yet who they are.
pub async fn start_passkey_sign_in(
    platform: &Platform,
    plane: Plane,
    browser: &Browser,
) -> Result<Challenge> {
    throttle::network(&platform.db, &browser.address, platform.clock.now()).await?;
    let (options, state) = working_site(platform)?
        .start_discoverable_authentication()
        .map_err(|_| Error::stored("a challenge cannot be made"))?;
    let options = serde_json::to_string(&options)?;
    challenge(platform, plane, SIGN_IN, "", browser, options, &state).await
}

/// Signs in with a passkey alone. To strangers all wrong answers are the same.
pub async fn sign_in_with_passkey(
    platform: &Arc<Platform>,
    plane: Plane,
    cmd: PasskeyEntry,
    browser: &Browser,
) -> Result<SignedIn> {
    let now = platform.clock.now();
    throttle::network(&platform.db, &browser.address, now).await?;
    let (_, state): (_, DiscoverableAuthentication) = take(platform, plane, SIGN_IN, browser).await?;
    let outcome = async {
        let answer: PublicKeyCredential = read(&cmd.answer)?;
        let site = working_site(platform)?;
        let (owner, id) = site
            .identify_discoverable_authentication(&answer)
            .map_err(|_| wrong())?;
        let (owner, id) = (owner.to_string(), random::hex(id));
        let row = store::passkey_by_credential(&platform.db, plane, &id, &owner)
            .await?
            .ok_or_else(wrong)?;
        let passkey = open(platform, plane, &row)?;
        let result = site
            .finish_discoverable_authentication_v2(&answer, state, &passkey)
            .map_err(|error| refused(&error))?;
        let used = Used::new(platform, plane, row.id, passkey, &result)?;
        let browser = browser.clone();
        let signed_in = platform.db.tx(move |tx| async move {
            if !used.keep(&tx, now).await? {
                return Ok(None);
            }
            let tokens = enter(&tx, plane, &owner, "passkey", &browser, false, now).await?;
            Ok(Some(SignedIn::Fully(tokens)))
        });
        signed_in.await?.ok_or_else(wrong)
    }
    .await;
    if matches!(outcome, Err(Error::Form(_))) {
        throttle::failed(&platform.db, &browser.address, now).await?;
    }
    outcome
}

pub(super) fn refused(error: &webauthn_rs::prelude::WebauthnError) -> Error {
    tracing::info!(%error, "passkey.refused");
    wrong()
}

/// What a passkey became by a use that was right.
pub(super) struct Used {
    plane: Plane,
    id: String,
    counter: i64,
    sealed: String,
}

impl Used {
    pub(super) fn new(
        platform: &Platform,
        plane: Plane,
        id: String,
        mut passkey: Passkey,
        result: &AuthenticationResult,
    ) -> Result<Self> {
        if !result.user_verified() {
            return Err(wrong());
        }
        passkey.update_credential(result);
        let sealed = platform
            .vault
            .seal(&apps::place(plane, &id), &serde_json::to_string(&passkey)?)?;
        Ok(Self {
            plane,
            id,
            counter: i64::from(result.counter()),
            sealed,
        })
    }

    /// False if the passkey is gone or its counter did not grow.
    pub(super) async fn keep(&self, tx: &crate::db::Tx, now: domain::dates::Millis) -> Result<bool> {
        store::use_passkey(tx, self.plane, &self.id, self.counter, &self.sealed, now).await
    }
}

/// Asks for one of the passkeys of somebody whose password was right.
pub async fn start_second_passkey(
    platform: &Platform,
    plane: Plane,
    half: &HalfSession,
    browser: &Browser,
) -> Result<Challenge> {
    let rows = store::factors_of(&platform.db, plane, &half.account).await?;
    let keys: Vec<Passkey> = passkeys_of(platform, plane, &rows)?
        .into_iter()
        .map(|(_, passkey)| passkey)
        .collect();
    if keys.is_empty() {
        return Err(Error::Conflict(Conflict::StepMissing));
    }
    let (options, state) = working_site(platform)?
        .start_passkey_authentication(&keys)
        .map_err(|_| Error::stored("a challenge cannot be made"))?;
    let options = serde_json::to_string(&options)?;
    challenge(platform, plane, SECOND, &half.account, browser, options, &state).await
}

/// Gives the second step with a passkey.
pub async fn check_passkey(
    platform: &Arc<Platform>,
    plane: Plane,
    half: &HalfSession,
    cmd: PasskeyEntry,
    browser: &Browser,
) -> Result<SignedIn> {
    let trying = Trying::new(platform, plane, half, browser)?;
    let (account, state): (_, PasskeyAuthentication) = take(platform, plane, SECOND, browser).await?;
    let answer: PublicKeyCredential = read(&cmd.answer)?;
    if account != half.account {
        return Err(wrong());
    }
    let (at_node, browser) = (Arc::clone(platform), browser.clone());
    let outcome = platform
        .db
        .tx(move |tx| async move {
            let left = match trying.spend(&tx, &at_node).await? {
                Try::Go { left } => left,
                Try::Refused(refusal) => return Ok(Err(refusal)),
            };
            let refusal = Refusal::after(left);
            let rows = store::factors_in(&tx, plane, &trying.account).await?;
            let result = working_site(&at_node)?.finish_passkey_authentication(&answer, &state);
            let Ok(result) = result.map_err(|error| refused(&error)) else {
                return Ok(Err(refusal));
            };
            let id = credential(result.cred_id());
            let mut keys = passkeys_of(&at_node, plane, &rows)?.into_iter();
            let Some((row, passkey)) = keys.find(|(_, passkey)| credential(passkey.cred_id()) == id) else {
                return Ok(Err(refusal));
            };
            let Ok(used) = Used::new(&at_node, plane, row, passkey, &result) else {
                return Ok(Err(refusal));
            };
            if !used.keep(&tx, trying.now).await? {
                return Ok(Err(refusal));
            }
            Ok(Ok(trying.enter(&tx, "password-passkey", &browser).await?))
        })
        .await?;
    platform.wake.now();
    outcome.map_err(|refusal| refusal.into_error("passkey"))
}

/// Asks the browser to make a passkey for the signed-in account.
pub async fn start_adding_passkey(ctx: &Ctx, browser: &Browser) -> Result<Challenge> {
    let own = own_to_change(ctx)?;
    let account = store::account(&ctx.db, own.plane, &own.account)
        .await?
        .ok_or(Error::SignIn)?;
    let rows = store::factors_of(&ctx.db, own.plane, &own.account).await?;
    let keys = passkeys_of(ctx, own.plane, &rows)?;
    if keys.len() >= PASSKEYS_MAX {
        return Err(Error::Conflict(Conflict::TooManyFactors));
    }
    let known = keys
        .iter()
        .map(|(_, passkey)| passkey.cred_id().clone())
        .collect();
    let handle = Uuid::parse_str(&own.account).map_err(|_| Error::stored("an account's id is no UUID"))?;
    let (options, state) = working_site(ctx)?
        .start_passkey_registration(handle, &account.email, &account.name, Some(known))
        .map_err(|_| Error::stored("a challenge cannot be made"))?;
    let mut options = serde_json::to_value(&options)?;
    // Kept in the device where that is possible, so that it can be found without an email address.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
    let options = options.to_string();
    challenge(ctx, own.plane, ADD, &own.account, browser, options, &state).await
}

/// Adds the passkey that the browser made.
pub async fn add_passkey(ctx: &Ctx, cmd: PasskeyEntry, browser: &Browser) -> Result<()> {
    let own = own_to_change(ctx)?;
    let (account, state): (_, PasskeyRegistration) = take(ctx, own.plane, ADD, browser).await?;
    if account != own.account {
        return Err(wrong());
    }
    let answer: RegisterPublicKeyCredential = read(&cmd.answer)?;
    let passkey = working_site(ctx)?
        .finish_passkey_registration(&answer, &state)
        .map_err(|error| refused(&error))?;
    let (change, now) = (Change::by(ctx), ctx.clock.now());
    let id = random::id(now);
    let secret = ctx
        .vault
        .seal(&apps::place(own.plane, &id), &serde_json::to_string(&passkey)?)?;
    ctx.db
        .tx(move |tx| async move {
            store::lock_account(&tx, own.plane, &own.account).await?;
            let rows = store::factors_in(&tx, own.plane, &own.account).await?;
            let held = rows.iter().filter(|row| row.kind == Kind::Passkey.as_str());
            if held.count() >= PASSKEYS_MAX {
                return Err(Error::Conflict(Conflict::TooManyFactors));
            }
            let factor = store::NewFactor {
                id: &id,
                account: &own.account,
                kind: Kind::Passkey.as_str(),
                name: &cmd.name,
                secret: &secret,
                credential: &credential(passkey.cred_id()),
                used: 0,
            };
            if !store::add_factor(&tx, own.plane, &factor, now).await? {
                return Err(wrong());
            }
            change
                .tell(&tx, &own, "factor.added", Kind::Passkey.as_str())
                .await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}
