//! Every check, in the order in which it fails soonest.

use crate::{
    browser, machine,
    outcome::Outcome,
    postgres, process, setup,
    site::{self, Effort},
};
use std::time::{Duration, Instant};

struct Wanted {
    quick: bool,
    names: Vec<String>,
}

pub fn command(arguments: &[String]) -> Outcome {
    let (options, names): (Vec<_>, Vec<_>) =
        arguments.iter().cloned().partition(|word| word.starts_with('-'));
    if let Some(unknown) = options.iter().find(|option| *option != "--quick") {
        return Err(format!("test knows no option {unknown}"));
    }
    let mut report = Report::default();
    let outcome = steps(
        &mut report,
        &Wanted {
            quick: !options.is_empty(),
            names,
        },
    );
    report.print();
    outcome
}

fn steps(report: &mut Report, wanted: &Wanted) -> Outcome {
    report.step("set-up", || {
        if wanted.quick {
            setup::for_quick_tests()
        } else {
            setup::for_tests()
        }
    })?;
    report.step("site", || site::build(Effort::Full))?;
    // Stops itself when dropped, whichever way this function ends.
    let server = report.step("start PostgreSQL", postgres::Server::start)?;
    let url = server.url();
    if wanted.names.is_empty() {
        report.step("format", || {
            process::run(machine::cargo()?.args(["fmt", "--all", "--check"]))
        })?;
        report.step("lint server", || {
            process::run(machine::cargo()?.args(["clippy", "--all-targets", "--", "-D", "warnings"]))
        })?;
        report.step("lint wasm", lint_wasm)?;
        if !wanted.quick {
            report.step("lint build tool", || {
                process::run(machine::cargo()?.args([
                    "clippy",
                    "--profile",
                    "tool",
                    "-p",
                    "xtask",
                    "--",
                    "-D",
                    "warnings",
                ]))
            })?;
            report.step("test build tool", || {
                process::run(machine::cargo()?.args(["test", "--profile", "tool", "-p", "xtask"]))
            })?;
        }
    }
    report.step("tests", || {
        process::run(
            machine::cargo()?
                .arg("test")
                .arg("--")
                .args(&wanted.names)
                .env("TEST_POSTGRES_URL", &url),
        )
    })?;
    if !wanted.quick {
        report.step("build server", || {
            process::run(machine::cargo()?.args(["build", "--package", "server", "--bin", "tenantwise"]))
        })?;
        report.step("browser", || {
            browser::test(&machine::target()?.join("debug/tenantwise"), &url, &wanted.names)
        })?;
    }
    report.step("stop PostgreSQL", || {
        drop(server);
        Ok(())
    })
}

fn lint_wasm() -> Outcome {
    process::run(machine::cargo()?.args([
        "clippy",
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        "wasm-release",
        "--",
        "-D",
        "warnings",
    ]))
}

#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, bool)>,
}

impl Report {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a step took is no time of the product"
    )]
    fn step<T>(&mut self, name: &'static str, action: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let outcome = action();
        self.steps.push((name, start.elapsed(), outcome.is_ok()));
        outcome
    }

    fn print(&self) {
        eprintln!();
        for (name, took, passed) in &self.steps {
            eprintln!(
                "{name:<18}{:>8.1} s  {}",
                took.as_secs_f64(),
                if *passed { "passed" } else { "FAILED" }
            );
        }
        let failed = self.steps.iter().filter(|(_, _, passed)| !passed).count();
        eprintln!("{} steps passed, {failed} failed", self.steps.len() - failed);
    }
}
