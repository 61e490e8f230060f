//! The queue of staff: people whom neither the record nor a mailbox could prove.

use super::{
    create::{Made, make},
    look_up::{Candidate, tenant_with_reference},
    store::{self, DeskRow},
};
use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    letters, mails, outbox,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::Language,
    ids::RegistrationId,
    permissions::Permission,
    registration::{Approve, Refuse},
};
use std::sync::Arc;

const PAGE_SIZE: i64 = 50;
/// Whoever the record could not be asked about for so long is shown to staff.
const STUCK_SECS: i64 = 3600;

/// One page of the queue, the longest waiting first.
#[derive(Clone, Debug)]
pub struct Queue {
    pub rows: Vec<DeskRow>,
    pub has_more: bool,
}

/// The queue from behind `after`.
pub async fn list(ctx: &Ctx, after: Option<&RegistrationId>) -> Result<Queue> {
    ctx.actor.require(Permission::RegistrationsDecide)?;
    let stuck_before = ctx.clock.now().minus_secs(STUCK_SECS);
    let after = after.map_or("", RegistrationId::as_str);
    let mut rows = store::queue(&ctx.db, stuck_before, after, PAGE_SIZE + 1).await?;
    let page = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let has_more = rows.len() > page;
    rows.truncate(page);
    Ok(Queue { rows, has_more })
}

/// One wish, also after it was decided.
pub async fn record(ctx: &Ctx, id: &RegistrationId) -> Result<DeskRow> {
    ctx.actor.require(Permission::RegistrationsDecide)?;
    store::one(&ctx.db, id).await?.ok_or(Error::NotFound)
}

/// The tenant whom staff mean, by their own reference.
async fn meant(ctx: &Ctx, reference: &str) -> Result<(Candidate, String)> {
    tenant_with_reference(ctx, reference)
        .await?
        .ok_or_else(|| Error::Form(FormErrors::one("reference", Code::NotOffered)))
}

/// The wish as it waits, given to the person whom staff mean.
async fn assigned(tx: &Tx, id: &RegistrationId, candidate: &Candidate) -> Result<store::Row> {
    let row = store::lock(tx, id.as_str()).await?.ok_or(Error::NotFound)?;
    if row.state != "open" {
        return Err(Error::Conflict(Conflict::AlreadyDecided));
    }
    let person = &candidate.record.person.id;
    let (first, last) = (candidate.first_name(), candidate.last_name());
    store::assign(tx, id.as_str(), person, &first, &last).await?;
    store::lock(tx, id.as_str()).await?.ok_or(Error::NotFound)
}

/// Staff have seen who it is: the account is made, and both mailboxes are told.
pub async fn approve(ctx: &Ctx, cmd: Approve) -> Result<()> {
    let staff = ctx.actor.require(Permission::RegistrationsDecide)?.id.to_string();
    let (candidate, on_file) = meant(ctx, &cmd.reference).await?;
    let (actor, platform, now) = (ctx.actor.clone(), Arc::clone(&ctx.platform), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let row = assigned(&tx, &cmd.registration, &candidate).await?;
            match make(&tx, &row, "staff", &staff, &cmd.proof, now).await? {
                Made::Account(_) => {}
                Made::HasAccount => return Err(Error::Conflict(Conflict::HasAccount)),
                Made::Over => return Err(Error::Conflict(Conflict::AlreadyDecided)),
            }
            let language = Language::parse(&row.language).unwrap_or_default();
            let settings = platform.settings.get();
            let link = format!("{}/sign-in", platform.base_url);
            let ready = mails::registration_approved(&settings, language, &row.email, &link);
            outbox::enqueue_mail(&tx, &platform.vault, &ready, &row.id, None, now).await?;
            if !on_file.is_empty() && on_file != row.email {
                let told = mails::registration_told(&settings, language, &on_file);
                outbox::enqueue_mail(&tx, &platform.vault, &told, &row.id, None, now).await?;
            }
            audit::record(&tx, &actor, "registration.approved", &row.id, "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Staff do not know the person: no account, and a mail that says whom to call.
pub async fn refuse(ctx: &Ctx, cmd: Refuse) -> Result<()> {
    let staff = ctx.actor.require(Permission::RegistrationsDecide)?.id.to_string();
    let (actor, platform, now) = (ctx.actor.clone(), Arc::clone(&ctx.platform), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let id = cmd.registration.as_str();
            let row = store::lock(&tx, id).await?.ok_or(Error::NotFound)?;
            if !store::close(&tx, id, "refused", &staff, &cmd.refusal, now).await? {
                return Err(Error::Conflict(Conflict::AlreadyDecided));
            }
            letters::forget_for(&tx, id).await?;
            let language = Language::parse(&row.language).unwrap_or_default();
            let mail = mails::registration_refused(&platform.settings.get(), language, &row.email);
            outbox::enqueue_mail(&tx, &platform.vault, &mail, id, None, now).await?;
            audit::record(&tx, &actor, "registration.refused", id, "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Staff send a code by post to the home of the tenant whom the wish seems to mean.
pub async fn send_letter(ctx: &Ctx, cmd: Approve) -> Result<()> {
    let staff = ctx.actor.require(Permission::RegistrationsDecide)?.id.to_string();
    let (candidate, _) = meant(ctx, &cmd.reference).await?;
    let drawn = letters::draw(&ctx.platform).await?;
    let (actor, platform, now) = (ctx.actor.clone(), Arc::clone(&ctx.platform), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let row = assigned(&tx, &cmd.registration, &candidate).await?;
            if store::holder(&tx, &row.person_id).await?.is_some() {
                return Err(Error::Conflict(Conflict::HasAccount));
            }
            let letter = letters::NewLetter {
                drawn,
                whose: letters::Whose::Registration(cmd.registration.clone()),
                person: row.person_id.clone(),
                reason: cmd.proof,
                issued_by: staff,
            };
            letters::issue(&tx, &platform.vault, letter, now).await?;
            store::letter_made(&tx, &row.id, now).await?;
            audit::record(&tx, &actor, "registration.letter-made", &row.id, "", now).await
        })
        .await
}

/// How long somebody has waited, in whole days.
pub fn days_waiting(row: &DeskRow, now: Millis) -> i64 {
    now.secs_since(Millis(row.waits_since)).div_euclid(24 * 3600)
}
