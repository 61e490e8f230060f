//! Signing in: passwords, codes, devices, sessions, limits.

mod codes;
mod factors;
mod limits;
mod links;
mod places;
mod proof;
mod recovery;
mod sessions;

use domain::{
    forms::{Code, FormErrors},
    identity::{CodeEntry, Email, Plane, SignIn},
};
use services::{
    auth::{self, Browser, HalfSession, NewTokens, Session, SignedIn},
    error::{Error, Result},
    testing::{PASSWORD, Tenant, Test},
};

fn entry(email: &Email, password: &str) -> SignIn {
    SignIn {
        email: email.clone(),
        password: password.to_owned(),
        next: String::new(),
    }
}

fn browser() -> Browser {
    Browser {
        address: "192.0.2.7".into(),
        ..Browser::default()
    }
}

fn with(tokens: &NewTokens) -> Browser {
    Browser {
        session: Some(tokens.session.clone()),
        device: tokens.device.clone(),
        ..browser()
    }
}

async fn try_password(t: &Test, email: &Email, password: &str) -> Result<SignedIn> {
    auth::sign_in(&t.platform, Plane::Portal, entry(email, password), &browser()).await
}

/// Somebody whose password was right and whose code is on its way.
struct Waiting {
    half: HalfSession,
    browser: Browser,
}

async fn half_of(t: &Test, browser: Browser) -> Waiting {
    match auth::look_up(&t.platform, Plane::Portal, browser.session.as_deref())
        .await
        .unwrap()
    {
        Session::Half(half) => Waiting { half, browser },
        other => panic!("not half signed in: {other:?}"),
    }
}

async fn give_password(t: &Test, tenant: &Tenant) -> Waiting {
    match try_password(t, &tenant.email, PASSWORD).await.unwrap() {
        SignedIn::Half(tokens) => half_of(t, with(&tokens)).await,
        SignedIn::Fully(_) => panic!("no code was asked for"),
    }
}

async fn mailed_code(t: &Test, tenant: &Tenant) -> String {
    t.work().await;
    t.mail.newest_code(tenant.email.as_str()).unwrap()
}

async fn give_code(t: &Test, waiting: &Waiting, code: &str) -> Result<SignedIn> {
    let entry = CodeEntry {
        code: code.to_owned(),
        next: String::new(),
    };
    auth::check_code(&t.platform, Plane::Portal, &waiting.half, entry, &waiting.browser).await
}

async fn sign_in_fully(t: &Test, tenant: &Tenant) -> Browser {
    let waiting = give_password(t, tenant).await;
    let code = mailed_code(t, tenant).await;
    match give_code(t, &waiting, &code).await.unwrap() {
        SignedIn::Fully(tokens) => with(&tokens),
        SignedIn::Half(_) => panic!("a second code was asked for"),
    }
}

/// A code that is surely not the right one.
fn other_than(code: &str) -> String {
    if code == "000000" {
        "000001".into()
    } else {
        "000000".into()
    }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> FormErrors {
    match outcome {
        Err(Error::Form(errors)) => errors,
        other => panic!("not a refused form: {other:?}"),
    }
}

fn code_refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Code {
    refusal(outcome).code("code").cloned().unwrap()
}
