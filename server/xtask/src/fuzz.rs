//! Random bytes for every parser of outside text, by libFuzzer. What was found interesting stays in `target/fuzz`.

use crate::{
    machine,
    outcome::{Because, Outcome},
    process,
};
use std::{fs, path::Path, process::Command};

const SECONDS: &str = "60";

/// `cargo xtask fuzz [seconds] [targets]`
pub fn command(arguments: &[String]) -> Outcome {
    let (seconds, names) = match arguments.split_first() {
        Some((first, rest)) if first.bytes().all(|byte| byte.is_ascii_digit()) => (first.as_str(), rest),
        _ => (SECONDS, arguments),
    };
    let folder = machine::root()?.join("server/fuzz");
    let tools = machine::target()?.join("tools");
    if !tools.join("bin/cargo-fuzz").is_file() {
        eprintln!("setup: installing cargo-fuzz into {}", tools.display());
        process::run(
            Command::new("cargo")
                .args(["+nightly", "install", "--quiet", "cargo-fuzz", "--root"])
                .arg(&tools),
        )?;
    }
    let targets = if names.is_empty() {
        all(&folder)?
    } else {
        names.to_vec()
    };
    for target in targets {
        let corpus = machine::target()?.join("fuzz").join(&target);
        fs::create_dir_all(&corpus).because("making the folder of the corpus")?;
        process::run(
            Command::new("cargo")
                .env(
                    "PATH",
                    format!(
                        "{}:{}",
                        tools.join("bin").display(),
                        std::env::var("PATH").unwrap_or_default()
                    ),
                )
                .current_dir(&folder)
                .args(["+nightly", "fuzz", "run", "--fuzz-dir", ".", &target])
                .arg(&corpus)
                .args([
                    "--",
                    &format!("-max_total_time={seconds}"),
                    "-max_len=4096",
                    "-print_final_stats=1",
                ]),
        )?;
    }
    Ok(())
}

fn all(folder: &Path) -> Outcome<Vec<String>> {
    let files = fs::read_dir(folder.join("targets")).because("listing the fuzz targets")?;
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}
