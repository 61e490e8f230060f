//! Where the client for outside systems goes, and where it does not.

use super::{
    super::{
        clock, limits,
        vendor::{Vendor, answer, json},
    },
    ask, system,
};
use async_trait::async_trait;
use reqwest::Url;
use server::integrations::{
    monitor::State,
    outbound::{Effect, Names, Outbound, Reach, SetupError, allowed},
};
use services::ports::{PortError, Trouble};
use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let vendor = Vendor::saying(answer(status, &format!("location: {}/\r\n", other.url), "")).await;
        assert!(ask(&system(&vendor), &vendor.url, Effect::Reads).await.is_err());
    }
    assert_eq!(other.requests(), 0);
}

#[tokio::test]
async fn only_the_listed_host_and_port_are_called() {
    let vendor = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let other = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let by_name = vendor.url.replace("127.0.0.1", "localhost");
    for url in [&other.url, &by_name, &vendor.url.replace("http:", "https:")] {
        let refused = ask(&system(&vendor), url, Effect::Reads).await.unwrap_err().error;
        assert_eq!(refused, PortError::Misconfigured(Trouble::CannotConnect), "{url}");
    }
    assert_eq!((vendor.requests(), other.requests()), (0, 0));
}

#[test]
fn addresses_inside_are_refused_in_every_spelling() {
    let outbound = Outbound::new(Reach::PublicOnly, limits(), clock()).unwrap();
    let setup = |address: &str| {
        outbound
            .system("vendor", &[&Url::parse(address).unwrap()])
            .map(|_| ())
    };
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.1.",
        "0.0.0.0",
        "0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[2001:db8::1]",
        "①②⑦.0.0.1",
    ] {
        assert_eq!(
            setup(&format!("https://{host}/")),
            Err(SetupError::AddressRefused),
            "{host}"
        );
    }
    assert_eq!(setup("https://cx.example.org/"), Ok(()));
    assert_eq!(setup("https://[2606:4700::1111]/"), Ok(()));
    assert_eq!(setup("http://cx.example.org/"), Err(SetupError::NotEncrypted));
    assert_eq!(
        setup("https://user:secret@cx.example.org/"),
        Err(SetupError::NotAnAddress)
    );
    assert_eq!(setup("file:///etc/passwd"), Err(SetupError::NotAnAddress));
    assert!(allowed("127.0.0.1".parse().unwrap(), Reach::LoopbackToo));
    assert!(!allowed("10.0.0.1".parse().unwrap(), Reach::LoopbackToo));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_before_connecting() {
    let vendor = Vendor::saying(json("200 OK", r#"{"id":"1"}"#)).await;
    let url = vendor.url.replace("http://127.0.0.1", "https://localhost");
    let outbound = Outbound::new(Reach::PublicOnly, limits(), clock()).unwrap();
    let system = outbound.system("vendor", &[&Url::parse(&url).unwrap()]).unwrap();
    assert_eq!(
        ask(&system, &url, Effect::Reads).await.unwrap_err().error,
        PortError::Misconfigured(Trouble::CannotConnect)
    );
    assert_eq!((vendor.requests(), system.health().state), (0, State::Failing));
}

/// A name server that tells something else each time.
struct Lying(Mutex<VecDeque<Vec<&'static str>>>);

#[async_trait]
impl Names for Lying {
    async fn look_up(&self, _name: &str) -> io::Result<Vec<SocketAddr>> {
        let told = self.0.lock().unwrap().pop_front().unwrap_or_default();
        Ok(told
            .into_iter()
            .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0))
            .collect())
    }
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_checked_at_every_connection() {
    // Each answer closes its connection, so that the next call looks the name up again.
    let closing = answer(
        "200 OK",
        "content-type: application/json\r\nconnection: close\r\n",
        r#"{"id":"1"}"#,
    );
    let vendor = Vendor::saying(closing).await;
    let url = vendor.url.replace("127.0.0.1", "localhost");
    let inside = [
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
    ];
    let mut told = VecDeque::from([vec!["127.0.0.1"]]);
    told.extend(inside.map(|ip| vec![ip]));
    // One bad address among good ones is a lie as well.
    told.push_back(vec!["127.0.0.1", "10.0.0.1"]);
    told.push_back(vec!["127.0.0.1"]);
    let names = Arc::new(Lying(Mutex::new(told)));
    let outbound = Outbound::with_names(Reach::LoopbackToo, limits(), clock(), names).unwrap();
    let system = outbound.system("vendor", &[&Url::parse(&url).unwrap()]).unwrap();
    ask(&system, &url, Effect::Reads).await.unwrap();
    for _ in 0..=inside.len() {
        let refused = ask(&system, &url, Effect::Writes).await.unwrap_err().error;
        assert_eq!(refused, PortError::Misconfigured(Trouble::CannotConnect));
    }
    ask(&system, &url, Effect::Reads).await.unwrap();
    assert_eq!(
        vendor.requests(),
        2,
        "nothing but the honest answers led anywhere"
    );
}
