//! Signing in, on both planes.

pub mod api;
pub mod factors;
pub mod recovery;
pub mod screens;
pub mod sessions;

use domain::identity::Plane;
use leptos::server_fn::ServerFn;

/// Where the sign-out button of a plane posts to.
pub fn sign_out_url(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => api::SignOut::url(),
        Plane::Console => api::StaffSignOut::url(),
    }
}
