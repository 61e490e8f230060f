//! Repairs: the tenant's pages, the team's desk, and the photo picker.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod choose;
#[cfg(feature = "ssr")]
pub mod console;
#[cfg(feature = "ssr")]
mod photos;
#[cfg(feature = "ssr")]
pub mod portal;
#[cfg(feature = "ssr")]
pub mod report;
