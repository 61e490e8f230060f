//! What the page of one kind is made of besides its boxes.

use super::{api::RestoreTemplate, language_words};
use crate::ui;
use domain::{
    dates::Millis,
    identity::Language,
    messages::Alphabet,
    templates::{Kind, Paragraph, Wordings},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    context::Ctx,
    templates::{self, Preview, Template, Version},
};

/// What can be put in, with examples.
pub fn placeholders(ctx: &Ctx, kind: Kind, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::templates_column_placeholder(language),
        words::templates_column_meaning(language),
        words::templates_column_example(language),
    ];
    let rows = kind
        .values()
        .map(|value| {
            let name = value.as_str();
            let meaning = words::find(language, &format!("placeholder-{name}")).unwrap_or_default();
            let required = kind.required().contains(&value).then(|| {
                view! { <p class="small"><strong>{words::templates_required(language)}</strong></p> }
            });
            let example = templates::example(ctx, value, language);
            let example = if example.is_empty() {
                "–".to_owned()
            } else {
                example
            };
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]><code>{value.mark()}</code></th>
                    <td data-label=heads[1]><div>{meaning}{required}</div></td>
                    <td data-label=heads[2] class="break data">{example}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="panel">
            <h2>{words::templates_placeholders(language)}</h2>
            <p>{words::templates_placeholders_purpose(language)}</p>
            {ui::table("dense cards", words::templates_placeholders_caption(language), &heads, rows)}
        </section>
    }
}

/// A message as it will be read. It is built from paragraphs like any page of ours, so nothing in it is markup.
pub fn preview(which: Language, preview: Preview, language: Language) -> impl IntoView + use<> {
    let tag = which.tag();
    let paragraphs = preview
        .paragraphs
        .into_iter()
        .map(|paragraph| match paragraph {
            Paragraph::Text(text) => view! { <p class="pre break">{text}</p> }.into_any(),
            Paragraph::Big(text) => view! { <p class="big">{text}</p> }.into_any(),
            Paragraph::Button { label, link } => view! {
                <p><span class="button">{label}</span></p>
                <p class="small muted break">{link}</p>
            }
            .into_any(),
        })
        .collect_view();
    let sms = preview.sms.map(|(text, size)| {
        let wide = (size.alphabet == Alphabet::Ucs2)
            .then(|| format!(" {}", words::templates_preview_sms_wide(language)));
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let length = words::templates_preview_sms_size(language, number(size.parts), &size.used.to_string());
        view! {
            <h4>{words::templates_preview_sms(language)}</h4>
            <p class="sms pre break data" lang=tag>{text}</p>
            <p class="small muted">{length}{wide}</p>
        }
    });
    view! {
        <article class="preview">
            <h3>{words::templates_preview_title(language, language_words(which, language))}</h3>
            <div class="mail data" lang=tag>
                <p class="subject"><strong>{preview.subject}</strong></p>
                {paragraphs}
            </div>
            <details>
                <summary>
                    {words::templates_preview_plain(language)}
                    <span class="visually-hidden">": "{language_words(which, language)}</span>
                </summary>
                <p class="pre break data" lang=tag>{preview.text}</p>
            </details>
            {sms}
        </article>
    }
}

/// The versions before, and the way back to our own words.
pub fn history(template: &Template, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    if template.version == 0 {
        return None;
    }
    let heads = [
        words::templates_column_version(language),
        words::templates_column_saved(language),
        words::templates_column_by(language),
        words::templates_column_action(language),
    ];
    let rows = template
        .history
        .iter()
        .map(|version| row(template, version, heads, now, language))
        .collect();
    let reset = (!template.own.is_default()).then(|| {
        view! {
            <p>{words::templates_reset_effect(language)}</p>
            {restore(template, 0, words::templates_reset(language), String::new())}
        }
    });
    Some(view! {
        <section class="panel">
            <h2>{words::templates_history(language)}</h2>
            <p>{words::templates_history_purpose(language)}</p>
            {ui::table("dense cards", words::templates_history_caption(language), &heads, rows)}
            {reset}
        </section>
    })
}

fn row(
    template: &Template,
    version: &Version,
    heads: [&'static str; 4],
    now: Millis,
    language: Language,
) -> AnyView {
    let number = version.version.to_string();
    let by = if version.saved_by.is_empty() {
        words::templates_by_nobody(language).to_owned()
    } else {
        version.saved_by.clone()
    };
    let about = format!(" {}", words::templates_restore_about(language, &number));
    let action = if version.version == template.version {
        view! { <span class="tag good">{words::templates_now(language)}</span> }.into_any()
    } else {
        restore(
            template,
            version.version,
            words::templates_restore(language),
            about,
        )
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" data-label=heads[0]>{number}{said(version, language)}</th>
            <td data-label=heads[1]>{ui::stamp(Millis(version.saved_at), now, language)}</td>
            <td data-label=heads[2] class="data">{by}</td>
            <td data-label=heads[3]>{action}</td>
        </tr>
    }
    .into_any()
}

/// The words of a version, those that are the landlord's own.
fn said(version: &Version, language: Language) -> AnyView {
    let own: Wordings = serde_json::from_str(&version.wording).unwrap_or_default();
    if own.is_default() {
        return view! { <p class="small muted">{words::templates_default(language)}</p> }.into_any();
    }
    let texts = Language::ALL
        .into_iter()
        .flat_map(|which| {
            let wording = own.of(which).clone();
            [wording.subject, wording.text, wording.sms].map(|text| (which, text))
        })
        .filter(|(_, text)| !text.is_empty())
        .map(|(which, text)| view! { <p class="small pre break data" lang=which.tag()>{text}</p> })
        .collect_view();
    view! {
        <details>
            <summary>{words::templates_own(language)}</summary>
            {texts}
        </details>
    }
    .into_any()
}

fn restore(template: &Template, version: i64, label: &'static str, about: String) -> impl IntoView + use<> {
    view! {
        <form method="post" action=RestoreTemplate::url()>
            {ui::hidden("template", template.kind.as_str())}
            {ui::hidden("version", &version.to_string())}
            {ui::hidden("seen", &template.version.to_string())}
            <button class="button secondary small">{label}<span class="visually-hidden">{about}</span></button>
        </form>
    }
}
