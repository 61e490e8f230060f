//! 'Approved Domains' (product I8): which email domains may hold administrators' accounts, which sites may show our public
//! pages in a frame, and which hosts the server may call. Only names that stand for themselves: no addresses of pages, no
//! placeholders, no numbers, no names that mean something inside a network (SEC-I1).

mod forms;

pub use forms::{ApprovedDomains, DomainsForm, domains_of};

use crate::identity::Email;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest list of each kind.
pub const ENTRIES_MAX: usize = 50;

/// Where nobody outside a network lives (RFC 6761, 6762, 7686, 8375, and ICANN's `internal`).
const INSIDE: [&str; 6] = ["localhost", "local", "internal", "invalid", "onion", "arpa"];

/// What is wrong with one entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// An address of a page: a scheme, a path, a name and password before an `@`.
    Address,
    /// `*` stands for names that nobody looked at.
    Wildcard,
    /// An IP address, in whatever spelling.
    Number,
    /// A name that only means something inside a network.
    Inside,
    /// A port where none is wanted, or none that there is.
    Port,
    /// Not a name at all.
    Name,
}

/// A number in one of the spellings that stand for a part of an IP address: decimal, octal, hexadecimal.
fn is_number(label: &str) -> bool {
    let hexadecimal = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// A name as it goes over the wire: lower case, other letters in their ASCII spelling.
fn ascii(name: &str) -> Result<String, Fault> {
    let name = idna::domain_to_ascii_strict(name).map_err(|_| Fault::Name)?;
    let last = name.rsplit('.').next().unwrap_or_default();
    if is_number(last) {
        Err(Fault::Number)
    } else if !name.contains('.') || INSIDE.contains(&last) {
        Err(Fault::Inside)
    } else {
        Ok(name)
    }
}

/// Reads the name of a domain.
pub fn domain_name(raw: &str) -> Result<String, Fault> {
    let host = Host::parse(raw)?;
    if host.port.is_some() {
        return Err(Fault::Port);
    }
    Ok(host.name)
}

/// A host that is reached with TLS, and its port where it is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host {
    name: String,
    port: Option<u16>,
}

/// The port of HTTPS.
const USUAL_PORT: u16 = 443;

impl Host {
    /// Reads `name` or `name:port`.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = raw.trim();
        if text.contains(['/', '\\', '?', '#', '@']) {
            return Err(Fault::Address);
        }
        if text.contains('*') {
            return Err(Fault::Wildcard);
        }
        if text.contains(['[', ']']) || text.matches(':').count() > 1 {
            return Err(Fault::Number);
        }
        let (name, port) = match text.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (text, None),
        };
        let name = ascii(name)?;
        let port = port
            .map(|port| port_number(port).ok_or(Fault::Port))
            .transpose()?;
        Ok(Self {
            name,
            port: port.filter(|port| *port != USUAL_PORT),
        })
    }

    /// The host of an address of our own making, if it is one that can stand on the list.
    pub fn of(name: &str, port: u16) -> Option<Self> {
        Self::parse(&format!("{name}:{port}")).ok()
    }
}

fn port_number(text: &str) -> Option<u16> {
    let is_plain = !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain
        .then(|| text.parse().ok())
        .flatten()
        .filter(|port| *port != 0)
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// Whether an address may hold an administrator's account. A domain stands for itself alone, not for those below it;
/// without any everything is allowed.
pub fn is_approved(email: &Email, domains: &[String]) -> bool {
    let own = idna::domain_to_ascii_strict(email.domain());
    domains.is_empty() || own.is_ok_and(|own| domains.contains(&own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(raw: &str) -> Result<String, Fault> {
        Host::parse(raw).map(|host| host.to_string())
    }

    #[test]
    fn names_are_read_as_they_go_over_the_wire() {
        for (raw, read_as) in [
            ("api.vendor.example", "api.vendor.example"),
            (" API.Vendor.EXAMPLE ", "api.vendor.example"),
            ("api.vendor.example:443", "api.vendor.example"),
            ("api.vendor.example:8443", "api.vendor.example:8443"),
            ("tŷ.cymru", "xn--t-foa.cymru"),
            ("xn--t-foa.cymru", "xn--t-foa.cymru"),
            ("ＡＰＩ.example", "api.example"),
            ("a。example", "a.example"),
        ] {
            assert_eq!(read(raw).as_deref(), Ok(read_as), "{raw}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (raw, fault) in [
            ("https://api.vendor.example", Fault::Address),
            ("api.vendor.example/", Fault::Address),
            ("api.vendor.example/path", Fault::Address),
            ("api.vendor.example?x", Fault::Address),
            ("user@api.vendor.example", Fault::Address),
            ("api.vendor.example\\@evil.example", Fault::Address),
            ("*.vendor.example", Fault::Wildcard),
            ("*", Fault::Wildcard),
            ("127.0.0.1", Fault::Number),
            ("127.1", Fault::Number),
            ("2130706433", Fault::Number),
            ("0x7f.1", Fault::Number),
            ("0x7f000001", Fault::Number),
            ("api.0x1", Fault::Number),
            ("0177.0.0.1", Fault::Number),
            ("①②⑦.0.0.1", Fault::Number),
            ("169.254.169.254:80", Fault::Number),
            ("[::1]", Fault::Number),
            ("::1", Fault::Number),
            ("[fd00:ec2::254]:443", Fault::Number),
            ("localhost", Fault::Inside),
            ("LOCALHOST:8080", Fault::Inside),
            ("api.localhost", Fault::Inside),
            ("metadata.google.internal", Fault::Inside),
            ("printer.local", Fault::Inside),
            ("intranet", Fault::Inside),
            ("com", Fault::Inside),
            ("api.vendor.example:0", Fault::Port),
            ("api.vendor.example:65536", Fault::Port),
            ("api.vendor.example:", Fault::Port),
            ("api.vendor.example:+443", Fault::Port),
            ("api.vendor.example.", Fault::Name),
            ("api..example", Fault::Name),
            ("-api.example", Fault::Name),
            ("api-.example", Fault::Name),
            ("a_b.example", Fault::Name),
            ("a b.example", Fault::Name),
            ("a\u{200b}\u{202e}.example", Fault::Name),
            ("xn--\u{e9}.example", Fault::Name),
            ("", Fault::Name),
            ("'self'", Fault::Name),
            ("a.example;script-src", Fault::Name),
            ("a.example,b.example", Fault::Name),
        ] {
            assert_eq!(read(raw), Err(fault), "{raw}");
        }
        assert_eq!(
            domain_name("landlord.example:443").as_deref(),
            Ok("landlord.example")
        );
        assert_eq!(domain_name("landlord.example:25"), Err(Fault::Port));
    }

    #[test]
    fn a_domain_stands_for_itself_alone_in_both_spellings() {
        let listed = ["landlord.example".to_owned(), "xn--t-foa.cymru".to_owned()];
        for (email, is) in [
            ("a@landlord.example", true),
            ("a@evil.landlord.example", false),
            ("a@evillandlord.example", false),
            ("a@tŷ.cymru", true),
            ("a@xn--t-foa.cymru", true),
            ("a@ty.cymru", false),
        ] {
            let email = Email::parse(email);
            assert_eq!(
                email.as_ref().map(|email| is_approved(email, &listed)),
                Some(is),
                "{email:?}"
            );
            assert_eq!(email.map(|email| is_approved(&email, &[])), Some(true));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_plain_and_reads_the_same_again(raw in "[a-zA-Z0-9.:*/@\\[\\]xŷ\u{ff0e} -]{0,40}") {
            if let Ok(host) = Host::parse(&raw) {
                let text = host.to_string();
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:".contains(&byte)), "{text}");
                prop_assert!(text.parse::<std::net::IpAddr>().is_err() && text.parse::<std::net::SocketAddr>().is_err());
                prop_assert_eq!(Host::parse(&text), Ok(host));
            }
        }
    }
}
