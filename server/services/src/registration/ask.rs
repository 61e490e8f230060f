//! The first step: what somebody typed is stored, and everybody is answered alike.

use super::{codes, store};
use crate::{
    audit, auth,
    context::{Ctx, Platform},
    db::Tx,
    error::{Error, Result},
    mails, outbox, random,
};
use domain::{
    dates::Millis,
    forms::FormErrors,
    identity::{Email, Language},
    ids::RegistrationId,
    registration::{Ask, reference_key},
};

/// Wishes from one network in an hour, and about one reference in an hour: enough for a family that mistypes, too few to
/// guess birthdays.
const NETWORK: (i64, i64) = (30, 3600);
const REFERENCE: (i64, i64) = (6, 3600);
const REFERENCE_A_DAY: (i64, i64) = (12, 24 * 3600);
/// Codes to one mailbox (SEC-O6).
const MAILBOX: (i64, i64) = (3, 15 * 60);
const MAILBOX_A_DAY: (i64, i64) = (10, 24 * 3600);

/// Length of a token in hexadecimal digits.
const TOKEN_LENGTH: usize = 64;

/// Stores a wish and mails a code to the mailbox that was typed. Gives the token by which the browser is known: a second
/// press of the same button gives the same one and does nothing else.
pub async fn ask(ctx: &Ctx, ask: Ask, address: &str) -> Result<String> {
    let settings = ctx.settings.get();
    if !settings.registration_open {
        return Err(Error::NotFound);
    }
    let made_here = ask.token.len() == TOKEN_LENGTH && random::unhex(&ask.token).is_some();
    let token = if made_here { ask.token } else { random::token() };
    let own = [
        ask.claim.surname.clone(),
        ask.email.as_str().to_owned(),
        settings.landlord_en.clone(),
        settings.landlord_cy.clone(),
    ];
    let password = ask.password.clone();
    tokio::task::spawn_blocking(move || {
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        auth::check_new_password(&password, &own)
    })
    .await?
    .map_err(|code| Error::Form(FormErrors::one("new-password", code)))?;
    let password_hash = ctx.passwords.hash(&ask.password).await?;
    let now = ctx.clock.now();
    let id = RegistrationId::parse(&random::id(now)).ok_or_else(|| Error::stored("a new id is no id"))?;
    let (platform, browser, network) = (ctx.platform.clone(), random::hash(&token), address.to_owned());
    let (claim, email, language, actor) = (ask.claim, ask.email, ctx.language, ctx.actor.clone());
    ctx.db
        .tx(move |tx| async move {
            let new = store::New {
                id: &id,
                browser: &browser,
                reference: &claim.reference,
                surname: &claim.surname,
                born: claim.born.as_ref().map(|day| day.0.as_str()),
                postcode: claim.postcode.as_deref(),
                email: email.as_str(),
                password_hash: &password_hash,
                language: language.tag(),
            };
            if !store::insert(&tx, &new, now).await? {
                return Ok(());
            }
            auth::limit(
                &tx,
                &format!("registration:{}", auth::network_key(&network)),
                NETWORK,
                now,
            )
            .await?;
            let about = random::hex(&random::hash(&reference_key(&claim.reference)));
            auth::limit(&tx, &format!("registration:reference:{about}"), REFERENCE, now).await?;
            auth::limit(
                &tx,
                &format!("registration:reference-day:{about}"),
                REFERENCE_A_DAY,
                now,
            )
            .await?;
            send_email_code(&tx, &platform, id.as_str(), &email, language, now).await?;
            outbox::enqueue(
                &tx,
                &outbox::Job::LookUpRegistration(id.clone()),
                id.as_str(),
                &format!("registration:{id}"),
                now,
            )
            .await?;
            audit::record(&tx, &actor, "registration.asked", id.as_str(), "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(token)
}

/// Sends a code to the mailbox that was typed. Somebody who has an account with it is told so there instead; the page
/// says the same (SEC-A5).
pub(super) async fn send_email_code(
    tx: &Tx,
    platform: &Platform,
    owner: &str,
    email: &Email,
    language: Language,
    now: Millis,
) -> Result<()> {
    let mailbox = random::hex(&random::hash(email.as_str()));
    auth::limit(tx, &format!("registration:mailbox:{mailbox}"), MAILBOX, now).await?;
    auth::limit(
        tx,
        &format!("registration:mailbox-day:{mailbox}"),
        MAILBOX_A_DAY,
        now,
    )
    .await?;
    let code = codes::new_code(tx, owner, "email", now).await?;
    let settings = platform.settings.get();
    let (mail, worthless_at) = if store::has_account(tx, email.as_str()).await? {
        let link = format!("{}/sign-in", platform.base_url);
        (
            mails::already_registered(&settings, language, email.as_str(), &link),
            None,
        )
    } else {
        let mail = mails::registration_code(&settings, language, email.as_str(), &code, now);
        (mail, Some(now.plus_secs(codes::LIFE_SECS)))
    };
    outbox::enqueue_mail(tx, &platform.vault, &mail, owner, worthless_at, now).await
}
