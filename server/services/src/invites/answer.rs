//! What the link opens. Looking changes nothing, because mail scanners look too; a button and the extra fact do (SEC-A17).

use super::store::{self, Invite};
use crate::{
    audit,
    auth::{self, Browser, NewCustomer, NewTokens, check_new_password},
    context::{Actor, Platform},
    error::{Conflict, Error, Result},
    random,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::{Email, Language, Plane},
    ids::CustomerId,
    invites::{Claimed, Event, Life, State, same_name},
};

/// What whoever holds a link is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nothing: it is old, or was never there.
    Dead,
    /// There is an account under this address already.
    HasAccount,
    Ready {
        first_name: String,
        /// Whether the day of birth is asked for beside the last name.
        asks_born: bool,
    },
}

/// Looks at a link.
pub async fn open(platform: &Platform, token: &str) -> Result<Opened> {
    let Some(invite) = store::by_token(&platform.db, &random::hash(token)).await? else {
        return Ok(Opened::Dead);
    };
    let now = platform.clock.now();
    if invite.life().state(now) == State::Used {
        return Ok(Opened::HasAccount);
    }
    if !works(&invite, now) {
        return Ok(Opened::Dead);
    }
    if store::has_account(&platform.db, &invite.email).await? {
        return Ok(Opened::HasAccount);
    }
    Ok(Opened::Ready {
        asks_born: !invite.born.is_empty(),
        first_name: invite.first_name,
    })
}

fn works(invite: &Invite, now: Millis) -> bool {
    invite.life().link_works(now) && invite.inviter_may()
}

fn step(life: Life, event: Event, now: Millis) -> Result<Life> {
    life.after(event, now).map_err(|_| Error::NotFound)
}

/// What is wrong of the extra facts, in the order of their boxes.
fn wrong_facts(cmd: &Claimed, invite: &Invite) -> FormErrors {
    let mut errors = FormErrors::default();
    if !same_name(&cmd.last_name, &invite.last_name) {
        errors.add("own-last-name", Code::Wrong);
    }
    let born = cmd.born.as_ref().map_or("", |day| day.0.as_str());
    if !invite.born.is_empty() && born != invite.born {
        errors.add("day", Code::Wrong);
    }
    errors
}

/// Makes the account of whoever holds the link, knows the extra facts and chose a password; they are signed in.
pub async fn accept(platform: &Platform, cmd: Claimed, browser: &Browser) -> Result<NewTokens> {
    let now = platform.clock.now();
    let invite = prove(platform, &cmd, now).await?;
    let hash = accept_password(platform, &cmd.password, &invite).await?;
    let (token, browser) = (random::hash(&cmd.token), browser.clone());
    platform
        .db
        .tx(move |tx| async move {
            let invite = store::locked_by_token(&tx, &token)
                .await?
                .ok_or(Error::NotFound)?;
            if !works(&invite, now) || !wrong_facts(&cmd, &invite).is_empty() {
                return Err(Error::NotFound);
            }
            let life = step(invite.life(), Event::Used, now)?;
            let customer = new_customer(&invite, hash, now)?;
            if !auth::add_customer(&tx, &customer, now).await? {
                return Err(Error::Conflict(Conflict::HasAccount));
            }
            store::end(&tx, &invite.id, &life, Some(&customer.id)).await?;
            let id = customer.id.as_str();
            audit::record_own(&tx, Plane::Portal, id, "invite.used", &invite.id, now).await?;
            // The link came to their mailbox, like a code.
            auth::enter(&tx, Plane::Portal, id, "invite", &browser, true, now).await
        })
        .await
}

/// Compares the extra facts. A try is spent before, and given back to whoever is right.
async fn prove(platform: &Platform, cmd: &Claimed, now: Millis) -> Result<Invite> {
    let (token, cmd) = (random::hash(&cmd.token), cmd.clone());
    let answered = platform
        .db
        .tx(move |tx| async move {
            let invite = store::locked_by_token(&tx, &token)
                .await?
                .ok_or(Error::NotFound)?;
            if !works(&invite, now) {
                return Err(Error::NotFound);
            }
            if !invite.born.is_empty() && cmd.born.is_none() {
                // A box that was left empty is no guess.
                return Ok(Err(FormErrors::one("day", Code::Malformed)));
            }
            let spent = step(invite.life(), Event::Tried, now)?;
            store::keep_tries(&tx, &invite.id, &spent).await?;
            let errors = wrong_facts(&cmd, &invite);
            if errors.is_empty() {
                let back = step(spent, Event::Right, now)?;
                store::keep_tries(&tx, &invite.id, &back).await?;
                return Ok(Ok(invite));
            }
            if spent.tries_left > 0 {
                return Ok(Err(errors));
            }
            store::end(&tx, &invite.id, &spent, None).await?;
            audit::record(&tx, &Actor::Nobody, "invite.ended", &invite.id, "tries", now).await?;
            Ok(Err(FormErrors::one("own-last-name", Code::NoTriesLeft)))
        })
        .await?;
    answered.map_err(Error::Form)
}

async fn accept_password(platform: &Platform, password: &str, invite: &Invite) -> Result<String> {
    let settings = platform.settings.get();
    let own = [
        invite.first_name.clone(),
        invite.last_name.clone(),
        invite.email.clone(),
        settings.landlord_en.clone(),
        settings.landlord_cy.clone(),
    ];
    let checked = password.to_owned();
    let verdict = tokio::task::spawn_blocking(move || {
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        check_new_password(&checked, &own)
    })
    .await?;
    verdict.map_err(|code| Error::Form(FormErrors::one("new-password", code)))?;
    platform.passwords.hash(password).await
}

fn new_customer(invite: &Invite, password_hash: String, now: Millis) -> Result<NewCustomer> {
    let unreadable = || Error::stored("an invitation");
    Ok(NewCustomer {
        id: CustomerId::parse(&random::id(now)).ok_or_else(unreadable)?,
        email: Email::parse(&invite.email).ok_or_else(unreadable)?,
        password_hash,
        first_name: invite.first_name.clone(),
        last_name: invite.last_name.clone(),
        person_id: invite.person_id.clone(),
        language: Language::parse(&invite.language).unwrap_or_default(),
    })
}
