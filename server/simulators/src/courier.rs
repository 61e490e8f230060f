//! Brings callbacks: one plain HTTP/1.1 request each, to a machine that a test names.

use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const PATIENCE: Duration = Duration::from_secs(10);

/// A request to be brought.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// What the vendor believes the address to be; its host is said, not asked for.
    pub url: String,
    pub content_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// Posts it to `door` and gives the status of the answer.
pub async fn bring(door: SocketAddr, parcel: &Parcel) -> io::Result<u16> {
    tokio::time::timeout(PATIENCE, post(door, parcel))
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn post(door: SocketAddr, parcel: &Parcel) -> io::Result<u16> {
    let bad = || io::Error::from(io::ErrorKind::InvalidData);
    let (_, rest) = parcel.url.split_once("://").ok_or_else(bad)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let headers = parcel
        .headers
        .iter()
        .fold(String::new(), |so_far, (name, value)| {
            so_far + name + ": " + value + "\r\n"
        });
    let request = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{}",
        parcel.content_type,
        parcel.body.len(),
        parcel.body
    );
    let mut stream = TcpStream::connect(door).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let line = String::from_utf8_lossy(&answer);
    line.split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(bad)
}
