//! Second steps: apps, recovery codes, passkeys, and help for those who lost them.

mod apps;
mod device;
mod help;
mod manage;
mod passkey_proof;
mod passkeys;
mod recovery_codes;

use super::{Waiting, half_of, try_password, with};
use domain::identity::{
    Plane,
    factors::{AppCode, ConfirmApp, RecoveryCode, RecoveryEntry},
};
use services::{
    auth::{self, Browser, Session, SignedIn, factors},
    context::{Actor, Ctx},
    error::Result,
    testing::{PASSWORD, Tenant, Test},
};
use totp_rs::{Algorithm, Builder, Secret};

/// What an app shows at the test's time.
fn shown(t: &Test, key: &str) -> String {
    use services::ports::clock::Clock;
    let secs = u64::try_from(t.clock.now().0 / 1000).unwrap();
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(Secret::try_from_base32(key.replace(' ', "")).unwrap())
        .build()
        .unwrap();
    totp.generate(secs).to_string()
}

/// A code that the app shows at no time near now.
fn never_shown(t: &Test, key: &str) -> String {
    let near: Vec<_> = [-30, 30, 30]
        .into_iter()
        .map(|secs| {
            t.clock.advance_secs(secs);
            shown(t, key)
        })
        .collect();
    t.clock.advance_secs(-30);
    let free = ["000000", "000001", "000002", "000003"]
        .into_iter()
        .find(|code| !near.iter().any(|shown| shown == code));
    free.unwrap().to_owned()
}

fn confirm(code: &str) -> ConfirmApp {
    ConfirmApp {
        code: code.to_owned(),
        name: "My phone".to_owned(),
    }
}

/// Adds an app and waits until its next code: the key.
async fn add_app(t: &Test, ctx: &Ctx) -> String {
    factors::start_app(ctx).await.unwrap();
    let key = factors::pending_app(ctx).await.unwrap().unwrap().key;
    factors::confirm_app(ctx, confirm(&shown(t, &key))).await.unwrap();
    t.clock.advance_secs(30);
    key
}

async fn add_codes(ctx: &Ctx) -> Vec<String> {
    factors::start_recovery_codes(ctx).await.unwrap();
    let codes = factors::pending_recovery_codes(ctx).await.unwrap().unwrap().codes;
    factors::keep_recovery_codes(ctx).await.unwrap();
    codes
}

/// Somebody whose password was right.
async fn password_given(t: &Test, tenant: &Tenant) -> Waiting {
    let Ok(SignedIn::Half(tokens)) = try_password(t, &tenant.email, PASSWORD).await else {
        panic!("no second step was asked for")
    };
    half_of(t, with(&tokens)).await
}

async fn give_app_code(t: &Test, waiting: &Waiting, code: &str) -> Result<SignedIn> {
    let cmd = AppCode {
        code: code.to_owned(),
        next: String::new(),
    };
    factors::check_app_code(&t.platform, Plane::Portal, &waiting.half, cmd, &waiting.browser).await
}

async fn give_recovery_code(t: &Test, waiting: &Waiting, code: &str) -> Result<SignedIn> {
    let cmd = RecoveryEntry {
        code: RecoveryCode::parse(code).unwrap(),
        next: String::new(),
    };
    factors::check_recovery_code(&t.platform, Plane::Portal, &waiting.half, cmd, &waiting.browser).await
}

fn fully(signed_in: SignedIn) -> Browser {
    match signed_in {
        SignedIn::Fully(tokens) => with(&tokens),
        SignedIn::Half(_) => panic!("a further step was asked for"),
    }
}

async fn looked_up(t: &Test, plane: Plane, browser: &Browser) -> Session {
    auth::look_up(&t.platform, plane, browser.session.as_deref())
        .await
        .unwrap()
}

/// The context of a full session.
async fn ctx_of(t: &Test, plane: Plane, browser: &Browser) -> Ctx {
    match looked_up(t, plane, browser).await {
        Session::Full(actor, _) | Session::Enrolling(actor, _) => t.ctx(actor),
        other => panic!("not signed in: {other:?}"),
    }
}

/// Staff with their session: a right password and the mailed code.
async fn staff_session(t: &Test, ctx: &Ctx) -> Browser {
    let Actor::Staff(staff) = &ctx.actor else {
        panic!("not staff")
    };
    let entry = super::entry(&staff.email, PASSWORD);
    let entered = auth::sign_in(&t.platform, Plane::Console, entry, &super::browser()).await;
    let Ok(SignedIn::Half(tokens)) = entered else {
        panic!("no second step was asked for")
    };
    let half_browser = with(&tokens);
    let Session::Half(half) = looked_up(t, Plane::Console, &half_browser).await else {
        panic!("not half signed in")
    };
    t.work().await;
    let cmd = domain::identity::CodeEntry {
        code: t.mail.newest_code(staff.email.as_str()).unwrap(),
        next: String::new(),
    };
    fully(
        auth::check_code(&t.platform, Plane::Console, &half, cmd, &half_browser)
            .await
            .unwrap(),
    )
}

/// The mail to an address that has these words in it.
async fn told(t: &Test, address: &str, words: &str) -> String {
    t.work().await;
    let sent = t.mail.sent_to(address).into_iter().map(|mail| mail.text);
    sent.into_iter()
        .find(|text| text.contains(words))
        .unwrap_or_else(|| panic!("nobody told {address}: {words}"))
}
