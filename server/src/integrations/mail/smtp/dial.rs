//! Reaching a mail server: never at an address where none can be, and never for longer replies than one gives.

use super::line::Failure;
use lettre::transport::smtp::client::AsyncTokioStream;
use services::ports::{PortError, Trouble};
use std::{
    io::{self, IoSlice},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf, Take},
    net::TcpStream,
};

/// Bytes that a server may say before we say something: a reply, or its certificates. Each line of a long reply costs more
/// than the one before.
const REPLY_MAX: u64 = 32 * 1024;

/// Machines of the landlord's own network pass mails on, and so may this one. Nobody does where machines find each other or
/// ask for their own secrets.
fn may_be_a_mail_server(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            !(v4.is_link_local() || a == 0 || a >= 224 || (a == 100 && (64..128).contains(&b)))
        }
        IpAddr::V6(v6) => {
            let is_metadata = v6.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254];
            !(v6.is_unicast_link_local() || v6.is_unspecified() || v6.is_multicast() || is_metadata)
        }
    }
}

/// Where a name leads. One bad address among good ones is a lie as well.
pub async fn look_up(host: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((host, port))
        .await
        .map_err(|_| Failure::faulty(PortError::Unavailable(Trouble::CannotResolve)))?;
    let addresses: Vec<SocketAddr> = found.collect();
    if addresses.iter().all(|address| may_be_a_mail_server(address.ip())) {
        Ok(addresses)
    } else {
        Err(Failure::quiet(PortError::Misconfigured(Trouble::CannotConnect)))
    }
}

/// Connects to the first of `addresses` that answers within `limit`.
pub async fn open(addresses: &[SocketAddr], limit: Duration) -> Result<Box<dyn AsyncTokioStream>, Failure> {
    for address in addresses {
        if let Ok(Ok(stream)) = tokio::time::timeout(limit, TcpStream::connect(address)).await {
            return Ok(Box::new(Bounded(stream.take(REPLY_MAX))));
        }
    }
    Err(Failure::faulty(PortError::Unavailable(Trouble::CannotConnect)))
}

/// Ends where more comes at once than anybody has to say.
#[derive(Debug)]
struct Bounded(Take<TcpStream>);

impl AsyncTokioStream for Bounded {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().peer_addr()
    }
}

impl AsyncRead for Bounded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.set_limit(REPLY_MAX);
        Pin::new(self.0.get_mut()).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.0.set_limit(REPLY_MAX);
        Pin::new(self.0.get_mut()).poll_write_vectored(context, slices)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.0.get_mut()).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.0.get_mut()).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_network_passes_mails_on_and_metadata_services_do_not() {
        for (ip, may) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("10.1.2.3", true),
            ("192.168.1.25", true),
            ("fd12:3456::25", true),
            ("93.184.215.14", true),
            ("2606:4700::1111", true),
            ("169.254.169.254", false),
            ("::ffff:169.254.169.254", false),
            ("100.100.100.200", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("224.0.0.1", false),
            ("::", false),
            ("fe80::1", false),
            ("ff02::1", false),
            ("fd00:ec2::254", false),
        ] {
            assert_eq!(may_be_a_mail_server(ip.parse().unwrap()), may, "{ip}");
        }
    }
}
