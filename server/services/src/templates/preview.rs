//! A message as it will be read, with made-up values.

use crate::{
    context::Ctx,
    mails::{Draft, draft},
    messages, times,
};
use domain::{
    dates::Millis,
    identity::Language,
    messages::{Parts, count},
    repairs::reference,
    templates::{Kind, Paragraph, Placeholder, Wording, line},
};

/// What somebody would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub subject: String,
    pub paragraphs: Vec<Paragraph>,
    /// The email's plain part.
    pub text: String,
    /// The text message and its length, for kinds that can be one.
    pub sms: Option<(String, Parts)>,
}

/// A made-up value, for previews, tests and the list of placeholders.
pub fn example(ctx: &Ctx, placeholder: Placeholder, language: Language) -> String {
    let now = ctx.clock.now();
    let settings = ctx.settings.get();
    let moment = |at: Millis| {
        let day = times::day_in_words(&times::day_of(at), now, language);
        words::recovery_moment(language, &times::time_in_words(at, language), &day)
    };
    match placeholder {
        Placeholder::Code => "123456".into(),
        Placeholder::Count => "12".into(),
        Placeholder::Link => format!("{}/", ctx.base_url),
        Placeholder::Name => "Megan".into(),
        Placeholder::Colleague => "Bethan Morris".into(),
        Placeholder::Action => words::approval_action_export_customers(language).to_owned(),
        Placeholder::Reference => reference(0x5eed),
        Placeholder::Time => times::time_in_words(now, language),
        Placeholder::Day => times::day_in_words(&times::day_of(now), now, language),
        Placeholder::Until => moment(now.plus_secs(3 * 24 * 3600)),
        Placeholder::Landlord => match language {
            Language::English => settings.landlord_en.clone(),
            Language::Welsh => settings.landlord_cy.clone(),
        },
        Placeholder::Phone => settings.phone.clone(),
        Placeholder::EmergencyPhone => settings.emergency_phone.clone(),
    }
}

/// A message of a kind with made-up values.
pub(super) fn made_up(ctx: &Ctx, kind: Kind, language: Language, to: &str) -> Draft {
    let values = kind.values().map(|value| (value, example(ctx, value, language)));
    draft(&ctx.settings.get(), kind, language, to, values)
}

/// The message in a wording.
pub fn preview(ctx: &Ctx, kind: Kind, language: Language, wording: &Wording) -> Preview {
    let draft = made_up(ctx, kind, language, "");
    let mail = draft.worded(&wording.subject, &wording.text);
    let sms = kind.sms_required().map(|_| {
        let text = messages::worded(&ctx.settings.get(), language, &wording.sms, &draft.values);
        let length = count(&text);
        (text, length)
    });
    Preview {
        subject: mail.subject.clone(),
        paragraphs: mail.paragraphs.clone(),
        text: mail.plain_text(),
        sms,
    }
}

/// The parts of a text message with the landlord's whole name, which is cut only where our own words leave no room.
pub(super) fn parts_of(ctx: &Ctx, kind: Kind, language: Language, sms: &str) -> u32 {
    let draft = made_up(ctx, kind, language, "");
    u32::try_from(count(&line(sms, &draft.values)).parts).unwrap_or(u32::MAX)
}
