//! Single sign-on of staff.

pub const CONSOLE_SSO: &str = "/console/sso";
pub const CONSOLE_SSO_OFF: &str = "/console/sso/off";
pub const CONSOLE_SSO_TEST: &str = "/console/sso/test";

/// Begins a sign-in with Microsoft.
pub fn sso_start(next: &str) -> String {
    super::with_next("/console/sso/start", super::local(next).unwrap_or_default())
}

/// Begins a fresh proof with Microsoft.
pub fn sso_prove(next: &str) -> String {
    super::with_next("/console/sso/prove", super::local(next).unwrap_or_default())
}

/// Where staff prove anew who they are, on the way to a page.
pub fn prove_again(next: &str) -> String {
    super::with_next(
        super::prove(domain::identity::Plane::Console),
        super::local(next).unwrap_or_default(),
    )
}
