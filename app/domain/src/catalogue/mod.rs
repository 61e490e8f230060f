//! What tenants may report, as staff set it up: categories in a tree (product R1), and definitions in them (R2).

mod categories;
mod definitions;
mod icons;
mod table;
mod tree;

pub use categories::*;
pub use definitions::*;
pub use icons::Icon;
pub use table::*;
pub use tree::{LEVELS_MAX, Tree};

/// Longest name of a category or definition.
pub const NAME_MAX: u32 = 80;
/// Longest plain description of a category.
pub const HINT_MAX: u32 = 200;
/// Longest text that tells tenants to call, and how.
pub const CALL_US_MAX: u32 = 500;
/// Longest safety notice.
pub const NOTICE_MAX: u32 = 2000;
/// Longest text on whose job something is.
pub const GUIDANCE_MAX: u32 = 500;
/// Longest code of the housing system.
pub const CODE_MAX: u32 = 40;
/// More categories than these are no help to anybody.
pub const CATEGORIES_MAX: u32 = 200;

/// The version in a form that was shown with `seen`; what is no number fits no version.
fn seen(raw: &str) -> i64 {
    raw.parse().unwrap_or(-1)
}
