use domain::identity::Plane;

pub const YOU: &str = "/you";
pub const CONSOLE_YOU: &str = "/console/you";
pub const SESSIONS: &str = "/you/sessions";
pub const CONSOLE_SESSIONS: &str = "/console/you/sessions";
const SESSION_LEFT: &str = "/session-left";
const CONSOLE_SESSION_LEFT: &str = "/console/session-left";

/// Somebody's own account.
pub const fn you(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => YOU,
        Plane::Console => CONSOLE_YOU,
    }
}

/// Where somebody is signed in.
pub const fn sessions(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => SESSIONS,
        Plane::Console => CONSOLE_SESSIONS,
    }
}

/// Where somebody is signed in, before an entry.
pub fn sessions_before(plane: Plane, id: &str) -> String {
    format!("{}?before={id}", sessions(plane))
}

/// Tells a page's script how long the session lives still.
pub const fn session_left(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => SESSION_LEFT,
        Plane::Console => CONSOLE_SESSION_LEFT,
    }
}

/// Asked by a script, not by a person: the session lasts no longer for it.
pub fn is_asked_by_itself(path: &str) -> bool {
    path == SESSION_LEFT || path == CONSOLE_SESSION_LEFT
}
