//! Customers, for staff: found, looked at, noted about, shut out, deleted, seen as themselves.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod copies;
#[cfg(feature = "ssr")]
pub mod deletion;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
mod messages;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod viewing;

/// Where 'Stop' posts to while staff see the portal as a customer.
#[cfg(feature = "ssr")]
pub fn stop_viewing_url() -> &'static str {
    use leptos::server_fn::ServerFn;
    api::StopViewing::url()
}
