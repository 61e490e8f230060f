//! Invitations of tenants: what staff send, and what the link opens.

pub mod api;
pub mod console;
pub mod import;
pub mod portal;
