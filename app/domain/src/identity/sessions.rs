//! Where somebody is signed in: devices by what browsers call themselves, and whether two addresses share a network.

use crate::{
    forms::{Code, Form, FormErrors},
    ids::{DeviceId, SessionId},
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Warned is this long before a session ends, in seconds (SEC-S4).
pub const WARNING_SECS: i64 = 2 * 60;

/// What a browser says of itself, as the names that people know. Names of products are the same in every language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
}

/// The first whose mark is found wins: browsers call themselves by the names of others, too.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Ddg/", "DuckDuckGo"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent`. Only names of ours come out, whatever it holds.
    pub fn of(agent: &str) -> Self {
        let first = |names: &[(&str, &'static str)]| {
            let found = names.iter().find(|(mark, _)| agent.contains(mark));
            found.map(|(_, name)| *name)
        };
        // Old Android browsers carry Safari's mark.
        let browser = first(BROWSERS).filter(|name| *name != "Safari" || agent.contains("Safari/"));
        Self {
            browser,
            system: first(SYSTEMS),
        }
    }
}

/// Whether two addresses are of one network: a /24 of IPv4, a /56 of IPv6. Nothing if one of them is unknown.
pub fn same_network(one: &str, other: &str) -> Option<bool> {
    let (one, other) = (one.parse().ok()?, other.parse().ok()?);
    Some(match (canonical(one), canonical(other)) {
        (IpAddr::V4(one), IpAddr::V4(other)) => one.octets()[..3] == other.octets()[..3],
        (IpAddr::V6(one), IpAddr::V6(other)) => one.octets()[..7] == other.octets()[..7],
        _ => false,
    })
}

/// Sockets for both kinds write IPv4 addresses as IPv6.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// 'Sign out' beside one session.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndSessionForm {
    pub session: String,
}

impl Form for EndSessionForm {
    type Parsed = SessionId;

    fn parse(&self) -> Result<SessionId, FormErrors> {
        SessionId::parse(&self.session).ok_or_else(|| FormErrors::one("session", Code::NotOffered))
    }
}

/// 'Forget' beside a device that the code is not asked for on.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgetDeviceForm {
    pub device: String,
}

impl Form for ForgetDeviceForm {
    type Parsed = DeviceId;

    fn parse(&self) -> Result<DeviceId, FormErrors> {
        DeviceId::parse(&self.device).ok_or_else(|| FormErrors::one("device", Code::NotOffered))
    }
}

crate::silent_debug!(EndSessionForm, ForgetDeviceForm);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn device(agent: &str) -> (Option<&'static str>, Option<&'static str>) {
        let device = Device::of(agent);
        (device.browser, device.system)
    }

    #[test]
    fn devices_have_the_names_that_people_know() {
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
                "Samsung Internet",
                "Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
                "Chrome",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                "Chrome",
                "Chromebook",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Safari",
                "Mac",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
                "Firefox",
                "Linux",
            ),
        ] {
            assert_eq!(device(agent), (Some(browser), Some(system)), "{agent}");
        }
    }

    #[test]
    fn what_is_unknown_has_no_name() {
        assert_eq!(device(""), (None, None));
        assert_eq!(device("curl/8.5.0"), (None, None));
        assert_eq!(
            device("Mozilla/5.0 (Windows NT 6.1; Trident/7.0)"),
            (None, Some("Windows"))
        );
        assert_eq!(device("Version/4.0"), (None, None));
    }

    #[test]
    fn one_home_is_one_network() {
        assert_eq!(same_network("192.0.2.7", "192.0.2.200"), Some(true));
        assert_eq!(same_network("192.0.2.7", "192.0.3.7"), Some(false));
        assert_eq!(same_network("::ffff:192.0.2.7", "192.0.2.9"), Some(true));
        assert_eq!(same_network("2001:db8:1:2::1", "2001:db8:1:2ff::9"), Some(false));
        assert_eq!(same_network("2001:db8:1:200::1", "2001:db8:1:2ff::9"), Some(true));
        assert_eq!(same_network("2001:db8::1", "192.0.2.7"), Some(false));
        assert_eq!(same_network("", "192.0.2.7"), None);
    }

    proptest! {
        #[test]
        fn no_agent_puts_its_own_words_on_the_screen(agent in ".*") {
            let known = |names: &[(&str, &'static str)], name: Option<&'static str>| {
                name.is_none_or(|name| names.iter().any(|(_, ours)| *ours == name))
            };
            let device = Device::of(&agent);
            prop_assert!(known(BROWSERS, device.browser) && known(SYSTEMS, device.system));
        }
    }
}
