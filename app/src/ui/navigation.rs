//! The places of each plane. Staff see those that their role opens.

use crate::{paths, request::Page};
use domain::{identity::Language, permissions::Permission};
use leptos::prelude::*;
use services::{
    auth::Session,
    context::{Actor, Staff},
};

/// One place: its address, its name, what it needs.
struct Place {
    href: &'static str,
    name: fn(Language) -> &'static str,
    needs: Option<Permission>,
}

const PORTAL: &[Place] = &[
    Place {
        href: paths::HOME,
        name: words::nav_home,
        needs: None,
    },
    Place {
        href: paths::REPAIRS,
        name: words::nav_repairs,
        needs: None,
    },
    Place {
        href: paths::YOU,
        name: words::you_nav,
        needs: None,
    },
];

const CONSOLE: &[Place] = &[
    Place {
        href: paths::CONSOLE_REPAIRS,
        name: words::console_nav_repairs,
        needs: Some(Permission::RepairsRead),
    },
    Place {
        href: paths::CONSOLE_CUSTOMERS,
        name: words::customers_nav,
        needs: Some(Permission::CustomersRead),
    },
    Place {
        href: paths::CONSOLE_INVITES,
        name: words::invites_nav,
        needs: Some(Permission::InvitesManage),
    },
    Place {
        href: paths::CONSOLE_REGISTRATIONS,
        name: words::registrations_nav,
        needs: Some(Permission::RegistrationsDecide),
    },
    Place {
        href: paths::CONSOLE_ADMINISTRATORS,
        name: words::administrators_nav,
        needs: Some(Permission::AdministratorsRead),
    },
    Place {
        href: paths::CONSOLE_ROLES,
        name: words::roles_nav,
        needs: Some(Permission::RolesManage),
    },
    Place {
        href: paths::CONSOLE_INTEGRATIONS,
        name: words::integrations_nav,
        needs: Some(Permission::IntegrationsManage),
    },
    Place {
        href: paths::CONSOLE_CREDENTIALS,
        name: words::credentials_nav,
        needs: Some(Permission::IntegrationsManage),
    },
    Place {
        href: paths::CONSOLE_DROPS,
        name: words::drops_nav,
        needs: Some(Permission::IntegrationsManage),
    },
    Place {
        href: paths::CONSOLE_SYNC,
        name: words::sync_nav,
        needs: Some(Permission::IntegrationsManage),
    },
    Place {
        href: paths::CONSOLE_TEMPLATES,
        name: words::templates_nav,
        needs: Some(Permission::TemplatesManage),
    },
    Place {
        href: paths::CONSOLE_SENDING,
        name: words::sending_nav,
        needs: Some(Permission::MessagesManage),
    },
    Place {
        href: paths::CONSOLE_AUDIT,
        name: words::audit_nav,
        needs: Some(Permission::AuditRead),
    },
    Place {
        href: paths::CONSOLE_DOMAINS,
        name: words::domains_nav,
        needs: Some(Permission::SignInManage),
    },
    Place {
        href: paths::CONSOLE_SSO,
        name: words::sso_nav,
        needs: Some(Permission::SignInManage),
    },
];

fn opens(place: &Place, staff: &Staff) -> bool {
    place
        .needs
        .is_none_or(|permission| staff.permissions.contains(permission))
}

/// The first place in the console that a member of staff may open.
pub fn first_place(staff: &Staff) -> Option<&'static str> {
    CONSOLE
        .iter()
        .find(|place| opens(place, staff))
        .map(|place| place.href)
}

fn is_here(place: &Place, path: &str) -> bool {
    path == place.href
        || (place.href != paths::HOME
            && path
                .strip_prefix(place.href)
                .is_some_and(|rest| rest.starts_with('/')))
}

pub fn navigation(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let places: Vec<&Place> = match &page.request.session {
        Session::Full(Actor::Customer(_), _) => PORTAL.iter().collect(),
        Session::Full(Actor::Staff(staff), _) => CONSOLE.iter().filter(|place| opens(place, staff)).collect(),
        _ => return None,
    };
    let links = places
        .into_iter()
        .map(|place| {
            let here = is_here(place, &page.request.path);
            view! { <li><a href=place.href aria-current=here.then_some("page")>{(place.name)(language)}</a></li> }
        })
        .collect_view();
    Some(view! {
        <nav class="nav" aria-label=words::nav_main(language)>
            <details class="menu">
                <summary>{words::menu(language)}</summary>
                <ul>{links}</ul>
            </details>
        </nav>
    })
}
