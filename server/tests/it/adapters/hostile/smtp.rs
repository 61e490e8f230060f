//! What no mail server says, in place of its greeting and of its first reply.

use super::super::{clock, vendor::Part};
use server::integrations::mail::smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits};
use services::ports::{PortError, Trouble, mail::Mail};
use std::{net::SocketAddr, time::Duration};
use tokio::{io::AsyncWriteExt, net::TcpListener};

fn adapter(host: &str, port: u16) -> Smtp {
    let config = SmtpConfig {
        host: host.to_owned(),
        port,
        security: Security::Plain,
        log_in: LogIn::Nobody,
        authority: None,
        from_name: "Example Homes".to_owned(),
        from_address: "repairs@homes.example".to_owned(),
        reply_to: None,
        limits: SmtpLimits {
            connect: Duration::from_millis(300),
            set_up: Duration::from_millis(600),
            ..SmtpLimits::default()
        },
    };
    Smtp::new(config, clock()).unwrap()
}

/// Says these parts to whoever comes.
async fn saying(parts: Vec<Part>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            for part in parts.clone() {
                match part {
                    Part::Bytes(bytes) => {
                        if stream.write_all(&bytes).await.is_err() {
                            break;
                        }
                    }
                    Part::Pause(length) => tokio::time::sleep(length).await,
                    Part::Hang => std::future::pending().await,
                    Part::Reset => stream.set_zero_linger().unwrap(),
                }
            }
        }
    });
    address
}

fn bytes(bytes: impl AsRef<[u8]>) -> Part {
    Part::Bytes(bytes.as_ref().to_vec())
}

#[tokio::test]
async fn replies_that_are_none_end_in_time() {
    let hello = || bytes("220 relay.example ESMTP\r\n");
    let drip = || (0..60).flat_map(|_| [bytes("2"), Part::Pause(Duration::from_millis(50))]);
    let flood = |piece: &str| {
        let piece = piece.repeat(65_536 / piece.len());
        // Far more than is listened to.
        std::iter::repeat_n(bytes(piece), 100)
    };
    let cases: [(&str, Vec<Part>); 11] = [
        ("HTTP", vec![bytes("HTTP/1.1 200 OK\r\n\r\n<html>")]),
        ("not UTF-8", vec![bytes(b"220 \xff\xfe\r\n")]),
        ("NUL", vec![bytes("220 \0\r\n"), bytes("\0\0\0\0\r\n")]),
        ("no number", vec![bytes("hello\r\n")]),
        (
            "another number in the middle",
            vec![hello(), bytes("250-a\r\n421 b\r\n")],
        ),
        ("a byte at a time", drip().collect()),
        (
            "a byte at a time, later",
            [hello()].into_iter().chain(drip()).collect(),
        ),
        ("a line without end", flood("2").collect()),
        (
            "a line without end, later",
            [hello()].into_iter().chain(flood("250-")).collect(),
        ),
        ("lines without end", flood("220-more\r\n").collect()),
        ("nothing", vec![Part::Hang]),
    ];
    for (name, parts) in cases {
        let address = saying(parts).await;
        let smtp = adapter(&address.ip().to_string(), address.port());
        let tried = tokio::time::timeout(Duration::from_secs(3), smtp.test()).await;
        let outcome = tried.unwrap_or_else(|_| panic!("{name}: it hangs"));
        assert!(
            matches!(outcome, Err(PortError::Unavailable(_))),
            "{name}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn no_mail_server_is_looked_for_where_machines_keep_their_secrets() {
    for host in [
        "169.254.169.254",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "0.0.0.0",
        "::ffff:169.254.169.254",
    ] {
        let outcome = adapter(host, 25).test().await;
        assert_eq!(
            outcome,
            Err(PortError::Misconfigured(Trouble::CannotConnect)),
            "{host}"
        );
    }
}
