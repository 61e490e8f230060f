//! Which addresses may be called at all (SEC-I1, SEC-I2).

use super::{Reach, SetupError};
use async_trait::async_trait;
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// Scheme, host and port that may be called, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    /// Takes the origin of a configured address. Without TLS only loopback is accepted, and only where simulators are.
    pub fn of(url: &Url, reach: Reach) -> Result<Self, SetupError> {
        let host = url.host_str().ok_or(SetupError::NotAnAddress)?;
        let port = url.port_or_known_default().ok_or(SetupError::NotAnAddress)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SetupError::NotAnAddress);
        }
        if let Some(ip) = literal(host)
            && !allowed(ip, reach)
        {
            return Err(SetupError::AddressRefused);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(url) && reach == Reach::LoopbackToo => {}
            _ => return Err(SetupError::NotEncrypted),
        }
        Ok(Self {
            scheme: url.scheme().to_owned(),
            host: host.to_owned(),
            port,
        })
    }

    /// The address lies at this origin.
    pub fn covers(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(&self.host)
            && url.port_or_known_default() == Some(self.port)
    }
}

/// Whether an address is this machine's own by its name.
pub fn is_loopback(url: &Url) -> bool {
    url.host_str()
        .is_some_and(|host| host == "localhost" || literal(host).is_some_and(|ip| ip.is_loopback()))
}

/// The address that a host is, where it is not a name. `Url` has already turned octal, hexadecimal, decimal and short
/// spellings into the usual one.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a resolved address may be connected to.
pub fn allowed(ip: IpAddr, reach: Reach) -> bool {
    let ip = ip.to_canonical();
    if ip.is_loopback() {
        return reach == Reach::LoopbackToo;
    }
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// Outside every block that IANA lists as not globally reachable.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a == 127
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

/// Inside `2000::/3`, and none of the blocks there that carry or hide an IPv4 address.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let global = first & 0xe000 == 0x2000;
    let tunnels = first == 0x2002 || (first == 0x2001 && second < 0x0200);
    let documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    global && !tunnels && !documentation
}

/// A name led to an address that may not be called.
#[derive(Debug)]
pub struct AddressRefused;

impl fmt::Display for AddressRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("address refused")
    }
}

impl std::error::Error for AddressRefused {}

/// Tells the addresses of a name.
#[async_trait]
pub trait Names: Send + Sync {
    async fn look_up(&self, name: &str) -> io::Result<Vec<SocketAddr>>;
}

/// As the machine is set up.
pub struct SystemNames;

#[async_trait]
impl Names for SystemNames {
    async fn look_up(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}

/// Resolves a name and lets the connection go only to addresses that were checked.
pub struct CheckedResolver {
    pub reach: Reach,
    pub names: Arc<dyn Names>,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, names) = (self.reach, Arc::clone(&self.names));
        Box::pin(async move {
            let found = names.look_up(name.as_str()).await?;
            // One bad address among good ones is a lying resolver.
            if found.iter().any(|address| !allowed(address.ip(), reach)) {
                return Err(AddressRefused.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
