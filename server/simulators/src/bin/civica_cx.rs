//! The housing system stand-in alone.

use simulators::{
    civica_cx,
    cli::{Flags, announce_cx},
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let flags = Flags::parse(std::env::args().skip(1))?;
    let cx = civica_cx::start(flags.cx).await?;
    announce_cx(&cx)?;
    tokio::signal::ctrl_c().await?;
    cx.stop().await;
    Ok(())
}
