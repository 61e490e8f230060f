//! Installs what a build and the tests need, and says so before it does.

use crate::{browser, machine, node, outcome::Outcome, postgres, process};
use std::{env, process::Command};

const WASM: &str = "wasm32-unknown-unknown";

pub fn command(arguments: &[String]) -> Outcome {
    match arguments {
        [] => for_build(),
        [only] if only == "--test" => for_tests(),
        _ => Err("setup takes no argument but --test".to_owned()),
    }
}

pub fn for_build() -> Outcome {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let libraries =
        machine::answer(Command::new(rustc).args(["--print", "target-libdir", "--target", WASM]))?;
    if std::path::Path::new(&libraries).is_dir() {
        return Ok(());
    }
    if machine::find("rustup").is_none() {
        return Err(format!(
            "Rust's standard library for {WASM} is missing. Install it with your Rust packages."
        ));
    }
    eprintln!("setup: adding the Rust target {WASM}");
    process::run(Command::new("rustup").args(["target", "add", WASM]))
}

pub fn for_tests() -> Outcome {
    for_quick_tests()?;
    install(&missing_packages())?;
    node::provide()?;
    browser::install()
}

/// What the tests without a browser need.
pub fn for_quick_tests() -> Outcome {
    for_build()?;
    for (tool, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if machine::find(tool).is_none() || machine::answer(Command::new(tool).arg("--version")).is_err() {
            eprintln!("setup: adding {component}");
            process::run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    install(&if postgres::binaries().is_none() {
        vec!["postgresql"]
    } else {
        Vec::new()
    })
}

/// What the benchmark needs: a load program.
pub fn for_bench() -> Outcome {
    for_build()?;
    install(&if machine::find("wrk").is_none() {
        vec!["wrk"]
    } else {
        Vec::new()
    })
}

fn missing_packages() -> Vec<&'static str> {
    let mut packages = Vec::new();
    if browser::chromium().is_none() {
        packages.push("chromium");
    }
    if machine::find("node").is_none() {
        packages.push("nodejs");
    }
    if machine::find("npm").is_none() {
        packages.push("npm");
    }
    packages
}

fn install(packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    if !machine::has_apt() {
        return Err(format!(
            "these are missing: {names}. Install them (names are those of Debian) and try again."
        ));
    }
    if !machine::is_root() {
        return Err(format!(
            "these are missing: {names}. Run this, then try again:\n  sudo apt-get install --no-install-recommends {names}"
        ));
    }
    eprintln!("setup: installing Debian packages: {names}");
    // A stale package list is the usual reason for a failure; refreshing it first would cost a minute each time.
    install_now(packages).or_else(|_| {
        process::run(Command::new("apt-get").args(["update", "-q"]))?;
        install_now(packages)
    })
}

fn install_now(packages: &[&str]) -> Outcome {
    process::run(
        Command::new("apt-get")
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
