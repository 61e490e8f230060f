//! The landlord's own wording of messages: kept in versions, used from the moment it is saved.

mod preview;
mod store;

pub use preview::{Preview, example, preview};
pub use store::Version;

use crate::{
    audit,
    context::Ctx,
    db::Tx,
    error::{Conflict, Error, Result},
    mails::{Draft, Mail, default_wording},
    outbox, sending,
};
use domain::{
    forms::{Code, FormErrors},
    identity::Language,
    permissions::Permission,
    templates::{Kind, RestoreTemplate, SaveTemplate, Wording, Wordings},
};
use std::collections::BTreeMap;

/// Versions that a page shows.
const HISTORY: i64 = 20;

/// The wording in force of one kind.
#[derive(Clone, Debug)]
pub struct Template {
    pub kind: Kind,
    /// 0 if nothing was ever saved.
    pub version: i64,
    /// The landlord's own words; what is empty there is said in the product's.
    pub own: Wordings,
    /// The newest first.
    pub history: Vec<Version>,
}

impl Template {
    /// What is sent.
    pub fn wording(&self, language: Language) -> Wording {
        worded(self.kind, language, &self.own)
    }
}

fn worded(kind: Kind, language: Language, own: &Wordings) -> Wording {
    own.of(language).clone().or(&default_wording(kind, language))
}

/// Which kinds have own words, and in which language.
pub async fn list(ctx: &Ctx) -> Result<BTreeMap<Kind, Wordings>> {
    ctx.actor.require(Permission::TemplatesManage)?;
    let mut found = BTreeMap::new();
    for (kind, wording) in store::newest_of_all(&ctx.db).await? {
        if let Some(kind) = Kind::parse(&kind) {
            found.insert(kind, serde_json::from_str(&wording)?);
        }
    }
    Ok(found)
}

/// One kind with its versions.
pub async fn one(ctx: &Ctx, kind: Kind) -> Result<Template> {
    ctx.actor.require(Permission::TemplatesManage)?;
    let history = store::history(&ctx.db, kind.as_str(), HISTORY).await?;
    let newest = history.first();
    Ok(Template {
        kind,
        version: newest.map_or(0, |newest| newest.version),
        own: newest
            .map(|newest| serde_json::from_str(&newest.wording))
            .transpose()?
            .unwrap_or_default(),
        history,
    })
}

/// Parts that a text message may have: each costs as much as a text of its own (UX-E28).
const MOST_PARTS: u32 = 1;

/// What only the landlord's settings can tell: how long a text message is with their name in it.
fn check_parts(ctx: &Ctx, cmd: &SaveTemplate) -> Result<()> {
    let mut errors = FormErrors::default();
    for (language, field) in Language::ALL.into_iter().zip(["sms_en", "sms_cy"]) {
        let own = cmd.wordings.of(language).clone();
        // Our own words are not theirs to shorten, however long their name is.
        if own
            .clone()
            .unlike(&default_wording(cmd.kind, language))
            .sms
            .is_empty()
        {
            continue;
        }
        let (parts, max) = (preview::parts_of(ctx, cmd.kind, language, &own.sms), MOST_PARTS);
        if parts > max {
            errors.add(field, Code::TooManyParts { parts, max });
        }
    }
    errors.or(Some(())).map_err(Error::Form)
}

/// Checks a wording as [`save`] would, and keeps nothing.
pub fn try_out(ctx: &Ctx, cmd: &SaveTemplate) -> Result<()> {
    ctx.actor.require(Permission::TemplatesManage)?;
    check_parts(ctx, cmd)
}

/// What was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Own words in both languages, or in neither.
    Whole,
    /// One language has own words, the other the product's.
    OneLanguage(Language),
}

/// Saves a wording as the newest version.
pub async fn save(ctx: &Ctx, cmd: SaveTemplate) -> Result<Saved> {
    ctx.actor.require(Permission::TemplatesManage)?;
    check_parts(ctx, &cmd)?;
    let unlike = |language| {
        let own = cmd.wordings.of(language).clone();
        own.unlike(&default_wording(cmd.kind, language))
    };
    let own = Wordings {
        en: unlike(Language::English),
        cy: unlike(Language::Welsh),
    };
    let saved = match (own.en.is_default(), own.cy.is_default()) {
        (false, true) => Saved::OneLanguage(Language::English),
        (true, false) => Saved::OneLanguage(Language::Welsh),
        _ => Saved::Whole,
    };
    keep(ctx, cmd.kind, cmd.seen, own).await?;
    Ok(saved)
}

/// Uses an older version again, or the product's own wording.
pub async fn restore(ctx: &Ctx, cmd: RestoreTemplate) -> Result<()> {
    ctx.actor.require(Permission::TemplatesManage)?;
    let own = match cmd.version {
        0 => Wordings::default(),
        version => {
            let stored = store::wording(&ctx.db, cmd.kind.as_str(), version).await?;
            serde_json::from_str(&stored.ok_or(Error::NotFound)?)?
        }
    };
    keep(ctx, cmd.kind, cmd.seen, own).await
}

async fn keep(ctx: &Ctx, kind: Kind, seen: String, own: Wordings) -> Result<()> {
    let by = ctx.actor.require(Permission::TemplatesManage)?.id.clone();
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let newest = store::newest(&tx, kind.as_str()).await?;
            let (version, stored) = newest.unwrap_or_default();
            let wording = serde_json::to_string(&own)?;
            // A second press, or nothing changed.
            if stored == wording || (version == 0 && own.is_default()) {
                return Ok(());
            }
            let is_next = seen == version.to_string();
            if !is_next || !store::add(&tx, kind.as_str(), version + 1, &wording, by.as_str(), now).await? {
                return Err(Error::Conflict(Conflict::ChangedMeanwhile));
            }
            let event = if own.is_default() {
                "template.reset"
            } else {
                "template.saved"
            };
            audit::record(&tx, &actor, event, kind.as_str(), "", now).await
        })
        .await
}

/// Sends whoever asks what is typed, with made-up values, in both languages.
pub async fn send_test(ctx: &Ctx, cmd: SaveTemplate) -> Result<()> {
    let me = ctx.actor.require(Permission::TemplatesManage)?.clone();
    check_parts(ctx, &cmd)?;
    let (platform, now) = (ctx.platform.clone(), ctx.clock.now());
    let drafts: Vec<(Draft, Wording)> = Language::ALL
        .into_iter()
        .map(|language| {
            let wording = worded(cmd.kind, language, &cmd.wordings);
            (
                preview::made_up(ctx, cmd.kind, language, me.email.as_str()),
                wording,
            )
        })
        .collect();
    let actor = ctx.actor.clone();
    ctx.db
        .tx(move |tx| async move {
            if !sending::counts_test(&tx, me.email.as_str(), now).await? {
                return Err(Error::Throttled(3600));
            }
            for (draft, wording) in &drafts {
                let mut mail = draft.worded(&wording.subject, &wording.text);
                mail.subject = words::templates_test_subject(draft.language, &mail.subject);
                outbox::enqueue_written(&tx, &platform.vault, &mail, cmd.kind, me.id.as_str(), None, now)
                    .await?;
            }
            audit::record(&tx, &actor, "template.tested", cmd.kind.as_str(), "", now).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Joins a message with the wording of now.
pub(crate) async fn write(tx: &Tx, draft: &Draft) -> Result<Mail> {
    let wording = in_force(tx, draft.kind, draft.language).await?;
    Ok(draft.worded(&wording.subject, &wording.text))
}

/// The text message of a kind, as it is worded now.
pub(crate) async fn sms(tx: &Tx, kind: Kind, language: Language) -> Result<String> {
    Ok(in_force(tx, kind, language).await?.sms)
}

async fn in_force(tx: &Tx, kind: Kind, language: Language) -> Result<Wording> {
    let stored = store::newest(tx, kind.as_str()).await?;
    let own = stored.map_or_else(Wordings::default, |(_, wording)| {
        // Nobody is kept from signing in by a row that cannot be read: our own words always can.
        serde_json::from_str(&wording).unwrap_or_else(|error| {
            tracing::error!(kind = kind.as_str(), %error, "templates.unreadable");
            Wordings::default()
        })
    });
    Ok(worded(kind, language, &own))
}
