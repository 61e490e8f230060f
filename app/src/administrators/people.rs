//! One administrator: adding, changing, deleting.

use super::{
    allowed_words,
    api::{AddAdministrator, ChangeAdministrator, DeleteAdministrator, InviteAdministrator},
    list::{is_over, status},
    refusal_words, role_words,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    administrators::{Refusal, Role},
    dates::Millis,
    identity::{Language, Plane},
    ids::StaffId,
    permissions::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    administrators::{self, Administrator, RoleChoice},
    random,
};

fn names(typed: &ui::Typed, language: Language) -> impl IntoView + use<> {
    let first = ui::Field {
        name: "first_name",
        label: words::administrator_first_name(language),
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        ..ui::Field::default()
    };
    let last = ui::Field {
        name: "last_name",
        label: words::administrator_last_name(language),
        ..first
    };
    view! { {ui::field(typed, first)}{ui::field(typed, last)} }
}

fn sso_only(typed: &ui::Typed, hint: &'static str, language: Language) -> impl IntoView + use<> {
    let ticked = typed.value_or("sso_only", "") == "yes";
    view! {
        <div class="stack-s">
            {ui::tick(typed, "sso_only", words::administrator_sso_only(language), ticked)}
            <p class="hint">{hint}</p>
        </div>
    }
}

fn role_choices(typed: &ui::Typed, offered: Vec<RoleChoice>, language: Language) -> impl IntoView + use<> {
    let offered = offered
        .into_iter()
        .map(|choice| {
            let value = choice.role.as_str().to_owned();
            let hint = match &choice.role {
                Role::BuiltIn(_) => words::find(language, &format!("role-{value}-hint"))
                    .unwrap_or_default()
                    .to_owned(),
                Role::Own(_) => allowed_words(choice.allows, language),
            };
            ui::Choice {
                label: role_words(&value, &choice.name, language),
                value,
                hint,
                ..ui::Choice::default()
            }
        })
        .collect();
    view! {
        {ui::options(typed, "role", words::administrator_role(language), offered)}
        <p class="hint">{words::administrator_role_hint(language)}</p>
    }
}

/// 'Add Administrator'.
pub async fn add(page: Page) -> PageResult {
    administrators::may_add(&page.ctx)?;
    let offered = administrators::choices(&page.ctx).await?;
    let language = page.language();
    let title = words::administrator_add_title(language);
    let typed = page.typed("administrator-add");
    let domains = &page.settings.administrator_domains;
    let hint = if domains.is_empty() {
        words::administrator_email_hint(language).to_owned()
    } else {
        let approved = words::administrator_email_domains(language, &domains.join(", "));
        format!("{} {approved}", words::administrator_email_hint(language))
    };
    let email = ui::Field {
        name: "staff_email",
        label: words::administrator_email(language),
        hint: &hint,
        kind: "email",
        autocomplete: "off",
        width: "w-full",
        ..ui::Field::default()
    };
    let way_out = (
        paths::CONSOLE_ADMINISTRATORS.to_owned(),
        words::administrator_cancel(language),
    );
    // A second press of the button, or a reload, adds nobody twice.
    let submission = typed.value_or("submission", &random::id(page.ctx.clock.now()));
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_ADMINISTRATORS.to_owned(), language)}
            <h1>{title}</h1>
            <form method="post" action=AddAdministrator::url() novalidate>
                {ui::hidden("submission", &submission)}
                {names(&typed, language)}
                {ui::field(&typed, email)}
                {sso_only(&typed, words::administrator_sso_only_hint(language), language)}
                {role_choices(&typed, offered, language)}
                {ui::actions(words::administrator_create(language), Some(way_out))}
            </form>
        },
    )
}

/// First and last name; of accounts that know only both together, cut at the first space.
fn halves(of: &Administrator) -> (String, String) {
    if of.first_name.is_empty() && of.last_name.is_empty() {
        let (first, last) = of.name.split_once(' ').unwrap_or((&of.name, ""));
        return (first.to_owned(), last.to_owned());
    }
    (of.first_name.clone(), of.last_name.clone())
}

/// One administrator, to be changed.
pub async fn change(page: Page) -> PageResult {
    let id = page.param("id", StaffId::parse)?;
    let standing = administrators::one(&page.ctx, &id).await?;
    let offered = administrators::choices(&page.ctx).await?;
    let language = page.language();
    let stored = standing.administrator;
    let (first_name, last_name) = halves(&stored);
    let typed = page.typed("administrator-change");
    let was_sent = !typed.values.is_null();
    let typed = typed.or_stored(json!({
        "first_name": first_name,
        "last_name": last_name,
        "role": stored.role,
        "sso_only": if stored.sso_only { "yes" } else { "" },
    }));
    let title = stored.name.clone();
    let note = standing
        .cannot_change
        .map(|refusal| view! { <p class="notice">{refusal_words(refusal, language)}</p> });
    let form = match standing.cannot_change {
        Some(Refusal::MoreThanYours | Refusal::InUse) => None,
        refusal => Some(form(&stored, &typed, offered, refusal.is_some(), language)),
    };
    // Somebody else may have saved meanwhile: both are shown.
    let saved = was_sent.then(|| saved_now(&stored, language));
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_ADMINISTRATORS.to_owned(), language)}
            <div class="page-head">
                <div><p class="caption">{words::administrator_caption(language)}</p><h1>{title.clone()}</h1></div>
            </div>
            <div class="columns">
                <div class="stack">{note}{form}</div>
                <aside class="stack">{saved}{beside(&page, &stored, &id, language)}</aside>
            </div>
        },
    )
}

fn form(
    stored: &Administrator,
    typed: &ui::Typed,
    offered: Vec<RoleChoice>,
    name_only: bool,
    language: Language,
) -> impl IntoView + use<> {
    let standing = if name_only {
        view! {
            {ui::hidden("role", &stored.role)}
            {stored.sso_only.then(|| ui::hidden("sso_only", "yes"))}
        }
        .into_any()
    } else {
        view! {
            {sso_only(typed, words::administrator_sso_warning(language), language)}
            {role_choices(typed, offered, language)}
        }
        .into_any()
    };
    let way_out = (
        paths::CONSOLE_ADMINISTRATORS.to_owned(),
        words::administrator_cancel(language),
    );
    view! {
        <form method="post" action=ChangeAdministrator::url() novalidate>
            {ui::hidden("administrator", &stored.id)}
            {ui::hidden("seen", &stored.changed_at.to_string())}
            {names(typed, language)}
            {standing}
            {ui::actions(words::administrator_save(language), Some(way_out))}
        </form>
    }
}

fn plain(label: &str, value: String) -> ui::SummaryRow {
    ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="break">{value}</span> }.into_any(),
        change: None,
    }
}

fn auth_words(of: &Administrator, language: Language) -> String {
    if of.sso_only {
        words::administrators_sso(language).to_owned()
    } else {
        words::administrators_password(language).to_owned()
    }
}

fn saved_now(stored: &Administrator, language: Language) -> impl IntoView + use<> {
    let rows = vec![
        plain(words::administrators_column_name(language), stored.name.clone()),
        plain(
            words::administrators_column_role(language),
            role_words(&stored.role, &stored.role_name, language),
        ),
        plain(
            words::administrators_column_auth(language),
            auth_words(stored, language),
        ),
    ];
    view! {
        <section class="panel"><h2>{words::administrator_stored_title(language)}</h2>{ui::summary(rows, language)}</section>
    }
}

/// What else there is to do.
fn beside(page: &Page, stored: &Administrator, id: &StaffId, language: Language) -> impl IntoView + use<> {
    let now = page.ctx.clock.now();
    let rows = vec![
        plain(words::administrators_column_email(language), stored.email.clone()),
        ui::SummaryRow {
            label: words::administrators_column_status(language).to_owned(),
            value: status(stored, now, language).into_any(),
            change: None,
        },
    ];
    let is_own = stored.id == page.request.account();
    let audit = page.ctx.actor.require(Permission::AuditRead).is_ok().then(|| {
        view! { <li><a href=paths::audit_about(&stored.id)>{words::administrator_audit(language)}</a></li> }
    });
    let others = (!is_own).then(|| {
        view! {
            <li><a href=paths::help_with_sign_in(Plane::Console, &stored.id)>{words::help_sign_in_title(language)}</a></li>
            <li><a href=paths::administrator_delete(id)>{words::administrators_delete(language)}</a></li>
        }
    });
    view! {
        <section class="panel">
            {ui::summary(rows, language)}
            <ul class="plain stack-s">{audit}{others}</ul>
        </section>
        {invitation(stored, now, language)}
    }
}

fn invitation(stored: &Administrator, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    let at = stored
        .invited_at
        .filter(|_| !stored.sso_only && !stored.has_password)?;
    let when = ui::stamp(Millis(at), now, language);
    let sentence = if is_over(stored, now) {
        words::administrator_invite_over(language, &when)
    } else {
        words::administrator_invite_sent(language, &when)
    };
    Some(view! {
        <section class="panel">
            <h2>{words::administrator_invite(language)}</h2>
            <p>{sentence}</p>
            <form method="post" action=InviteAdministrator::url() class="inline">
                {ui::hidden("administrator", &stored.id)}
                <button class="button small secondary">{words::administrator_invite_again(language)}</button>
            </form>
        </section>
    })
}

/// The last question before somebody is deleted.
pub async fn delete(page: Page) -> PageResult {
    let id = page.param("id", StaffId::parse)?;
    let standing = administrators::one(&page.ctx, &id).await?;
    let language = page.language();
    let stored = standing.administrator;
    let title = words::administrator_delete_title(language, &stored.name);
    let back = paths::administrator(&id);
    let question = match standing.cannot_delete {
        Some(refusal) => {
            let why = match refusal {
                Refusal::Yourself => words::administrator_delete_own(language),
                other => refusal_words(other, language),
            };
            view! { <p class="notice">{why}</p> }.into_any()
        }
        None => view! {
            <ul>
                <li>{words::administrator_delete_effect_sessions(language)}</li>
                <li>{words::administrator_delete_effect_sign_in(language)}</li>
                <li>{words::administrator_delete_effect_stays(language)}</li>
            </ul>
            <form method="post" action=DeleteAdministrator::url()>
                {ui::hidden("administrator", &stored.id)}
                <div class="actions">
                    <button class="button danger">{words::administrator_delete_button(language)}</button>
                    <a href=back.clone()>{words::administrator_delete_keep(language)}</a>
                </div>
            </form>
        }
        .into_any(),
    };
    page.screen(
        &title,
        view! {
            {ui::back_to(back.clone(), language)}
            <div class="question">
                <p class="caption">{stored.email.clone()}</p>
                <h1>{title.clone()}</h1>
                {question}
            </div>
        },
    )
}
