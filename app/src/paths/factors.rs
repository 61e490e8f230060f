//! Second steps: at sign-in, one's own, and those of people who need help.

use domain::{
    identity::{Plane, factors::Way},
    ids::FactorId,
};

pub const CONSOLE_SIGN_IN_SETTINGS: &str = "/console/sign-in-settings";

/// The page of the second step showing one way.
pub fn second_step(plane: Plane, way: Way, next: &str) -> String {
    second_step_with(plane, way.as_str(), next)
}

/// What to do without any of them.
pub fn second_step_lost(plane: Plane, next: &str) -> String {
    second_step_with(plane, "lost", next)
}

fn second_step_with(plane: Plane, with: &str, next: &str) -> String {
    let page = super::with_next(super::sign_in_code(plane), super::local(next).unwrap_or_default());
    let mark = if page.contains('?') { '&' } else { '?' };
    format!("{page}{mark}with={with}")
}

/// What somebody holds.
pub const fn factors(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "/you/factors",
        Plane::Console => "/console/you/factors",
    }
}

pub fn factor(plane: Plane, id: &FactorId) -> String {
    format!("{}/{id}", factors(plane))
}

pub fn factors_app(plane: Plane) -> String {
    format!("{}/app", factors(plane))
}

pub fn factors_passkey(plane: Plane) -> String {
    format!("{}/passkey", factors(plane))
}

pub fn factors_codes(plane: Plane) -> String {
    format!("{}/codes", factors(plane))
}

/// 'Help with signing in' for a customer or a colleague.
pub fn help_with_sign_in(plane: Plane, account: &str) -> String {
    match plane {
        Plane::Portal => format!("/console/customers/{account}/sign-in"),
        Plane::Console => format!("/console/administrators/{account}/sign-in"),
    }
}
