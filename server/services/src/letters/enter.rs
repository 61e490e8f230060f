//! The code of a letter, typed.

use super::{SELECTOR_LENGTH, store};
use crate::{
    audit, auth,
    context::{Actor, Ctx},
    error::{Conflict, Error, Result},
    random,
    registration::{self, Made},
};
use domain::forms::{Code, FormErrors};

/// What the letter opened.
#[derive(Debug)]
pub enum Entered {
    /// There is an account now; its owner signs in.
    AccountMade,
    /// The browser that holds this token may choose a mailbox.
    Mailbox(String),
}

fn wrong() -> Error {
    Error::Form(FormErrors::one("letter-code", Code::Wrong))
}

/// Uses a letter's code. A letter that there is not, or is no more, answers like a code that is wrong, in the same time.
pub async fn enter(ctx: &Ctx, code: &str, address: &str) -> Result<Entered> {
    let now = ctx.clock.now();
    auth::refuse_network(&ctx.db, address, now).await?;
    let (selector, secret) = code.split_at_checked(SELECTOR_LENGTH).ok_or_else(wrong)?;
    let selector = selector.to_owned();
    let tried = ctx
        .db
        .tx(move |tx| async move { store::spend_try(&tx, &selector, now).await })
        .await?;
    let hash = tried.as_ref().map(|letter| letter.secret_hash.as_str());
    let right = ctx.passwords.verify(secret, hash).await?;
    let Some(letter) = tried.filter(|_| right) else {
        auth::count_failure(&ctx.db, address, now).await?;
        return Err(wrong());
    };
    let token = random::token();
    let browser = random::hash(&token);
    let made = ctx
        .db
        .tx(move |tx| async move {
            let browser = letter.customer_id.is_some().then_some(browser.as_slice());
            if !store::use_up(&tx, &letter.id, browser, now).await? {
                return Err(wrong());
            }
            let whose = letter.registration_id.as_ref().or(letter.customer_id.as_ref());
            let whose = whose.map_or("", String::as_str);
            audit::record(&tx, &Actor::Nobody, "letter.used", whose, "", now).await?;
            match &letter.registration_id {
                Some(registration) => registration::from_letter(&tx, registration, now).await.map(Some),
                None => Ok(None),
            }
        })
        .await?;
    match made {
        None => Ok(Entered::Mailbox(token)),
        Some(Made::Account(_)) => Ok(Entered::AccountMade),
        Some(Made::HasAccount) => Err(Error::Conflict(Conflict::HasAccount)),
        Some(Made::Over) => Err(wrong()),
    }
}
