//! A forgotten password, one's own password, and showing once more who one is.

pub mod api;
pub mod prove;
pub mod screens;
