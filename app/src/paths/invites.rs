use domain::invites::State;

pub const CONSOLE_INVITES: &str = "/console/invites";
pub const CONSOLE_INVITES_NEW: &str = "/console/invites/new";
pub const CONSOLE_INVITES_EXPORT: &str = "/console/invites/export";

/// Where the link in a mail leads; the token stands in the query, which is not logged.
pub fn invite(token: &str) -> String {
    super::with_query("/invite", &[("token", token)])
}

/// `page` with what is looked for, before a row.
pub fn invites_found(page: &str, words: &str, state: Option<State>, before: &str) -> String {
    let state = state.map_or("", State::as_str);
    super::with_query(page, &[("q", words), ("state", state), ("before", before)])
}
