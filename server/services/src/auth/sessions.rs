//! Sessions: a random token in a cookie, its hash here, looked up at each request.

mod ending;
mod own;

pub use ending::{Account, end_all_sessions, end_other_sessions, end_session, forget_device};
pub use own::{Entry, OwnAccount, OwnSessions, Place, own_account, own_sessions};

use super::{store, viewing};
use crate::{
    audit,
    context::{Actor, Customer, Life, Platform, Proof, Staff},
    db::Tx,
    error::Result,
    random,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
    ids::{CustomerId, StaffId},
    permissions::{Permission, Permissions},
};

/// The cookies of one plane, as the browser sent them.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub session: Option<String>,
    pub device: Option<String>,
    /// The passkey challenge that this browser was given.
    pub challenge: Option<String>,
    /// Knows again who asked for an account here, or typed the code of a letter.
    pub registration: Option<String>,
    /// Binds a sign-in with Microsoft to the browser that began it.
    pub sso: Option<String>,
    /// Binds a journey for consent at Microsoft to the browser that began it.
    pub consent: Option<String>,
    /// The network's address, for limits.
    pub address: String,
    /// What the browser calls itself, for the list of sessions.
    pub agent: String,
}

/// What a session cookie stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    None,
    /// The password was right; the code is still asked for.
    Half(HalfSession),
    /// Staff who have to add a passkey or an app before anything else. The actor holds no permission.
    Enrolling(Actor, Language),
    Full(Actor, Language),
}

/// Between password and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSession {
    pub account: String,
    pub name: String,
    pub email: Email,
    pub language: Language,
}

/// Limits of a plane in seconds (SEC-S4): idle, and in all.
pub(super) const fn limits(plane: Plane) -> (i64, i64) {
    match plane {
        Plane::Portal => (30 * 60, 12 * 3600),
        Plane::Console => (15 * 60, 10 * 3600),
    }
}

/// A code is to be given within this time, in seconds.
pub(super) const HALF_LIFE_SECS: i64 = 20 * 60;
/// "Last seen" is written at most this often, in seconds: a write for each page would cost more than it tells.
const TOUCH_SECS: i64 = 60;
/// Nodes' clocks may differ by this much, in seconds. A session that was last seen later than that was seen by a clock that
/// was wrong: it would outlive its limits, so it has ended.
const SKEW_SECS: i64 = 5 * 60;

/// Finds out who is behind a session cookie. This is a visit: it makes the session last longer.
pub async fn look_up(platform: &Platform, plane: Plane, token: Option<&str>) -> Result<Session> {
    find(platform, plane, token, true).await
}

/// As [`look_up`], for what a browser asks by itself: the session lasts no longer for it (SEC-S4).
pub async fn peek(platform: &Platform, plane: Plane, token: Option<&str>) -> Result<Session> {
    find(platform, plane, token, false).await
}

async fn find(platform: &Platform, plane: Plane, token: Option<&str>, is_visit: bool) -> Result<Session> {
    let Some(token) = token else {
        return Ok(Session::None);
    };
    let hash = random::hash(token);
    let Some(mut row) = store::session(&platform.db, plane, &hash).await? else {
        return Ok(Session::None);
    };
    let now = platform.clock.now();
    let limit = idle_limit(plane, &row);
    if row.viewer_id.is_some() && !may_view(&row, now) {
        return Ok(Session::None);
    }
    let idle = now.secs_since(Millis(row.last_seen_at));
    if now >= Millis(row.ends_at) || idle >= limit || idle <= -SKEW_SECS {
        return Ok(Session::None);
    }
    if is_visit && idle >= TOUCH_SECS {
        store::touch(&platform.db, plane, hash, now).await?;
        row.last_seen_at = now.0;
    }
    let strong_wanted = platform.settings.get().staff_need_strong_factor;
    Ok(session_of(plane, row, now, strong_wanted))
}

/// Staff who see the portal as a customer are staff still.
const fn idle_limit(plane: Plane, row: &store::SessionRow) -> i64 {
    let plane = if row.viewer_id.is_some() {
        Plane::Console
    } else {
        plane
    };
    limits(plane).0
}

/// Whether a member of staff still sees the portal as a customer: signed in to the console, let in, and allowed to.
fn may_view(row: &store::SessionRow, now: Millis) -> bool {
    now < Millis(row.viewer_ends_at)
        && Permissions::of_role(&row.role, &row.role_permissions).contains(Permission::CustomersViewAs)
}

/// The `factor` of a session that single sign-on began with proof of a strong factor of its own.
pub const STRONG_SINGLE_SIGN_ON: &str = "sso-strong";

fn session_of(plane: Plane, row: store::SessionRow, now: Millis, strong_wanted: bool) -> Session {
    let Some(email) = Email::parse(&row.email) else {
        return Session::None;
    };
    let language = Language::parse(&row.language).unwrap_or_default();
    if row.stage != "full" {
        return Session::Half(HalfSession {
            account: row.account_id,
            name: row.name,
            email,
            language,
        });
    }
    let idle_until = Millis(row.last_seen_at).plus_secs(idle_limit(plane, &row));
    let proof = Proof {
        session: row.id,
        at: Millis(row.proved_at),
        life: Life {
            idle_until,
            at_most_until: Millis(row.ends_at),
        },
    };
    let has_strong_factor = row.factors > 0 || row.factor == STRONG_SINGLE_SIGN_ON;
    let is_enrolling = plane == Plane::Console && strong_wanted && !has_strong_factor;
    let actor = match plane {
        Plane::Portal => CustomerId::parse(&row.account_id).map(|id| {
            Actor::Customer(Customer {
                id,
                name: row.name,
                person_id: row.person_id,
                proof,
                is_limited: Millis(row.limited_until) > now,
                limited_until: Millis(row.limited_until),
                viewer: row.viewer_id.as_deref().and_then(StaffId::parse),
            })
        }),
        Plane::Console => StaffId::parse(&row.account_id).map(|id| {
            Actor::Staff(Staff {
                id,
                name: row.name,
                email,
                permissions: if is_enrolling {
                    Permissions::NONE
                } else {
                    Permissions::of_role(&row.role, &row.role_permissions)
                },
                proof,
                has_strong_factor,
            })
        }),
    };
    match actor {
        Some(actor) if is_enrolling => Session::Enrolling(actor, language),
        Some(actor) => Session::Full(actor, language),
        None => Session::None,
    }
}

/// Tokens for the browser to keep; only their hashes are stored here.
#[derive(Debug)]
pub struct NewTokens {
    pub session: String,
    /// Set when this device is to be remembered.
    pub device: Option<String>,
    /// Whose they are.
    pub account: String,
}

/// Begins a full session in place of the browser's old one: the only way in, whatever the proof was (SEC-S2). With
/// `remember` the emailed code is not asked for again on this device (product S3).
pub(crate) async fn enter(
    tx: &Tx,
    plane: Plane,
    account: &str,
    factor: &str,
    browser: &Browser,
    remember: bool,
    now: Millis,
) -> Result<NewTokens> {
    let tokens = NewTokens {
        session: random::token(),
        device: remember.then(random::token),
        account: account.to_owned(),
    };
    let device = device_of(tx, plane, &tokens, browser, now).await?;
    let begins = Begins {
        stage: "full",
        factor,
        device: &device,
        life_secs: limits(plane).1,
    };
    begin(tx, plane, &tokens, begins, browser, now).await?;
    if plane == Plane::Console {
        store::staff_signed_in(tx, account, now).await?;
    }
    audit::record_own(tx, plane, account, "session.began", factor, now).await?;
    Ok(tokens)
}

/// The name of the remembered device that a session begins on: a new one in place of the browser's old one, or the one
/// that it is; nothing if it is not remembered.
async fn device_of(
    tx: &Tx,
    plane: Plane,
    tokens: &NewTokens,
    browser: &Browser,
    now: Millis,
) -> Result<String> {
    let old = browser.device.as_deref().map(random::hash);
    match (&tokens.device, old) {
        (Some(new), old) => {
            if let Some(old) = old {
                store::forget_device(tx, plane, &old).await?;
            }
            let id = random::id(now);
            let device = store::NewDevice {
                hash: &random::hash(new),
                id: &id,
                account: &tokens.account,
                agent: &browser.agent,
            };
            store::remember_device(tx, plane, &device, now).await?;
            Ok(id)
        }
        (None, Some(old)) => {
            let used = store::use_device(tx, plane, &old, &tokens.account, &browser.agent, now).await?;
            Ok(used.unwrap_or_default())
        }
        (None, None) => Ok(String::new()),
    }
}

/// Begins a session that waits for its second factor, in place of the browser's old one.
pub(super) async fn enter_half(
    tx: &Tx,
    plane: Plane,
    account: &str,
    factor: &str,
    browser: &Browser,
    now: Millis,
) -> Result<NewTokens> {
    let tokens = NewTokens {
        session: random::token(),
        device: None,
        account: account.to_owned(),
    };
    let begins = Begins {
        stage: "half",
        factor,
        device: "",
        life_secs: HALF_LIFE_SECS,
    };
    begin(tx, plane, &tokens, begins, browser, now).await?;
    Ok(tokens)
}

/// How a session begins.
#[derive(Clone, Copy)]
struct Begins<'a> {
    stage: &'a str,
    factor: &'a str,
    device: &'a str,
    life_secs: i64,
}

async fn begin(
    tx: &Tx,
    plane: Plane,
    tokens: &NewTokens,
    begins: Begins<'_>,
    browser: &Browser,
    now: Millis,
) -> Result<()> {
    if let Some(old) = &browser.session {
        let old = random::hash(old);
        if plane == Plane::Portal {
            viewing::end_replaced(tx, &old, now).await?;
        }
        store::end_session(tx, plane, &old).await?;
    }
    let session = store::NewSession {
        hash: &random::hash(&tokens.session),
        id: &random::id(now),
        account: &tokens.account,
        stage: begins.stage,
        factor: begins.factor,
        address: &browser.address,
        agent: &browser.agent,
        device: begins.device,
        ends_at: now.plus_secs(begins.life_secs),
    };
    store::begin_session(tx, plane, &session, now).await
}

/// Whose session this was, also after it ran out: what they typed is kept for them alone.
pub async fn expired_account(
    platform: &Platform,
    plane: Plane,
    token: Option<&str>,
) -> Result<Option<String>> {
    match token {
        Some(token) => Ok(store::session(&platform.db, plane, &random::hash(token))
            .await?
            .map(|row| row.account_id)),
        None => Ok(None),
    }
}

/// Ends the session on the server and forgets the device: the code is asked for again (product S3).
pub async fn sign_out(platform: &Platform, plane: Plane, browser: &Browser) -> Result<()> {
    let hash_of = |token: &Option<String>| token.as_deref().map(random::hash);
    let (session, device, now) = (
        hash_of(&browser.session),
        hash_of(&browser.device),
        platform.clock.now(),
    );
    if session.is_none() && device.is_none() {
        return Ok(());
    }
    platform
        .db
        .tx(move |tx| async move {
            if let Some(device) = device {
                store::forget_device(&tx, plane, &device).await?;
            }
            let ended = match session {
                Some(session) => store::end_session(&tx, plane, &session).await?,
                None => None,
            };
            if let Some(account) = ended {
                audit::record_own(&tx, plane, &account, "session.ended", "", now).await?;
            }
            Ok(())
        })
        .await
}

/// Removes sessions a day after their end, and counters that no longer count.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    platform
        .db
        .tx(move |tx| async move { store::sweep(&tx, now).await })
        .await
}
