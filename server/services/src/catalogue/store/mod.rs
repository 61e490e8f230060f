//! The SQL of the set-up.

pub mod categories;
pub mod definitions;
pub mod imports;

pub use categories::Category;
pub use definitions::Definition;
