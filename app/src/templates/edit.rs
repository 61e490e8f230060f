//! The wording of one kind: boxes and preview in both languages, and the versions before.

use super::{
    api::{PreviewTemplate, SaveTemplate, TestTemplate},
    kind_words, language_words, parts, when_words,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    identity::Language,
    templates::{Kind, Placeholder, TemplateForm, Urgency, Wording},
    text::{clean, clean_line},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::templates::{self, Preview, Template};

pub async fn page(page: Page) -> PageResult {
    let kind = page.param("kind", Kind::parse)?;
    let template = templates::one(&page.ctx, kind).await?;
    let language = page.language();
    let title = kind_words(kind.as_str(), language);
    let typed = page.typed("template");
    let form: Option<TemplateForm> = serde_json::from_value(typed.values.clone()).ok();
    let seen = form.as_ref().map(|form| form.seen.clone());
    let typed = typed.or_stored(stored(&template));
    let sides = Language::ALL
        .into_iter()
        .map(|which| {
            let wording = match &form {
                Some(form) => of_form(form, which).or(&template.wording(which)),
                None => template.wording(which),
            };
            let preview = templates::preview(&page.ctx, kind, which, &wording);
            side(&typed, kind, which, preview)
        })
        .collect_view();
    let goes = match kind.urgency() {
        Urgency::Always => words::templates_goes_always(language),
        Urgency::Prompt => words::templates_goes_prompt(language),
        Urgency::News => words::templates_goes_news(language),
    };
    let text_too = kind
        .sms_required()
        .map(|_| format!(" {}", words::templates_text_too(language)));
    let version = template.version.to_string();
    let overtaken = seen.filter(|seen| *seen != version).map(|_| {
        view! { <p class="notice warn">{words::templates_overtaken(language)}</p> }
    });
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_TEMPLATES.to_owned(), language)}
            <h1>{title}</h1>
            <p>{words::templates_when(language, when_words(kind, language))}</p>
            <p class="muted">{goes}{text_too}</p>
            {overtaken}
            {half_done(&template, language)}
            {parts::placeholders(&page.ctx, kind, language)}
            <form method="post" action=SaveTemplate::url() novalidate>
                {ui::hidden("template", kind.as_str())}
                {ui::hidden("seen", &version)}
                <p class="hint">{words::templates_empty_default(language)}</p>
                <div class="wordings">{sides}</div>
                <div class="actions">
                    <button class="button">{words::templates_save(language)}</button>
                    <button class="button secondary" formaction=PreviewTemplate::url()>{words::templates_preview(language)}</button>
                    <button class="button secondary" formaction=TestTemplate::url()>{words::templates_test(language)}</button>
                </div>
            </form>
            {parts::history(&template, page.ctx.clock.now(), language)}
        },
    )
}

/// The words in force, as boxes.
fn stored(template: &Template) -> serde_json::Value {
    let (en, cy) = (
        template.wording(Language::English),
        template.wording(Language::Welsh),
    );
    json!({
        "subject_en": en.subject, "text_en": en.text, "sms_en": en.sms,
        "subject_cy": cy.subject, "text_cy": cy.text, "sms_cy": cy.sms,
    })
}

/// What stands in the boxes of one language.
fn of_form(form: &TemplateForm, which: Language) -> Wording {
    let (subject, text, sms) = match which {
        Language::English => (&form.subject_en, &form.text_en, &form.sms_en),
        Language::Welsh => (&form.subject_cy, &form.text_cy, &form.sms_cy),
    };
    Wording {
        subject: clean_line(subject),
        text: clean(text),
        sms: clean(sms),
    }
}

/// Says so where one language has own words and the other has not.
fn half_done(template: &Template, language: Language) -> Option<impl IntoView + use<>> {
    let is_own = |which| !template.own.of(which).is_default();
    let said = match (is_own(Language::English), is_own(Language::Welsh)) {
        (true, false) => words::templates_welsh_default(language),
        (false, true) => words::templates_english_default(language),
        _ => return None,
    };
    Some(view! { <p class="notice warn">{said}</p> })
}

/// The boxes of one language and what they make.
fn side(typed: &ui::Typed, kind: Kind, which: Language, preview: Preview) -> impl IntoView + use<> {
    let language = typed.language;
    let names = match which {
        Language::English => ["subject_en", "text_en", "sms_en"],
        Language::Welsh => ["subject_cy", "text_cy", "sms_cy"],
    };
    let name = language_words(which, language);
    let subject = words::templates_subject(language, name);
    let subject = ui::Field {
        name: names[0],
        label: &subject,
        hint: words::templates_subject_hint(language),
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        exact: false,
    };
    let has_link = kind.values().any(|value| value == Placeholder::Link);
    let text = words::templates_text(language, name);
    let text = ui::TextArea {
        name: names[1],
        label: &text,
        hint: if has_link {
            words::templates_text_hint_button(language)
        } else {
            words::templates_text_hint(language)
        },
        rows: 12,
        ..ui::TextArea::default()
    };
    let sms = kind.sms_required().map(|_| {
        let label = words::templates_sms_label(language, name);
        let area = ui::TextArea {
            name: names[2],
            label: &label,
            hint: words::templates_sms_hint(language),
            rows: 4,
            ..ui::TextArea::default()
        };
        ui::text_area(typed, area)
    });
    view! {
        <section class="wording">
            <h2>{name}</h2>
            {ui::field(typed, subject)}
            {ui::text_area(typed, text)}
            {sms}
            {parts::preview(which, preview, language)}
        </section>
    }
}
