use domain::{ids::ImportId, invites::State};

pub const CONSOLE_INVITES: &str = "/console/invites";
pub const CONSOLE_INVITES_NEW: &str = "/console/invites/new";
pub const CONSOLE_INVITES_IMPORT: &str = "/console/invites/import";
/// Where a file of people goes.
pub const CONSOLE_INVITES_UPLOAD: &str = "/console/invites/import/upload";
pub const CONSOLE_INVITES_EXAMPLE: &str = "/console/invites/import/example";
pub const CONSOLE_INVITES_EXPORT: &str = "/console/invites/export";

/// Where the link in a mail leads; the token stands in the query, which is not logged.
pub fn invite(token: &str) -> String {
    super::with_query("/invite", &[("token", token)])
}

/// What was read out of a table, and what became of it.
pub fn invites_import(id: &ImportId) -> String {
    format!("{CONSOLE_INVITES_IMPORT}/{id}")
}

/// `page` with what is looked for, before a row.
pub fn invites_found(page: &str, words: &str, state: Option<State>, before: &str) -> String {
    let state = state.map_or("", State::as_str);
    super::with_query(page, &[("q", words), ("state", state), ("before", before)])
}
