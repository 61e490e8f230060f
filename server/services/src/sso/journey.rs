//! A sign-in on its way to Microsoft and back.

use super::{DRAFT, LIVE, store};
use crate::{
    audit,
    auth::{self, Browser, SignedIn},
    context::{Actor, Ctx, FRESH_SECS},
    db::Tx,
    error::{Error, Result},
    ports::{
        assert_outside_transaction,
        sso::{Identity, Journey},
    },
    random,
};
use domain::{dates::Millis, domains::is_approved, permissions::Permission, sso::Failure};
use serde::{Deserialize, Serialize};

/// A sign-in is finished within this time, in seconds.
const LIFE_SECS: i64 = 10 * 60;

/// What somebody wants with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignIn,
    /// A fresh proof of who they are.
    Prove,
    /// To see whether the draft works.
    Test,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Prove => "prove",
            Self::Test => "test",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::SignIn, Self::Prove, Self::Test]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Test => DRAFT,
            Self::SignIn | Self::Prove => LIVE,
        }
    }
}

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

/// What the browser brought back.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    pub state: String,
    pub code: String,
    pub error: String,
    pub description: String,
}

/// Back here.
#[derive(Debug)]
pub enum Arrival {
    In {
        signed_in: SignedIn,
        next: String,
    },
    /// The draft works.
    Passed,
    /// `purpose` is unknown where nothing of ours came back.
    Failed {
        failure: Failure,
        purpose: Option<Purpose>,
        next: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    nonce: String,
    verifier: String,
}

fn place(state: &str) -> String {
    format!("sso_attempts:sealed:{}", random::hex(&random::hash(state)))
}

/// Begins a sign-in.
pub async fn depart(ctx: &Ctx, next: &str) -> Result<Departure> {
    begin(ctx, Purpose::SignIn, None, next).await
}

/// Begins a fresh proof of who is signed in (SEC-D5).
pub async fn prove(ctx: &Ctx, next: &str) -> Result<Departure> {
    let Actor::Staff(staff) = &ctx.actor else {
        return Err(Error::SignIn);
    };
    begin(ctx, Purpose::Prove, Some(staff.id.to_string()), next).await
}

/// Begins a test of the draft.
pub async fn test(ctx: &Ctx) -> Result<Departure> {
    let staff = ctx.actor.require(Permission::SignInManage)?.id.to_string();
    begin(ctx, Purpose::Test, Some(staff), "").await
}

async fn begin(ctx: &Ctx, purpose: Purpose, staff: Option<String>, next: &str) -> Result<Departure> {
    let now = ctx.clock.now();
    let Some(row) = store::registration(&ctx.db, purpose.kind()).await? else {
        return Ok(Departure::Failed(Failure::Off));
    };
    let registration = row.registration(&ctx.vault, &ctx.base_url)?;
    let journey = Journey {
        state: random::token(),
        nonce: random::token(),
        verifier: random::token(),
        anew: purpose == Purpose::Prove,
    };
    assert_outside_transaction();
    let address = match ctx.sso.depart(&registration, &journey).await {
        Ok(address) => address,
        Err(failure) => {
            if purpose == Purpose::Test {
                let (actor, version) = (ctx.actor.clone(), row.version);
                ctx.db
                    .tx(move |tx| async move { found(&tx, &actor, &version, Err(failure), now).await })
                    .await?;
            }
            return Ok(Departure::Failed(failure));
        }
    };
    let sealed = serde_json::to_string(&Sealed {
        nonce: journey.nonce,
        verifier: journey.verifier,
    })?;
    let browser = random::token();
    let (state_hash, browser_hash) = (random::hash(&journey.state), random::hash(&browser));
    let attempt = store::AttemptRow {
        purpose: purpose.as_str().to_owned(),
        staff_id: staff,
        version: row.version,
        sealed: ctx.vault.seal(&place(&journey.state), &sealed)?,
        next: next.to_owned(),
        expires_at: now.plus_secs(LIFE_SECS).0,
    };
    ctx.db
        .tx(move |tx| async move { store::begin(&tx, &state_hash, &browser_hash, &attempt).await })
        .await?;
    Ok(Departure::To { address, browser })
}

/// Notes what a test of the draft found. False if the draft was changed meanwhile.
async fn found(
    tx: &Tx,
    actor: &Actor,
    version: &str,
    outcome: Outcome<&Identity>,
    now: Millis,
) -> Result<bool> {
    let name = outcome.err().map_or("", Failure::as_str);
    let tells_proof_time = outcome.is_ok_and(|identity| identity.proved_at.is_some());
    let is_same = store::tested(tx, version, outcome.is_ok(), name, tells_proof_time).await?;
    let detail = outcome.err().map_or("passed", Failure::as_str);
    audit::record(tx, actor, "sso.tested", "landlord", detail, now).await?;
    Ok(is_same)
}

/// Finishes what this browser began: each attempt once.
pub async fn return_to(ctx: &Ctx, returned: Returned, browser: &Browser) -> Result<Arrival> {
    auth::may_try(ctx, browser).await?;
    let now = ctx.clock.now();
    let lost = || Arrival::Failed {
        failure: Failure::Lapsed,
        purpose: None,
        next: String::new(),
    };
    let Some(token) = browser.sso.as_deref() else {
        return Ok(lost());
    };
    let (state, kept) = (random::hash(&returned.state), random::hash(token));
    let attempt = ctx
        .db
        .tx(move |tx| async move { store::take(&tx, &state, &kept).await })
        .await?;
    let Some(attempt) = attempt.filter(|attempt| now < Millis(attempt.expires_at)) else {
        return Ok(lost());
    };
    let purpose = Purpose::parse(&attempt.purpose).ok_or_else(|| Error::stored("a purpose of a sign-in"))?;
    let next = attempt.next.clone();
    let outcome = match proven(ctx, purpose, &attempt, &returned).await? {
        Ok(identity) => settle(ctx, purpose, attempt, identity, browser).await?,
        Err(failure) => {
            refuse(ctx, purpose, attempt, failure).await?;
            Err(failure)
        }
    };
    ctx.wake.now();
    Ok(outcome.unwrap_or_else(|failure| Arrival::Failed {
        failure,
        purpose: Some(purpose),
        next,
    }))
}

type Outcome<T> = std::result::Result<T, Failure>;

/// Asks Microsoft who it is.
async fn proven(
    ctx: &Ctx,
    purpose: Purpose,
    attempt: &store::AttemptRow,
    returned: &Returned,
) -> Result<Outcome<Identity>> {
    let Some(row) = store::registration(&ctx.db, purpose.kind()).await? else {
        return Ok(Err(Failure::Off));
    };
    if row.version != attempt.version {
        return Ok(Err(Failure::Changed));
    }
    if !returned.error.is_empty() {
        return Ok(Err(ctx.sso.explain(&returned.error, &returned.description)));
    }
    let sealed: Sealed = serde_json::from_str(&ctx.vault.open(&place(&returned.state), &attempt.sealed)?)?;
    let journey = Journey {
        state: returned.state.clone(),
        nonce: sealed.nonce,
        verifier: sealed.verifier,
        anew: purpose == Purpose::Prove,
    };
    let registration = row.registration(&ctx.vault, &ctx.base_url)?;
    assert_outside_transaction();
    Ok(ctx.sso.arrive(&registration, &journey, &returned.code).await)
}

/// Notes a sign-in that came to nothing.
async fn refuse(ctx: &Ctx, purpose: Purpose, attempt: store::AttemptRow, failure: Failure) -> Result<()> {
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            if purpose == Purpose::Test {
                return found(&tx, &actor, &attempt.version, Err(failure), now)
                    .await
                    .map(drop);
            }
            audit::record(&tx, &actor, "sso.refused", "landlord", failure.as_str(), now).await
        })
        .await
}

/// Lets them in, if they are somebody here.
async fn settle(
    ctx: &Ctx,
    purpose: Purpose,
    attempt: store::AttemptRow,
    identity: Identity,
    browser: &Browser,
) -> Result<Outcome<Arrival>> {
    let (whole, now, browser) = (ctx.clone(), ctx.clock.now(), browser.clone());
    ctx.db
        .tx(move |tx| async move {
            if purpose == Purpose::Test {
                let is_same = found(&tx, &whole.actor, &attempt.version, Ok(&identity), now).await?;
                return Ok(if is_same {
                    Ok(Arrival::Passed)
                } else {
                    Err(Failure::Changed)
                });
            }
            let Some(live) = store::registration_in(&tx, LIVE).await? else {
                return Ok(Err(Failure::Off));
            };
            let here = &whole.settings.get().administrator_domains;
            let staff = match whose(&tx, &identity, [&live.domains(), here], now).await? {
                Ok(staff) if purpose == Purpose::Prove => {
                    same(&whole, &attempt, &staff, &identity, now).map_or(Ok(staff), Err)
                }
                other => other,
            };
            let staff = match staff {
                Ok(staff) => staff,
                Err(failure) => {
                    let detail = failure.as_str();
                    audit::record(&tx, &whole.actor, "sso.refused", "landlord", detail, now).await?;
                    return Ok(Err(failure));
                }
            };
            let signed_in = if live.strong {
                let factor = auth::STRONG_SINGLE_SIGN_ON;
                let tokens = auth::enter(
                    &tx,
                    domain::identity::Plane::Console,
                    &staff,
                    factor,
                    &browser,
                    false,
                    now,
                )
                .await?;
                SignedIn::Fully(tokens)
            } else {
                auth::ask_second_step(&tx, &whole.platform, &staff, &browser, now).await?
            };
            Ok(Ok(Arrival::In {
                signed_in,
                next: attempt.next,
            }))
        })
        .await
}

/// Why a proof does not count for who is signed in.
fn same(
    ctx: &Ctx,
    attempt: &store::AttemptRow,
    staff: &str,
    identity: &Identity,
    now: Millis,
) -> Option<Failure> {
    let is_you = attempt.staff_id.as_deref() == Some(staff)
        && matches!(&ctx.actor, Actor::Staff(you) if you.id.as_str() == staff);
    let is_fresh = identity
        .proved_at
        .is_none_or(|at| now.secs_since(at) < FRESH_SECS);
    match (is_you, is_fresh) {
        (false, _) => Some(Failure::NotYou),
        (true, false) => Some(Failure::NotFresh),
        (true, true) => None,
    }
}

/// Finds the member of staff: by Microsoft's own ids; the first time by an address that was invited here, never again
/// after that (SEC-D4). Nobody is created.
async fn whose(
    tx: &Tx,
    identity: &Identity,
    allowed: [&Vec<String>; 2],
    now: Millis,
) -> Result<Outcome<String>> {
    let (tenant, object) = (identity.tenant.as_str(), identity.object.as_str());
    if let Some(person) = store::linked(tx, tenant, object).await? {
        return Ok(if person.is_open {
            Ok(person.id)
        } else {
            Err(Failure::Disabled)
        });
    }
    if identity.is_guest {
        return Ok(Err(Failure::Guest));
    }
    let Some(email) = &identity.email else {
        return Ok(Err(Failure::NoEmail));
    };
    if !allowed.iter().all(|domains| is_approved(email, domains)) {
        return Ok(Err(Failure::OtherDomain));
    }
    let Some(person) = store::invited(tx, email.as_str()).await? else {
        return Ok(Err(Failure::Unknown));
    };
    if !person.is_open {
        return Ok(Err(Failure::Disabled));
    }
    // Two at once cannot both link: the table holds one pair for each.
    if !person.object.is_empty() || !store::link(tx, &person.id, tenant, object, now).await? {
        return Ok(Err(Failure::OtherAccount));
    }
    let plane = domain::identity::Plane::Console;
    audit::record_own(tx, plane, &person.id, "sso.linked", "", now).await?;
    Ok(Ok(person.id))
}

/// Forgets attempts that were never finished.
pub async fn sweep(ctx: &Ctx) -> Result<()> {
    store::sweep(&ctx.db, ctx.clock.now()).await
}
