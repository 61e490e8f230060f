//! To Microsoft's page of consent and back: a plain link, so that no form of ours leads to another site. What comes back
//! is bound to this session and this browser, and works once (SEC-C2).

use crate::{
    paths,
    request::{Cookies, Next, Page, PageResult, Screen},
};
use domain::{credentials::Failure, ids::CredentialId};
use services::{
    credentials::{self, Arrival, Departure, Outcome},
    ports::directory::Returned,
};

/// 'Grant Admin Consent' and 'Update Permissions'.
pub async fn start(page: Page) -> PageResult {
    let id = page.param("id", CredentialId::parse)?;
    let in_popup = !page.query("popup").is_empty();
    let departure = credentials::depart(&page.ctx, &id, in_popup).await?;
    Ok(Screen::Next(match departure {
        Departure::To { address, browser } => {
            Next::to(address).with_cookie(Cookies(page.request.cookies).set_consent(&browser))
        }
        Departure::Failed(failure) => Next::to(paths::credential(&id)).complaining(failure.as_str()),
    }))
}

/// The way back from Microsoft.
pub async fn callback(page: Page) -> PageResult {
    let returned = Returned {
        state: page.query("state").to_owned(),
        tenant: page.query("tenant").to_owned(),
        admin_consent: page.query("admin_consent").to_owned(),
        error: page.query("error").to_owned(),
        description: page.query("error_description").to_owned(),
    };
    let browser = page.request.browser.consent.as_deref();
    let arrival = credentials::return_to(&page.ctx, returned, browser).await?;
    let cookies = Cookies(page.request.cookies);
    let next = Next::to(back_to(&arrival));
    Ok(Screen::Next(match arrival.outcome {
        // Somebody's forgery ends no journey of this browser.
        Outcome::Failed(Failure::Lapsed) => next.complaining(Failure::Lapsed.as_str()),
        outcome => {
            let next = next.with_cookie(cookies.clear(&cookies.consent()));
            match outcome {
                Outcome::Connected => next.saying("credential-connected"),
                // The page itself says what is missing.
                Outcome::NotAll => next,
                Outcome::Failed(failure) => next.complaining(failure.as_str()),
            }
        }
    }))
}

fn back_to(arrival: &Arrival) -> String {
    match &arrival.credential {
        Some(id) if arrival.in_popup => paths::credential_in_popup(id),
        Some(id) => paths::credential(id),
        None => paths::CONSOLE_CREDENTIALS.to_owned(),
    }
}
