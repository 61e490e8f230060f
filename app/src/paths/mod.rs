//! Typed links: the only place that formats an address of ours.

mod administrators;
mod approvals;
mod audit;
mod catalogue;
mod credentials;
mod customers;
mod domains;
mod drops;
mod factors;
mod integrations;
mod invites;
mod recovery;
mod registration;
mod repairs;
mod sending;
mod sso;
mod sync;
mod templates;
mod test_system;
mod you;

pub use administrators::*;
pub use approvals::*;
pub use audit::*;
pub use catalogue::*;
pub use credentials::*;
pub use customers::*;
pub use domains::*;
pub use drops::*;
pub use factors::*;
pub use integrations::*;
pub use invites::*;
pub use recovery::*;
pub use registration::*;
pub use repairs::*;
pub use sending::*;
pub use sso::*;
pub use sync::*;
pub use templates::*;
pub use test_system::*;
pub use you::*;

use domain::identity::Plane;

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_IN_CODE: &str = "/sign-in/code";
pub const CONSOLE: &str = "/console";
pub const CONSOLE_SIGN_IN: &str = "/console/sign-in";
pub const CONSOLE_SIGN_IN_CODE: &str = "/console/sign-in/code";

/// The first page of a plane.
pub const fn first(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => HOME,
        Plane::Console => CONSOLE,
    }
}

pub const fn sign_in(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => SIGN_IN,
        Plane::Console => CONSOLE_SIGN_IN,
    }
}

pub const fn sign_in_code(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => SIGN_IN_CODE,
        Plane::Console => CONSOLE_SIGN_IN_CODE,
    }
}

/// `page` with the way back after signing in.
pub fn with_next(page: &str, next: &str) -> String {
    if next.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?next={}", encode(next))
    }
}

/// A list that goes on before a row.
pub fn older(list: &str, filter: &str, at: i64, id: &str) -> String {
    let filter = if filter.is_empty() {
        String::new()
    } else {
        format!("show={filter}&")
    };
    format!("{list}?{filter}before={at}.{id}")
}

/// A built file by its plain name: `main.css` becomes its hashed address.
pub fn asset(hashed_name: &str) -> String {
    format!("/pkg/{hashed_name}")
}

/// Reads an address that came from outside: kept only if it is a path on this site (SEC-C6). One slash first, visible
/// ASCII, no backslash (browsers read it as a slash), and none of our `/api` doorways.
pub fn local(raw: &str) -> Option<&str> {
    let rest = raw.strip_prefix('/')?;
    let is_plain = raw.len() <= 512 && raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (is_plain && !rest.starts_with('/') && !rest.starts_with("api/")).then_some(raw)
}

/// `page` with the values of a filter; empty ones are left out.
pub fn with_query(page: &str, values: &[(&str, &str)]) -> String {
    let given = values.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if query.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?{}", query.join("&"))
    }
}

fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _infallible = write!(encoded, "%{byte:02X}");
            }
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/repairs", "/repairs/report?back=check"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "repairs",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: x",
            "/ a",
            "/api/portal/sign-out",
            "/\u{e9}",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_way_back_survives_its_own_question_mark() {
        assert_eq!(with_next(SIGN_IN, "/a?b=c&d"), "/sign-in?next=/a%3Fb%3Dc%26d");
    }
}
