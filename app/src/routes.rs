//! The whole map of pages on one screen: address, who may open it, the function that writes it.

use crate::{
    administrators, approvals, audit,
    auth::{
        factors,
        recovery::{prove, screens as recovery},
        screens, sessions,
    },
    catalogue::{self, categories, category, definition, definitions},
    credentials, customers, domains, drops,
    error::AppError,
    home, integrations, invites, registration,
    repairs::{console, portal, report},
    request::{Access, Page, PageResult, Screen, page},
    sending, sso, sync, templates, test_system, ui, you,
};
use Access::{AnyStaff, Anyone, Customer, Staff};
use axum::Router;
use domain::{
    identity::Plane::{Console, Portal},
    permissions::Permission,
};
use services::context::Actor;

/// Routes whose page holds an island; only these load wasm.
pub const WITH_ISLAND: &[&str] = &["/repairs/report/{draft}/{step}", "/console/customers"];

/// Public pages that the landlord's websites may show in a frame (SEC-C5): nothing to press in them changes anything.
pub const EMBEDDABLE: &[&str] = &["/status"];

macro_rules! pages {
    ($($path:literal, $access:expr => $render:expr;)+) => {
        /// Every page's address and who may open it, for the access matrix.
        pub const PAGES: &[(&str, Access)] = &[$(($path, $access)),+];

        /// Builds the router of all pages.
        pub fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
            Router::new()$(.route($path, page($access, $render)))+
        }
    };
}

pages! {
    // Signing in
    "/sign-in", Anyone(Portal) => screens::sign_in;
    "/sign-in/code", Anyone(Portal) => factors::second_step::page;
    "/invite", Anyone(Portal) => invites::portal::open;
    "/register", Anyone(Portal) => registration::portal::ask;
    "/register/code", Anyone(Portal) => registration::portal::code;
    "/register/letter", Anyone(Portal) => registration::letter::enter;
    "/register/mailbox", Anyone(Portal) => registration::letter::mailbox;
    "/console/sign-in", Anyone(Console) => screens::sign_in;
    "/console/sign-in/code", Anyone(Console) => factors::second_step::page;

    "/you/factors", Access::own_factors(Portal) => factors::manage::list;
    "/you/factors/app", Access::change_factors(Portal) => factors::manage::app;
    "/you/factors/passkey", Access::change_factors(Portal) => factors::manage::passkey;
    "/you/factors/codes", Access::change_factors(Portal) => factors::codes::page;
    "/you/factors/{id}", Access::change_factors(Portal) => factors::manage::one;
    "/console/you/factors", Access::own_factors(Console) => factors::manage::list;
    "/console/you/factors/app", Access::change_factors(Console) => factors::manage::app;
    "/console/you/factors/passkey", Access::change_factors(Console) => factors::manage::passkey;
    "/console/you/factors/codes", Access::change_factors(Console) => factors::codes::page;
    "/console/you/factors/{id}", Access::change_factors(Console) => factors::manage::one;
    "/console/customers/{id}/sign-in", Staff(Permission::CustomersManage) => factors::help::customer;
    "/console/administrators/{id}/sign-in", Staff(Permission::AdministratorsManage) => factors::help::administrator;
    "/console/sign-in-settings", Staff(Permission::SignInManage) => factors::settings::page;

    // A forgotten password, a wait that others caused
    "/reset/ask", Anyone(Portal) => recovery::ask;
    "/reset/asked", Anyone(Portal) => recovery::asked;
    "/reset", Anyone(Portal) => recovery::choose;
    "/it-is-me", Anyone(Portal) => recovery::it_is_me;
    "/console/reset/ask", Anyone(Console) => recovery::ask;
    "/console/reset/asked", Anyone(Console) => recovery::asked;
    "/console/reset", Anyone(Console) => recovery::choose;
    "/console/it-is-me", Anyone(Console) => recovery::it_is_me;

    // One's own password
    "/prove", Access::own(Portal) => prove::page;
    "/you/password", Access::own(Portal) => recovery::password;
    "/console/prove", Access::own(Console) => prove::page;
    "/console/you/password", Access::own(Console) => recovery::password;

    // Approved domains
    "/console/domains", Staff(Permission::SignInManage) => domains::page;

    // Single sign-on
    "/console/sso", Staff(Permission::SignInManage) => sso::settings::page;
    "/console/sso/off", Staff(Permission::SignInManage) => sso::settings::off;
    "/console/sso/test", Staff(Permission::SignInManage) => sso::journey::test;
    "/console/sso/start", Anyone(Console) => sso::journey::start;
    "/console/sso/prove", AnyStaff => sso::journey::prove;
    "/console/sso/callback", Anyone(Console) => sso::journey::callback;

    // Connections to outside systems
    "/status", Anyone(Portal) => integrations::status::page;
    "/console/test-system", Staff(Permission::IntegrationsManage) => test_system::page;
    "/console/test-system/switch", Staff(Permission::IntegrationsManage) => test_system::confirm;
    "/console/integrations", Staff(Permission::IntegrationsManage) => integrations::list::page;
    "/console/integrations/housing", Staff(Permission::IntegrationsManage) => integrations::slot::housing;
    "/console/integrations/housing/civica-cx", Staff(Permission::IntegrationsManage) => integrations::civica_cx::page;
    "/console/integrations/mail", Staff(Permission::IntegrationsManage) => integrations::slot::mail;
    "/console/integrations/text", Staff(Permission::IntegrationsManage) => integrations::slot::text;
    "/console/integrations/mail/smtp", Staff(Permission::IntegrationsManage) => integrations::smtp::page;
    "/console/integrations/mail/notify", Staff(Permission::IntegrationsManage) => integrations::notify::mail;
    "/console/integrations/text/notify", Staff(Permission::IntegrationsManage) => integrations::notify::text;
    "/console/integrations/text/twilio", Staff(Permission::IntegrationsManage) => integrations::twilio::page;

    // Portal
    "/", Customer => home::home;
    "/repairs", Customer => portal::list;
    "/repairs/report", Customer => report::start;
    "/repairs/report/{draft}/{step}", Customer => report::step;
    "/repairs/{id}", Customer => portal::details;
    "/repairs/{id}/sent", Customer => portal::sent;
    "/repairs/{id}/cancel", Customer => portal::cancel;
    "/you", Customer => you::you;
    "/you/sessions", Access::own(Portal) => sessions::screens::list;
    "/you/record-views", Customer => audit::views::own;

    // Console
    "/console", AnyStaff => to_first;
    "/console/repairs", Staff(Permission::RepairsRead) => console::list;
    "/console/repairs/{id}", Staff(Permission::RepairsRead) => console::details;
    "/console/repair-categories", Staff(Permission::RepairsSetUp) => categories::list;
    "/console/repair-categories/new", Staff(Permission::RepairsSetUp) => category::add;
    "/console/repair-categories/{id}", Staff(Permission::RepairsSetUp) => category::change;
    "/console/repair-definitions", Staff(Permission::RepairsSetUp) => definitions::list;
    "/console/repair-definitions/new", Staff(Permission::RepairsSetUp) => definition::add;
    "/console/repair-definitions/export", Staff(Permission::RepairsSetUp) => catalogue::import::export;
    "/console/repair-definitions/import", Staff(Permission::RepairsSetUp) => catalogue::import::read;
    "/console/repair-definitions/import/{id}", Staff(Permission::RepairsSetUp) => catalogue::import::stage;
    "/console/repair-definitions/{id}", Staff(Permission::RepairsSetUp) => definition::change;
    "/console/you", AnyStaff => you::you;
    "/console/you/sessions", AnyStaff => sessions::screens::list;
    "/console/customers", Staff(Permission::CustomersRead) => customers::list::list;
    "/console/customers/export", Staff(Permission::CustomersExport) => customers::list::export;
    "/console/customers/{id}", Staff(Permission::CustomersRead) => customers::record::record;
    "/console/customers/{id}/delete", Staff(Permission::CustomersManage) => customers::deletion::confirm;
    "/console/customers/deleted/{id}", Staff(Permission::CustomersManage) => customers::deletion::receipt;
    "/console/customers/{id}/view-as", Staff(Permission::CustomersViewAs) => customers::viewing::begin;
    "/console/invites", Staff(Permission::InvitesManage) => invites::console::list;
    "/console/invites/new", Staff(Permission::InvitesManage) => invites::console::new;
    "/console/invites/import", Staff(Permission::InvitesManage) => invites::import::read;
    "/console/invites/import/example", Staff(Permission::InvitesManage) => invites::import::example;
    "/console/invites/import/{id}", Staff(Permission::InvitesManage) => invites::import::stage;
    "/console/invites/export", Staff(Permission::InvitesManage) => invites::console::export;
    "/console/registrations", Staff(Permission::RegistrationsDecide) => registration::console::list;
    "/console/registrations/{id}", Staff(Permission::RegistrationsDecide) => registration::console::details;
    "/console/registrations/{id}/letter", Staff(Permission::RegistrationsDecide) => registration::letter::print_for_registration;
    "/console/customers/{id}/letter", Staff(Permission::CustomersManage) => registration::letter::for_customer;
    "/console/administrators", Staff(Permission::AdministratorsRead) => administrators::list::list;
    "/console/administrators/new", Staff(Permission::AdministratorsManage) => administrators::people::add;
    "/console/administrators/{id}", Staff(Permission::AdministratorsManage) => administrators::people::change;
    "/console/administrators/{id}/delete", Staff(Permission::AdministratorsManage) => administrators::people::delete;
    "/console/roles", Staff(Permission::RolesManage) => administrators::roles::list;
    "/console/roles/new", Staff(Permission::RolesManage) => administrators::roles::add;
    "/console/roles/{id}", Staff(Permission::RolesManage) => administrators::roles::change;
    "/console/roles/{id}/delete", Staff(Permission::RolesManage) => administrators::roles::delete;
    "/console/credentials", Staff(Permission::IntegrationsManage) => credentials::list::list;
    "/console/credentials/new", Staff(Permission::IntegrationsManage) => credentials::edit::add;
    "/console/credentials/callback", Staff(Permission::IntegrationsManage) => credentials::journey::callback;
    "/console/credentials/{id}", Staff(Permission::IntegrationsManage) => credentials::details::page;
    "/console/credentials/{id}/edit", Staff(Permission::IntegrationsManage) => credentials::edit::change;
    "/console/credentials/{id}/consent", Staff(Permission::IntegrationsManage) => credentials::journey::start;
    "/console/credentials/{id}/delete", Staff(Permission::IntegrationsManage) => credentials::details::delete;
    "/console/sync", Staff(Permission::IntegrationsManage) => sync::page::page;

    // The landlord's record as files
    "/console/drops", Staff(Permission::IntegrationsManage) => drops::console::page;
    "/console/drops/{id}", Staff(Permission::IntegrationsManage) => drops::report::page;
    "/console/drops/{id}/export", Staff(Permission::IntegrationsManage) => drops::report::export;
    "/console/drops/out/{number}", Staff(Permission::IntegrationsManage) => drops::console::out_file;

    "/console/templates", Staff(Permission::TemplatesManage) => templates::list::list;
    "/console/templates/{kind}", Staff(Permission::TemplatesManage) => templates::edit::page;
    "/console/sending", Staff(Permission::MessagesManage) => sending::list::list;
    "/console/sending/limits", Staff(Permission::MessagesManage) => sending::limits::page;
    "/console/approvals", AnyStaff => approvals::list::page;
    "/console/approvals/{id}", AnyStaff => approvals::details::page;
    "/console/approvals/{id}/file", AnyStaff => approvals::details::file;
    "/console/audit", Staff(Permission::AuditRead) => audit::console::list;
    "/console/audit/export", Staff(Permission::AuditExport) => audit::console::export;
}

/// Staff begin at the first place that their role opens.
async fn to_first(page: Page) -> PageResult {
    let Actor::Staff(staff) = &page.ctx.actor else {
        return Err(AppError::SignIn);
    };
    let first = ui::first_place(staff).ok_or(AppError::Denied)?;
    Ok(Screen::Elsewhere(first.to_owned()))
}
