//! The browser tests: Playwright with the system's own Chromium.

use crate::{
    machine, node,
    outcome::{Because, Outcome},
    process,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

pub fn chromium() -> Option<PathBuf> {
    env::var_os("CHROMIUM_PATH")
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .or_else(|| machine::find("chromium"))
        .or_else(|| machine::find("chromium-browser"))
}

/// Fetches the test libraries, unless those installed are the ones the lock file names.
pub fn install() -> Outcome {
    let folder = machine::root()?.join("end2end");
    let wanted = fs::read(folder.join("package-lock.json")).because("reading end2end/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    eprintln!("setup: installing the browser test libraries (npm ci in end2end)");
    process::run(
        node::command("npm", &folder)?
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(&stamp, wanted).because("noting what was installed")
}

pub fn test(binary: &Path, postgres_url: &str, names: &[String]) -> Outcome {
    let chromium = chromium().ok_or("Chromium is missing. 'cargo xtask setup --test' installs it.")?;
    let mut command = node::command("npx", &machine::root()?.join("end2end"))?;
    command.args(["--no-install", "playwright", "test"]);
    if !names.is_empty() {
        command.args([
            "--grep",
            &names
                .iter()
                .map(|name| literal(name))
                .collect::<Vec<_>>()
                .join("|"),
        ]);
        command.arg("--pass-with-no-tests");
    }
    process::run(
        command
            .env("CHROMIUM_PATH", chromium)
            .env("TENANTWISE_BIN", binary)
            .env("TEST_POSTGRES_URL", postgres_url),
    )
}

/// Names are written with spaces in the browser tests and with underscores in Rust; either finds both.
fn literal(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            '_' | ' ' => "[ _]".to_owned(),
            letter if letter.is_alphanumeric() => letter.to_string(),
            letter => format!("\\{letter}"),
        })
        .collect()
}
