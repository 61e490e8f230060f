use crate::{
    machine,
    outcome::Outcome,
    process,
    site::{self, Effort},
};

/// Starts the benchmark program of the server with the arguments given.
pub fn launch(first: &[&str], rest: &[String]) -> Outcome {
    site::build(Effort::Full)?;
    process::run(machine::cargo()?.args([
        "build",
        "--release",
        "--package",
        "server",
        "--bin",
        "tenantwise",
    ]))?;
    process::run(
        machine::cargo()?
            .args(["run", "--release", "--package", "server", "--bin", "bench", "--"])
            .args(first)
            .args(rest)
            .env("TENANTWISE_BIN", machine::target()?.join("release/tenantwise")),
    )
}
