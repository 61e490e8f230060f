//! The report: one question a page, every answer stored.

use super::{
    api::{AcceptSafety, Describe, RemovePhoto, SendReport},
    choose,
    islands::{PhotoPicker, PickerWords},
};
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    identity::Language,
    ids::DraftId,
    repairs::{DESCRIPTION_MAX, Draft, PHOTO_MB_MAX, PHOTOS_MAX, Step},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{hms, repairs::report};

/// The first question; nothing is stored before it is answered.
pub async fn start(page: Page) -> PageResult {
    choose::category(&page, None).await
}

/// Any question of a draft; one that cannot be asked yet leads to the one before it.
pub async fn step(page: Page) -> PageResult {
    let id = page.param("draft", DraftId::parse)?;
    let step = page.param("step", Step::parse)?;
    let draft = report::draft(&page.ctx, &id).await?;
    if let Some(repair) = &draft.sent_as {
        return Ok(Screen::Elsewhere(paths::repair_sent(repair)));
    }
    let reached = draft.reached();
    if step > reached || (step == Step::Safety && !draft.needs_safety()) {
        return Ok(Screen::Elsewhere(paths::report(&id, reached)));
    }
    match step {
        Step::Category => choose::category(&page, Some(&draft)).await,
        Step::Problem => choose::problem(&page, &draft).await,
        Step::Safety => safety(&page, &draft),
        Step::Describe => describe(&page, &draft),
        Step::Photos => photos(&page, &draft),
        Step::Check => check(&page, &draft).await,
    }
}

pub(super) fn back(page: &Page, draft: Option<&Draft>, step: Step) -> AnyView {
    let href = match draft {
        Some(draft) if page.query("back") == Step::Check.as_str() => paths::report(&draft.id, Step::Check),
        Some(draft) => draft.before(step).map_or_else(
            || paths::REPAIRS.to_owned(),
            |before| paths::report(&draft.id, before),
        ),
        None => paths::HOME.to_owned(),
    };
    ui::back_to(href, page.language()).into_any()
}

pub(super) fn way_back(page: &Page) -> impl IntoView + use<> {
    ui::hidden("back_to", page.query("back"))
}

fn safety(page: &Page, draft: &Draft) -> PageResult {
    let language = page.language();
    let title = words::report_safety(language);
    let notice = draft
        .definition
        .as_ref()
        .and_then(|definition| definition.safety_notice.clone())
        .unwrap_or_default();
    let typed = page.typed("safety");
    page.screen(
        title,
        view! {
            {back(page, Some(draft), Step::Safety)}
            <div class="question">
                <p class="caption">{words::report_caption(language)}</p>
                <h1>{title}</h1>
                <div class="warning pre">
                    <strong><span class="visually-hidden">{words::warning(language)}" "</span>{notice}</strong>
                </div>
                <form method="post" action=AcceptSafety::url() novalidate>
                    {ui::hidden("draft", draft.id.as_str())}
                    {way_back(page)}
                    {ui::tick(&typed, "accepted", words::report_safety_accept(language), draft.safety_accepted)}
                    {ui::actions(words::go_on(language), None)}
                </form>
            </div>
        },
    )
}

fn describe(page: &Page, draft: &Draft) -> PageResult {
    let language = page.language();
    let title = words::report_describe(language);
    let typed = page.typed("description");
    let hint = words::report_describe_hint(language, &DESCRIPTION_MAX.to_string());
    let description = ui::TextArea {
        name: "description",
        label: words::report_describe_label(language),
        hint: &hint,
        rows: 6,
        stored: &draft.description,
        optional: false,
    };
    page.screen(
        title,
        view! {
            {back(page, Some(draft), Step::Describe)}
            <div class="question">
                <p class="caption">{words::report_caption(language)}</p>
                <h1>{title}</h1>
                {guidance(draft, language)}
                <form method="post" action=Describe::url() novalidate>
                    {ui::hidden("draft", draft.id.as_str())}
                    {way_back(page)}
                    {ui::text_area(&typed, description)}
                    {ui::actions(words::go_on(language), None)}
                </form>
            </div>
        },
    )
}

/// "Is it yours or ours", where the landlord says so.
fn guidance(draft: &Draft, language: Language) -> Option<impl IntoView + use<>> {
    let text = draft
        .definition
        .as_ref()
        .map(|definition| definition.guidance.clone());
    let text = text.filter(|text| !text.is_empty())?;
    Some(view! {
        <section class="panel">
            <h2>{words::report_guidance(language)}</h2>
            <p class="pre break">{text}</p>
        </section>
    })
}

fn picker_words(language: Language) -> PickerWords {
    PickerWords {
        label: words::report_photos_label(language).into(),
        hint: words::report_photos_hint(language, &PHOTOS_MAX.to_string()),
        upload: words::report_photos_upload(language).into(),
        shrinking: words::picker_shrinking(language).into(),
        sending: words::picker_sending(language).into(),
        sent: words::picker_sent(language).into(),
        failed: words::picker_failed(language).into(),
        again: words::picker_again(language).into(),
        remove: words::picker_remove(language).into(),
        interrupted: words::error_interrupted(language).into(),
        not_a_picture: words::error_not_a_picture(language).into(),
        too_big: words::error_too_big(language, &PHOTO_MB_MAX.to_string()),
        too_many: words::error_too_many(language, &PHOTOS_MAX.to_string()),
    }
}

fn photos(page: &Page, draft: &Draft) -> PageResult {
    let language = page.language();
    let title = words::report_photos(language);
    let added = draft
        .photos
        .iter()
        .map(|photo| {
            let which = words::report_photo_remove_which(language, &photo.name);
            view! {
                <li>
                    <figure>
                        <img src=paths::photo(&photo.id) alt=photo.name.clone() width="160" height="120"/>
                        <figcaption>{photo.name.clone()}</figcaption>
                    </figure>
                    <form method="post" action=RemovePhoto::url() class="inline">
                        {ui::hidden("draft", draft.id.as_str())}
                        {ui::hidden("photo", photo.id.as_str())}
                        <button class="link" aria-label=which>{words::report_photo_remove(language)}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let added = (!draft.photos.is_empty()).then(|| {
        view! { <section><h2>{words::report_photos_added(language)}</h2><ul class="photos">{added}</ul></section> }
    });
    let error = page.typed("photos").error_sentence("photos");
    let upload = paths::report_upload(&draft.id);
    let check = paths::report(&draft.id, Step::Check);
    let back = back(page, Some(draft), Step::Photos);
    let picker = picker_words(language);
    let is_wanted = draft
        .definition
        .as_ref()
        .is_some_and(|definition| definition.photo_wanted);
    let why = if is_wanted {
        words::report_photos_wanted(language)
    } else {
        words::report_photos_why(language)
    };
    page.screen_with_island(title, move || {
        view! {
            {back}
            <div class="question">
                <p class="caption">{words::report_caption(language)}</p>
                <h1>{title}</h1>
                <p>{why}</p>
                {added}
                <PhotoPicker upload=upload words=picker error=error/>
                <div class="actions"><a class="button" href=check>{words::go_on(language)}</a></div>
            </div>
        }
    })
}

async fn check(page: &Page, draft: &Draft) -> PageResult {
    let language = page.language();
    let title = words::report_check(language);
    let change = |step: Step| Some(paths::report_change(&draft.id, step));
    let home = match &page.ctx.actor {
        services::context::Actor::Customer(customer) => hms::home_of(&page.ctx.db, &customer.id).await?,
        _ => None,
    };
    let row = |label: &str, value: AnyView, change: Option<String>| ui::SummaryRow {
        label: label.to_owned(),
        value,
        change,
    };
    let mut rows = Vec::new();
    if let Some(home) = home {
        rows.push(row(
            words::report_check_home(language),
            home.address.join(", ").into_any(),
            None,
        ));
    }
    if let Some(category) = &draft.category {
        rows.push(row(
            words::report_check_category(language),
            category.name.clone().into_any(),
            change(Step::Category),
        ));
    }
    if let Some(definition) = &draft.definition {
        rows.push(row(
            words::report_check_definition(language),
            definition.name.clone().into_any(),
            change(Step::Problem),
        ));
    }
    if draft.needs_safety() {
        rows.push(row(
            words::report_check_safety(language),
            words::report_check_safety_read(language).into_any(),
            change(Step::Safety),
        ));
    }
    let description = draft.description.clone();
    let description = view! { <span class="pre break">{description}</span> }.into_any();
    rows.push(row(
        words::report_check_description(language),
        description,
        change(Step::Describe),
    ));
    let photos = match i64::try_from(draft.photos.len()) {
        Ok(count) if count > 0 => words::report_photo_count(language, count),
        _ => words::report_no_photos(language).to_owned(),
    };
    rows.push(row(
        words::report_check_photos(language),
        photos.into_any(),
        change(Step::Photos),
    ));
    page.screen(
        title,
        view! {
            {back(page, Some(draft), Step::Check)}
            <p class="caption">{words::report_caption(language)}</p>
            <h1>{title}</h1>
            {ui::summary(rows, language)}
            <p>{words::report_check_next(language)}</p>
            <form method="post" action=SendReport::url() novalidate>
                {ui::hidden("draft", draft.id.as_str())}
                {ui::actions(words::report_send(language), None)}
            </form>
        },
    )
}
