//! The build tool: `cargo xtask help` lists what it does.

mod bench;
mod browser;
mod fuzz;
mod machine;
mod node;
mod outcome;
mod postgres;
mod process;
mod run;
mod setup;
mod site;
mod test;

use outcome::Outcome;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  site [--dev | --style]  build wasm, script, style sheet and pictures into target/site
                          (--dev: faster, larger; --style: leaves the wasm as it is)
  run [args]              build everything and start the demo landlord; args go to the server
  setup [--test]          check and install what a build (--test: and the tests) needs
  test [--quick] [names]  run every check; --quick skips the browser; names pick the tests that contain one
  postgres start|stop     a private PostgreSQL server for tests, its address on standard output
  bench [args]            the benchmark, against release builds
  soak [args]             the long run, against release builds
  fuzz [secs] [targets]   random bytes for every parser of outside text (needs the nightly compiler; 60 s each)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        eprint!("{HELP}");
        return Ok(());
    };
    process::catch_interrupts()?;
    match command.as_str() {
        "site" => site::command(rest),
        "run" => run::demo(rest),
        "setup" => setup::command(rest),
        "test" => test::command(rest),
        "postgres" => postgres::command(rest),
        "bench" => bench::measure(),
        "soak" => bench::soak(),
        "fuzz" => fuzz::command(rest),
        "help" | "--help" | "-h" => {
            eprint!("{HELP}");
            Ok(())
        }
        other => Err(format!(
            "there is no command '{other}'. 'cargo xtask help' lists them."
        )),
    }
}
