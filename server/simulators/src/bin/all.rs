//! All stand-ins, for a demonstration.

use simulators::{
    civica_cx,
    cli::{Flags, announce_cx, announce_smtp},
    smtp,
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let flags = Flags::parse(std::env::args().skip(1))?;
    let cx = civica_cx::start(flags.cx).await?;
    let mail = smtp::start(flags.smtp).await?;
    announce_cx(&cx)?;
    announce_smtp(&mail)?;
    tokio::signal::ctrl_c().await?;
    cx.stop().await;
    mail.stop().await;
    Ok(())
}
