//! The places of each plane. Staff see those that their role opens.

use crate::{paths, request::Page};
use domain::{approvals::Kind, identity::Language, permissions::Permission};
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
        href: paths::CONSOLE_CATEGORIES,
        name: words::categories_nav,
        needs: Some(Permission::RepairsSetUp),
    },
    Place {
        href: paths::CONSOLE_DEFINITIONS,
        name: words::definitions_nav,
        needs: Some(Permission::RepairsSetUp),
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
        href: paths::CONSOLE_TEST_SYSTEM,
        name: words::test_system_nav,
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
    Place {
        href: paths::CONSOLE_SIGN_IN_SETTINGS,
        name: words::sign_in_settings_title,
        needs: Some(Permission::SignInManage),
    },
];

/// Places that belong together, under one name.
struct Group {
    name: fn(Language) -> &'static str,
    places: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group {
        name: words::nav_tenants,
        places: &[
            paths::CONSOLE_REPAIRS,
            paths::CONSOLE_CATEGORIES,
            paths::CONSOLE_DEFINITIONS,
            paths::CONSOLE_CUSTOMERS,
            paths::CONSOLE_INVITES,
            paths::CONSOLE_REGISTRATIONS,
        ],
    },
    Group {
        name: words::nav_messages,
        places: &[paths::CONSOLE_TEMPLATES, paths::CONSOLE_SENDING],
    },
    Group {
        name: words::nav_systems,
        places: &[
            paths::CONSOLE_INTEGRATIONS,
            paths::CONSOLE_TEST_SYSTEM,
            paths::CONSOLE_CREDENTIALS,
            paths::CONSOLE_SYNC,
            paths::CONSOLE_DROPS,
            paths::CONSOLE_DOMAINS,
        ],
    },
];

/// What waits for a second person, for those who may ask or agree.
const APPROVALS: Place = Place {
    href: paths::CONSOLE_APPROVALS,
    name: words::approvals_nav,
    needs: None,
};

fn takes_part(staff: &Staff) -> bool {
    Kind::open_to(staff.permissions).next().is_some()
}

/// The way to what waits, with how much does.
fn approvals(staff: &Staff, page: &Page, language: Language) -> Option<AnyView> {
    let here = is_here(&APPROVALS, &page.request.path);
    let waiting = (page.waiting > 0).then(|| {
        view! { " "<span class="tag info">{words::approvals_nav_waiting(language, page.waiting)}</span> }
    });
    takes_part(staff).then(|| {
        view! {
            <li><a href=APPROVALS.href aria-current=here.then_some("page")>{(APPROVALS.name)(language)}{waiting}</a></li>
        }
        .into_any()
    })
}

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

fn lines<'a>(places: impl Iterator<Item = &'a Place>, path: &str, language: Language) -> Vec<AnyView> {
    places
        .map(|place| {
            let here = is_here(place, path);
            view! { <li><a href=place.href aria-current=here.then_some("page")>{(place.name)(language)}</a></li> }
                .into_any()
        })
        .collect()
}

/// The places of the console that this member of staff may open; whatever belongs to no other group is about staff.
fn groups(staff: &Staff, page: &Page, language: Language) -> Vec<AnyView> {
    let path = &page.request.path;
    let is_in = |group: &Group, place: &Place| group.places.contains(&place.href);
    let of_group = |group: Option<&Group>| {
        let places = CONSOLE.iter().filter(|place| match group {
            Some(group) => is_in(group, place),
            None => !GROUPS.iter().any(|group| is_in(group, place)),
        });
        lines(places.filter(|place| opens(place, staff)), path, language)
    };
    let mut staffs = (words::nav_staff as fn(Language) -> &'static str, of_group(None));
    staffs.1.extend(approvals(staff, page, language));
    GROUPS
        .iter()
        .map(|group| (group.name, of_group(Some(group))))
        .chain([staffs])
        .enumerate()
        .filter(|(_, (_, links))| !links.is_empty())
        .map(|(number, (name, links))| {
            let id = format!("nav-{number}");
            view! {
                <li>
                    <p class="nav-group" id=id.clone()>{name(language)}</p>
                    <ul aria-labelledby=id>{links}</ul>
                </li>
            }
            .into_any()
        })
        .collect()
}

pub fn navigation(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let path = &page.request.path;
    let links = match &page.request.session {
        Session::Full(Actor::Customer(_), _) => lines(PORTAL.iter(), path, language).into_any(),
        Session::Full(Actor::Staff(staff), _) => groups(staff, page, language).into_any(),
        _ => return None,
    };
    Some(view! {
        <nav class="nav" aria-label=words::nav_main(language)>
            <details class="menu">
                <summary>{words::menu(language)}</summary>
                <ul>{links}</ul>
            </details>
        </nav>
    })
}

/// Ways from a page of the console to others that belong with it: those that this member of staff may open.
pub fn related(page: &Page, hrefs: &[&'static str], language: Language) -> Option<impl IntoView + use<>> {
    let Session::Full(Actor::Staff(staff), _) = &page.request.session else {
        return None;
    };
    let links: Vec<_> = hrefs
        .iter()
        .filter_map(|href| CONSOLE.iter().find(|place| place.href == *href))
        .filter(|place| opens(place, staff))
        .map(|place| view! { <a href=place.href>{(place.name)(language)}</a> })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <nav class="top-l" aria-labelledby="related">
                <h2 id="related">{words::console_related(language)}</h2>
                <div class="row">{links}</div>
            </nav>
        }
    })
}
