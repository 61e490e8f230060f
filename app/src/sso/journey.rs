//! There and back: plain links, so that no form of ours leads to another site. What comes back is bound to this browser
//! by a cookie and works once; it is the one page that changes something when it is opened (SEC-C2).

use crate::{
    paths,
    request::{Cookies, Next, Page, PageResult, Screen},
};
use domain::{identity::Plane, sso::Failure};
use services::{
    auth::SignedIn,
    sso::{self, Arrival, Departure, Purpose, Returned},
};

fn leave(page: &Page, departure: Departure, back: String) -> Screen {
    Screen::Next(match departure {
        Departure::To { address, browser } => {
            Next::to(address).with_cookie(Cookies(page.request.cookies).set_sso(&browser))
        }
        Departure::Failed(failure) => Next::to(back).complaining(failure.as_str()),
    })
}

/// 'Sign in with Microsoft'.
pub async fn start(page: Page) -> PageResult {
    let next = page.query("next");
    let departure = sso::depart(&page.ctx, paths::local(next).unwrap_or_default()).await?;
    Ok(leave(&page, departure, with_next(paths::CONSOLE_SIGN_IN, next)))
}

/// 'Show that it is you' with Microsoft.
pub async fn prove(page: Page) -> PageResult {
    let next = page.query("next");
    let departure = sso::prove(&page.ctx, paths::local(next).unwrap_or_default()).await?;
    Ok(leave(&page, departure, paths::prove_again(next)))
}

/// 'Test sign-in' of the settings.
pub async fn test(page: Page) -> PageResult {
    let departure = sso::test(&page.ctx).await?;
    Ok(Screen::Next(match departure {
        // The page of the settings says why.
        Departure::Failed(failure) if failure != Failure::Off => Next::to(paths::CONSOLE_SSO),
        other => return Ok(leave(&page, other, paths::CONSOLE_SSO.to_owned())),
    }))
}

/// The way back from Microsoft.
pub async fn callback(page: Page) -> PageResult {
    let returned = Returned {
        state: page.query("state").to_owned(),
        code: page.query("code").to_owned(),
        error: page.query("error").to_owned(),
        description: page.query("error_description").to_owned(),
    };
    let cookies = Cookies(page.request.cookies);
    let arrival = sso::return_to(&page.ctx, returned, &page.request.browser).await?;
    let next = match arrival {
        Arrival::In { signed_in, next } => enter(cookies, signed_in, &next),
        Arrival::Passed => Next::to(paths::CONSOLE_SSO).saying("sso-passed"),
        Arrival::Failed {
            failure,
            purpose,
            next,
        } => match purpose {
            Some(Purpose::Test) if failure == Failure::Changed => {
                Next::to(paths::CONSOLE_SSO).complaining(failure.as_str())
            }
            Some(Purpose::Test) => Next::to(paths::CONSOLE_SSO),
            Some(Purpose::Prove) => Next::to(paths::prove_again(&next)).complaining(failure.as_str()),
            Some(Purpose::SignIn) | None => {
                Next::to(with_next(paths::CONSOLE_SIGN_IN, &next)).complaining(failure.as_str())
            }
        },
    };
    Ok(Screen::Next(next.with_cookie(cookies.clear(&cookies.sso()))))
}

fn with_next(page: &str, next: &str) -> String {
    paths::with_next(page, paths::local(next).unwrap_or_default())
}

fn enter(cookies: Cookies, signed_in: SignedIn, next: &str) -> Next {
    let plane = Plane::Console;
    match signed_in {
        SignedIn::Fully(tokens) => {
            Next::to_local(next, paths::first(plane)).with_cookie(cookies.set_session(plane, &tokens.session))
        }
        SignedIn::Half(tokens) => Next::to(with_next(paths::sign_in_code(plane), next))
            .with_cookie(cookies.set_session(plane, &tokens.session)),
    }
}
