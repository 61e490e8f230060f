//! One customer's record.

use super::{
    api::{AddNote, DisableCustomer, EnableCustomer, RefreshCustomer, SignCustomerOut, full_name},
    copies, messages,
};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    identity::{Language, Plane},
    ids::CustomerId,
    permissions::Permission,
    repairs::Status,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    customers::{self, Note, Origin, RepairRow, SignIn, Who},
    times,
};

pub(super) fn name_of(who: &Who) -> String {
    full_name(&who.first_name, &who.last_name, &who.email)
}

pub async fn record(page: Page) -> PageResult {
    let id = page.param("id", CustomerId::parse)?;
    // A browser's guess is no look: it would be on record as one.
    if page.request.is_prefetch {
        return Err(AppError::Busy);
    }
    let record = customers::record(&page.ctx, &id).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let may = |permission| page.ctx.actor.require(permission).is_ok();
    let title = name_of(&record.who);
    let manages = may(Permission::CustomersManage);
    let copies = copies::panels(&record, now, language);
    let notes = view! {
        <section class="panel" aria-labelledby="notes">
            <h2 id="notes">{words::customer_notes(language)}</h2>
            {manages.then(|| note_form(&page, &id, language))}
            {notes(record.notes, now, language)}
        </section>
    };
    let actions = actions(&page, &id, &record.who, language);
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_CUSTOMERS.to_owned(), language)}
            <div class="page-head">
                <div><h1>{title.clone()}</h1><p>{status(&record.who, now, language)}</p></div>
            </div>
            {messages::warnings(record.unreachable, now, language)}
            <div class="columns">
                <div class="stack">
                    <section class="panel">
                        <h2>{words::customer_who(language)}</h2>
                        {ui::summary(about(&record.who, record.origin.as_ref(), now, language), language)}
                    </section>
                    {copies}
                    <section class="panel">
                        <h2>{words::customer_repairs(language)}</h2>
                        {repairs(record.repairs, may(Permission::RepairsRead), now, language)}
                    </section>
                    {notes}
                </div>
                <aside class="stack">
                    {actions}
                    <section class="panel">
                        <h2>{words::customer_messages(language)}</h2>
                        {messages::list(record.messages, now, language)}
                    </section>
                    <section class="panel">
                        <h2>{words::customer_sign_ins(language)}</h2>
                        {sign_ins(record.sign_ins, now, language)}
                    </section>
                </aside>
            </div>
        },
    )
}

fn is_limited(who: &Who, now: Millis) -> bool {
    who.limited_until.is_some_and(|until| Millis(until) > now)
}

fn status(who: &Who, now: Millis, language: Language) -> impl IntoView + use<> {
    let (class, text) = if who.disabled_at.is_some() {
        ("tag danger", words::customer_disabled(language))
    } else if is_limited(who, now) {
        ("tag warn", words::customer_limited(language))
    } else {
        ("tag good", words::customer_active(language))
    };
    view! { <span class=class>{text}</span> }
}

fn row(label: &str, value: impl Into<String>) -> ui::SummaryRow {
    let value: String = value.into();
    ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="pre break">{value}</span> }.into_any(),
        change: None,
    }
}

fn origin(origin: &Origin, language: Language) -> Option<String> {
    match (origin.event.as_str(), origin.inviter.as_str()) {
        ("invite.used", "") => Some(words::customer_origin_invited(language).to_owned()),
        ("invite.used", name) => Some(words::customer_origin_invited_by(language, name)),
        _ => words::find(language, &format!("customer-origin-{}", origin.detail)).map(str::to_owned),
    }
}

fn about(who: &Who, began: Option<&Origin>, now: Millis, language: Language) -> Vec<ui::SummaryRow> {
    let spoken = match Language::parse(&who.language).unwrap_or_default() {
        Language::English => words::customer_language_en(language),
        Language::Welsh => words::customer_language_cy(language),
    };
    let last = who.last_sign_in.map_or_else(
        || words::customer_never(language).to_owned(),
        |at| ui::stamp(Millis(at), now, language),
    );
    let mut rows = vec![
        row(words::customer_name(language), name_of(who)),
        row(words::customer_email(language), who.email.clone()),
        row(words::customer_language(language), spoken),
    ];
    if !who.person_id.is_empty() {
        rows.push(row(words::customer_person(language), who.person_id.clone()));
    }
    rows.push(row(
        words::customer_since(language),
        ui::stamp(Millis(who.created_at), now, language),
    ));
    if let Some(how) = began.and_then(|began| origin(began, language)) {
        rows.push(row(words::customer_origin(language), how));
    }
    rows.push(row(words::customer_last_sign_in(language), last));
    if let Some(until) = who.limited_until.filter(|_| is_limited(who, now)) {
        rows.push(row(
            words::customer_limited_until(language),
            ui::stamp(Millis(until), now, language),
        ));
    }
    if let Some(since) = who.disabled_at {
        rows.push(row(
            words::customer_disabled_since(language),
            ui::stamp(Millis(since), now, language),
        ));
    }
    rows
}

fn repairs(all: Vec<RepairRow>, opens: bool, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p>{words::customer_repairs_none(language)}</p> }.into_any();
    }
    let lines = all
        .into_iter()
        .map(|repair| {
            let status = Status::parse(&repair.status).unwrap_or(Status::InProgress);
            let title = if opens {
                view! { <a href=paths::console_repair(&repair.id)>{repair.title}</a> }.into_any()
            } else {
                view! { <strong>{repair.title}</strong> }.into_any()
            };
            let when = format!(
                "{} · {}",
                repair.reference,
                times::short_day(Millis(repair.reported_at), now, language)
            );
            view! { <li>{title}<p class="row">{ui::status_tag(status, language)}<span class="muted">{when}</span></p></li> }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn sign_ins(all: Vec<SignIn>, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p>{words::customer_sign_ins_none(language)}</p> }.into_any();
    }
    let lines = all
        .into_iter()
        .map(|entry| {
            let what = words::find(
                language,
                &format!("customer-event-{}", entry.event.replace('.', "-")),
            )
            .unwrap_or_default();
            let how = words::find(language, &format!("audit-detail-{}", entry.detail));
            view! {
                <li>
                    <p>{what}{how.map(|how| format!(" {how}"))}</p>
                    <p class="small muted">{ui::stamp(Millis(entry.at), now, language)}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

fn note_form(page: &Page, id: &CustomerId, language: Language) -> impl IntoView + use<> {
    let typed = page.typed("note");
    let area = ui::TextArea {
        name: "note",
        label: words::customer_note(language),
        hint: words::customer_notes_hint(language),
        rows: 3,
        ..ui::TextArea::default()
    };
    view! {
        <form method="post" action=AddNote::url() novalidate>
            {ui::hidden("customer", id.as_str())}
            {ui::text_area(&typed, area)}
            <div class="actions"><button class="button small secondary">{words::customer_note_add(language)}</button></div>
        </form>
    }
}

fn notes(all: Vec<Note>, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p class="muted">{words::customer_notes_none(language)}</p> }.into_any();
    }
    let lines = all
        .into_iter()
        .map(|note| {
            let author = if note.author.is_empty() {
                words::customer_note_left(language).to_owned()
            } else {
                note.author
            };
            let by = words::customer_note_by(
                language,
                &author,
                &ui::stamp(Millis(note.created_at), now, language),
            );
            view! { <li><p class="pre break">{note.text}</p><p class="small muted">{by}</p></li> }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

/// A button that is about this customer.
fn button(action: &'static str, id: &CustomerId, label: &str, hint: &str) -> impl IntoView + use<> {
    let hint = (!hint.is_empty()).then(|| view! { <p class="small muted">{hint.to_owned()}</p> });
    view! {
        <li>
            <form method="post" action=action>
                {ui::hidden("customer", id.as_str())}
                <button class="button small secondary">{label.to_owned()}</button>
            </form>
            {hint}
        </li>
    }
}

fn actions(page: &Page, id: &CustomerId, who: &Who, language: Language) -> impl IntoView + use<> {
    let may = |permission| page.ctx.actor.require(permission).is_ok();
    let is_open = who.disabled_at.is_none();
    let view_as = (may(Permission::CustomersViewAs) && is_open).then(|| {
        view! { <li><a href=paths::customer_view_as(id)>{words::customer_view_as(language)}</a></li> }
    });
    let audit = may(Permission::AuditRead).then(
        || view! { <li><a href=paths::audit_about(id.as_str())>{words::customer_audit(language)}</a></li> },
    );
    let refresh = (!who.person_id.is_empty()).then(|| {
        button(
            RefreshCustomer::url(),
            id,
            words::customer_refresh(language),
            words::customer_refresh_hint(language),
        )
    });
    let manage = may(Permission::CustomersManage).then(|| {
        let help = paths::help_with_sign_in(Plane::Portal, id.as_str());
        // Without a person in the housing system nobody knows which home the letter goes to.
        let letter = (is_open && !who.person_id.is_empty()).then(|| {
            view! { <li><a href=paths::console_customer_letter(id)>{words::letter_customer_title(language)}</a></li> }
        });
        let sign_out = is_open.then(|| {
            button(
                SignCustomerOut::url(),
                id,
                words::customer_sign_out(language),
                words::customer_sign_out_hint(language),
            )
        });
        let (switch, label, hint) = if is_open {
            (
                DisableCustomer::url(),
                words::customer_disable(language),
                words::customer_disable_hint(language),
            )
        } else {
            (EnableCustomer::url(), words::customer_enable(language), "")
        };
        view! {
            <li><a href=help>{words::customer_help_sign_in(language)}</a></li>
            {letter}
            {sign_out}
            {button(switch, id, label, hint)}
            <li><a href=paths::customer_delete(id)>{words::customer_delete(language)}</a></li>
        }
    });
    view! {
        <section class="panel">
            <h2>{words::customer_actions(language)}</h2>
            <ul class="lines">{refresh}{view_as}{audit}{manage}</ul>
        </section>
    }
}
