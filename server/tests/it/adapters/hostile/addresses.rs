//! Addresses inside, in an administrator's settings or as the lie of a name server.

use super::{super::vendor::answer, *};
use async_trait::async_trait;
use server::integrations::outbound::Names;
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
};

#[tokio::test]
async fn no_adapter_is_made_for_an_address_inside() {
    for (url, error) in [
        ("https://127.0.0.1/", SetupError::AddressRefused),
        ("https://[::1]/", SetupError::AddressRefused),
        ("https://2130706433/", SetupError::AddressRefused),
        ("https://0x7f.1/", SetupError::AddressRefused),
        ("https://[::ffff:127.0.0.1]/", SetupError::AddressRefused),
        ("https://10.0.0.1/", SetupError::AddressRefused),
        (
            "https://169.254.169.254/latest/meta-data",
            SetupError::AddressRefused,
        ),
        ("https://[fd00:ec2::254]/", SetupError::AddressRefused),
        ("https://100.100.100.200/", SetupError::AddressRefused),
        ("https://[fe80::1]/", SetupError::AddressRefused),
        ("http://169.254.169.254/", SetupError::AddressRefused),
        ("http://cx.example.org/", SetupError::NotEncrypted),
        ("ftp://cx.example.org/", SetupError::NotEncrypted),
        ("https://user:secret@cx.example.org/", SetupError::NotAnAddress),
        ("file:///etc/passwd", SetupError::NotAnAddress),
        ("cx.example.org", SetupError::NotAnAddress),
        ("https://", SetupError::NotAnAddress),
    ] {
        for one in USES {
            let made = Made {
                outbound: Outbound::new(Reach::PublicOnly, limits(), clock()).unwrap(),
                reach: Reach::PublicOnly,
                url: url.to_owned(),
            };
            assert_eq!(
                (one.run)(made).await,
                Said::NotMade(error),
                "{} · {url}",
                one.name
            );
        }
    }
}

/// A name server that says whatever it was told last.
struct Names2(Mutex<Vec<IpAddr>>);

impl Names2 {
    fn says(&self, addresses: &[&str]) {
        *self.0.lock().unwrap() = addresses.iter().map(|ip| ip.parse().unwrap()).collect();
    }
}

#[async_trait]
impl Names for Names2 {
    async fn look_up(&self, _name: &str) -> io::Result<Vec<SocketAddr>> {
        let told = self.0.lock().unwrap();
        Ok(told.iter().map(|ip| SocketAddr::new(*ip, 0)).collect())
    }
}

#[tokio::test]
async fn no_adapter_follows_a_name_that_changes_its_answer() {
    for one in USES {
        // Each answer closes its connection, so that the next call looks the name up again.
        let vendor = Vendor::saying(answer("503 Service Unavailable", "", "")).await;
        let names = Arc::new(Names2(Mutex::default()));
        names.says(&["127.0.0.1"]);
        let outbound = Outbound::with_names(
            Reach::LoopbackToo,
            limits(),
            clock(),
            Arc::clone(&names) as Arc<dyn Names>,
        )
        .unwrap();
        let made = || Made {
            outbound: outbound.clone(),
            reach: Reach::LoopbackToo,
            url: vendor.url.replace("127.0.0.1", "localhost"),
        };
        (one.run)(made()).await;
        assert_eq!(vendor.requests(), 1, "{} did not call", one.name);
        for inside in [
            &["10.0.0.1"][..],
            &["169.254.169.254"],
            &["fd00:ec2::254"],
            &["::ffff:192.168.0.1"],
            &["127.0.0.1", "10.0.0.1"],
        ] {
            names.says(inside);
            let said = (one.run)(made()).await;
            let refused = match &said {
                Said::Port(outcome) => *outcome == Err(PortError::Misconfigured(Trouble::CannotConnect)),
                other => {
                    *other == Said::SignOn(Err(sso::Failure::Unreachable))
                        || *other == Said::Tokens(Err(credentials::Failure::Unreachable))
                }
            };
            assert!(refused, "{} · {inside:?}: {said:?}", one.name);
        }
        assert_eq!(vendor.requests(), 1, "{} followed a lie", one.name);
    }
}
