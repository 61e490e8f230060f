//! Flags of the programs.

use crate::{civica_cx, smtp};
use std::{
    io::{self, Write},
    net::SocketAddr,
};

/// What the flags said.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub cx: civica_cx::Options,
    pub smtp: smtp::Options,
}

const USAGE: &str = "flags: --listen ADDRESS --control ADDRESS --smtp-listen ADDRESS --smtp-web ADDRESS --seed NUMBER --scale PEOPLE --vendor-variant loose|sparse|no-external-reference|no-bulk";

impl Flags {
    /// Reads `--name value` pairs. `--listen` and `--control` are the housing system's.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> io::Result<Self> {
        let mut flags = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| wrong(&name))?;
            match name.as_str() {
                "--listen" => flags.cx.listen = address(&name, &value)?,
                "--control" => flags.cx.control = address(&name, &value)?,
                "--smtp-listen" => flags.smtp.listen = address(&name, &value)?,
                "--smtp-web" => flags.smtp.web = address(&name, &value)?,
                "--seed" => flags.cx.seed = value.parse().map_err(|_| wrong(&name))?,
                "--vendor-variant" => {
                    flags.cx.variant = civica_cx::Variant::parse(&value).ok_or_else(|| wrong(&name))?;
                }
                "--scale" => flags.cx.people = Some(value.parse().map_err(|_| wrong(&name))?),
                _ => return Err(wrong(&name)),
            }
        }
        Ok(flags)
    }
}

fn address(name: &str, value: &str) -> io::Result<SocketAddr> {
    value.parse().map_err(|_| wrong(name))
}

fn wrong(name: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("{name} is unknown or lacks its value; {USAGE}"),
    )
}

/// Says where the housing system stand-in is, and what it is not.
pub fn announce_cx(running: &civica_cx::Running) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Housing system stand-in: API URL {}, control plane {}",
        running.base_url, running.control_url
    )?;
    writeln!(
        out,
        "It follows our assumed contract {}, not the vendor's interface. All people are invented.",
        civica_cx::CONTRACT
    )?;
    out.flush()
}

/// Says where the mail server stand-in is.
pub fn announce_smtp(running: &smtp::Running) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Mail server stand-in: SMTP {}, mailbox {}. It delivers nothing.",
        running.smtp_addr, running.web_url
    )?;
    out.flush()
}
