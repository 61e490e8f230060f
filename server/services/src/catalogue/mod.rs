//! What tenants may report, set up by staff: categories (product R1) and definitions (R2). Repairs that were reported keep
//! what they were reported as, so that nothing here changes them.

mod categories;
mod definitions;
pub mod imports;
mod judging;
mod store;

pub use categories::{add_or_save, categories, category, delete, shift, switch};
pub use definitions::{
    Filter, Lists, Offer, Page, Show, definition, definitions, offer, reload_codes, save_definition,
    switch_definition,
};
pub use store::{Category, Definition};
