//! Who works here: administrators and roles.

pub mod api;
pub mod list;
pub mod people;
pub mod roles;

use crate::{paths, request::Page};
use domain::{
    administrators::Refusal,
    identity::Language,
    permissions::{BuiltInRole, Permission, Permissions},
};
use leptos::prelude::*;

/// The pages beside each other, those that the role opens.
fn tabs(page: &Page) -> impl IntoView + use<> {
    let language = page.language();
    let links = [
        (
            Permission::AdministratorsRead,
            paths::CONSOLE_ADMINISTRATORS,
            words::administrators_title(language),
        ),
        (
            Permission::RolesManage,
            paths::CONSOLE_ROLES,
            words::roles_title(language),
        ),
        (
            Permission::SignInManage,
            paths::CONSOLE_DOMAINS,
            words::domains_title(language),
        ),
    ]
    .into_iter()
    .filter(|(needs, ..)| page.ctx.actor.require(*needs).is_ok())
    .map(|(_, href, label)| {
        let here = (page.request.path == href).then_some("page");
        view! { <li><a href=href aria-current=here>{label}</a></li> }
    })
    .collect_view();
    view! { <nav class="tabs" aria-label=words::administrators_tabs(language)><ul>{links}</ul></nav> }
}

/// What a role is called: a built-in one by the words, one of the landlord's own by its name.
fn role_words(role: &str, name: &str, language: Language) -> String {
    if BuiltInRole::parse(role).is_some() {
        let known = words::find(language, &format!("role-{role}"));
        return known.unwrap_or(role).to_owned();
    }
    name.to_owned()
}

fn permission_words(permission: Permission, language: Language) -> &'static str {
    words::find(language, &format!("permission-{}", permission.as_str())).unwrap_or(permission.as_str())
}

/// What a set of permissions allows, one after the other.
fn allowed_words(allows: Permissions, language: Language) -> String {
    let sentences: Vec<_> = allows
        .iter()
        .map(|permission| permission_words(permission, language))
        .collect();
    sentences.join(" · ")
}

/// Why something cannot be done, where a page says so before the button is pressed.
const fn refusal_words(refusal: Refusal, language: Language) -> &'static str {
    match refusal {
        Refusal::Yourself => words::administrator_own(language),
        Refusal::MoreThanYours => words::administrator_above(language),
        Refusal::LastOwner => words::administrator_last_owner(language),
        Refusal::InUse => words::role_delete_used(language),
    }
}
