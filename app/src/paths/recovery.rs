use domain::identity::Plane;

/// Where somebody who is signed in proves anew who they are.
pub const fn prove(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "/prove",
        Plane::Console => "/console/prove",
    }
}

/// Where a link to choose a new password is asked for.
pub const fn ask_reset(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "/reset/ask",
        Plane::Console => "/console/reset/ask",
    }
}

/// What everybody is told who asked for one.
pub const fn reset_asked(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "/reset/asked",
        Plane::Console => "/console/reset/asked",
    }
}

/// Where the link leads; the token stands in the query, which is not logged.
pub fn reset(plane: Plane, token: &str) -> String {
    let page = match plane {
        Plane::Portal => "/reset",
        Plane::Console => "/console/reset",
    };
    format!("{page}?token={}", super::encode(token))
}

/// Where the link leads that lifts a wait.
pub fn it_is_me(plane: Plane, token: &str) -> String {
    let page = match plane {
        Plane::Portal => "/it-is-me",
        Plane::Console => "/console/it-is-me",
    };
    format!("{page}?token={}", super::encode(token))
}

/// Somebody's own password.
pub const fn password(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => "/you/password",
        Plane::Console => "/console/you/password",
    }
}
