//! How copies from the housing system are kept: the night's comparison, ages, lists.

pub mod api;
pub mod page;
