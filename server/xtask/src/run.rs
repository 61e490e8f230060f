use crate::{
    machine,
    outcome::Outcome,
    process,
    site::{self, Effort},
};
use std::os::unix::process::CommandExt;

/// Builds everything and becomes the server, so that Ctrl-C and the exit code are the server's own.
///
/// In release: the longer first build pays at the first sign-in, and later starts take seconds.
pub fn demo(arguments: &[String]) -> Outcome {
    site::build(Effort::Full)?;
    process::run(machine::cargo()?.args([
        "build",
        "--release",
        "--package",
        "server",
        "--bin",
        "tenantwise",
    ]))?;
    let binary = machine::target()?.join("release/tenantwise");
    let failure = std::process::Command::new(&binary)
        .args(["serve", "--demo"])
        .args(arguments)
        .env_remove("LD_LIBRARY_PATH")
        .current_dir(machine::root()?)
        .exec();
    Err(format!("{} did not start: {failure}", binary.display()))
}
