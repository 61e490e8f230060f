//! The whole map of pages on one screen. A page that holds an island says so here; only these load scripts.

use crate::{
    auth::screens,
    home, paths,
    repairs::{console, portal, report},
    request::{Page, PageResult, Screen, page},
};
use axum::Router;

/// Routes whose page holds an island.
pub const WITH_ISLAND: &[&str] = &["/repairs/report/{draft}/{step}"];

/// Every page's address, for the access matrix.
pub const PAGES: &[&str] = &[
    "/sign-in",
    "/sign-in/code",
    "/",
    "/repairs",
    "/repairs/report",
    "/repairs/report/{draft}/{step}",
    "/repairs/{id}",
    "/repairs/{id}/sent",
    "/repairs/{id}/cancel",
    "/console/sign-in",
    "/console/sign-in/code",
    "/console",
    "/console/repairs",
    "/console/repairs/{id}",
];

/// Builds the router of all pages.
pub fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        // Portal
        .route("/sign-in", page(screens::sign_in).open().route())
        .route("/sign-in/code", page(screens::code).open().route())
        .route("/", page(home::home).route())
        .route("/repairs", page(portal::list).route())
        .route("/repairs/report", page(report::start).route())
        .route("/repairs/report/{draft}/{step}", page(report::step).route())
        .route("/repairs/{id}", page(portal::details).route())
        .route("/repairs/{id}/sent", page(portal::sent).route())
        .route("/repairs/{id}/cancel", page(portal::cancel).route())
        // Console
        .route("/console/sign-in", page(screens::sign_in).open().route())
        .route("/console/sign-in/code", page(screens::code).open().route())
        .route("/console", page(to_first).route())
        .route("/console/repairs", page(console::list).route())
        .route("/console/repairs/{id}", page(console::details).route())
}

async fn to_first(page: Page) -> PageResult {
    Ok(Screen::Elsewhere(paths::first(page.plane()).to_owned()))
}
