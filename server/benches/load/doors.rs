//! Doors in front of outside systems: open, closed, or so slow that every answer takes ten seconds.

use crate::Outcome;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What every answer takes at a slow vendor.
pub const SLOW: Duration = Duration::from_secs(10);

/// How every vendor behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendors {
    Healthy,
    Refusing,
    Slow,
}

/// The address at which `behind` behaves so.
pub async fn door(vendors: Vendors, behind: SocketAddr) -> Outcome<SocketAddr> {
    if vendors == Vendors::Healthy {
        return Ok(behind);
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    if vendors == Vendors::Slow {
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    // Whoever goes away in the middle ends it.
                    let _ended = pass(stream, behind).await;
                });
            }
        });
    }
    Ok(address)
}

async fn pass(near: TcpStream, behind: SocketAddr) -> std::io::Result<()> {
    let far = TcpStream::connect(behind).await?;
    let (mut near_in, mut near_out) = near.into_split();
    let (mut far_in, mut far_out) = far.into_split();
    let asks = tokio::io::copy(&mut near_in, &mut far_out);
    let answers = async {
        let mut piece = vec![0; 64 * 1024];
        loop {
            let length = far_in.read(&mut piece).await?;
            if length == 0 {
                return Ok(0);
            }
            tokio::time::sleep(SLOW).await;
            near_out.write_all(&piece[..length]).await?;
        }
    };
    tokio::select! {
        ended = asks => ended.map(drop),
        ended = answers => ended.map(drop),
    }
}
