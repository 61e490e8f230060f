//! Writing a report: every step is stored in a draft, so it survives a flat battery and goes on elsewhere. Sending
//! stores the repair, its event, its audit and its delivery in one transaction (product R5).

use super::{customer, deliver, policy, store, walk};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    hms, mails,
    outbox::{self, Job},
    random,
};
use domain::{
    forms::{Code, FormErrors},
    housing::{Home, Resource},
    identity::Language,
    ids::{CategoryId, DraftId, PhotoId, RepairId},
    repairs::{
        AcceptSafety, Category, ChooseCategory, ChooseDefinition, Definition, Describe, Draft, Event,
        PHOTOS_MAX, Step, reference,
    },
};

/// The categories that lead to something on offer, in the landlord's order, whatever they stand in.
pub async fn categories(ctx: &Ctx) -> Result<Vec<Category>> {
    let all = store::categories(&ctx.db, ctx.language).await?;
    let stocked = store::stocked(&ctx.db).await?;
    Ok(walk::within_reach(all, &stocked))
}

/// What may be chosen in a category.
pub async fn definitions(ctx: &Ctx, category: &CategoryId) -> Result<Vec<Definition>> {
    store::definitions(&ctx.db, category, ctx.language).await
}

/// The customer's own draft.
pub async fn draft(ctx: &Ctx, id: &DraftId) -> Result<Draft> {
    let mut draft = store::draft(&ctx.db, &policy::own(customer(ctx)?), id, ctx.language)
        .await?
        .ok_or(Error::NotFound)?;
    if draft.sent_as.is_none() && draft.category.is_some() {
        draft.keep_to(&categories(ctx).await?);
    }
    Ok(draft)
}

/// Where the form leads: the draft and the next step.
pub type Next = (DraftId, Step);

fn next(draft: &Draft, step: Step, back_to_check: bool) -> Next {
    let wanted = if back_to_check {
        Step::Check
    } else {
        draft.after(step)
    };
    (draft.id.clone(), wanted.min(draft.reached()))
}

async fn unsent(ctx: &Ctx, id: Option<&DraftId>) -> Result<Draft> {
    let draft = draft(ctx, id.ok_or(Error::NotFound)?).await?;
    if draft.sent_as.is_some() {
        Err(Error::Conflict(Conflict::NoLongerOffered))
    } else {
        Ok(draft)
    }
}

/// Chooses the category; without a draft it begins one.
pub async fn choose_category(ctx: &Ctx, cmd: ChooseCategory) -> Result<Next> {
    let offered = categories(ctx).await?;
    if !offered.iter().any(|category| category.id == cmd.category) {
        return Err(Error::Form(FormErrors::one("category", Code::NotOffered)));
    }
    let now = ctx.clock.now();
    let id = if cmd.draft.is_some() {
        let draft = unsent(ctx, cmd.draft.as_ref()).await?;
        if draft.category.is_some_and(|chosen| chosen.id == cmd.category) {
            return Ok((draft.id, Step::Problem));
        }
        let (id, category) = (draft.id.clone(), cmd.category);
        ctx.db
            .tx(move |tx| async move { store::set_category(&tx, &id, &category, now).await })
            .await?;
        draft.id
    } else {
        let customer = customer(ctx)?.id.clone();
        let home = own_home(ctx)
            .await?
            .ok_or(Error::Conflict(Conflict::StepMissing))?;
        let id = DraftId::parse(&random::id(now)).ok_or_else(|| Error::stored("an id"))?;
        let new = id.clone();
        ctx.db
            .tx(move |tx| async move {
                store::begin_draft(&tx, &new, &customer, &home.tenancy, &cmd.category, now).await
            })
            .await?;
        id
    };
    Ok((id, Step::Problem))
}

/// The home that the report is about; a first visit may begin here, before there is a copy of it.
async fn own_home(ctx: &Ctx) -> Result<Option<Home>> {
    let customer = customer(ctx)?;
    if let Some(home) = hms::home_of(&ctx.db, &customer.id).await? {
        return Ok(Some(home));
    }
    hms::freshen(ctx, customer, &[Resource::Home]).await?;
    hms::home_of(&ctx.db, &customer.id).await
}

/// Chooses what is wrong, or the smaller category in which it is to be found. A safety notice that was accepted for another
/// choice no longer counts.
pub async fn choose_definition(ctx: &Ctx, cmd: ChooseDefinition) -> Result<Next> {
    let draft = unsent(ctx, cmd.draft.as_ref()).await?;
    if draft.category.is_none() {
        return Err(not_yet(&draft));
    }
    let open = categories(ctx).await?;
    if let Some(smaller) = CategoryId::parse(cmd.definition.as_str())
        && open.iter().any(|category| category.id == smaller)
    {
        let (id, now) = (draft.id.clone(), ctx.clock.now());
        ctx.db
            .tx(move |tx| async move { store::set_category(&tx, &id, &smaller, now).await })
            .await?;
        return Ok((draft.id, Step::Problem));
    }
    let category = store::category_of(&ctx.db, &cmd.definition)
        .await?
        .filter(|id| open.iter().any(|category| category.id == *id));
    let offered = match &category {
        Some(category) => definitions(ctx, category).await?,
        None => Vec::new(),
    };
    if !offered.iter().any(|definition| definition.id == cmd.definition) {
        return Err(Error::Form(FormErrors::one("definition", Code::NotOffered)));
    }
    let (id, definition, now) = (draft.id.clone(), cmd.definition, ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { store::set_definition(&tx, &id, &definition, now).await })
        .await?;
    let draft = self::draft(ctx, &draft.id).await?;
    Ok(next(&draft, Step::Problem, cmd.back_to_check))
}

/// Accepts the safety notice: its wording and time are kept (product R3).
pub async fn accept_safety(ctx: &Ctx, cmd: AcceptSafety) -> Result<Next> {
    let draft = unsent(ctx, cmd.draft.as_ref()).await?;
    let notice = draft
        .definition
        .as_ref()
        .and_then(|definition| definition.safety_notice.clone());
    let notice = notice.ok_or(Error::Conflict(Conflict::StepMissing))?;
    let (id, now) = (draft.id.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { store::accept_safety(&tx, &id, &notice, now).await })
        .await?;
    let draft = self::draft(ctx, &draft.id).await?;
    Ok(next(&draft, Step::Safety, cmd.back_to_check))
}

/// Says what is wrong in the tenant's words.
pub async fn describe(ctx: &Ctx, cmd: Describe) -> Result<Next> {
    let draft = unsent(ctx, cmd.draft.as_ref()).await?;
    let (id, now) = (draft.id.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { store::set_description(&tx, &id, &cmd.description, now).await })
        .await?;
    let draft = self::draft(ctx, &draft.id).await?;
    Ok(next(&draft, Step::Describe, cmd.back_to_check))
}

/// Adds a photo that has arrived whole and been re-encoded. The same picture twice is kept once.
pub async fn add_photo(ctx: &Ctx, draft: &DraftId, name: &str, incoming: super::Incoming) -> Result<PhotoId> {
    let draft = unsent(ctx, Some(draft)).await?;
    let now = ctx.clock.now();
    let id = PhotoId::parse(&random::id(now)).ok_or_else(|| Error::stored("an id"))?;
    let customer = customer(ctx)?.id.clone();
    ctx.photos.keep(&id, &incoming).await?;
    let (photo, name) = (
        id.clone(),
        domain::text::clean_line(name)
            .chars()
            .take(200)
            .collect::<String>(),
    );
    let kept = ctx
        .db
        .tx(move |tx| async move {
            // Photos of one draft take turns, also with its sending: none is one too many, doubled or left behind.
            if !store::touch_draft(&tx, &draft.id, now).await? {
                return Err(Error::Conflict(Conflict::NoLongerOffered));
            }
            if let Some(same) = store::same_photo(&tx, &draft.id, &incoming.sha256).await? {
                return Ok(same);
            }
            if store::count_photos(&tx, &draft.id).await? >= i64::from(PHOTOS_MAX) {
                return Err(Error::Form(FormErrors::one(
                    "photos",
                    Code::TooMany { max: PHOTOS_MAX },
                )));
            }
            store::add_photo(&tx, &photo, &draft.id, &customer, &name, &incoming, now).await?;
            Ok(photo)
        })
        .await;
    if kept.as_ref().ok() != Some(&id) {
        ctx.photos.remove(&id).await?;
    }
    kept
}

/// Takes a photo out of a draft.
pub async fn remove_photo(ctx: &Ctx, draft: Option<&DraftId>, photo: Option<&PhotoId>) -> Result<DraftId> {
    let draft = unsent(ctx, draft).await?;
    let photo = photo.ok_or(Error::NotFound)?.clone();
    let (id, removed) = (draft.id.clone(), photo.clone());
    ctx.db
        .tx(move |tx| async move { store::remove_photo(&tx, &id, &removed).await })
        .await?;
    ctx.photos.remove(&photo).await?;
    Ok(draft.id)
}

/// Sends the report. The answer means: it is stored, with its time and reference. A second press, another tab or Back
/// gives the first repair again.
pub async fn send(ctx: &Ctx, id: Option<&DraftId>) -> Result<RepairId> {
    let customer = customer(ctx)?.clone();
    let draft = draft(ctx, id.ok_or(Error::NotFound)?).await?;
    if let Some(first) = draft.sent_as {
        return Ok(first);
    }
    if draft.reached() != Step::Check {
        return Err(not_yet(&draft));
    }
    let (now, language, platform) = (ctx.clock.now(), ctx.language, ctx.platform.clone());
    let actor = ctx.actor.clone();
    let repair = ctx
        .db
        .tx(move |tx| async move {
            let new = RepairId::parse(&random::id(now)).ok_or_else(|| Error::stored("an id"))?;
            // Whoever marks the draft first sends it; everybody else is shown that repair.
            if let Some(first) = store::claim_draft(&tx, &draft.id, &new, now).await? {
                return Ok(first);
            }
            // Nothing changes the draft from here on; another tab may have, until now.
            let claimed = store::claimed_draft(&tx, &draft.id, language)
                .await?
                .ok_or(Error::NotFound)?;
            let definition = match claimed.definition.as_ref() {
                Some(definition) if claimed.reached() == Step::Check => definition.id.clone(),
                _ => return Err(not_yet(&claimed)),
            };
            let wanted = store::wanted(&tx, &definition, language)
                .await?
                .ok_or(Error::Conflict(Conflict::NoLongerOffered))?;
            let mut number = reference(random::draw());
            while store::reference_taken(&tx, &number).await? {
                number = reference(random::draw());
            }
            store::insert_report(&tx, &new, &draft.id, &number, &wanted, now).await?;
            store::add_event(&tx, &new, now, &Event::Received).await?;
            audit::record(&tx, &actor, "repair.received", new.as_str(), &number, now).await?;
            outbox::enqueue(
                &tx,
                &Job::SendRepair(new.clone()),
                new.as_str(),
                &deliver::send_key(&new),
                now,
            )
            .await?;
            let to = store::email_of(&tx, &customer.id).await?;
            let link = format!("{}/repairs/{new}", platform.base_url);
            let mail = mails::repair_received(&platform.settings.get(), language, &to, &number, &link);
            outbox::enqueue_mail(&tx, &platform.vault, &mail, new.as_str(), None, now).await?;
            Ok(new)
        })
        .await?;
    ctx.wake.now();
    tracing::info!(id = %repair, "repair.received");
    Ok(repair)
}

/// Why a report cannot be sent: something was taken off the list, or never answered.
fn not_yet(draft: &Draft) -> Error {
    Error::Conflict(if draft.taken_off {
        Conflict::NoLongerOffered
    } else {
        Conflict::StepMissing
    })
}

/// The landlord's words in the reader's language.
pub(super) fn in_language(language: Language, english: String, welsh: String) -> String {
    match language {
        Language::Welsh if !welsh.is_empty() => welsh,
        Language::English | Language::Welsh => english,
    }
}
