//! Running other programs, so that an interrupt ends them and still lets this tool tidy up.

use crate::outcome::{Because, Outcome};
use std::{
    process::{Child, Command, ExitStatus},
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const LOOK_AGAIN: Duration = Duration::from_millis(20);
const PATIENCE_LOOKS: u32 = 150;

pub fn catch_interrupts() -> Outcome {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).because("waiting for Ctrl-C")
}

pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs a program to its end, its output on this terminal.
pub fn run(command: &mut Command) -> Outcome {
    if interrupted() {
        return Err("stopped".to_owned());
    }
    let name = spoken(command);
    let mut child = command.spawn().because(format!("{name} did not start"))?;
    let status = wait(&mut child).because(&name)?;
    if interrupted() {
        Err("stopped".to_owned())
    } else if status.success() {
        Ok(())
    } else {
        Err(format!("'{name}' failed ({status})"))
    }
}

/// A Ctrl-C reaches the child by itself; a signal to this tool alone does not, so after three seconds it is ended.
fn wait(child: &mut Child) -> std::io::Result<ExitStatus> {
    let mut looks_left = PATIENCE_LOOKS;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupted() {
            looks_left = looks_left.saturating_sub(1);
            if looks_left == 0 {
                child.kill()?;
            }
        }
        sleep(LOOK_AGAIN);
    }
}

fn spoken(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
    command
        .get_args()
        .fold(name, |words, word| words + " " + &word.to_string_lossy())
}
