//! Roles: what each allows, and the landlord's own.

use super::{
    api::{DeleteRole, KeepRole},
    permission_words, refusal_words, role_words, tabs,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    administrators::Refusal,
    identity::Language,
    ids::RoleId,
    permissions::{Area, BuiltInRole, Permissions},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    administrators::{self, OwnRole},
    random,
};

pub async fn list(page: Page) -> PageResult {
    let own = administrators::own(&page.ctx).await?;
    let holders = administrators::holders(&page.ctx).await?;
    let language = page.language();
    let title = words::roles_title(language);
    let built_in = BuiltInRole::ALL
        .into_iter()
        .map(|role| {
            let name = role.as_str();
            let hint = words::find(language, &format!("role-{name}-hint")).unwrap_or_default();
            let count = holders.get(name).copied().unwrap_or_default();
            let label = role_words(name, "", language);
            card(
                label,
                Some(hint),
                role.permissions(),
                count,
                ().into_any(),
                language,
            )
        })
        .collect_view();
    let own = if own.is_empty() {
        view! { <p>{words::roles_own_empty(language)}</p> }.into_any()
    } else {
        own.into_iter()
            .map(|role| own_card(role, language))
            .collect_view()
            .into_any()
    };
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::roles_purpose(language)}</p></div>
                <a class="button" href=paths::CONSOLE_ROLE_NEW>{words::roles_add(language)}</a>
            </div>
            {tabs(&page)}
            <section class="stack" aria-labelledby="own">
                <h2 id="own">{words::roles_own(language)}</h2>
                {own}
            </section>
            <section class="stack top-l" aria-labelledby="built-in">
                <h2 id="built-in">{words::roles_built_in(language)}</h2>
                {built_in}
            </section>
        },
    )
}

fn own_card(role: OwnRole, language: Language) -> AnyView {
    let links = RoleId::parse(&role.id).map(|id| {
        let link = |href: String, label: &'static str| {
            let name = words::administrators_about(language, label, &role.name);
            view! { <a href=href aria-label=name>{label}</a> }
        };
        view! {
            <p class="row">
                {link(paths::role(&id), words::roles_edit(language))}
                {link(paths::role_delete(&id), words::roles_delete(language))}
            </p>
        }
    });
    let allows = role.allows();
    card(role.name, None, allows, role.holders, links.into_any(), language)
}

fn card(
    name: String,
    hint: Option<&'static str>,
    allows: Permissions,
    holders: i64,
    links: AnyView,
    language: Language,
) -> AnyView {
    let hint = hint.map(|hint| view! { <p>{hint}</p> });
    let areas = Area::ALL
        .into_iter()
        .filter_map(|area| {
            let allowed: Vec<_> = area
                .permissions()
                .filter(|permission| allows.contains(*permission))
                .map(|permission| view! { <li>{permission_words(permission, language)}</li> })
                .collect();
            let label = words::find(language, &format!("area-{}", area.as_str())).unwrap_or_default();
            (!allowed.is_empty()).then(|| view! { <h4>{label}</h4><ul>{allowed}</ul> })
        })
        .collect_view();
    view! {
        <article class="panel">
            <h3>{name.clone()}</h3>
            {hint}
            <p class="muted">{words::roles_people(language, holders)}</p>
            <details>
                <summary>{words::roles_may(language)}<span class="visually-hidden">": "{name}</span></summary>
                {areas}
            </details>
            {links}
        </article>
    }
    .into_any()
}

/// The boxes of a role. What the person does not hold cannot be ticked, and says so.
fn form(
    typed: &ui::Typed,
    role: &str,
    seen: i64,
    holds: Permissions,
    submission: &str,
) -> impl IntoView + use<> {
    let language = typed.language;
    let ticked: Vec<String> = typed
        .values
        .get("permissions")
        .and_then(|list| serde_json::from_value(list.clone()).ok())
        .unwrap_or_default();
    let error = typed.error_sentence("permissions");
    let wrong = error.is_some();
    let mut first = true;
    let areas = Area::ALL
        .into_iter()
        .map(|area| {
            let boxes = area
                .permissions()
                .map(|permission| {
                    let name = permission.as_str();
                    // The link of the error summary leads to the first.
                    let id = if std::mem::take(&mut first) { "permissions" } else { name };
                    let mine = holds.contains(permission);
                    let note = (!mine).then(|| {
                        view! { <span class="hint">" "{words::role_not_yours(language)}</span> }
                    });
                    let is_ticked = ticked.iter().any(|one| one == name);
                    view! {
                        <div class="choice">
                            <input type="checkbox" id=id name="permissions[]" value=name checked=is_ticked disabled=!mine/>
                            <label for=id>{permission_words(permission, language)}{note}</label>
                        </div>
                    }
                })
                .collect_view();
            let label = words::find(language, &format!("area-{}", area.as_str())).unwrap_or_default();
            view! { <fieldset class="field"><legend>{label}</legend>{boxes}</fieldset> }
        })
        .collect_view();
    let name = ui::Field {
        name: "role_name",
        label: words::role_name(language),
        hint: words::role_name_hint(language),
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        ..ui::Field::default()
    };
    let error = ui::error_line("permissions", error, language);
    let described = if wrong {
        "permissions-hint permissions-error"
    } else {
        "permissions-hint"
    };
    let way_out = (
        paths::CONSOLE_ROLES.to_owned(),
        words::administrator_cancel(language),
    );
    view! {
        <form method="post" action=KeepRole::url() novalidate>
            {ui::hidden("submission", submission)}
            {ui::hidden("role", role)}
            {ui::hidden("seen", &seen.to_string())}
            {ui::field(typed, name)}
            <div
                class=if wrong { "field wrong stack" } else { "field stack" }
                role="group"
                aria-labelledby="permissions-label"
                aria-describedby=described
            >
                <h2 id="permissions-label">{words::role_permissions(language)}</h2>
                <p class="hint" id="permissions-hint">{words::role_permissions_hint(language)}</p>
                {error}
                {areas}
            </div>
            {ui::actions(words::role_save(language), Some(way_out))}
        </form>
    }
}

/// A new role.
pub async fn add(page: Page) -> PageResult {
    let holds = administrators::may_make(&page.ctx).await?;
    let language = page.language();
    let title = words::role_add_title(language);
    let typed = page.typed("role");
    let submission = typed.value_or("submission", &random::id(page.ctx.clock.now()));
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_ROLES.to_owned(), language)}
            <h1>{title}</h1>
            {form(&typed, "", 0, holds, &submission)}
        },
    )
}

/// One of the landlord's own roles, to be changed.
pub async fn change(page: Page) -> PageResult {
    let id = page.param("id", RoleId::parse)?;
    let (role, refusal) = administrators::own_one(&page.ctx, &id).await?;
    let holds = administrators::may_make(&page.ctx).await?;
    let language = page.language();
    let title = role.name.clone();
    let typed = page.typed("role");
    let was_sent = !typed.values.is_null();
    let names: Vec<_> = role.allows().iter().map(|one| one.as_str().to_owned()).collect();
    let typed = typed.or_stored(json!({ "role_name": role.name, "permissions": names }));
    let content = match refusal {
        Some(Refusal::Yourself) => {
            view! { <p class="notice">{words::role_own_note(language)}</p> }.into_any()
        }
        Some(_) => view! { <p class="notice">{words::role_above_note(language)}</p> }.into_any(),
        None => form(&typed, &role.id, role.updated_at, holds, "").into_any(),
    };
    let allows = role.allows();
    // Somebody else may have saved meanwhile: both are shown.
    let saved = was_sent.then(|| {
        view! {
            <section class="top-l" aria-labelledby="saved">
                <h2 id="saved">{words::administrator_stored_title(language)}</h2>
                {card(role.name.clone(), None, allows, role.holders, ().into_any(), language)}
            </section>
        }
    });
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_ROLES.to_owned(), language)}
            <div class="page-head">
                <div><p class="caption">{words::role_caption(language)}</p><h1>{title.clone()}</h1></div>
            </div>
            {content}
            {saved}
        },
    )
}

/// The last question before a role is deleted.
pub async fn delete(page: Page) -> PageResult {
    let id = page.param("id", RoleId::parse)?;
    let (role, refusal) = administrators::own_one(&page.ctx, &id).await?;
    let language = page.language();
    let title = words::role_delete_title(language, &role.name);
    let refusal = if role.holders > 0 {
        Some(Refusal::InUse)
    } else {
        refusal
    };
    let question = match refusal {
        Some(Refusal::MoreThanYours) => {
            view! { <p class="notice">{words::role_above_note(language)}</p> }.into_any()
        }
        Some(refusal) => view! { <p class="notice">{refusal_words(refusal, language)}</p> }.into_any(),
        None => view! {
            <p>{words::role_delete_effect(language)}</p>
            <form method="post" action=DeleteRole::url()>
                {ui::hidden("role", &role.id)}
                <div class="actions">
                    <button class="button danger">{words::role_delete_button(language)}</button>
                    <a href=paths::CONSOLE_ROLES>{words::role_delete_keep(language)}</a>
                </div>
            </form>
        }
        .into_any(),
    };
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_ROLES.to_owned(), language)}
            <div class="question"><h1>{title.clone()}</h1>{question}</div>
        },
    )
}
