//! A private PostgreSQL server: own data folder, Unix socket only, nothing kept.

use crate::{
    machine,
    outcome::{Because, Outcome},
    process,
};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Test data need not survive a crash, so nothing waits for the disk; many tests hold a database each.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
     -c max_connections=300 -c shared_buffers=128MB";

/// The folder with `initdb` and `pg_ctl`, the newest version if there are several.
pub fn binaries() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let version = |path: &Path| {
        path.file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.parse::<u32>().ok())
            .unwrap_or(0)
    };
    debian
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").is_file())
        .max_by_key(|path| version(path))
        .map(|path| path.join("bin"))
        .or_else(|| machine::find("initdb").and_then(|file| file.parent().map(Path::to_path_buf)))
}

pub struct Server {
    folder: PathBuf,
}

impl Server {
    pub fn start() -> Outcome<Self> {
        // Not the user's own temporary folder: the account 'postgres' must be able to walk into it.
        let folder = PathBuf::from(format!("/tmp/tenantwise-postgres-{}", std::process::id()));
        fs::create_dir(&folder).because(format!("making {}", folder.display()))?;
        let server = Self { folder };
        server.fill().and_then(|()| server.launch())?;
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.folder.display()
        )
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn fill(&self) -> Outcome {
        if machine::is_root() {
            machine::answer(Command::new("chown").arg("postgres").arg(&self.folder))?;
        }
        machine::answer(Command::new("chmod").arg("0755").arg(&self.folder))?;
        let initdb = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--username=postgres",
            "--no-sync",
        ];
        machine::answer(program("initdb")?.arg("--pgdata").arg(self.data()).args(initdb)).map(drop)
    }

    fn launch(&self) -> Outcome {
        let options = format!(
            "{SETTINGS} -c unix_socket_directories='{}'",
            self.folder.display()
        );
        let log = self.folder.join("log");
        process::run(
            program("pg_ctl")?
                .args(["start", "--wait", "--silent", "--pgdata"])
                .arg(self.data())
                .arg("--log")
                .arg(&log)
                .args(["--options", &options])
                .stdin(Stdio::null())
                .stdout(Stdio::null()),
        )
        .map_err(|failure| format!("{failure}\n{}", fs::read_to_string(&log).unwrap_or_default()))
    }

    fn stop(&self) -> Outcome {
        if self.data().join("postmaster.pid").exists() {
            machine::answer(
                program("pg_ctl")?
                    .args(["stop", "--mode=immediate", "--wait", "--pgdata"])
                    .arg(self.data()),
            )?;
        }
        fs::remove_dir_all(&self.folder).because(format!("removing {}", self.folder.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(message) = self.stop() {
            eprintln!("xtask: {message}");
        }
    }
}

/// PostgreSQL refuses to run as root, so root lends it the account Debian made for it.
fn program(name: &str) -> Outcome<Command> {
    let file = binaries()
        .ok_or("PostgreSQL is missing. 'cargo xtask setup --test' installs it.")?
        .join(name);
    let mut command = if machine::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(file);
        command
    } else {
        Command::new(file)
    };
    command.env_remove("LD_LIBRARY_PATH").current_dir("/");
    Ok(command)
}

pub fn command(arguments: &[String]) -> Outcome {
    match arguments.first().map(String::as_str) {
        Some("start") => start_and_leave(),
        Some("stop") => stop_left(),
        _ => Err("postgres takes 'start' or 'stop'".to_owned()),
    }
}

fn start_and_leave() -> Outcome {
    let server = match left_running()? {
        Some(server) => server,
        None => Server::start()?,
    };
    let note = note()?;
    fs::write(&note, server.folder.display().to_string()).because(format!("writing {}", note.display()))?;
    writeln!(std::io::stdout(), "{}", server.url()).because("printing the address")?;
    // Dropping it would stop it; it is to outlive this tool.
    std::mem::forget(server);
    Ok(())
}

fn stop_left() -> Outcome {
    match left_running()? {
        Some(server) => drop(server),
        None => eprintln!("postgres: none is running"),
    }
    match fs::remove_file(note()?) {
        Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("forgetting the server: {failure}"))
        }
        _ => Ok(()),
    }
}

fn left_running() -> Outcome<Option<Server>> {
    let Ok(text) = fs::read_to_string(note()?) else {
        return Ok(None);
    };
    let server = Server {
        folder: PathBuf::from(text),
    };
    let runs = machine::answer(program("pg_ctl")?.args(["status", "--pgdata"]).arg(server.data())).is_ok();
    if runs {
        return Ok(Some(server));
    }
    std::mem::forget(server);
    Ok(None)
}

fn note() -> Outcome<PathBuf> {
    let folder = machine::target()?.join("xtask");
    fs::create_dir_all(&folder).because(format!("making {}", folder.display()))?;
    Ok(folder.join("postgres"))
}
