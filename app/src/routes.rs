//! The whole map of pages on one screen: address, who may open it, the function that writes it.

use crate::{
    audit,
    auth::screens,
    error::AppError,
    home,
    repairs::{console, portal, report},
    request::{Access, Page, PageResult, Screen, page},
    ui,
};
use Access::{AnyStaff, Anyone, Customer, Staff};
use axum::Router;
use domain::{
    identity::Plane::{Console, Portal},
    permissions::Permission,
};
use services::context::Actor;

/// Routes whose page holds an island; only these load wasm.
pub const WITH_ISLAND: &[&str] = &["/repairs/report/{draft}/{step}"];

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
    "/sign-in/code", Anyone(Portal) => screens::code;
    "/console/sign-in", Anyone(Console) => screens::sign_in;
    "/console/sign-in/code", Anyone(Console) => screens::code;

    // Portal
    "/", Customer => home::home;
    "/repairs", Customer => portal::list;
    "/repairs/report", Customer => report::start;
    "/repairs/report/{draft}/{step}", Customer => report::step;
    "/repairs/{id}", Customer => portal::details;
    "/repairs/{id}/sent", Customer => portal::sent;
    "/repairs/{id}/cancel", Customer => portal::cancel;
    "/you/record-views", Customer => audit::views::own;

    // Console
    "/console", AnyStaff => to_first;
    "/console/repairs", Staff(Permission::RepairsRead) => console::list;
    "/console/repairs/{id}", Staff(Permission::RepairsRead) => console::details;
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
