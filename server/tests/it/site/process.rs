//! The program itself, started as a landlord starts it.

use super::{BASE_URL, Visitor, World, client, eventually};
use secrecy::ExposeSecret;
use simulators::civica_cx;
use std::{net::SocketAddr, process::Stdio};
use tokio::{
    io::AsyncReadExt,
    process::{Child, Command},
    task::JoinHandle,
};

/// The program with nothing in its environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenantwise"));
    command
        .arg("serve")
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Every setting it needs, right.
pub fn settings(world: &World, listen: SocketAddr) -> Vec<(&'static str, String)> {
    let options = civica_cx::Options::default();
    let key = world.folder.path().join("vault.key");
    write_private(&key, world.vault_key.expose_secret());
    vec![
        ("DATABASE_URL", world.config().database_url),
        ("TENANTWISE_DATA", world.folder.path().display().to_string()),
        ("TENANTWISE_LISTEN", listen.to_string()),
        ("TENANTWISE_BASE_URL", BASE_URL.into()),
        ("TENANTWISE_VAULT_KEY_FILE", key.display().to_string()),
        ("TENANTWISE_CX_URL", world.cx.base_url.clone()),
        ("TENANTWISE_CX_USERNAME", options.username),
        ("TENANTWISE_CX_PASSWORD", options.password),
        ("TENANTWISE_CX_COMPANY", "HGH".into()),
        ("TENANTWISE_ALLOW_LOOPBACK", "yes".into()),
        ("TENANTWISE_SMTP_HOST", world.smtp.smtp_addr.ip().to_string()),
        ("TENANTWISE_SMTP_PORT", world.smtp.smtp_addr.port().to_string()),
        ("TENANTWISE_SMTP_SECURITY", "plain".into()),
        ("TENANTWISE_MAIL_FROM", "Our Homes <repairs@example.org>".into()),
    ]
}

fn write_private(file: &std::path::Path, text: &str) {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// A port that nobody listens on.
pub fn free_address() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// The running program; everything it writes is kept.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    written: JoinHandle<String>,
}

impl Process {
    /// Starts it with everything logged that can be.
    pub async fn start(world: &World) -> Self {
        let address = free_address();
        let mut command = program();
        command
            .envs(settings(world, address))
            .env("TENANTWISE_LOG", "trace");
        let mut child = command.spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let written = tokio::spawn(async move {
            let mut text = Vec::new();
            stderr.read_to_end(&mut text).await.unwrap();
            String::from_utf8_lossy(&text).into_owned()
        });
        let process = Self {
            child,
            address,
            written,
        };
        eventually("the program to listen", || async {
            tokio::net::TcpStream::connect(process.address).await.ok()
        })
        .await;
        process
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(client(), self.address)
    }

    /// Ends it as a service manager does; gives whether it ended well, and all it wrote.
    pub async fn terminate(mut self) -> (bool, String) {
        let id = self.child.id().unwrap().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        assert!(told.success());
        let ended = self.child.wait().await.unwrap();
        (ended.success(), self.written.await.unwrap())
    }
}
