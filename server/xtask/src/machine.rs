//! What this computer has and where the project lies on it.

use crate::outcome::{Because, Outcome};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

pub fn root() -> Outcome<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| "the folder of the project was not found".to_owned())
}

pub fn target() -> Outcome<PathBuf> {
    Ok(match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root()?.join(folder),
        None => root()?.join("target"),
    })
}

/// A cargo call as a person would type it.
///
/// `cargo run` leaves its own variables behind; build scripts that watch them would build again at each change between
/// this tool and a plain cargo call.
pub fn cargo() -> Outcome<Command> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|start| text.starts_with(start))
        {
            command.env_remove(&name);
        }
    }
    command
        .env_remove("OUT_DIR")
        .env_remove("LD_LIBRARY_PATH")
        .current_dir(root()?);
    Ok(command)
}

pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

pub fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

pub fn has_apt() -> bool {
    find("apt-get").is_some()
}

/// What a command prints, without the last line end.
pub fn answer(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().because(format!("{name} did not start"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!(
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ))
    }
}
