//! The mail server stand-in alone: `--listen` and `--control` are its SMTP port and its page.

use simulators::{
    cli::{Flags, announce_smtp},
    smtp,
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let flags = Flags::parse(std::env::args().skip(1))?;
    let options = smtp::Options {
        listen: flags.cx.listen,
        web: flags.cx.control,
        ..flags.smtp
    };
    let mail = smtp::start(options).await?;
    announce_smtp(&mail)?;
    tokio::signal::ctrl_c().await?;
    mail.stop().await;
    Ok(())
}
