use domain::ids::{CategoryId, DefinitionId, ImportId};

pub const CONSOLE_CATEGORIES: &str = "/console/repair-categories";
pub const CONSOLE_CATEGORY_NEW: &str = "/console/repair-categories/new";

pub fn category(id: &CategoryId) -> String {
    format!("{CONSOLE_CATEGORIES}/{id}")
}

/// The list, ready to move the same category once more.
pub fn category_moved(id: &CategoryId) -> String {
    format!("{CONSOLE_CATEGORIES}?moved={id}")
}

pub const CONSOLE_DEFINITIONS: &str = "/console/repair-definitions";
pub const CONSOLE_DEFINITION_NEW: &str = "/console/repair-definitions/new";

pub fn definition(id: &DefinitionId) -> String {
    format!("{CONSOLE_DEFINITIONS}/{id}")
}

/// A new definition that begins with what another one has.
pub fn definition_copy(id: &DefinitionId) -> String {
    format!("{CONSOLE_DEFINITION_NEW}?copy={id}")
}

/// The list with what is looked for, behind a row.
pub fn definitions_found(words: &str, category: &str, show: &str, after: &str) -> String {
    let values = [("q", words), ("in", category), ("show", show), ("after", after)];
    super::with_query(CONSOLE_DEFINITIONS, &values)
}

pub const CONSOLE_DEFINITIONS_EXPORT: &str = "/console/repair-definitions/export";
pub const CONSOLE_DEFINITIONS_IMPORT: &str = "/console/repair-definitions/import";
/// Where a file of definitions goes.
pub const CONSOLE_DEFINITIONS_UPLOAD: &str = "/console/repair-definitions/import/upload";

/// What was read out of a table, and what became of it.
pub fn definitions_import(id: &ImportId) -> String {
    format!("{CONSOLE_DEFINITIONS_IMPORT}/{id}")
}
